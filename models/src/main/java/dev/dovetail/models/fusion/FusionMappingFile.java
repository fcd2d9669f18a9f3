package dev.dovetail.models.fusion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleMapping;
import dev.dovetail.models.dramschedule.DramTimeline;
import dev.dovetail.models.intracore.polar.TileCost;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Mapping files of kind fusion, format {@code fusion-plan/1}.
 *
 * <p>Role: {@code plan} (order, cuts, tile counts, and weight loads where some layer has several) and {@code schedule} (order
 * on the channel and residency by tensor, in the order of their creation) are the mapping. From them follow cost, {@code
 * subGroups} with their layers' tiles and costs, {@code dramList} in the order of the channel, {@code computeList}, and {@code
 * occupancy} of the buffer by tile position, from -1 on.
 */
final class FusionMappingFile {
  /** The {@code format} of the files. */
  static final String FORMAT = "fusion-plan/1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FusionMappingFile() {}

  /**
   * Reads a mapping.
   *
   * @throws dev.dovetail.models.BadInputException if the file is none
   */
  static FusionMapping read(Path file) {
    DataNode root = DataFile.read(file);
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys("format", "problem", "network", "cost", "plan", "schedule", "subGroups", "dramList", "computeList",
        "occupancy");
    DataNode plan = root.required("plan");
    plan.onlyKeys("order", "dramCuts", "flcCuts", "tileCounts", "weightLoads");
    DataNode schedule = root.required("schedule");
    schedule.onlyKeys("order", "times");
    return new FusionMapping(
        new FusionPlan(integers(plan.required("order")), integers(plan.required("dramCuts")), integers(plan.required("flcCuts")),
            integers(plan.required("tileCounts")),
            plan.optional("weightLoads").map(FusionMappingFile::integers).orElse(List.of())),
        new DramSchedule(integers(schedule.required("order")), integers(schedule.required("times"))));
  }

  private static List<Integer> integers(DataNode node) {
    return node.items().stream().map(n -> n.intValue(Integer.MIN_VALUE, Integer.MAX_VALUE)).toList();
  }

  /** The tree; without derived sections if there are violations. */
  static ObjectNode write(FusionProblem problem, FusionMapping mapping) {
    Expansion expansion = new PlanExpansion(problem).expand(mapping.plan());
    Evaluation evaluation = FusionEvaluator.evaluate(problem, mapping, expansion);
    ObjectNode root = JSON.objectNode();
    root.put("format", FORMAT);
    root.put("problem", problem.name());
    root.put("network", problem.network().name());
    if (evaluation.isExecutable()) {
      ObjectNode cost = root.putObject("cost");
      cost.put("objective", problem.objective().name().toLowerCase(Locale.ROOT));
      cost.put("value", evaluation.objective());
      evaluation.cost().forEach(cost::put);
    }
    plan(root.putObject("plan"), mapping.plan());
    ObjectNode schedule = root.putObject("schedule");
    numbers(schedule.putArray("order"), mapping.schedule().order());
    numbers(schedule.putArray("times"), mapping.schedule().times());
    if (evaluation.isExecutable()) {
      Expansion.Expanded expanded = Objects.requireNonNull(expansion.result());
      expanded.subGroups().forEach(g -> subGroup(root.withArray("subGroups").addObject(), problem.network(), g));
      DramTimeline timeline = new DramScheduleEvaluator().timeline(expanded.schedule(), mapping.schedule());
      DramScheduleMapping.transfers(root.putArray("dramList"), expanded.schedule(), mapping.schedule(), timeline);
      DramScheduleMapping.tiles(root.putArray("computeList"), expanded.schedule(), timeline);
      timeline.occupancyBytes().forEach(root.putArray("occupancy")::add);
    }
    return root;
  }

  private static void plan(ObjectNode node, FusionPlan plan) {
    numbers(node.putArray("order"), plan.order());
    numbers(node.putArray("dramCuts"), plan.dramCuts());
    numbers(node.putArray("flcCuts"), plan.flcCuts());
    numbers(node.putArray("tileCounts"), plan.tileCounts());
    if (plan.weightLoads().stream().anyMatch(n -> n != 1)) {
      numbers(node.putArray("weightLoads"), plan.weightLoads());
    }
  }

  private static void subGroup(ObjectNode node, FusionNetwork network, SubGroup group) {
    node.put("layerGroup", group.group());
    node.put("tiles", group.tiles());
    node.put("firstTile", group.firstTile());
    ArrayNode layers = node.putArray("layers");
    for (int i = 0; i < group.layers().size(); i++) {
      TileShape shape = group.shapes().get(i);
      TileCost cost = group.costs().get(i);
      ObjectNode layer = layers.addObject();
      layer.put("id", group.layers().get(i));
      layer.put("name", network.layers().get(group.layers().get(i)).name());
      layer.putArray("tile").add(shape.samples()).add(shape.channels()).add(shape.height()).add(shape.width());
      layer.put("cycles", cost.cycles());
      layer.put("femtojoules", cost.femtojoules());
    }
  }

  private static void numbers(ArrayNode array, List<Integer> numbers) {
    numbers.forEach(array::add);
  }
}
