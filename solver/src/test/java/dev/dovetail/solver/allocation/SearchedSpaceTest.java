package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.LeastEnergy;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.SlidingWindow;
import dev.dovetail.models.workload.Value;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where what is proved over the searched space holds for every mapping, and where it does not. */
class SearchedSpaceTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(120), 0, 1, 1, false, 512);

  /**
   * The least energy of any delivery, by force: each item by itself, from where it is made to where it is needed, over any sequence of
   * transfers over any trees; detours, forwarding and repeated loads included. Memory and time do not matter here.
   */
  private static final class FreeEnergy {
    private final Accelerator machine;
    private final int dram;
    private final long[][] least; // [source][set of targets] per byte; -1: no such transfer

    FreeEnergy(Accelerator machine) {
      this.machine = machine;
      this.dram = machine.dramNodes().get(0);
      int n = machine.nodes().size();
      least = new long[n][1 << n];
      for (int s = 0; s < n; s++) {
        Arrays.fill(least[s], -1);
        grow(s, 1 << s, new HashSet<>());
      }
    }

    /** Adds edges to a tree in all ways; each node of it may be a target. */
    private void grow(int source, int reached, Set<Integer> channels) {
      long cost = channels.stream().mapToLong(c -> machine.channels().get(c).femtojoulesPerByte()).sum();
      int others = reached & ~(1 << source);
      for (int targets = others; targets > 0; targets = (targets - 1) & others) {
        boolean store = (targets & 1 << dram) != 0;
        if (!store || targets == 1 << dram) {
          least[source][targets] = least[source][targets] < 0 ? cost : Math.min(least[source][targets], cost);
        }
      }
      for (Edge e : machine.edges()) {
        boolean leaves = (reached & 1 << e.from()) != 0 && (reached & 1 << e.to()) == 0;
        if (leaves && (e.from() == source || machine.nodes().get(e.from()).kind() != Node.Kind.DRAM)) {
          Set<Integer> more = new HashSet<>(channels);
          more.addAll(e.channels());
          grow(source, reached | 1 << e.to(), more);
        }
      }
    }

    /** Least energy per byte from a node to all of a set: the cheapest way through the sets of nodes that hold a copy. */
    long deliver(int from, int needed) {
      long[] cost = new long[1 << machine.nodes().size()];
      Arrays.fill(cost, Long.MAX_VALUE);
      cost[1 << from] = 0;
      long best = Long.MAX_VALUE;
      // Sets only grow, so that one pass in the order of their numbers is enough.
      for (int held = 1; held < cost.length; held++) {
        if (cost[held] == Long.MAX_VALUE) {
          continue;
        }
        if ((held & needed) == needed) {
          best = Math.min(best, cost[held]);
        }
        for (int s = 0; s < machine.nodes().size(); s++) {
          for (int targets = 1; (held & 1 << s) != 0 && targets < cost.length; targets++) {
            if (least[s][targets] >= 0) {
              cost[held | targets] = Math.min(cost[held | targets], cost[held] + least[s][targets]);
            }
          }
        }
      }
      return best;
    }

    long of(AllocationProblem problem, TileGraph graph) {
      return assign(problem, graph, new Machine(problem), new int[graph.nodes()], 0, 0);
    }

    private long assign(AllocationProblem problem, TileGraph graph, Machine cores, int[] core, int n, long tasks) {
      if (n == core.length) {
        long sum = tasks;
        for (Item item : graph.items()) {
          int needed = item.producer() >= 0 && graph.tensor(item).isOutput() ? 1 << dram : 0;
          for (int consumer : item.consumers()) {
            needed |= 1 << core[consumer];
          }
          sum += item.bytes() * deliver(item.producer() < 0 ? dram : core[item.producer()], needed);
        }
        return sum;
      }
      long best = Long.MAX_VALUE;
      for (int c : cores.eligible(graph.layerOf()[n])) {
        core[n] = c;
        long energy =
            problem.costs().points(graph.workload(), graph.layer(n), graph.boxes()[n], machine.cores().get(c)).stream()
                .mapToLong((CostPoint p) -> p.energyFemtojoules() + p.dramBytes() * machine.ownDramFemtojoulesPerByte())
                .min()
                .orElseThrow();
        best = Math.min(best, assign(problem, graph, cores, core, n + 1, tasks + energy));
      }
      return best;
    }
  }

  @Test
  void on_a_bus_with_memory_to_spare_no_detour_saves_energy_and_the_enumeration_proves_the_optimum() {
    int covered = 0;
    for (long seed = 1; seed <= 40; seed++) {
      AllocationProblem problem = TinyInstances.problem(seed, Objective.ENERGY);
      TileGraph graph = JointEncoding.fixedGraph(problem);
      if (!LeastEnergy.isInSpace(problem, graph)) {
        continue;
      }
      covered++;
      ConstraintMethodTest.Heard heard = new ConstraintMethodTest.Heard(problem);
      Outcome outcome = new ExhaustiveMethod().solve(problem, LIMITS, heard);
      assertThat(outcome.proof()).as("seed %d", seed).isEqualTo(Outcome.Proof.EXHAUSTED);
      assertThat(heard.bestBound()).isEqualTo(heard.bestObjective());
      assertThat(heard.claim()).isNull();
      assertThat(heard.bestObjective()).as("seed %d", seed).isEqualTo(new FreeEnergy(problem.accelerator()).of(problem, graph));
    }
    assertThat(covered).isGreaterThan(3);
  }

  @Test
  void of_latency_on_a_mesh_with_little_memory_or_with_leakage_nothing_is_lifted() {
    int tight = 0;
    for (long seed = 1; seed <= 40; seed++) {
      AllocationProblem problem = TinyInstances.problem(seed, Objective.ENERGY);
      TileGraph graph = JointEncoding.fixedGraph(problem);
      assertThat(LeastEnergy.isInSpace(problem.withObjective(Objective.LATENCY), graph)).isFalse();
      boolean mesh = problem.accelerator().nodes().stream().anyMatch(n -> n.kind() == Node.Kind.ROUTER);
      boolean little = problem.accelerator().cores().get(0).capacityBytes() < 200;
      if (mesh || little) {
        assertThat(LeastEnergy.isInSpace(problem, graph)).as("seed %d", seed).isFalse();
        tight++;
      }
    }
    assertThat(tight).isPositive();
    AllocationProblem leaks =
        TwoCores.problem(1, List.of(TwoCores.point(1, 1)), List.of(TwoCores.point(1, 1)), "1", Objective.ENERGY);
    assertThat(LeastEnergy.isInSpace(leaks, JointEncoding.fixedGraph(leaks))).isFalse();
    AllocationProblem fits =
        TwoCores.problem(1, List.of(TwoCores.point(1, 1)), List.of(TwoCores.point(1, 1)), "0", Objective.ENERGY);
    assertThat(LeastEnergy.isInSpace(fits, JointEncoding.fixedGraph(fits))).isTrue();
  }

  private static final String APART =
      """
      format: accelerator/1
      name: apart
      cores:
        - {name: left, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
           memories: [{name: buffer, bytes: 65536, bytesPerCycle: 16}]}
        - {name: right, array: [8, 8], unrollings: [[C, K]], operators: [MATRIX], operationPicojoules: 0,
           memories: [{name: buffer, bytes: 65536, bytesPerCycle: 16}]}
      buses:
        - {name: bus, members: [left, right], bytesPerCycle: 8}
      dram:
        - {name: dram, at: bus, port: false}
      """;

  /** Each layer is one tile: a and then c take 30 cycles on the left core, b takes 60 on the right one. */
  static AllocationProblem branches(long pieceBytes) {
    NetworkBuilder n = NetworkBuilder.named("branches");
    Value a = n.conv("a", n.input("x", 1, 8, 1, 1), 8, SlidingWindow.of(1));
    Workload workload = n.output(n.conv("b", a, 8, SlidingWindow.of(1))).output(n.conv("c", a, 32, SlidingWindow.of(1))).build();
    return new AllocationProblem(
        "branches",
        workload,
        AcceleratorReader.read(DataFile.parse(APART, "apart.yaml")),
        new TwoCores.PerTile(
            Map.of("left", List.of(TwoCores.point(30, 0)), "right", List.of(TwoCores.point(60, 0)))),
        Objective.LATENCY,
        Map.of("a", Set.of("left"), "b", Set.of("right"), "c", Set.of("left")),
        List.of(),
        Map.of("a", new LayerGrid(1, 1, 1), "b", new LayerGrid(1, 1, 1), "c", new LayerGrid(1, 1, 1)),
        new AllocationProblem.Options(1, 1, pieceBytes));
  }

  /**
   * Memory is plenty and everything crosses one bus. x and a's weights take 1 + 8 cycles, so a runs in 9-39; b's weights 9-17; c's 32.
   *
   * <pre>
   *   c's weights whole, at once:    17-49, a's output 49-50, b 50-110, its store 110-111     111 cycles
   *   c's weights whole, later:      a's output 39-40, b 40-100, its store 100-101,
   *                                  c's weights 40-72, c 72-102, its store 102-106           106 cycles
   *   c's weights in four parts:     17-25, 25-33, a's output 39-40, b 40-100, store 100-101,
   *                                  40-48, 48-56, c 56-86, its store 86-90                   101 cycles
   * </pre>
   *
   * <p>What is loaded in smaller pieces is as good a mapping of the same problem.
   */
  @Test
  void parts_of_an_item_beat_the_best_mapping_of_the_space_even_where_memory_is_plenty() {
    AllocationProblem whole = branches(65_536);
    ConstraintMethodTest.Heard space = new ConstraintMethodTest.Heard(whole);
    Outcome outcome = new ExhaustiveMethod().solve(whole, LIMITS, space);
    ConstraintMethodTest.Heard parts = new ConstraintMethodTest.Heard(branches(64));
    Schedule[] found = new Schedule[1];
    new ConstraintMethod("cp-sat", "", new JointEncoding(), dev.dovetail.solver.cpsat.CpSatBackend::new)
        .solve(
            parts.problem,
            LIMITS,
            new ConstraintMethodTest.Heard(parts.problem) {
              @Override
              public synchronized void incumbent(Schedule mapping, long objective, String source) {
                super.incumbent(mapping, objective, source);
                found[0] = mapping;
              }
            });
    Evaluation evaluation = new AllocationEvaluator().evaluate(whole, found[0]);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(101);
    assertThat(space.bestObjective()).isEqualTo(106);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(space.claim())
        .isEqualTo(new Claim(JointEncoding.SPACE, space.bestObjective(), space.bestObjective(), Outcome.Proof.EXHAUSTED));
    assertThat(new AllocationBounds().of(whole)).allMatch(b -> b.value() <= evaluation.objective());
  }
}
