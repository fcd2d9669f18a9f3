package dev.dovetail.models.dramschedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Mapping files of kind dram-schedule, format {@code dram-schedule-mapping/1}.
 *
 * <p>Role: {@code order} and {@code times} are the mapping. From them follow cost, {@code transfers} in the order of the channel
 * with their residency and cycles, {@code tiles} with theirs, and {@code occupancy} by position, from -1 on.
 */
public final class DramScheduleMapping {
  /** The {@code format} of the files. */
  public static final String FORMAT = "dram-schedule-mapping/1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private DramScheduleMapping() {}

  /**
   * Reads a mapping.
   *
   * @throws dev.dovetail.models.BadInputException if the file is none
   */
  public static DramSchedule read(Path file) {
    return read(DataFile.read(file));
  }

  /** Reads a parsed mapping. */
  public static DramSchedule read(DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be (%s).".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys("format", "problem", "cost", "order", "times", "transfers", "tiles", "occupancy");
    return new DramSchedule(integers(root.required("order")), integers(root.required("times")));
  }

  private static List<Integer> integers(DataNode node) {
    return node.items().stream().map(n -> n.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE)).toList();
  }

  /** The tree; without derived sections if there are violations. */
  public static ObjectNode write(DramScheduleProblem problem, DramSchedule schedule) {
    DramScheduleEvaluator evaluator = new DramScheduleEvaluator();
    Evaluation evaluation = evaluator.evaluate(problem, schedule);
    ObjectNode root = JSON.objectNode();
    root.put("format", FORMAT);
    root.put("problem", problem.name());
    if (evaluation.isExecutable()) {
      ObjectNode cost = root.putObject("cost");
      evaluation.cost().forEach(cost::put);
    }
    schedule.order().forEach(root.putArray("order")::add);
    schedule.times().forEach(root.putArray("times")::add);
    if (evaluation.isExecutable()) {
      DramTimeline timeline = evaluator.timeline(problem, schedule);
      transfers(root.putArray("transfers"), problem, schedule, timeline);
      tiles(root.putArray("tiles"), problem, timeline);
      timeline.occupancyBytes().forEach(root.putArray("occupancy")::add);
    }
    return root;
  }

  /** The tensors in the order of the channel, with their residency and cycles. */
  public static void transfers(ArrayNode array, DramScheduleProblem problem, DramSchedule schedule, DramTimeline timeline) {
    for (int x : schedule.order()) {
      DramTensor tensor = problem.tensors().get(x);
      ObjectNode n = array.addObject();
      n.put("tensor", x);
      n.put("name", tensor.name());
      n.put("kind", tensor instanceof DramTensor.Load ? "load" : "store");
      n.put("bytes", tensor.bytes());
      n.put("residentFrom", Residency.start(tensor, schedule.times().get(x)));
      n.put("residentUntil", Residency.end(tensor, schedule.times().get(x)));
      n.put("start", timeline.transfers().get(x).start());
      n.put("end", timeline.transfers().get(x).end());
    }
  }

  /** The tiles with their cycles. */
  public static void tiles(ArrayNode array, DramScheduleProblem problem, DramTimeline timeline) {
    for (int q = 0; q < problem.tiles().size(); q++) {
      ObjectNode n = array.addObject();
      n.put("tile", q);
      n.put("name", problem.tiles().get(q).name());
      n.put("start", timeline.tiles().get(q).start());
      n.put("end", timeline.tiles().get(q).end());
    }
  }
}
