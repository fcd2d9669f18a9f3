package dev.dovetail.benchmarks.metro;

import dev.dovetail.benchmarks.BenchTable;
import dev.dovetail.solver.Gap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two forms of the tables: CSV for machines, Markdown for people. */
final class MetroTable {
  private static final String UNKNOWN = "–";
  private static final List<String> COLUMNS = List.of("set", "traffic", "routes", "messages", "localPorts", "virtualChannels",
      "bufferFlits",
      "packetFlits", "wormholeXyHop4", "wormholeXyHop1", "wormholeXyYxHop4", "wormholeXyYxHop1", "greedy", "metroEaReconstructed",
      "slots",
      "bound", "boundSource", "witness", "gap", "proof", "speedUpXyHop4", "speedUpXyHop1", "speedUpXyYxHop4", "speedUpXyYxHop1",
      "speedUpAtMost", "greedySeconds", "metroEaSeconds", "seconds", "greedyCpuSeconds", "metroEaCpuSeconds", "cpuSeconds");

  private final Conventions conventions;
  private final List<MetroRow> rows;
  private final List<BaselineRow> baselines;

  MetroTable(Conventions conventions, List<MetroRow> rows, List<BaselineRow> baselines) {
    this.conventions = conventions;
    this.rows = List.copyOf(rows);
    this.baselines = List.copyOf(baselines);
  }

  /** RFC 4180, with a header line: a line per set, traffic and sort of routes. */
  String csv() {
    StringBuilder csv = new StringBuilder(String.join(",", COLUMNS)).append('\n');
    for (MetroRow row : rows) {
      csv.append(values(row).stream().map(v -> v == null ? "" : BenchTable.quoted(v.toString())).collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private List<@Nullable Object> values(MetroRow row) {
    Baseline w = row.baseline();
    SlotAnswer metro = row.metro();
    SlotAnswer tightest = row.tightest();
    return Arrays.asList(row.set(), traffic(row.trees()), row.routes(), row.messages(), row.localPorts(),
        conventions.virtualChannels(),
        conventions.bufferFlits(), row.packetFlits(), w.xy(), w.xyFast(), w.xyYx(), w.xyYxFast(), row.greedy().objective(),
        metro == null ? null : metro.objective(), row.best().objective(), row.bound(),
        tightest == null ? null : tightest.boundSource(),
        tightest == null ? null : tightest.witness(), decimals(row.gap(), 6), row.best().proof(),
        decimals(row.speedUp(w.xy()), 4),
        decimals(row.speedUp(w.xyFast()), 4), decimals(row.speedUp(w.xyYx()), 4), decimals(row.speedUp(w.xyYxFast()), 4),
        decimals(row.atMost(), 4), decimals(row.greedy().seconds(), 2), metro == null ? null : decimals(metro.seconds(), 2),
        decimals(row.best().seconds(), 2), decimals(row.greedy().cpuSeconds(), 2),
        metro == null ? null : decimals(metro.cpuSeconds(), 2), decimals(row.best().cpuSeconds(), 2));
  }

  /** CSV of the traditional network by virtual channels. */
  String baselineCsv() {
    StringBuilder csv = new StringBuilder("set,packetFlits,bufferFlits,routing,virtualChannels,hop4,hop1\n");
    for (BaselineRow row : baselines) {
      for (int i = 0; i < row.cycles().size(); i++) {
        csv.append("%s,%d,%d,%s,%d,%s,%s%n".formatted(BenchTable.quoted(row.set()), row.packetFlits(), conventions.bufferFlits(),
            row.routing(), BaselineRow.VIRTUAL_CHANNELS.get(i), Objects.toString(row.cycles().get(i), ""),
            Objects.toString(row.fastCycles().get(i), "")).replace("\r\n", "\n"));
      }
    }
    return csv.toString();
  }

  /** For people: the conventions, a table per traffic, the traditional network by virtual channels. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    conventions.lines().forEach(line -> text.append("- ").append(line).append('\n'));
    table(text, false, "Unicast slots against unicast wormhole");
    table(text, true, "Slots with trees against unicast wormhole");
    baseline(text);
    return text.toString();
  }

  private void table(StringBuilder text, boolean trees, String title) {
    List<MetroRow> own = rows.stream().filter(r -> r.trees() == trees).toList();
    if (own.isEmpty()) {
      return;
    }
    text.append("\n### ").append(title)
        .append(" (V = %d, b = %d)%n%n".formatted(conventions.virtualChannels(), conventions.bufferFlits()));
    text.append("""
        | set | messages | ports | P | slot routes | wormhole XY: hop 4, hop 1 | wormhole XY/YX: hop 4, hop 1 | greedy | metro-ea, reconstructed \
        | slots | bound | gap | what binds | proof | speed-up over XY: hop 4, hop 1 | over XY/YX: hop 4, hop 1 | at most \
        | s: greedy, metro-ea, slots |
        |---|---:|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---|---|---:|---:|---:|---:|
        """);
    own.forEach(row -> text.append("| ").append(String.join(" | ", cells(row))).append(" |\n"));
    for (SlotRoutes routes : SlotRoutes.values()) {
      mean(text, own.stream().filter(r -> r.routes() == routes).toList(), routes);
    }
  }

  private static List<String> cells(MetroRow row) {
    Baseline w = row.baseline();
    SlotAnswer metro = row.metro();
    boolean drawn = row.routes() != SlotRoutes.XY;
    return List.of(row.set(), whole((long) row.messages()), row.localPorts(), Integer.toString(row.packetFlits()),
        row.routes().toString(),
        pair(whole(w.xy()), whole(w.xyFast())), drawn ? pair(whole(w.xyYx()), whole(w.xyYxFast())) : UNKNOWN,
        whole(row.greedy().objective()), metro == null ? UNKNOWN : whole(metro.objective()), whole(row.best().objective()),
        whole(row.bound()), row.gap() == null ? UNKNOWN : Gap.percent(Objects.requireNonNull(row.gap())), binds(row.tightest()),
        row.best().proof(), pair(times(row.speedUp(w.xy())), times(row.speedUp(w.xyFast()))),
        drawn ? pair(times(row.speedUp(w.xyYx())), times(row.speedUp(w.xyYxFast()))) : UNKNOWN, times(row.atMost()),
        String.join(", ", seconds(row.greedy()), metro == null ? UNKNOWN : seconds(metro), seconds(row.best())));
  }

  /** The bound's name and, where it is one of our own, what it is about; the numbers behind that stand in the CSV. */
  private static String binds(@Nullable SlotAnswer answer) {
    if (answer == null || answer.boundSource() == null) {
      return UNKNOWN;
    }
    return answer.witness() == null
        ? answer.boundSource()
        : answer.boundSource() + ", " + answer.witness().replaceFirst("(?s):.*", "").replace("|", "\\|");
  }

  /** Geometric means over all sets of a sort of routes, if more than one has a speed-up; the list stands above. */
  private static void mean(StringBuilder text, List<MetroRow> rows, SlotRoutes routes) {
    List<MetroRow> known = rows.stream().filter(r -> r.speedUp(r.baseline().xy()) != null).toList();
    if (known.size() > 1) {
      text.append("%nGeometric mean over the %d %ssets above, routes %s: over wormhole XY %s (hop 4) and %s (hop 1)%s; "
          .formatted(known.size(), known.size() < rows.size() ? "compared " : "", routes, mean(known, r -> r.baseline().xy()),
              mean(known, r -> r.baseline().xyFast()),
              routes == SlotRoutes.XY || known.stream().anyMatch(r -> r.baseline().xyYx() == null)
                  ? ""
                  : ", over wormhole XY/YX %s and %s".formatted(mean(known, r -> r.baseline().xyYx()),
                      mean(known, r -> r.baseline().xyYxFast())))
          .replace("\r\n", "\n"));
      text.append("a port binds in %d of them.\n".formatted(known.stream().filter(MetroRow::isPortBound).count()));
    }
  }

  private static String mean(List<MetroRow> rows, Function<MetroRow, @Nullable Long> cycles) {
    double logarithms =
        rows.stream().mapToDouble(r -> Math.log(Objects.requireNonNull(r.speedUp(cycles.apply(r))))).sum();
    return times(Math.exp(logarithms / rows.size()));
  }

  private void baseline(StringBuilder text) {
    if (baselines.isEmpty()) {
      return;
    }
    text.append(
        "\n### Wormhole by virtual channels (b = %d): hop 4, hop 1%n%n| set | P | routing |".formatted(conventions.bufferFlits())
            .replace("\r\n", "\n"));
    BaselineRow.VIRTUAL_CHANNELS.forEach(v -> text.append(" V = ").append(v).append(" |"));
    text.append("\n|---|---:|---|").append("---:|".repeat(BaselineRow.VIRTUAL_CHANNELS.size())).append('\n');
    for (BaselineRow row : baselines) {
      text.append("| %s | %d | %s |".formatted(row.set(), row.packetFlits(), row.routing()));
      for (int i = 0; i < row.cycles().size(); i++) {
        Long four = row.cycles().get(i);
        text.append(' ').append(four == null ? UNKNOWN : pair(whole(four), whole(row.fastCycles().get(i)))).append(" |");
      }
      text.append('\n');
    }
  }

  private static String traffic(boolean trees) {
    return trees ? "tree/unicast" : "unicast/unicast";
  }

  private static String pair(String four, String one) {
    return four.equals(UNKNOWN) && one.equals(UNKNOWN) ? UNKNOWN : four + ", " + one;
  }

  private static String whole(@Nullable Long value) {
    return value == null ? UNKNOWN : BenchTable.grouped(value);
  }

  private static String times(@Nullable Double value) {
    return value == null ? UNKNOWN : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String seconds(SlotAnswer answer) {
    return answer.seconds() == null ? UNKNOWN : String.format(Locale.ROOT, "%.1f", answer.seconds());
  }

  private static @Nullable String decimals(@Nullable Double value, int decimals) {
    return value == null ? null : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
