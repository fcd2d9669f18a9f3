package dev.dovetail.solver.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.bounds.LinkSlotsBounds;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactMethodsTest {
  private static final ConstraintMethod CP_SAT = new ConstraintMethod("cp-sat", "", 150_000, 120_000, CpSatBackend::new);
  private static final ConstraintMethod CHOCO = new ConstraintMethod("choco", "", 600, 0, ChocoBackend::new);

  /** Judges every mapping; begins with our own bounds. */
  private static JudgingListener<SlotTable> judge(LinkSlotsProblem problem) {
    long known;
    try {
      known = new LinkSlotsBounds().best(problem).value();
    } catch (InfeasibleException e) {
      known = Long.MIN_VALUE; // The methods must find that out on their own.
    }
    return judge(problem, known);
  }

  private static JudgingListener<SlotTable> judge(LinkSlotsProblem problem, long bound) {
    return new JudgingListener<>(mapping -> new LinkSlotsEvaluator().evaluate(problem, mapping), bound);
  }

  private static JudgingListener<SlotTable> solve(Method<LinkSlotsProblem, SlotTable> method, LinkSlotsProblem problem) {
    JudgingListener<SlotTable> judge = judge(problem);
    Outcome outcome = method.solve(problem, new Limits(Duration.ofSeconds(20), 0, 7, 1, true, 512), judge);
    assertThat(outcome.termination()).as(outcome.detail()).isEqualTo(Outcome.Termination.COMPLETE);
    if (judge.bestObjective() == Long.MAX_VALUE) {
      assertThat(outcome.proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
    } else {
      assertThat(judge.bestBound()).isLessThanOrEqualTo(judge.bestObjective());
      assertThat(outcome.proof() != Outcome.Proof.NONE || judge.bestBound() == judge.bestObjective() || !judge.claims().isEmpty())
          .isTrue();
    }
    return judge;
  }

  @ParameterizedTest
  @ValueSource(
      longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void enumerationAndBothSolversAgree(long seed) {
    LinkSlotsProblem problem = RandomSlots.of(seed);
    long oracle = solve(new ExhaustiveMethod(), problem).bestObjective();
    assertThat(solve(CP_SAT, problem).bestObjective()).isEqualTo(oracle);
    assertThat(solve(CHOCO, problem).bestObjective()).isEqualTo(oracle);
  }

  /** Nothing changes if tiles keep their places and messages come in another order, or if some that is implied is said, too. */
  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45, 46})
  void theOptimumIsThatOfTheSameProblemSaidInAnotherWay(long seed) {
    List<Flow> flows = unicasts(seed, 1);
    long best = solve(CP_SAT, problem(flows)).bestObjective();
    List<Flow> shuffled = new ArrayList<>(flows);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(solve(CP_SAT, problem(shuffled)).bestObjective()).isEqualTo(best);
    assertThat(solve(CP_SAT, problem(flows.stream().map(f -> due(f, best)).toList())).bestObjective()).isEqualTo(best);
    JudgingListener<SlotTable> tighter = solve(CP_SAT, problem(flows.stream().map(f -> due(f, best - 1)).toList()));
    assertThat(tighter.bestObjective()).isEqualTo(Long.MAX_VALUE);
  }

  /** Without ports, links without delay and twice the flits: everything takes twice as long. */
  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53})
  void twiceTheFlitsTakeTwiceTheSlotsWhereLinksHaveNoDelay(long seed) {
    Wire wire = new Wire(1, 0, Bandwidth.ofBytesPerCycle(1));
    SlotNetwork network = Topologies.mesh(2, 2, LocalPorts.BOTH, wire);
    SlotRules rules = SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST);
    long once = solve(CP_SAT, new LinkSlotsProblem("once", network, unicasts(seed, 1), rules)).bestObjective();
    long twice = solve(CP_SAT, new LinkSlotsProblem("twice", network, unicasts(seed, 2), rules)).bestObjective();
    assertThat(twice).isEqualTo(2 * once);
  }

  private static LinkSlotsProblem problem(List<Flow> flows) {
    return new LinkSlotsProblem("said", Topologies.mesh(2, 2, LocalPorts.BOTH), flows,
        SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST));
  }

  private static List<Flow> unicasts(long seed, int factor) {
    Random random = new Random(seed);
    List<Flow> flows = new ArrayList<>();
    for (int f = 0; f < 6; f++) {
      int a = random.nextInt(4);
      flows.add(Flow.unicast("f" + f, a, (a + 1 + random.nextInt(3)) % 4, (1 + random.nextInt(3)) * factor));
    }
    return flows;
  }

  private static Flow due(Flow f, long deadline) {
    return new Flow(f.id(), f.kind(), f.sources(), f.destinations(), f.volume(), f.release(), deadline, f.weight(), f.period(),
        f.group(), f.chunks(), f.after(), f.routes());
  }

  /** One phit from each tile to each other one on two by two tiles: the port of a tile takes three, the last after two hops. */
  @Test
  void allToAllOnFourTilesIsProvedByAllMethods() {
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      for (int d = 0; d < 4; d++) {
        if (s != d) {
          flows.add(Flow.unicast(s + "-" + d, s, d, 1));
        }
      }
    }
    JudgingListener<SlotTable> judge = solve(CP_SAT, problem(flows));
    assertThat(judge.bestObjective()).isEqualTo(solve(CHOCO, problem(flows)).bestObjective());
  }

  /** 16 flits for each pair on two by two tiles: three rounds, of which the first starts one link before the last ends: 3 * 16 + 1 + 1 and more. */
  @Test
  void longMessagesAreStartedInRounds() {
    List<Flow> flows = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      for (int d = 1; d < 4; d++) {
        flows.add(Flow.unicast(s + "-" + d, s, (s + d) % 4, 16));
      }
    }
    LinkSlotsProblem problem = problem(flows);
    JudgingListener<SlotTable> judge = judge(problem);
    ExactSlots exact = new ExactSlots("rounds", new CpSatBackend(), judge);
    SlotInstance instance = new SlotInstance(problem, new RouteOptions(problem));
    List<List<TimedRoute>> routes = problem.messages().stream().map(m -> List.of(instance.routes(m.index()))).toList();
    BackendRun run = new BackendRun(new Limits(Duration.ofSeconds(20), 0, 7, 1, true, 512), judge, 512);
    SlotPlan slow = new GreedyScheduler(instance)
        .schedule(new int[] {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, 1, () -> false).orElseThrow();
    exact.take(slow.table(), slow.objective(), "slow");
    new RoundSearch(instance, new RouteChoices(problem, routes), exact, run, judge, 10_000).run(() -> false);
    assertThat(judge.bestObjective()).isBetween(50L, 54L);
  }

  /** METRO, arXiv 2108.10570, Fig. 5 with its trees: both flows of MC share its port, the second one needs 5 links and 2 flits: 2 + 5 + 2. */
  @Test
  void figureFiveOfMetroTakesNineSlots() {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.BOTH);
    List<String> names = List.of("MC", "1", "2", "3", "4", "5", "6", "7", "8");
    names.forEach(builder::tile);
    for (String pair : List.of("MC 8", "8 1", "1 2", "2 3", "8 4", "4 5", "4 6", "6 7", "3 5", "2 4", "5 7")) {
      String[] ends = pair.split(" ");
      builder.duplex(names.indexOf(ends[0]), names.indexOf(ends[1]), Wire.UNIT);
    }
    SlotNetwork network = builder.build();
    Map<String, Integer> edges = network.links().edgeIndices();
    List<Flow> flows = List.of(
        listed("1", 0, List.of(1, 2, 3), 2, edges, "inj(MC) MC->8 8->1 ej(1) 1->2 ej(2) 2->3 ej(3)"),
        listed("2", 0, List.of(4, 5, 6, 7), 2, edges, "inj(MC) MC->8 8->4 ej(4) 4->5 ej(5) 4->6 ej(6) 6->7 ej(7)"),
        listed("3", 2, List.of(3), 5, edges, "inj(2) 2->3 ej(3)"),
        listed("4", 6, List.of(7), 2, edges, "inj(6) 6->7 ej(7)"));
    LinkSlotsProblem figure =
        new LinkSlotsProblem("fig5", network, flows, SlotRules.DEFAULT.withRoutes(RoutePolicy.LISTED));
    for (Method<LinkSlotsProblem, SlotTable> method : List.of(new ExhaustiveMethod(), CP_SAT, CHOCO)) {
      assertThat(solve(method, figure).bestObjective()).isEqualTo(9);
    }
  }

  private static Flow listed(String id, int source, List<Integer> destinations, long flits, Map<String, Integer> edges,
      String route) {
    List<Integer> taken = Arrays.stream(route.split(" ")).map(edges::get).toList();
    return new Flow(id, destinations.size() > 1 ? FlowKind.MULTICAST : FlowKind.UNICAST, List.of(source), destinations, flits, 0,
        Flow.NO_DEADLINE, 1, 0, null, 1, List.of(), List.of(taken));
  }

  /** The models have no words for waiting, so local search answers: frames of 3 slots, 0->2 is at 1 in slot 3, 1->2 is then over: 6. */
  @Test
  void messagesThatMayWaitAreSearchedOnly() {
    SlotRules rules = new SlotRules(Goal.MAKESPAN, RoutePolicy.FREE, true, true, Forwarding.STORE_AND_FORWARD, true, 0, true);
    LinkSlotsProblem problem = new LinkSlotsProblem("frames",
        Topologies.mesh(3, 1, LocalPorts.OPEN, new Wire(1, 0, Bandwidth.ofBytesPerCycle(1))),
        List.of(Flow.unicast("a", 0, 2, 3), Flow.unicast("b", 1, 2, 3)), rules);
    JudgingListener<SlotTable> judge = judge(problem);
    Outcome outcome = CP_SAT.solve(problem, new Limits(Duration.ofSeconds(1), 0, 7, 1, true, 512), judge);
    assertThat(judge.bestObjective()).isEqualTo(6);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
  }

  @Test
  void whatIsProvedOverSomeRoutesIsAClaim() {
    LinkSlotsProblem problem = new LinkSlotsProblem("free", Topologies.mesh(4, 4, LocalPorts.BOTH),
        List.of(Flow.unicast("a", 0, 15, 3), Flow.unicast("b", 1, 15, 3), Flow.unicast("c", 0, 11, 2)), SlotRules.DEFAULT);
    assertThat(new RouteOptions(problem).isComplete()).isFalse();
    JudgingListener<SlotTable> judge = judge(problem, 0);
    Outcome outcome = CP_SAT.solve(problem, new Limits(Duration.ofSeconds(20), 0, 7, 1, true, 512), judge);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(judge.bestBound()).isZero();
    assertThat(judge.claims()).isNotEmpty();
    assertThat(judge.claims().get(judge.claims().size() - 1).bound()).isEqualTo(judge.bestObjective());
  }
}
