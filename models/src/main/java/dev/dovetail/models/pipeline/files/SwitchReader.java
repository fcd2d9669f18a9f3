package dev.dovetail.models.pipeline.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.SegmentTraffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the switches of the cost model out of a problem file of kind pipeline. */
final class SwitchReader {
  private static final String MESH = "add a line 'mesh: {columns: 8, rows: 8}': where the chiplets stand.";

  private final DataNode node;

  private SwitchReader(DataNode node) {
    this.node = node;
  }

  static PipelineSwitches read(DataNode node) {
    return new SwitchReader(node).switches();
  }

  private PipelineSwitches switches() {
    node.onlyKeys("overlap", "weights", "loadOverlap", "timing", "border", "graph", "shape", "haloAfterIsp", "dramShared", "idle",
        "dramCapacity", "contention");
    PipelineSwitches base = PipelineSwitches.BASE;
    return new PipelineSwitches(word("overlap", Overlap.values(), base.overlap()),
        word("weights", Weights.values(), base.weights()), word("loadOverlap", LoadOverlap.values(), base.loadOverlap()),
        word("timing", Timing.values(), base.timing()), word("border", Border.values(), base.border()),
        word("graph", Graph.values(), base.graph()), word("shape", Shape.values(), base.shape()),
        flag("haloAfterIsp", base.haloAfterIsp()), flag("dramShared", base.dramShared()), idle(base.idle()),
        flag("dramCapacity", base.dramCapacity()), flag("contention", base.contention()));
  }

  /** PER_LAYER is written perLayer. */
  private static String word(Enum<?> value) {
    StringBuilder word = new StringBuilder();
    for (String part : value.name().toLowerCase(Locale.ROOT).split("_")) {
      word.append(word.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return word.toString();
  }

  private <E extends Enum<E>> E word(String key, E[] values, E standard) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E value : values) {
      words.put(word(value), value);
    }
    return node.optional(key).map(n -> one(n, words)).orElse(standard);
  }

  private boolean flag(String key, boolean standard) {
    return node.optional(key).map(n -> n.isText() ? one(n, Map.of("on", true, "off", false)) : n.bool()).orElse(standard);
  }

  private boolean idle(boolean standard) {
    return node.optional("idle").map(n -> n.isText() ? one(n, Map.of("allowed", true, "none", false)) : n.bool())
        .orElse(standard);
  }

  private static <E> E one(DataNode node, Map<String, E> words) {
    E found = words.get(node.text());
    if (found == null) {
      List<String> known = words.keySet().stream().toList();
      throw node.error("The value (%s) of %s is not known.".formatted(node.text(), node.label()),
          Suggestions.instead(node.text(), known.size() > 2 ? known : known.stream().sorted().toList()));
    }
    return found;
  }

  /** Refuses combinations that make no sense. */
  static void check(DataNode node, PipelineProblem problem) {
    PipelineSwitches s = problem.switches();
    if (problem.module().mesh() == null && s.shape() != Shape.ANY) {
      throw node.required("shape").error("The switch (shape) needs a mesh, but the file has none.", MESH);
    }
    List<String> faults = s.contention() ? SegmentTraffic.unsupported(problem) : List.of();
    if (!faults.isEmpty()) {
      throw node.required("contention").error("The switch (contention) %s.".formatted(faults.get(0)),
          problem.module().mesh() == null ? MESH : "remove one of the two.");
    }
    if (s.dramCapacity() && problem.module().dramCapacityBytes() == Long.MAX_VALUE) {
      throw node.required("dramCapacity").error("The switch (dramCapacity) needs a capacity, but the file has none.",
          "add a line 'dram_capacity_bytes: 16 GiB'.");
    }
    if (s.graph() == Graph.BRANCHES && problem.network().edges().isEmpty()) {
      throw node.required("graph").error("The switch (graph) is branches, but the layers of a table are a chain.",
          "give a network by name, or as an ONNX file: those say which layer reads what.");
    }
  }
}
