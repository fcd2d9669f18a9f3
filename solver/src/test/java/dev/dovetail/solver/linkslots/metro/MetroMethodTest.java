package dev.dovetail.solver.linkslots.metro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.report.linkslots.SlotFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetroMethodTest {

  /** Judges every table; nothing is proved. */
  private static final class Told extends JudgingListener<SlotTable> {
    Told(LinkSlotsProblem problem) {
      super(table -> new LinkSlotsEvaluator().evaluate(problem, table), Long.MIN_VALUE);
    }

    @Override
    public synchronized void bound(LowerBound bound) {
      throw new AssertionError("It proves nothing.");
    }

    @Override
    public synchronized long bestObjective() {
      return Long.MAX_VALUE; // whatever it finds, it goes on
    }
  }

  private static Told solve(LinkSlotsProblem problem, long milliseconds, long seed) {
    Told told = new Told(problem);
    new MetroMethod().solve(problem, new Limits(Duration.ofMillis(milliseconds), 0, seed, 1, true, 256), told);
    return told;
  }

  private static LinkSlotsProblem random(long seed, SlotRules rules) {
    Random random = new Random(seed);
    int columns = 2 + random.nextInt(3);
    int rows = 2 + random.nextInt(3);
    int tiles = columns * rows;
    List<Flow> flows = new ArrayList<>();
    for (int f = 0; f < 12; f++) {
      List<Integer> some = new ArrayList<>(IntStream.range(0, tiles).boxed().toList());
      java.util.Collections.shuffle(some, random);
      int one = some.get(0);
      List<Integer> others = some.subList(1, 2 + random.nextInt(tiles - 1));
      FlowKind kind = new FlowKind[] {FlowKind.UNICAST, FlowKind.MULTICAST, FlowKind.REDUCE, FlowKind.GATHER}[random.nextInt(4)];
      boolean in = kind == FlowKind.REDUCE || kind == FlowKind.GATHER;
      List<Integer> group = kind == FlowKind.UNICAST ? others.subList(0, 1) : others;
      flows.add(new Flow("f" + f, kind, in ? group : List.of(one), in ? List.of(one) : group, 1 + random.nextInt(6),
          random.nextInt(4), Flow.NO_DEADLINE, 1, 0, null, 1, List.of(), List.of()));
    }
    LocalPorts ports = LocalPorts.values()[random.nextInt(4)];
    return new LinkSlotsProblem("random " + seed, Topologies.mesh(columns, rows, ports), flows, rules);
  }

  @Test
  void theFirstGenomeHasTheRangesOfMetrosFigure() {
    // Counted from 1 in the figure: [1,2], [3,4], [6,10], [1,2].
    SlotTable first = solve(SlotFixtures.figure5(), 1, 1).mappings().get(0);
    assertThat(first.transmissions()).extracting(Transmission::start).containsExactly(0L, 2L, 5L, 0L);
  }

  @Test
  void evolutionFindsTheOptimumOfTheFigure() {
    // 9 with the figure's trees, for every tree needs the inject port of the memory controller twice: 2 + 5 + 2.
    List<Long> objectives = solve(SlotFixtures.figure5(), 100, 1).objectives();
    assertThat(objectives.get(0)).isEqualTo(12);
    assertThat(objectives.get(objectives.size() - 1)).isEqualTo(9);
  }

  @Test
  void everyTableOfRandomMeshesIsExecutableAndBetterThanTheOneBefore() {
    for (int seed = 0; seed < 12; seed++) {
      List<Long> objectives = solve(random(seed, SlotRules.DEFAULT), 40, seed).objectives();
      assertThat(objectives).isNotEmpty().isSortedAccordingTo(java.util.Comparator.reverseOrder()).doesNotHaveDuplicates();
    }
  }

  @Test
  void underOtherPoliciesRoutesComeFromThoseAllowed() {
    for (RoutePolicy policy : List.of(RoutePolicy.XY, RoutePolicy.XY_YX, RoutePolicy.SHORTEST)) {
      assertThat(solve(random(5, SlotRules.DEFAULT.withRoutes(policy)), 20, 1).objectives()).isNotEmpty();
    }
  }

  @Test
  void theWeightedFinishIsEvolvedToo() {
    List<Long> objectives = solve(random(3, SlotRules.DEFAULT.withGoal(Goal.WEIGHTED_FINISH)), 60, 1).objectives();
    assertThat(objectives).hasSizeGreaterThan(1);
  }

  @Test
  void theSameSeedGivesTheSameAnswer() {
    LinkSlotsProblem problem = random(8, SlotRules.DEFAULT);
    assertThat(solve(problem, 60, 4).mappings()).isEqualTo(solve(problem, 60, 4).mappings());
  }

  @Test
  void periodsAreRefused() {
    LinkSlotsProblem problem = SlotFixtures.figure5();
    assertThatThrownBy(() -> solve(problem.with(SlotRules.DEFAULT.withGoal(Goal.PERIOD)), 10, 1))
        .isInstanceOf(BadInputException.class).hasMessageContaining("it knows no periods").hasMessageContaining("METRO Fig. 5");
  }

  @Test
  void aNetworkWithoutPositionsIsRefusedUnlessItsRoutesAreGiven() {
    LinkSlotsProblem ring =
        new LinkSlotsProblem("ring", SlotFixtures.ring(5), List.of(Flow.unicast("a", 0, 2, 3)), SlotRules.DEFAULT);
    assertThatThrownBy(() -> solve(ring, 10, 1)).isInstanceOf(BadInputException.class).hasMessageContaining("no positions");
    // Two links of the ring: 0 + 2 + 1 + 3.
    assertThat(solve(ring.with(SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST)), 10, 1).objectives()).containsExactly(6L);
  }
}
