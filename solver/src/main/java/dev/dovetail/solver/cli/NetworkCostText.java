package dev.dovetail.solver.cli;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.mapper.DroppedCandidates;
import dev.dovetail.models.intracore.mapper.LayerMappings;
import dev.dovetail.models.intracore.mapper.MappingSpace;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.layer.MappingChoice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The mappings of a network's layers as a table for each type of core. */
final class NetworkCostText {
  private final AllocationProblem problem;
  private final MaestroMode mode;
  private final boolean statistics;
  private final boolean details;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param statistics whether every statistic of each layer's fastest mapping is listed
   * @param details whether the declared space of each layer is listed, and what became of it
   */
  NetworkCostText(AllocationProblem problem, MaestroMode mode, boolean statistics, boolean details) {
    this.problem = problem;
    this.mode = mode;
    this.statistics = statistics;
    this.details = details;
  }

  String of(List<CoreCosts> all) {
    out.append(
        "Layers of %s on one core of %s, MAESTRO's model in %s mode%n".formatted(
            problem.workload().name(), problem.accelerator().name(), mode.name().toLowerCase(Locale.ROOT)));
    out.append("Layer by layer, with any buffer, %s bits to and from DRAM%n".formatted(
        Numbers.grouped(problem.workload().unfusedBits())));
    if (mode == MaestroMode.COMPATIBLE) {
      out.append("Mappings are searched in corrected mode; their cycles and energy are those of compatible mode.\n");
    }
    for (CoreCosts costs : all) {
      if (!costs.entries().isEmpty()) {
        out.append('\n');
        core(costs);
      }
    }
    return out.toString();
  }

  private void core(CoreCosts costs) {
    LayerMappings mappings = costs.mappings();
    if (mappings != null && costs.entries().stream().anyMatch(e -> e.work() != null)) {
      MaestroHardware hardware = mappings.core().hardware();
      out.append(
          "%s: %s, %s per cycle on the network%s%n".formatted(
              costs.core().type(), Numbers.count(hardware.pes(), "PE", "PEs"),
              Numbers.count(hardware.nocBandwidth(), "element", "elements"),
              costs.core().dataflow() == null ? " (its buffer's bandwidth: the core declares no network)" : ""));
      mapped(costs, mappings);
    } else {
      out.append("%s: cost model %s%n".formatted(costs.core().type(), costModels(costs.core(), costs.entries())));
    }
    List<CoreCosts.Entry> others = costs.entries().stream().filter(e -> e.work() == null).toList();
    if (!others.isEmpty()) {
      if (others.size() < costs.entries().size()) {
        out.append("\nlayers without a dataflow, cost model %s%n".formatted(costModels(costs.core(), others)));
      }
      others(others);
    }
  }

  /** What the numbers of some layers come from. */
  private String costModels(Core core, List<CoreCosts.Entry> entries) {
    return entries.stream().map(e -> problem.costs().name(e.layer(), core)).distinct().collect(Collectors.joining(", "));
  }

  private void mapped(CoreCosts costs, LayerMappings mappings) {
    MaestroHardware hardware = mappings.core().hardware();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("layer", "times", "MACs", "candidates", "evaluated", "dropped", "kept", "cycles", "of peak", "energy",
            "fastest mapping",
            "least energy", "by"));
    List<String> notes = new ArrayList<>();
    List<CoreCosts.Entry> entries = costs.entries().stream().filter(e -> e.work() != null).toList();
    boolean estimated = false;
    for (CoreCosts.Entry entry : entries) {
      estimated |= entry.work() != null && entry.work().estimated();
      rows.add(row(entry, costs, hardware, notes));
    }
    if (entries.isEmpty()) {
      return;
    }
    out.append(Texts.table(rows, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 11)));
    notes.forEach(n -> out.append(n).append('\n'));
    out.append(
        "%s in the declared space of %s; not evaluated and not dropped are duplicates and those that a bound rules out%n"
            .formatted(
                Numbers.count(costs.declared(), "candidate", "candidates"),
                Numbers.count(entries.size(), "different layer", "different layers")));
    out.append(bounds(mappings.space()));
    if (estimated) {
      out.append(
          "~ the layer does what the dataflows cannot say (dilation, a transposed window, a convolution as a matrix product); its"
              + " nearest relative is mapped\n");
    }
    if (details) {
      entries.forEach(this::space);
    }
    if (statistics) {
      entries.forEach(e -> statistics(e, hardware));
    }
  }

  /** What the declared space is limited by. */
  private static String bounds(MappingSpace space) {
    return "the space: up to %s of tile sizes per dataflow (two per parameter at least), %s, clusters that use %d %% of the array%n"
        .formatted(
            Numbers.count(space.mostPerDataflow(), "choice", "choices"),
            space.loopOrders() ? "loops in every order" : "loops in the order written",
            space.leastUtilisationPercent());
  }

  private List<String> row(CoreCosts.Entry entry, CoreCosts costs, MaestroHardware hardware, List<String> notes) {
    LayerMappings.Work work = Objects.requireNonNull(entry.work());
    List<String> row = new ArrayList<>();
    row.add(entry.layer().name() + (work.estimated() ? "~" : ""));
    row.add(String.valueOf(entry.names().size()));
    row.add(Texts.grouped(entry.layer().macs()));
    row.add(Texts.grouped(CoreCosts.declared(work)));
    row.add(Texts.grouped(work.pieces().stream().mapToLong(p -> p.table().evaluated()).sum()));
    row.add(Texts.grouped(work.pieces().stream().mapToLong(p -> p.table().droppedCount()).sum()));
    row.add(Texts.grouped(work.pieces().stream().mapToLong(p -> p.table().points().size()).sum()));
    MappingChoice fast = MappingChoice.best(work, MappingChoice.CYCLES, mode, hardware).orElse(null);
    MappingChoice frugal = MappingChoice.best(work, MappingChoice.ENERGY, mode, hardware).orElse(null);
    if (fast == null || frugal == null) {
      row.addAll(List.of("-", "-", "-", "none", "-", "none"));
      notes.add(entry.layer().name() + ": no mapping" + reasons(work) + fallback(entry.layer(), costs));
      return row;
    }
    long peak =
        Math.max(1, Math.multiplyExact(fast.cycles(mode), Math.multiplyExact(hardware.pes(), hardware.simd())));
    row.add(Texts.grouped(fast.cycles(mode)));
    row.add(Numbers.percent(fast.macs(), peak));
    row.add(Numbers.energy(fast.energyFemtojoules(mode)));
    row.add(fast.label());
    row.add(Numbers.energy(frugal.energyFemtojoules(mode)));
    row.add(frugal.label().equals(fast.label()) ? "the same" : frugal.label());
    return row;
  }

  /** Why candidates were dropped, most frequent first. */
  private static String reasons(LayerMappings.Work work) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (LayerMappings.Piece piece : work.pieces()) {
      for (DroppedCandidates d : piece.table().dropped()) {
        counts.merge(d.code(), d.count(), Long::sum);
      }
    }
    return counts.isEmpty()
        ? " is accepted by the mode, or declared for this type of layer"
        : counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .map(e -> e.getKey() + " " + Texts.grouped(e.getValue()))
            .collect(Collectors.joining(", ", ", dropped for ", ""));
  }

  /** What a schedule takes for a layer in spite of that; nothing under dataflows that it would not use. */
  private String fallback(Layer layer, CoreCosts costs) {
    if (!costs.ownDataflows()) {
      return "";
    }
    return problem.costs().points(problem.workload(), layer, layer.outputBox(), costs.core()).stream()
        .findFirst()
        .map(
            p -> "; a schedule counts %s cycles for the whole layer: %s%s".formatted(
                Texts.grouped(p.cycles()), p.dataflow(), p.estimated() ? ", estimated" : ""))
        .orElse("");
  }

  private void others(List<CoreCosts.Entry> entries) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("layer", "times", "operator", "MACs", "cycles", "energy"));
    boolean estimated = false;
    for (CoreCosts.Entry entry : entries) {
      CostPoint point = entry.points().isEmpty() ? null : entry.points().get(0);
      estimated |= point != null && point.estimated();
      rows.add(
          List.of(
              entry.layer().name(),
              String.valueOf(entry.names().size()),
              entry.layer().operator().name(),
              Texts.grouped(entry.layer().macs()),
              point == null ? "-" : Texts.grouped(point.cycles()) + (point.estimated() ? "~" : ""),
              point == null ? "-" : Numbers.energy(point.energyFemtojoules())));
    }
    out.append(Texts.table(rows, List.of(1, 3, 4, 5)));
    if (estimated) {
      out.append("~ estimated by a fallback of the cost model\n");
    }
  }

  private void space(CoreCosts.Entry entry) {
    for (LayerMappings.Piece piece : Objects.requireNonNull(entry.work()).pieces()) {
      out.append('\n').append("space of ").append(entry.layer().name()).append(times(piece)).append('\n');
      piece.table().size().dataflows().forEach(part -> out.append("  ").append(part).append('\n'));
      out.append("  ").append(piece.table().summary()).append('\n');
    }
  }

  private void statistics(CoreCosts.Entry entry, MaestroHardware hardware) {
    MappingChoice.best(Objects.requireNonNull(entry.work()), MappingChoice.CYCLES, mode, hardware).ifPresent(choice -> {
      for (MappingChoice.Part part : choice.parts()) {
        out.append('\n').append(entry.layer().name()).append(times(part.piece())).append(": ").append(part.point().label())
            .append('\n');
        LayerText.statistics(part.statistics()).lines().forEach(l -> out.append(("  " + l).stripTrailing()).append('\n'));
      }
    });
  }

  private static String times(LayerMappings.Piece piece) {
    return piece.times() == 1 ? "" : " (one of " + Texts.grouped(piece.times()) + " equal pieces)";
  }
}
