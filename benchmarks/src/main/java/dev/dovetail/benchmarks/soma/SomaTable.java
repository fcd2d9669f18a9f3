package dev.dovetail.benchmarks.soma;

import dev.dovetail.benchmarks.BenchTable;
import dev.dovetail.solver.Gap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two forms of the table: CSV for machines, Markdown for people. Energy times latency is in millijoules times megacycles. */
final class SomaTable {
  private static final List<String> COLUMNS =
      List.of("point", "rules", "somaDoubleBufferCycles", "somaCycles", "somaEnergyPicojoules",
          "somaCpuSecondsLeast", "somaCpuSecondsMost", "annealerSeeds", "annealerMedianCycles", "annealerBestCycles",
          "annealerMedianEnergyFemtojoules", "annealerCpuSeconds", "latencyCycles", "bound", "boundSource", "gap", "proof",
          "energyFemtojoules", "cpuSeconds");

  private SomaTable() {}

  /** RFC 4180, with a header line. */
  static String csv(List<SomaRow> rows) {
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (SomaRow row : rows) {
      csv.append(values(row).stream().map(v -> v == null ? "" : BenchTable.quoted(v.toString())).collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private static List<@Nullable Object> values(SomaRow row) {
    Recorded soma = row.recorded();
    Answer median = Answer.median(row.annealer());
    Answer ours = row.ours();
    List<@Nullable Object> values = new ArrayList<>(Arrays.asList(row.point(), row.rules()));
    values.addAll(soma == null
        ? Arrays.asList(null, null, null, null, null)
        : List.of(soma.doubleBufferCycles(), soma.stage2Cycles(), decimals(soma.energyPicojoules(), 3), soma.cpuSecondsLeast(),
            soma.cpuSecondsMost()));
    values.addAll(Arrays.asList(
        row.annealer().isEmpty() ? null : row.annealer().size(),
        median == null ? null : median.latencyCycles(),
        best(row.annealer()),
        median == null ? null : median.energyFemtojoules(),
        seconds(Answer.medianCpu(row.annealer()), 2),
        ours.latencyCycles(), ours.bound(), ours.boundSource(), ours.gap() == null ? null : decimals(ours.gap(), 6), ours.proof(),
        ours.energyFemtojoules(), seconds(ours.cpuSeconds(), 2)));
    return values;
  }

  /** For people: thousands separators, percentages, both programs side by side. */
  static String markdown(List<SomaRow> rows) {
    StringBuilder table = new StringBuilder("""
        | point | rules | SoMa S1 | SoMa S2 | soma-sa here, median | Dovetail | against S2 | bound | gap | evidence \
        | energy, mJ: SoMa, ours | E x T: SoMa, ours | E x T against SoMa | CPU s: SoMa, soma-sa here, ours |
        |---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|---:|
        """);
    for (SomaRow row : rows) {
      table.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
    }
    return table.toString();
  }

  private static List<String> cells(SomaRow row) {
    Recorded soma = row.recorded();
    Answer median = Answer.median(row.annealer());
    Answer ours = row.ours();
    Double somaMillijoules = soma == null ? null : Double.valueOf(soma.energyPicojoules() / 1e9);
    Double millijoules = ours.energyFemtojoules() == null ? null : Double.valueOf(ours.energyFemtojoules() / 1e12);
    Double somaProduct = soma == null ? null : Double.valueOf(soma.energyPicojoules() / 1e9 * soma.stage2Cycles() / 1e6);
    Double product =
        millijoules == null || ours.latencyCycles() == null ? null : Double.valueOf(millijoules * ours.latencyCycles() / 1e6);
    return List.of(row.point(), row.rules(),
        soma == null ? "–" : BenchTable.grouped(soma.doubleBufferCycles()),
        soma == null ? "–" : BenchTable.grouped(soma.stage2Cycles()),
        median == null
            ? "–"
            : BenchTable.grouped(median.latencyCycles()) + (row.annealer().size() > 1 ? " of " + row.annealer().size() : ""),
        known(BenchTable.grouped(ours.latencyCycles())),
        change(soma == null ? null : Double.valueOf(soma.stage2Cycles()),
            ours.latencyCycles() == null ? null : Double.valueOf(ours.latencyCycles())),
        known(BenchTable.grouped(ours.bound())) + (ours.boundSource() == null ? "" : ", " + ours.boundSource()),
        ours.gap() == null ? "–" : Gap.percent(ours.gap()),
        ours.proof(),
        pair(somaMillijoules, millijoules), pair(somaProduct, product), change(somaProduct, product),
        cpu(soma) + ", " + known(seconds(Answer.medianCpu(row.annealer()), 1)) + ", " + known(seconds(ours.cpuSeconds(), 1)));
  }

  private static @Nullable Long best(List<Answer> runs) {
    Long best = null;
    for (Answer a : runs) {
      Long latency = a.latencyCycles();
      best = latency == null || best != null && best <= latency ? best : latency;
    }
    return best;
  }

  private static String pair(@Nullable Double soma, @Nullable Double ours) {
    return (soma == null ? "–" : decimals(soma, 3)) + ", " + (ours == null ? "–" : decimals(ours, 3));
  }

  /** How far {@code now} lies above {@code before}; a minus is a gain. */
  private static String change(@Nullable Double before, @Nullable Double now) {
    if (before == null || now == null) {
      return "–";
    }
    String text = String.format(Locale.ROOT, "%+.2f %%", (now - before) / before * 100);
    return text.matches("[+-]0\\.00 %") ? "0.00 %" : text;
  }

  private static String cpu(@Nullable Recorded soma) {
    if (soma == null) {
      return "–";
    }
    String least = decimals(soma.cpuSecondsLeast(), 1);
    String most = decimals(soma.cpuSecondsMost(), 1);
    return least.equals(most) ? least : least + " to " + most;
  }

  private static @Nullable String seconds(@Nullable Double value, int decimals) {
    return value == null ? null : decimals(value, decimals);
  }

  private static String known(@Nullable String text) {
    return text == null || text.isEmpty() ? "–" : text;
  }

  private static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
