package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.testing.SmallSlotProblems;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each rule of slot tables, kept and broken, on a 3x3 mesh with ports that count.
 *
 * <pre>
 *   0 - 1 - 2
 *   3 - 4 - 5
 *   6 - 7 - 8
 * </pre>
 */
class LinkSlotsEvaluatorTest {
  private static final SlotNetwork MESH = Topologies.mesh(3, 3, LocalPorts.BOTH);

  private static LinkSlotsProblem problem(SlotRules rules, Flow... flows) {
    return new LinkSlotsProblem("rules", MESH, List.of(flows), rules);
  }

  private static Transmission sent(int message, long start, String... edges) {
    return new Transmission(message, SmallSlotProblems.edges(MESH, edges), start);
  }

  private static Evaluation judge(LinkSlotsProblem problem, Transmission... transmissions) {
    return new LinkSlotsEvaluator().evaluate(problem, new SlotTable(List.of(transmissions)));
  }

  private static void good(LinkSlotsProblem problem, Transmission... transmissions) {
    assertThat(judge(problem, transmissions).violations()).isEmpty();
  }

  private static void bad(String finding, LinkSlotsProblem problem, Transmission... transmissions) {
    assertThat(judge(problem, transmissions).violations()).extracting(Object::toString).contains(finding);
  }

  private static Flow due(String id, int from, int to, long volume, long release, long deadline) {
    return SmallSlotProblems.flow(id, FlowKind.UNICAST, List.of(from), List.of(to), volume, release, deadline, 0);
  }

  private static Flow after(String id, int from, int to, long volume, Flow.After... after) {
    return new Flow(id, FlowKind.UNICAST, List.of(from), List.of(to), volume, 0, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(after),
        List.of());
  }

  private static final String[] XY = {"inj(0)", "0->1", "1->4", "ej(4)"};
  private static final String[] YX = {"inj(0)", "0->3", "3->4", "ej(4)"};
  private static final String[] DETOUR = {"inj(0)", "0->1", "1->2", "2->5", "5->4", "ej(4)"};

  @Test
  void names_of_messages_exist_and_are_used_once() {
    LinkSlotsProblem problem = problem(SlotRules.DEFAULT, Flow.unicast("f", 0, 4, 2));
    good(problem, sent(0, 0, XY));
    bad("message at message 1: There is no message of this index; there are 1.", problem, sent(0, 0, XY), sent(1, 0, XY));
    bad("message at message f: It has two transmissions.", problem, sent(0, 0, XY), sent(0, 9, XY));
    bad("time at message f: The start (-1) must be between 0 and 2^60.", problem, sent(0, -1, XY));
    bad("unserved at message f: It has no transmission.", problem);
  }

  @Test
  void routes_follow_the_policy() {
    Flow flow = Flow.unicast("f", 0, 4, 2);
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY), flow), sent(0, 0, XY));
    bad("route-policy at message f: Its route is no XY route: see the way over the link ej(4).",
        problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY), flow), sent(0, 0, YX));
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY_YX), flow), sent(0, 0, YX));
    bad("route-policy at message f: Its route is neither an XY route nor a YX route: see the way over the link ej(4).",
        problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY_YX), flow), sent(0, 0, DETOUR));
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST), flow), sent(0, 0, YX));
    bad("route-policy at message f: Its way from tile(0) to tile(4) has 6 links, local ports counted; the fewest are 4.",
        problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST), flow), sent(0, 0, DETOUR));
    good(problem(SlotRules.DEFAULT, flow), sent(0, 0, DETOUR));
  }

  @Test
  void listed_routes_are_those_of_the_flow() {
    Flow flow = new Flow("f", FlowKind.UNICAST, List.of(0), List.of(4), 2, 0, Flow.NO_DEADLINE, 1, 0, null, 1, List.of(),
        List.of(SmallSlotProblems.edges(MESH, DETOUR), SmallSlotProblems.edges(MESH, YX)));
    LinkSlotsProblem problem = problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.LISTED), flow);
    good(problem, sent(0, 0, YX));
    good(problem, sent(0, 0, DETOUR));
    bad("route-policy at message f: Its route is none of those that its flow lists.", problem, sent(0, 0, XY));
  }

  /** From 0 to 4 and 8: the XY paths share 0->1; the YX paths 0->3. A tree of one path of each sort is neither. */
  @Test
  void a_tree_is_of_one_sort() {
    Flow flow = Flow.multicast("f", 0, List.of(4, 8), 2);
    String[] xy = {"inj(0)", "0->1", "1->4", "ej(4)", "1->2", "2->5", "5->8", "ej(8)"};
    String[] yx = {"inj(0)", "0->3", "3->4", "ej(4)", "3->6", "6->7", "7->8", "ej(8)"};
    String[] mixed = {"inj(0)", "0->1", "1->4", "ej(4)", "0->3", "3->6", "6->7", "7->8", "ej(8)"};
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY), flow), sent(0, 0, xy));
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY_YX), flow), sent(0, 0, yx));
    good(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.SHORTEST), flow), sent(0, 0, mixed));
    assertThat(judge(problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY_YX), flow), sent(0, 0, mixed)).violations())
        .singleElement().asString().startsWith("route-policy at message f");
  }

  /** 0 and 8 to 4: along their rows first, 0 comes from the north and 8 from the south. */
  @Test
  void an_in_tree_goes_along_xy_paths_from_its_sources() {
    Flow flow = SmallSlotProblems.flow("f", FlowKind.REDUCE, List.of(0, 8), List.of(4), 2, 0, Flow.NO_DEADLINE, 0);
    LinkSlotsProblem problem = problem(SlotRules.DEFAULT.withRoutes(RoutePolicy.XY), flow);
    good(problem, sent(0, 0, "inj(0)", "0->1", "1->4", "inj(8)", "8->7", "7->4", "ej(4)"));
    assertThat(judge(problem, sent(0, 0, "inj(0)", "0->1", "1->4", "inj(8)", "8->5", "5->4", "ej(4)")).violations())
        .singleElement().asString().startsWith("route-policy at message f");
  }

  @Test
  void a_transfer_takes_one_link() {
    Flow flow = SmallSlotProblems.flow("f", FlowKind.TRANSFER, List.of(0), List.of(1), 2, 0, Flow.NO_DEADLINE, 0);
    good(problem(SlotRules.DEFAULT, flow), sent(0, 0, "inj(0)", "0->1", "ej(1)"));
    bad("transfer-link at message f: A transfer takes exactly one link, not 3.", problem(SlotRules.DEFAULT, flow),
        sent(0, 0, "inj(0)", "0->3", "3->4", "4->1", "ej(1)"));
  }

  @Test
  void tiles_on_the_way_forward_nothing() {
    String[] through = {"inj(0)", "0->1", "ej(1)", "inj(1)", "1->4", "ej(4)"};
    String finding =
        "route at message f: The edge (inj(1)) must leave a node that the route has reached and enter one that it has not.";
    bad(finding, problem(SlotRules.DEFAULT, Flow.unicast("f", 0, 4, 2)), sent(0, 0, through));
    bad(finding, problem(SlotRules.DEFAULT, Flow.multicast("f", 0, List.of(1, 4), 2)), sent(0, 0, through));
  }

  @Test
  void nothing_waits_without_buffers() {
    Transmission waiting = new Transmission(0, SmallSlotProblems.edges(MESH, XY), 0, List.of(0L, 0L, 3L, 0L));
    Flow flow = Flow.unicast("f", 0, 4, 2);
    bad("wait at message f: It waits 3 slots before the link 1->4; there are no buffers to wait in.",
        problem(SlotRules.DEFAULT, flow), waiting);
    LinkSlotsProblem buffered =
        problem(SmallSlotProblems.rules(Goal.MAKESPAN, Forwarding.CUT_THROUGH, true, 0), flow);
    good(buffered, waiting);
    // 0 + (2 + 1) + 3 + 2.
    assertThat(judge(buffered, waiting).objective()).isEqualTo(8);
  }

  @Test
  void releases_hold_for_each_source() {
    bad("release at message f: It leaves the tile (0) in slot 4, before its release in slot 5.",
        problem(SlotRules.DEFAULT, due("f", 0, 4, 2, 5, Flow.NO_DEADLINE)), sent(0, 4, XY));
    // 1 is one link nearer than 0: it injects in slot start + 1.
    Flow sum = SmallSlotProblems.flow("s", FlowKind.REDUCE, List.of(0, 1), List.of(4), 2, 5, Flow.NO_DEADLINE, 0);
    String[] route = {"inj(0)", "0->1", "inj(1)", "1->4", "ej(4)"};
    good(problem(SlotRules.DEFAULT, sum), sent(0, 5, route));
    assertThat(judge(problem(SlotRules.DEFAULT, sum), sent(0, 4, route)).violations()).extracting(Object::toString)
        .containsExactly("release at message s: It leaves the tile (0) in slot 4, before its release in slot 5.");
  }

  /** 2 links and 2 flits: finish start + 2 + 1 + 2. */
  @Test
  void deadlines_are_latest_finishes() {
    good(problem(SlotRules.DEFAULT, due("f", 0, 4, 2, 0, 8)), sent(0, 3, XY));
    bad("deadline at message f: It finishes in slot 9, its deadline is slot 8.",
        problem(SlotRules.DEFAULT, due("f", 0, 4, 2, 0, 8)), sent(0, 4, XY));
  }

  @Test
  void deadlines_of_repeating_flows_are_times_from_injection_to_finish() {
    Flow flow = SmallSlotProblems.flow("f", FlowKind.UNICAST, List.of(0), List.of(4), 2, 0, 5, 20);
    LinkSlotsProblem tight = problem(SmallSlotProblems.rules(Goal.DEADLINE, Forwarding.CUT_THROUGH, false, 0), flow);
    good(tight, sent(0, 17, XY));
    bad("deadline at message f: It takes 7 slots from injection to finish, its deadline is 5.", tight, sent(0, 0, DETOUR));
  }

  /** g waits for f at tile 1 (finish 0 + 1 + 1 + 2 = 4) or at all of its tiles (0 + 2 + 1 + 2 = 5), and 3 slots more. */
  @Test
  void what_waits_for_a_delivery_starts_after_it_and_the_lag() {
    Flow f = Flow.multicast("f", 0, List.of(1, 4), 2);
    String[] tree = {"inj(0)", "0->1", "ej(1)", "1->4", "ej(4)"};
    LinkSlotsProblem all = problem(SlotRules.DEFAULT, f, after("g", 8, 7, 1, new Flow.After(0, -1, 3)));
    good(all, sent(0, 0, tree), sent(1, 8, "inj(8)", "8->7", "ej(7)"));
    bad("precedence at message g: It starts in slot 7; the message f is delivered by slot 5, and the lag is 3.", all,
        sent(0, 0, tree), sent(1, 7, "inj(8)", "8->7", "ej(7)"));
    LinkSlotsProblem one = problem(SlotRules.DEFAULT, f, after("g", 8, 7, 1, new Flow.After(0, 1, 3)));
    good(one, sent(0, 0, tree), sent(1, 7, "inj(8)", "8->7", "ej(7)"));
    bad("precedence at message g: It starts in slot 6; the message f is delivered by slot 4, and the lag is 3.", one,
        sent(0, 0, tree), sent(1, 6, "inj(8)", "8->7", "ej(7)"));
  }

  @Test
  void chunks_leave_in_order() {
    Flow flow =
        new Flow("f", FlowKind.UNICAST, List.of(0), List.of(4), 2, 0, Flow.NO_DEADLINE, 1, 0, null, 2, List.of(), List.of());
    LinkSlotsProblem problem = problem(SlotRules.DEFAULT, flow);
    good(problem, sent(0, 0, XY), sent(1, 2, YX));
    bad("chunk-order at message f#1: It leaves the tile (0) in slot 3; the message f#0 before it has left by slot 7.", problem,
        sent(0, 5, XY), sent(1, 3, YX));
  }

  @Test
  void messages_may_be_left_out_only_if_the_rules_say_so() {
    SlotRules some = new SlotRules(Goal.DEADLINE, RoutePolicy.FREE, true, true, Forwarding.CUT_THROUGH, false, 0, false);
    LinkSlotsProblem problem = problem(some, due("f", 0, 4, 2, 0, 9), due("g", 0, 4, 2, 0, 9));
    assertThat(judge(problem, sent(1, 0, XY)).isExecutable()).isTrue();
    assertThat(judge(problem, sent(1, 0, XY)).objective()).isEqualTo(1);
    LinkSlotsProblem waits = problem(some, due("f", 0, 4, 2, 0, 9), after("g", 0, 4, 2, new Flow.After(0, -1, 0)));
    bad("precedence at message g: It waits for the message f, which has no transmission.", waits, sent(1, 0, XY));
  }

  @Test
  void periods_are_wide_enough_and_asked_for() {
    LinkSlotsProblem problem = problem(SlotRules.DEFAULT.withGoal(Goal.PERIOD), Flow.unicast("f", 0, 4, 4));
    LinkSlotsEvaluator judge = new LinkSlotsEvaluator();
    assertThat(judge.evaluate(problem, new SlotTable(List.of(sent(0, 0, XY)), 4, null)).objective()).isEqualTo(4);
    assertThat(judge.evaluate(problem, new SlotTable(List.of(sent(0, 0, XY)), 4, null)).isExecutable()).isTrue();
    assertThat(judge.evaluate(problem, new SlotTable(List.of(sent(0, 0, XY)), 3, null)).violations()).extracting(Object::toString)
        .contains("period at message f: It holds the link inj(0) for 4 slots, more than its period of 3.");
    assertThat(judge.evaluate(problem, new SlotTable(List.of(sent(0, 0, XY)), 0, null)).violations()).extracting(Object::toString)
        .contains("period at slot table: The common period (0) must be between 1 and 2^60.");
    assertThat(judge.evaluate(problem(SlotRules.DEFAULT, Flow.unicast("f", 0, 4, 4)),
        new SlotTable(List.of(sent(0, 0, XY)), 4, null)).violations()).extracting(Object::toString)
            .contains("period at slot table: The problem asks for no common period (4).");
  }

  /** Weights 1 and 1: finishes 5 and 2 + 5. Hops 2 x 2 + 2 x 2. */
  @Test
  void goals_choose_their_cost() {
    LinkSlotsProblem problem =
        problem(SlotRules.DEFAULT.withGoal(Goal.WEIGHTED_FINISH), Flow.unicast("f", 0, 4, 2), Flow.unicast("g", 0, 4, 2));
    Evaluation evaluation = judge(problem, sent(0, 0, XY), sent(1, 2, YX));
    assertThat(evaluation.objective()).isEqualTo(12);
    assertThat(evaluation.cost()).containsEntry("makespanSlots", 7L).containsEntry("flitHops", 8L)
        .containsEntry("tableEntries", 6L).containsEntry("maxRouterEntries", 2L).containsEntry("busiestLinkSlots", 4L);
  }

  /** Rates 2 and 1: 6 units hold all links for 6 slots cut-through; store and forward each for its own time: 0, +3+1, +6+1. */
  @Test
  void slow_links_hold_longer() {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.OPEN);
    for (String name : List.of("a", "b", "c")) {
      builder.tile(name);
    }
    builder.link(0, 1, new SlotNetworkBuilder.Wire(1, 1, Bandwidth.ofBytesPerCycle(2)));
    builder.link(1, 2, SlotNetworkBuilder.Wire.UNIT);
    SlotNetwork line = builder.build();
    List<Long> finishes = new ArrayList<>();
    for (Forwarding forwarding : Forwarding.values()) {
      LinkSlotsProblem problem = new LinkSlotsProblem("line", line, List.of(Flow.unicast("f", 0, 2, 6)),
          SmallSlotProblems.rules(Goal.MAKESPAN, forwarding, false, 0));
      finishes.add(new LinkSlotsEvaluator()
          .evaluate(problem, new SlotTable(List.of(new Transmission(0, List.of(0, 1), 0)))).objective());
    }
    assertThat(finishes).containsExactly(1L + 6, 3L + 1 + 6);
  }
}
