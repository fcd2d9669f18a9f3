package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Walk;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.models.testing.SmallSlotProblems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What methods are told about their candidate routes is what the judge finds: allowed, and held in the same slots. */
class RouteTimingAgreementTest {
  @Property(tries = 150)
  void candidates_are_allowed_and_held_as_the_judge_says(
      @ForAll Random random, @ForAll LocalPorts ports, @ForAll Forwarding forwarding, @ForAll RoutePolicy policy) {
    if (policy == RoutePolicy.LISTED) {
      return;
    }
    SlotNetworkBuilder.Wire link =
        new SlotNetworkBuilder.Wire(1, random.nextInt(3), new Bandwidth(1 + random.nextInt(2), 1 + random.nextInt(2)));
    SlotNetworkBuilder builder = new SlotNetworkBuilder(ports, SlotNetworkBuilder.Wire.UNIT,
        new SlotNetworkBuilder.Wire(1, random.nextInt(2), Bandwidth.ofBytesPerCycle(1 + random.nextInt(3))));
    SlotNetwork mesh = Topologies.mesh(3, 3, builder, link);
    List<Integer> tiles = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
    Collections.shuffle(tiles, random);
    int n = 1 + random.nextInt(4);
    Flow flow = random.nextBoolean()
        ? SmallSlotProblems.flow("f", FlowKind.MULTICAST, tiles.subList(0, 1), tiles.subList(1, 1 + n), 5, 0, Flow.NO_DEADLINE, 0)
        : SmallSlotProblems.flow("f", FlowKind.REDUCE, tiles.subList(1, 1 + n), tiles.subList(0, 1), 5, 0, Flow.NO_DEADLINE, 0);
    SlotRules rules = new SlotRules(Goal.MAKESPAN, policy, true, true, forwarding, false, random.nextInt(3), true);
    LinkSlotsProblem problem = new LinkSlotsProblem("one", mesh, List.of(flow), rules);
    List<TimedRoute> routes = new RouteOptions(problem).of(problem.messages().get(0)).routes();
    assertThat(routes).isNotEmpty();
    for (TimedRoute route : routes) {
      List<Transmission> sent = List.of(new Transmission(0, route.edges(), 7));
      Evaluation evaluation = new LinkSlotsEvaluator().evaluate(problem, new SlotTable(sent));
      assertThat(evaluation.violations()).isEmpty();
      assertThat(evaluation.objective()).isEqualTo(7 + route.finish());
      assertThat(evaluation.cost()).containsEntry("flitHops", 5L * route.hops());
      Walk walk = Objects.requireNonNull(new Journeys(problem, sent, new Findings()).walks[0]);
      assertThat(walk.lastEnd()).isEqualTo(route.lastEnd());
      assertThat(held(walk.channels(), walk.offsets(), walk.durations()))
          .isEqualTo(held(route.channels(), route.offsets(), route.durations()));
      SlotTable loaded = new SlotTable(sent, 0, SlotTables.of(problem, sent));
      assertThat(new LinkSlotsEvaluator().evaluate(problem, loaded).violations()).isEmpty();
    }
  }

  private static TreeMap<Integer, List<Long>> held(int[] channels, long[] offsets, long[] durations) {
    TreeMap<Integer, List<Long>> held = new TreeMap<>();
    for (int i = 0; i < channels.length; i++) {
      held.put(channels[i], List.of(offsets[i], durations[i]));
    }
    return held;
  }
}
