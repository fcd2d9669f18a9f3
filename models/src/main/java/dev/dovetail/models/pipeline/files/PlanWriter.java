package dev.dovetail.models.pipeline.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.files.TableFile;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.SegmentTraffic;
import java.util.List;
import java.util.Locale;

/** Writes plans, see {@link PlanFile}. */
final class PlanWriter {
  private final PipelineProblem problem;

  PlanWriter(PipelineProblem problem) {
    this.problem = problem;
  }

  /** The tree; without derived sections if there are violations. */
  ObjectNode write(PipelinePlan plan) {
    Evaluation evaluation = new PipelineEvaluator().evaluate(problem, plan);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", PlanFile.FORMAT);
    root.put("problem", problem.name());
    root.put("network", problem.network().name());
    if (evaluation.isExecutable()) {
      ObjectNode cost = root.putObject("cost");
      cost.put("objective", problem.objective().name().toLowerCase(Locale.ROOT));
      cost.put("value", evaluation.objective());
      evaluation.cost().forEach(cost::put);
    }
    ArrayNode segments = root.putArray("segments");
    // Of unsound clusters and regions no messages follow that slots could be those of.
    boolean isSound = !evaluation.cost().isEmpty();
    plan.segments().forEach(s -> segment(segments.addObject(), s, isSound));
    if (evaluation.isExecutable()) {
      new ExecutableSections(problem, plan).write(root);
    }
    return root;
  }

  private void segment(ObjectNode node, Segment segment, boolean isSound) {
    node.put("stageCycles", segment.stageCycles());
    ArrayNode clusters = node.putArray("clusters");
    for (Cluster cluster : segment.clusters()) {
      ObjectNode c = clusters.addObject();
      ArrayNode layers = c.putArray("layers");
      cluster.layers().forEach(l -> layers.add(name(l)));
      StringBuilder letters = new StringBuilder();
      cluster.partitions().forEach(p -> letters.append(p.letter()));
      c.put("partitions", letters.toString());
      c.put("chiplets", ranges(cluster.chiplets()));
    }
    SlotTable traffic = segment.traffic();
    if (traffic != null && isSound && problem.switches().contention() && SegmentTraffic.unsupported(problem).isEmpty()) {
      new SegmentTraffic(problem).slots(segment).ifPresent(slots -> node.set("traffic", TableFile.write(slots, traffic)));
    }
  }

  private String name(int layer) {
    return layer >= 0 && layer < problem.network().size() ? problem.network().layer(layer).name() : "?" + layer;
  }

  /** Numbers in their order, runs of successors as closed ranges: {@code 0-3,8}. */
  static String ranges(List<Integer> numbers) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < numbers.size(); i++) {
      int last = i;
      while (last + 1 < numbers.size() && numbers.get(last + 1) == numbers.get(last) + 1) {
        last++;
      }
      text.append(text.isEmpty() ? "" : ",").append(numbers.get(i));
      if (last > i) {
        text.append('-').append(numbers.get(last));
      }
      i = last;
    }
    return text.toString();
  }
}
