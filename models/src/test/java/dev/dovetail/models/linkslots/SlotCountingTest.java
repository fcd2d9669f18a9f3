package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.links.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random messages on XY routes: the judge agrees with a count of flits in every slot of every link, and so does the replay. */
class SlotCountingTest {
  private static final int COLUMNS = 3;
  private static final int ROWS = 3;

  /** Random messages; the oracle works on coordinates and knows neither routes nor walks. */
  @Property(tries = 300)
  void a_count_of_flits_agrees(@ForAll Random random, @ForAll LocalPorts ports) {
    SlotNetwork mesh = Topologies.mesh(COLUMNS, ROWS, ports);
    int n = 1 + random.nextInt(6);
    List<Flow> flows = new ArrayList<>();
    List<Transmission> transmissions = new ArrayList<>();
    Map<String, Integer> flits = new HashMap<>();
    long makespan = 0;
    boolean inject = ports != LocalPorts.OPEN;
    long first = ports == LocalPorts.BOTH ? 1 : 0;
    for (int m = 0; m < n; m++) {
      int source = random.nextInt(COLUMNS * ROWS);
      int destination = (source + 1 + random.nextInt(COLUMNS * ROWS - 1)) % (COLUMNS * ROWS);
      int volume = 1 + random.nextInt(3);
      int start = random.nextInt(8);
      flows.add(Flow.unicast("m" + m, source, destination, volume));
      List<String> route = new ArrayList<>();
      int x = source % COLUMNS;
      int y = source / COLUMNS;
      long depth = start + first;
      if (inject) {
        use(flits, "inj(" + source + ")", start, volume);
        route.add("inj(" + source + ")");
      }
      while (x != destination % COLUMNS || y != destination / COLUMNS) {
        int here = y * COLUMNS + x;
        if (x != destination % COLUMNS) {
          x += Integer.signum(destination % COLUMNS - x);
        } else {
          y += Integer.signum(destination / COLUMNS - y);
        }
        String link = here + "->" + (y * COLUMNS + x);
        use(flits, link, depth++, volume);
        route.add(link);
      }
      if (inject) {
        use(flits, "ej(" + destination + ")", depth, volume);
        route.add("ej(" + destination + ")");
      }
      long last = ports == LocalPorts.BOTH || ports == LocalPorts.ONE ? depth : depth - 1;
      makespan = Math.max(makespan, last + volume);
      transmissions.add(new Transmission(m, edges(mesh, route), start));
    }
    LinkSlotsProblem problem =
        new LinkSlotsProblem("random", mesh, flows, SlotRules.DEFAULT.withRoutes(RoutePolicy.XY));
    boolean free = flits.values().stream().allMatch(count -> count == 1);
    Evaluation plain = new LinkSlotsEvaluator().evaluate(problem, new SlotTable(transmissions));
    assertThat(plain.isExecutable()).isEqualTo(free);
    assertThat(plain.objective()).isEqualTo(makespan);
    assertThat(plain.violations()).allSatisfy(v -> {
      String slot = v.message().replaceAll("^In slot (\\d+) it carries both .*", "$1");
      assertThat(flits.get(v.where().substring("link ".length()) + "@" + slot)).isGreaterThan(1);
    });
    Evaluation replayed = new LinkSlotsEvaluator().evaluate(problem,
        new SlotTable(transmissions, 0, SlotTables.of(problem, transmissions)));
    assertThat(replayed.isExecutable()).isEqualTo(free);
    assertThat(replayed.violations().stream().anyMatch(v -> v.rule().equals("table-collision"))).isEqualTo(!free);
  }

  private static void use(Map<String, Integer> flits, String link, long from, int volume) {
    for (int k = 0; k < volume; k++) {
      flits.merge(link + "@" + (from + k), 1, Integer::sum);
    }
  }

  private static List<Integer> edges(SlotNetwork network, List<String> names) {
    List<Integer> edges = new ArrayList<>();
    for (String name : names) {
      for (int e = 0; e < network.links().edges().size(); e++) {
        Edge edge = network.links().edges().get(e);
        if (edge.name().equals(name)) {
          edges.add(e);
        }
      }
    }
    return edges;
  }
}
