package dev.dovetail.solver.linkslots.metro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.solver.report.linkslots.SlotFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class DualPhaseRoutingTest {
  /** On a mesh of 4 x 4: tile y * 4 + x. */
  private static LinkSlotsProblem mesh(Flow... flows) {
    return new LinkSlotsProblem("mesh", Topologies.mesh(4, 4, LocalPorts.BOTH), List.of(flows), SlotRules.DEFAULT);
  }

  private static List<String> route(LinkSlotsProblem problem, int... gene) {
    return new DualPhaseRouting(problem).route(0, gene).edges().stream().map(e -> problem.network().links().edges().get(e).name())
        .toList();
  }

  @Test
  void theFigureOfMetroHasTheseTrees() {
    LinkSlotsProblem problem = SlotFixtures.figure5();
    DualPhaseRouting routing = new DualPhaseRouting(problem);
    List<List<String>> routes = problem.messages().stream()
        .map(m -> routing.route(m.index(), new int[0]).edges().stream().map(e -> problem.network().links().edges().get(e).name())
            .toList())
        .toList();
    assertThat(routes).containsExactly(
        List.of("inject MC", "MC->8", "8->1", "1->2", "2->3", "eject 1", "eject 2", "eject 3"),
        List.of("inject MC", "MC->8", "8->4", "4->6", "4->5", "6->7", "eject 4", "eject 5", "eject 6", "eject 7"),
        List.of("inject 2", "2->3", "eject 3"),
        List.of("inject 6", "6->7", "eject 7"));
  }

  @Test
  void aPathGoesXyThroughItsIntermediateNodes() {
    // 0 = (0,0) to 10 = (2,2): plain E,E,S,S; through 8 = (0,2) S,S,E,E; through 3 = (3,0) and 11 = (3,2) E,E,E,S,S,W.
    LinkSlotsProblem problem = mesh(Flow.unicast("a", 0, 10, 1));
    assertThat(route(problem)).containsExactly("inj(0)", "0->1", "1->2", "2->6", "6->10", "ej(10)");
    assertThat(route(problem, 8)).containsExactly("inj(0)", "0->4", "4->8", "8->9", "9->10", "ej(10)");
    assertThat(route(problem, 3, 11)).containsExactly("inj(0)", "0->1", "1->2", "2->3", "3->7", "7->11", "11->10", "ej(10)");
  }

  @Test
  void intermediateNodesThatLeadBackAreLeftOutFromTheLastOneOn() {
    // Through 2 and then 1 the walk turns back at 2: only 2 is left; through 11 = (3,2) beyond the destination it would come back over 10 = (2,2).
    LinkSlotsProblem problem = mesh(Flow.unicast("a", 0, 10, 1));
    assertThat(route(problem, 2, 1)).isEqualTo(route(problem, 2));
    assertThat(route(problem, 8, 11)).isEqualTo(route(problem, 8));
  }

  @Test
  void aReduceIsTheMirrorOfAMulticast() {
    // Sources 6, 9, 10, destination 0: the hubs 6 = (2,1) and 9 = (1,2) are both 3 links away, the first one is taken. Inside the group 10
    // joins at 6 from the south, 9 joins 10 from the west; then X-Y from 6 to 0.
    Flow reduce = new Flow("r", FlowKind.REDUCE, List.of(9, 10, 6), List.of(0), 1, 0, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(),
        List.of());
    assertThat(route(mesh(reduce))).containsExactly("inj(9)", "inj(10)", "inj(6)", "9->10", "10->6", "6->5", "5->4", "4->0",
        "ej(0)");
  }

  @Test
  void aGroupThatIsNotConnectedUsesTilesOutside() {
    // Members 1 and 7 = (3,1): hub 1; from there the nearest way to 7, breadth first with east before south.
    assertThat(route(mesh(Flow.multicast("m", 0, List.of(1, 7), 1))))
        .containsExactly("inj(0)", "0->1", "1->2", "2->3", "3->7", "ej(1)", "ej(7)");
  }

  @Test
  void intermediateNodesComeFromTheBoxGrownByOne() {
    // From 5 = (1,1) to 6 = (2,1): columns 0 to 3, rows 0 to 2, without the two.
    assertThat(new DualPhaseRouting(mesh(Flow.unicast("a", 5, 6, 1))).values(0)).containsExactly(0, 1, 2, 3, 4, 7, 8, 9, 10, 11);
  }
}
