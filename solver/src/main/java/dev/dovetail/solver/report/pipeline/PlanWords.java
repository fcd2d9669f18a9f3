package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.solver.Presentation.Measure;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** How plans of this kind are spoken of. */
final class PlanWords {
  /** What the cost model is, wherever its numbers are shown. */
  static final String COST_MODEL = "Scope-like (reconstructed)";

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private PlanWords() {}

  /** Name of a segment's cluster: A to Z, a to z, then numbers from 53. */
  static String letter(int cluster) {
    return cluster < LETTERS.length() ? LETTERS.substring(cluster, cluster + 1) : Integer.toString(cluster + 1);
  }

  /** What is minimised. */
  static Measure measure(PipelineObjective objective) {
    return switch (objective) {
      case TOTAL -> new Measure("total time", "cycles");
      case THROUGHPUT -> new Measure("time per sample", "cycles");
      case LATENCY -> new Measure("latency of one sample", "cycles");
      case ENERGY -> new Measure("energy", "fJ");
    };
  }

  /** The same as a heading. */
  static String heading(PipelineObjective objective) {
    String name = measure(objective).name();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** A value with its unit. */
  static LongFunction<String> format(PipelineObjective objective) {
    return objective == PipelineObjective.ENERGY ? Numbers::energy : v -> Numbers.grouped(v) + " cycles";
  }

  /** Indices of layers as ranges: {@code 3–5, 8}. */
  static String ranges(List<Integer> layers, String dash) {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < layers.size();) {
      int from = i;
      while (i + 1 < layers.size() && layers.get(i + 1) == layers.get(i) + 1) {
        i++;
      }
      ranges.add(from == i ? layers.get(i).toString() : layers.get(from) + dash + layers.get(i));
      i++;
    }
    return String.join(", ", ranges);
  }

  /** Layers {@code first..last} as they are named, the first and the last one. */
  static String names(String first, String last) {
    return first.equals(last) ? first : first + " … " + last;
  }

  /** The machine in one line. */
  static String module(MultiChipModule module) {
    List<String> types = new ArrayList<>();
    for (ChipletType t : module.types()) {
      types.add(Numbers.grouped(t.count()) + (module.isUniform() ? " chiplets" : " x " + t.name()) + " of "
          + Numbers.grouped(t.outputLanes()) + " x " + Numbers.grouped(t.inputLanes()) + " MACs with "
          + Numbers.bytes(t.weightBufferBytes()));
    }
    String mesh = module.mesh() == null
        ? ""
        : " on a mesh of %d x %d".formatted(module.mesh().columns(), module.mesh().rows());
    return String.join(", ", types) + mesh + ", each receives " + Numbers.grouped(module.ingressBytesPerCycle())
        + " B/cycle, DRAM " + Numbers.grouped(module.dramBytesPerCycle()) + " B/cycle";
  }

  /** What differs from the base model, under the names of the problem file; empty if nothing does. */
  static List<String> switches(PipelineSwitches s) {
    PipelineSwitches base = PipelineSwitches.BASE;
    List<String> words = new ArrayList<>();
    named(words, "overlap", s.overlap(), base.overlap());
    named(words, "weights", s.weights(), base.weights());
    named(words, "loadOverlap", s.loadOverlap(), base.loadOverlap());
    named(words, "timing", s.timing(), base.timing());
    named(words, "border", s.border(), base.border());
    named(words, "graph", s.graph(), base.graph());
    named(words, "shape", s.shape(), base.shape());
    named(words, "haloAfterIsp", s.haloAfterIsp(), base.haloAfterIsp());
    named(words, "dramShared", s.dramShared(), base.dramShared());
    named(words, "idle", s.idle(), base.idle());
    named(words, "dramCapacity", s.dramCapacity(), base.dramCapacity());
    named(words, "contention", s.contention(), base.contention());
    return words;
  }

  private static void named(List<String> words, String name, Object value, Object base) {
    if (!value.equals(base)) {
      words.add(name + " " + camel(value.toString()));
    }
  }

  private static String camel(String constant) {
    StringBuilder name = new StringBuilder();
    for (String part : constant.toLowerCase(Locale.ROOT).split("_")) {
      name.append(name.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return switch (name.toString()) {
      case "true" -> "on";
      case "false" -> "off";
      default -> name.toString();
    };
  }
}
