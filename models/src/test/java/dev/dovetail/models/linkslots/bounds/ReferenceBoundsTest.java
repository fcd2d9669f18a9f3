package dev.dovetail.models.linkslots.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The columns of bounds of the study's table, row by row; our bounds are those or larger, and never above what was reached. */
class ReferenceBoundsTest {
  private static final Path METRO = Path.of("src", "test", "resources", "reference", "metro");

  /** One row of the table by column. */
  record Row(Map<String, String> values) {
    long number(String column) {
      return Long.parseLong(values.get(column));
    }

    boolean has(String column) {
      return !values.get(column).isEmpty();
    }

    LinkSlotsProblem problem(RoutePolicy routes, boolean trees) {
      LinkSlotsProblem read = FlowsFile.read(METRO.resolve("flows").resolve(this + ".json"));
      return read.with(read.rules().withRoutes(routes).withMulticastTrees(trees));
    }

    @Override
    public String toString() {
      return values.get("name");
    }
  }

  static Stream<Row> rows() throws IOException {
    List<String> lines = Files.readAllLines(METRO.resolve("results.csv"));
    String[] columns = lines.get(0).split(",", -1);
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        values.put(columns[i], cells[i]);
      }
      rows.add(new Row(values));
    }
    return rows.stream();
  }

  private static long plain(List<Gate> gates) {
    return gates.stream().mapToLong(g -> Machines.plain(g.jobs(), g.machines())).max().orElse(0);
  }

  /** Largest load of a port, of a line of tiles or a tile per link around it, or length plus links; no heads, no tails. */
  private static long simple(LinkSlotsProblem problem) {
    Times times = new Times(problem);
    Gates gates = new Gates(problem, times);
    List<Gate> all = new ArrayList<>(gates.inject());
    all.addAll(gates.eject());
    all.addAll(gates.degree());
    SlotNetwork network = problem.network();
    for (int line = 0; line + 1 < network.columns(); line++) {
      for (boolean vertical : new boolean[] {true, false}) {
        for (boolean before : new boolean[] {true, false}) {
          boolean[] inside = new boolean[network.links().nodes().size()];
          for (Tile t : network.tiles()) {
            inside[t.router()] = (vertical ? t.x() : t.y()) <= line == before;
          }
          Cut cut = new Cut(problem, times, inside);
          all.add(new Gate("line", "", cut.jobs(), cut.machines(), cut.isSingle()));
        }
      }
    }
    long loads = all.stream().mapToLong(g -> Machines.ceilDiv(g.jobs().load(), g.machines())).max().orElse(0);
    long lengths = problem.messages().stream().mapToLong(m -> lastLink(times, m)).max().orElse(0);
    return Math.max(loads, lengths);
  }

  /** The column counts links and length, not the slot of the eject port. */
  private static long lastLink(Times times, Message m) {
    return times.length(m) - 1;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void loadsWithoutHeadsAndTailsAreThoseOfTheTable(Row row) {
    assertThat(simple(row.problem(RoutePolicy.FREE, false))).isEqualTo(row.number("lb_simple"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void loadsWithHeadsAndTailsOnAllRectanglesAreThoseOfTheTable(Row row) {
    LinkSlotsProblem problem = row.problem(RoutePolicy.FREE, false);
    Times times = new Times(problem);
    Gates gates = new Gates(problem, times);

    long best = new DistanceBound(problem, times).longest().value();
    for (List<Gate> sort : List.of(gates.inject(), gates.eject(), gates.degree(), gates.cuts())) {
      best = Math.max(best, plain(sort));
    }

    assertThat(best).isEqualTo(row.number("lb_route_free"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void linkLoadsOnFixedRoutesAreThoseOfTheTable(Row row) {
    LinkSlotsProblem problem = row.problem(RoutePolicy.XY, false);

    Gates gates = new Gates(problem, new Times(problem));
    List<Gate> arcs = new ArrayList<>(gates.links());
    arcs.addAll(gates.inject());
    arcs.addAll(gates.eject());

    assertThat(plain(arcs)).isEqualTo(row.number("lb_xy"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void boundsOfTreesAreThoseOfTheTable(Row row) {
    if (row.has("lb_tree")) {
      assertThat(best(row.problem(RoutePolicy.FREE, true))).isEqualTo(row.number("lb_tree"));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void noBoundIsAboveWhatWasReachedOrBelowTheTable(Row row) {
    // The study looked for shortest paths only where it says so; its best free routes are shortest ones, too.
    assertThat(best(row.problem(RoutePolicy.FREE, false))).isBetween(row.number("lb_route_free"), row.number("best_unicast"));
    assertThat(best(row.problem(RoutePolicy.XY, false))).isBetween(row.number("lb_xy"), row.number("best_xy"));
  }

  private static long best(LinkSlotsProblem problem) {
    return new LinkSlotsBounds().of(problem).stream().mapToLong(LowerBound::value).max().orElseThrow();
  }
}
