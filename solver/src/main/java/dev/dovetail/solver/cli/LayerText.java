package dev.dovetail.solver.cli;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.nest.Loop;
import dev.dovetail.models.dataflow.nest.LoopNest;
import dev.dovetail.models.dataflow.nest.NestLevel;
import dev.dovetail.models.dataflow.nest.Reuse;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import dev.dovetail.models.intracore.maestro.TensorStatistics;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.layer.Bottleneck;
import dev.dovetail.solver.report.layer.LayerView;
import dev.dovetail.solver.report.layer.LoopWords;
import dev.dovetail.solver.report.layer.Space;
import dev.dovetail.solver.report.layer.StatisticsSheet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One layer under one mapping as lines of text: loop nest, reuse, accesses, space, pace. */
final class LayerText {
  private final LayerView view;
  private final StringBuilder out = new StringBuilder();

  private LayerText(LayerView view) {
    this.view = view;
  }

  /** All of it; ends with a line break. */
  static String of(LayerView view) {
    LayerText text = new LayerText(view);
    text.head();
    text.nest();
    text.reuse();
    text.accesses();
    text.figures();
    return text.out.toString();
  }

  /** Every statistic with its unit, group by group, two groups side by side. */
  static String statistics(MaestroStatistics statistics) {
    List<List<String>> blocks = new ArrayList<>();
    for (StatisticsSheet.Group group : StatisticsSheet.of(statistics)) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of(group.heading(), "", ""));
      group.statistics().forEach(s -> rows.add(List.of("  " + s.name(), s.text(), s.unit())));
      blocks.add(Texts.table(rows, List.of(1)).lines().toList());
    }
    int half = (blocks.stream().mapToInt(b -> b.size() + 1).sum() + 1) / 2;
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (List<String> block : blocks) {
      List<String> side = left.size() + block.size() <= half + 3 && right.isEmpty() ? left : right;
      if (!side.isEmpty()) {
        side.add("");
      }
      side.addAll(block);
    }
    int width = left.stream().mapToInt(String::length).max().orElse(0) + 4;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String l = i < left.size() ? left.get(i) : "";
      String r = i < right.size() ? right.get(i) : "";
      text.append((l + " ".repeat(width - l.length()) + r).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private void head() {
    out.append("%s on %s (%s): dataflow %s, %s mode%n".formatted(
        view.title(), view.core(), Numbers.count(view.hardware().pes(), "PE", "PEs"), view.dataflow(),
        view.mode().name().toLowerCase(Locale.ROOT)));
    out.append(view.shapeText()).append(System.lineSeparator()).append('\n');
  }

  private void nest() {
    LoopNest nest = view.nest();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("loop nest", "tile", "steps", "edge"));
    int depth = 0;
    for (NestLevel level : nest.levels()) {
      rows.add(List.of("  ".repeat(depth) + "level " + level.index() + ": " + LoopWords.units(level), "", "", ""));
      depth++;
      for (Loop loop : level.moving()) {
        String halo = LoopWords.halo(loop);
        rows.add(
            List.of(
                "  ".repeat(depth) + LoopWords.head(loop),
                LoopWords.tile(loop) + (halo.isEmpty() ? "" : ", " + halo),
                LoopWords.steps(loop),
                LoopWords.edge(loop)));
        depth++;
      }
      if (!LoopWords.whole(level).isEmpty()) {
        rows.add(List.of("  ".repeat(depth) + "whole in each unit", LoopWords.whole(level), "", ""));
      }
    }
    rows.add(List.of("  ".repeat(depth) + "one PE, one step", LoopWords.innermost(nest), "", ""));
    out.append(Texts.table(rows, List.of())).append('\n');
  }

  private void reuse() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("reuse", "level", "in time", "in space"));
    for (LayerTensor tensor : LayerTensor.values()) {
      for (Reuse r : view.reuse()) {
        if (r.tensor() == tensor) {
          rows.add(
              List.of(
                  r.level() == 0 ? tensor.label() : "", String.valueOf(r.level()), LoopWords.inTime(r), LoopWords.inSpace(r)));
        }
      }
    }
    out.append(Texts.table(rows, List.of(1))).append('\n');
  }

  private void accesses() {
    MaestroStatistics s = view.statistics();
    EnumMap<LayerTensor, TensorStatistics> tensors =
        new EnumMap<>(
            Map.of(LayerTensor.INPUT, s.input(), LayerTensor.FILTER, s.filter(), LayerTensor.OUTPUT, s.output()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("accesses, elements", "L2 reads", "L2 writes", "L1 reads", "L1 writes", "reuse", "space in L2", "space in L1"));
    tensors.forEach((tensor, t) -> {
      List<String> row = new ArrayList<>(List.of(tensor.label()));
      for (long n : new long[] {t.l2Read(), t.l2Write(), t.l1Read(), t.l1Write()}) {
        row.add(Texts.grouped(n));
      }
      row.add(Double.isFinite(t.reuse()) ? String.format(Locale.ROOT, "%,.2f", t.reuse()) : "-");
      row.add(Texts.grouped(t.l2Required()));
      row.add(Texts.grouped(t.l1Required()));
      rows.add(row);
    });
    out.append(Texts.table(rows, List.of(1, 2, 3, 4, 5, 6, 7))).append('\n');
  }

  private void figures() {
    MaestroStatistics s = view.statistics();
    List<Bottleneck> waits = Bottleneck.of(s, view.hardware());
    String others =
        waits.subList(1, waits.size()).stream()
            .map(b -> b.name() + " " + Texts.grouped(b.meanCycles()))
            .collect(Collectors.joining(", "));
    Map<String, String> lines = new java.util.LinkedHashMap<>();
    lines.put("latency", Numbers.count(s.runtimeCycles(), "cycle", "cycles"));
    lines.put(
        "utilisation",
        "%s of the array's peak, %s of %s PEs busy on average".formatted(
            Numbers.percent(s.macs(), view.peakMacs()),
            String.format(Locale.ROOT, "%,.1f", s.averagePes()),
            Texts.grouped(view.hardware().pes())));
    lines.put("energy", Numbers.energy(view.energyFemtojoules()));
    lines.put("bottleneck", "%s, %s per step of level 0 (%s)".formatted(
        waits.get(0).name(), Numbers.count(waits.get(0).meanCycles(), "cycle", "cycles"), others));
    lines.put("L1 of one PE", space(view.l1()));
    lines.put("L2, shared", space(view.l2()));
    List<List<String>> rows = new ArrayList<>();
    lines.forEach((name, value) -> rows.add(List.of(name, value)));
    out.append(Texts.table(rows, Collections.emptyList()));
  }

  private static String space(Space space) {
    return space.isLimited()
        ? "%s of %s %s (%s)%s".formatted(
            Texts.grouped(space.required()), Texts.grouped(space.capacity()), space.unit(),
            Numbers.percent(space.required(), space.capacity()), space.isExceeded() ? ", too much" : "")
        : "%s %s, no limit given".formatted(Texts.grouped(space.required()), space.unit());
  }
}
