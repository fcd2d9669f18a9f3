package dev.dovetail.models.linkslots.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.linkslots.Transmission;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteOptionsTest {
  private static LinkSlotsProblem mesh(int columns, int rows, RoutePolicy policy, Flow... flows) {
    return new LinkSlotsProblem("mesh", Topologies.mesh(columns, rows, LocalPorts.BOTH), List.of(flows),
        SlotRules.DEFAULT.withRoutes(policy));
  }

  private static RouteOptions.Choice choice(LinkSlotsProblem problem, int cap) {
    return new RouteOptions(problem, cap).of(problem.messages().get(0));
  }

  private static List<String> names(LinkSlotsProblem problem, TimedRoute route) {
    return route.edges().stream().map(e -> problem.network().links().edges().get(e).name()).toList();
  }

  private static Flow reduce(List<Integer> sources, int destination) {
    return new Flow("r", FlowKind.REDUCE, sources, List.of(destination), 2, 0, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(),
        List.of());
  }

  @Test
  void underXyAPathGoesAlongItsRowFirst() {
    // 0 1 2
    // 3 4 5
    LinkSlotsProblem problem = mesh(3, 2, RoutePolicy.XY, Flow.unicast("a", 0, 5, 1));
    RouteOptions.Choice choice = choice(problem, 9);
    assertThat(choice.complete()).isTrue();
    assertThat(choice.routes()).hasSize(1);
    assertThat(names(problem, choice.routes().get(0))).containsExactly("inj(0)", "0->1", "1->2", "2->5", "ej(5)");
  }

  @Test
  void underXyYxThereAreTwoPathsUnlessTheEndsAreInLine() {
    assertThat(choice(mesh(3, 2, RoutePolicy.XY_YX, Flow.unicast("a", 0, 5, 1)), 9).routes()).hasSize(2);
    assertThat(choice(mesh(3, 2, RoutePolicy.XY_YX, Flow.unicast("a", 0, 2, 1)), 9).routes()).hasSize(1);
  }

  @Test
  void allShortestPathsAreCounted() {
    // From corner to corner of 3 x 3: 4 steps, 2 of them to the east: 4 over 2 = 6 paths. With a cap of 5 they are not all.
    LinkSlotsProblem problem = mesh(3, 3, RoutePolicy.SHORTEST, Flow.unicast("a", 0, 8, 1));
    assertThat(choice(problem, 6).routes()).hasSize(6).doesNotHaveDuplicates();
    assertThat(choice(problem, 6).complete()).isTrue();
    assertThat(choice(problem, 5).routes()).hasSize(5).allMatch(r -> r.hops() == 4);
    assertThat(choice(problem, 5).complete()).isFalse();
  }

  @Test
  void allSimplePathsAreCounted() {
    // Between opposite corners of 3 x 3 there are 12 self-avoiding walks (6 with 4 links, 4 with 6, 2 with 8).
    LinkSlotsProblem problem = mesh(3, 3, RoutePolicy.FREE, Flow.unicast("a", 0, 8, 1));
    RouteOptions.Choice all = choice(problem, 12);
    assertThat(all.complete()).isTrue();
    assertThat(all.routes().stream().map(TimedRoute::hops)).containsExactly(4, 4, 4, 4, 4, 4, 6, 6, 6, 6, 8, 8);
    RouteOptions.Choice some = choice(problem, 8);
    assertThat(some.complete()).isFalse();
    assertThat(some.routes()).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void aTransferHasTheOneLink() {
    Flow transfer =
        new Flow("t", FlowKind.TRANSFER, List.of(0), List.of(1), 1, 0, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(), List.of());
    LinkSlotsProblem problem = mesh(3, 2, RoutePolicy.FREE, transfer);
    assertThat(choice(problem, 9).routes()).singleElement()
        .satisfies(r -> assertThat(names(problem, r)).containsExactly("inj(0)", "0->1", "ej(1)"));
  }

  @Test
  void aTreeUnderXyIsTheUnionOfXyPaths() {
    LinkSlotsProblem problem = mesh(3, 2, RoutePolicy.XY, Flow.multicast("m", 0, List.of(4, 5, 2), 1));
    RouteOptions.Choice choice = choice(problem, 9);
    assertThat(choice.complete()).isTrue();
    assertThat(names(problem, choice.routes().get(0)))
        .containsExactlyInAnyOrder("inj(0)", "0->1", "1->2", "1->4", "2->5", "ej(4)", "ej(5)", "ej(2)");
  }

  @Test
  void anInTreeUnderXyIsTheUnionOfXyPathsToTheRoot() {
    // 3 goes east along its row to 5 and then north; 0 goes along the upper row.
    LinkSlotsProblem problem = mesh(3, 2, RoutePolicy.XY, reduce(List.of(0, 3), 2));
    assertThat(names(problem, choice(problem, 9).routes().get(0)))
        .containsExactlyInAnyOrder("inj(0)", "inj(3)", "0->1", "1->2", "3->4", "4->5", "5->2", "ej(2)");
  }

  @Test
  void everyCandidateIsOneThatTheJudgeAllows() {
    for (RoutePolicy policy : List.of(RoutePolicy.XY, RoutePolicy.XY_YX, RoutePolicy.SHORTEST, RoutePolicy.FREE)) {
      LinkSlotsProblem problem = mesh(4, 3, policy, Flow.unicast("u", 0, 11, 2), Flow.multicast("m", 5, List.of(0, 3, 8, 10), 2),
          reduce(List.of(1, 4, 7, 11), 9));
      RouteOptions options = new RouteOptions(problem, 20);
      for (Message m : problem.messages()) {
        assertThat(options.of(m).routes()).isNotEmpty().doesNotHaveDuplicates();
        for (TimedRoute route : options.of(m).routes()) {
          SlotTable alone = new SlotTable(List.of(new Transmission(m.index(), route.edges(), 0)));
          assertThat(new LinkSlotsEvaluator().evaluate(problem, alone).violations())
              .as("%s %s %s", policy, m.name(), names(problem, route)).allMatch(v -> v.rule().equals("unserved"));
        }
      }
    }
  }
}
