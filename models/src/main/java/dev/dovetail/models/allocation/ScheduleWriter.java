package dev.dovetail.models.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Box;
import dev.dovetail.models.intracore.CostPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes a schedule as a JSON tree, with all that follows from it; from a schedule that is not executable nothing follows.
 *
 * <p>Role: deterministic, and canonical: ids ascend, boxes are in lexicographic order, so that two files of one schedule are
 * equal.
 */
public final class ScheduleWriter {
  /** The {@code format} of the files. */
  public static final String FORMAT = "allocation-schedule/1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Comparator<Box> BY_BOUNDS = ScheduleWriter::compare;

  private ScheduleWriter() {}

  /** The tree; without derived sections if there are violations. */
  public static ObjectNode write(AllocationProblem problem, Schedule schedule) {
    return write(problem, schedule, JSON.missingNode());
  }

  /**
   * The tree; without derived sections if there are violations.
   *
   * @param file a file of the schedule: what it decides freely, the addresses in the cores' memories, is kept where it is sound
   */
  public static ObjectNode write(AllocationProblem problem, Schedule schedule, JsonNode file) {
    Simulation run = Simulation.run(problem, schedule);
    boolean executable = run.evaluation().isExecutable();
    ObjectNode root = JSON.objectNode();
    root.put("format", FORMAT);
    root.put("problem", problem.name());
    root.put("workload", problem.workload().name());
    root.put("accelerator", problem.accelerator().name());
    root.put("costModel", problem.costs().name());
    if (executable) {
      root.set("cost", DerivedSections.cost(problem, run));
    }
    root.set("tasks", tasks(run));
    root.set("buffers", buffers(schedule));
    root.set("transfers", transfers(run));
    if (executable) {
      MemoryMap map = new MemoryMap(run.resolved(), file.path("addresses"));
      DramMap dram = new DramMap(run.resolved());
      root.set("tensors", dram.tensors());
      root.set("instructions", DerivedSections.instructions(run, map));
      root.set("dramList", DerivedSections.dramList(schedule, dram));
      root.set("channels", DerivedSections.channels(run));
      root.set("memory", DerivedSections.memory(run));
      root.set("addresses", map.section());
    }
    return root;
  }

  private static ArrayNode tasks(Simulation run) {
    ArrayNode array = JSON.arrayNode();
    List<Schedule.Task> tasks = run.resolved().schedule.tasks();
    for (int t = 0; t < tasks.size(); t++) {
      Schedule.Task task = tasks.get(t);
      ObjectNode n = array.addObject();
      n.put("id", t);
      n.put("layer", task.layer());
      n.set("box", box(task.box()));
      n.put("core", task.core());
      n.put("costPoint", task.costPoint());
      CostPoint point = run.resolved().taskPoint[t];
      if (point != null) {
        n.put("dataflow", point.dataflow());
      }
      n.put("start", task.start());
      n.put("end", task.end());
      n.set("reads", ids(task.reads()));
      n.set("writes", ids(task.writes()));
    }
    return array;
  }

  private static ArrayNode buffers(Schedule schedule) {
    ArrayNode array = JSON.arrayNode();
    for (int b = 0; b < schedule.buffers().size(); b++) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      ObjectNode n = array.addObject();
      n.put("id", b);
      n.put("core", buffer.core());
      n.put("tensor", buffer.tensor());
      n.set("boxes", boxes(buffer.boxes()));
      n.put("bytes", buffer.bytes());
      n.put("from", buffer.from());
      n.put("until", buffer.until());
    }
    return array;
  }

  private static ArrayNode transfers(Simulation run) {
    Schedule schedule = run.resolved().schedule;
    TransferRoutes routes = new TransferRoutes(run.resolved().problem.accelerator().links());
    ArrayNode array = JSON.arrayNode();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      ObjectNode n = array.addObject();
      n.put("id", x);
      n.put("kind", transfer.kind().name().toLowerCase(Locale.ROOT));
      n.put("tensor", transfer.tensor());
      n.set("boxes", boxes(transfer.boxes()));
      n.put("bytes", transfer.bytes());
      if (transfer.source() >= 0) {
        n.put("source", transfer.source());
      }
      if (!transfer.targets().isEmpty()) {
        n.set("targets", ids(transfer.targets()));
      }
      if (!transfer.dram().isEmpty()) {
        n.put("dram", transfer.dram());
      }
      ArrayNode route = n.putArray("route");
      (run.resolved().transferWalk[x] == null ? transfer.route() : routes.inOrder(transfer.route())).forEach(route::add);
      n.put("start", transfer.start());
      n.put("end", transfer.end());
    }
    return array;
  }

  private static ArrayNode ids(List<Integer> ids) {
    ArrayNode array = JSON.arrayNode();
    ids.stream().sorted().forEach(array::add);
    return array;
  }

  private static ArrayNode boxes(List<Box> boxes) {
    List<Box> sorted = new ArrayList<>(boxes);
    sorted.sort(BY_BOUNDS);
    ArrayNode array = JSON.arrayNode();
    sorted.forEach(b -> array.add(box(b)));
    return array;
  }

  private static ArrayNode box(Box box) {
    ArrayNode array = JSON.arrayNode();
    for (int a = 0; a < box.rank(); a++) {
      array.addArray().add(box.lo(a)).add(box.hi(a));
    }
    return array;
  }

  private static int compare(Box one, Box other) {
    for (int a = 0; a < one.rank(); a++) {
      int c = Integer.compare(one.lo(a), other.lo(a));
      if (c != 0) {
        return c;
      }
    }
    return 0;
  }
}
