package dev.dovetail.models.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Walks on a line with a fork: a - b - c, b - d; each link has a latency and a rate of its own.
 *
 * <pre>
 *   a --ab(2)--> b --bc(3)--> c        ab: 8 per cycle, bc: 4 per cycle, bd: 8 per cycle
 *                b --bd(1)--> d        ba, cb, db lead back with the same numbers
 * </pre>
 */
class RouteWalkTest {
  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;
  private static final int D = 3;
  private static final int AB = 0;
  private static final int BC = 1;
  private static final int BD = 2;
  private static final int BA = 3;
  private static final int CB = 4;
  private static final int DB = 5;
  private static final LinkNetwork NETWORK = network();

  private static LinkNetwork network() {
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      nodes.add(new Node(name, Node.Kind.ROUTER, -1));
    }
    List<Channel> channels = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    long[][] links = {{A, B, 2, 8}, {B, C, 3, 4}, {B, D, 1, 8}, {B, A, 2, 8}, {C, B, 3, 4}, {D, B, 1, 8}};
    for (long[] l : links) {
      String name = nodes.get((int) l[0]).name() + nodes.get((int) l[1]).name();
      channels.add(new Channel(name, Channel.Kind.LINK, Bandwidth.ofBytesPerCycle(l[3]), l[2], 10));
      edges.add(new Edge(name, (int) l[0], (int) l[1], List.of(edges.size())));
    }
    return new LinkNetwork(nodes, channels, edges);
  }

  private static Walk sound(Movement movement, Integer... edges) {
    Findings findings = new Findings();
    Walk walk = new RouteWalk(NETWORK).walk(movement, List.of(edges), "here", findings);
    assertThat(findings.violations()).isEmpty();
    return Objects.requireNonNull(walk);
  }

  private static void faulty(String rule, String words, Movement movement, Integer... edges) {
    Findings findings = new Findings();
    assertThat(new RouteWalk(NETWORK).walk(movement, List.of(edges), "here", findings)).isNull();
    assertThat(findings.violations()).anySatisfy(v -> {
      assertThat(v.rule()).isEqualTo(rule);
      assertThat(v.where()).isEqualTo("here");
      assertThat(v.message()).contains(words);
    });
  }

  private static Movement gather(long merge, List<Long> waits, boolean storeAndForward) {
    return new Movement(List.of(A, D), List.of(C), true, 8, storeAndForward, merge, waits);
  }

  /** 8 units at the slowest rate, 4: 2 cycles on all links. Behind ab: 2 cycles later. The first unit is at c after 2 + 3. */
  @Test
  void cut_through_begins_the_next_edge_after_the_latency_and_holds_all_as_long_as_the_slowest() {
    Walk walk = sound(Movement.cutThrough(A, List.of(C, D), 8), AB, BC, BD);
    assertThat(walk.channels()).containsExactly(AB, BC, BD);
    assertThat(walk.offsets()).containsExactly(0, 2, 2);
    assertThat(walk.durations()).containsExactly(2, 2, 2);
    assertThat(walk.next()).containsExactly(-1, 0, 0);
    assertThat(walk.arrival()).isEqualTo(5);
    assertThat(walk.lastEnd()).isEqualTo(4);
    assertThat(walk.femtojoulesPerByte()).isEqualTo(30);
    assertThat(walk.bandwidth()).isEqualTo(Bandwidth.ofBytesPerCycle(4));
  }

  /** ab takes 1 cycle for 8 units: all are at b after 1 + 2. bc takes 2: there after 3 + 2 + 3. */
  @Test
  void store_and_forward_waits_for_all_of_it() {
    Walk walk = sound(new Movement(List.of(A), List.of(C, D), false, 8, true, 0, List.of()), AB, BC, BD);
    assertThat(walk.offsets()).containsExactly(0, 3, 3);
    assertThat(walk.durations()).containsExactly(1, 2, 1);
    assertThat(walk.arrival()).isEqualTo(8);
    assertThat(walk.lastEnd()).isEqualTo(5);
  }

  @Test
  void waiting_before_an_edge_shifts_what_lies_behind_it_only() {
    Walk walk = sound(new Movement(List.of(A), List.of(C, D), false, 8, false, 0, List.of(0L, 0L, 7L)), AB, BC, BD);
    assertThat(walk.offsets()).containsExactly(0, 2, 9);
    assertThat(walk.arrival()).isEqualTo(10);
  }

  /** Both branches must be at b in one cycle: ab (latency 2) begins a cycle before db (latency 1); bc begins when they meet. */
  @Test
  void branches_of_an_in_tree_meet_in_the_same_cycle() {
    Walk walk = sound(gather(0, List.of(), false), AB, DB, BC);
    assertThat(walk.edgeOffsets()).containsExactly(0, 1, 2);
    assertThat(walk.departures()).containsExactly(0, 1);
    assertThat(walk.next()).containsExactly(2, 2, -1);
    assertThat(walk.arrival()).isEqualTo(5);
  }

  /** An addition of 4 cycles and a wait of 5 before bc. */
  @Test
  void a_merge_takes_its_time_where_branches_meet() {
    assertThat(sound(gather(4, List.of(), false), AB, DB, BC).edgeOffsets()).containsExactly(0, 1, 6);
    assertThat(sound(gather(4, List.of(0L, 0L, 5L), false), DB, AB, BC).edgeOffsets()).containsExactly(1, 0, 11);
  }

  /** b adds its own data: bc begins 4 cycles after what b gives and what comes over ab are there. */
  @Test
  void a_source_inside_of_an_in_tree_gives_its_data_where_branches_meet() {
    Walk walk = sound(new Movement(List.of(A, B), List.of(C), true, 8, false, 4, List.of()), AB, BC);
    assertThat(walk.edgeOffsets()).containsExactly(0, 6);
    assertThat(walk.departures()).containsExactly(0, 2);
  }

  /** Frames of 8: 1 cycle on ab and db, so that ab begins 1 + 2 and db 1 + 1 cycles before they meet. */
  @Test
  void in_trees_store_and_forward_too() {
    assertThat(sound(gather(0, List.of(), true), AB, DB, BC).edgeOffsets()).containsExactly(0, 1, 3);
  }

  @Test
  void faults_of_routes_are_named() {
    Movement path = Movement.cutThrough(A, List.of(C), 8);
    faulty("route", "(9) does not exist", path, AB, 9);
    faulty("route", "(bc) must leave a node that the route has reached", path, BC, AB);
    faulty("route", "(ba) must leave a node that the route has reached and enter one that it has not", path, AB, BA, BC);
    faulty("route", "does not lead from (a) to (c)", path, AB, BD);
    faulty("route", "ends at (d), which is no target", path, AB, BC, BD);
    Movement reduce = gather(0, List.of(), false);
    faulty("route", "(db) must enter a node from which the route goes on", reduce, BC, AB, DB);
    faulty("route", "does not lead from (d) to (c)", reduce, AB, BC);
    faulty("route", "begins at (d), which is no source", new Movement(List.of(A), List.of(C), true, 8, false, 0, List.of()), AB,
        DB,
        BC);
  }

  @Test
  void faults_of_waits_are_named() {
    faulty("wait", "must be one for each edge (2)", new Movement(List.of(A), List.of(C), false, 8, false, 0, List.of(1L)), AB,
        BC);
    faulty("wait", "(-1) must not be negative", new Movement(List.of(A), List.of(C), false, 8, false, 0, List.of(0L, -1L)), AB,
        BC);
    faulty("wait", "begins 3 cycles after the start", new Movement(List.of(A), List.of(C), false, 8, false, 0, List.of(3L, 0L)),
        AB,
        BC);
    faulty("wait", "(db) is the first of its branch", gather(0, List.of(0L, 1L, 0L), false), AB, DB, BC);
  }

  /** One bus behind two routers: a multicast enters it at two times, a reduce would put two sums on it. */
  @Test
  void a_channel_is_entered_once() {
    List<Channel> channels = new ArrayList<>(NETWORK.channels());
    List<Edge> edges = new ArrayList<>(NETWORK.edges());
    edges.set(BC, new Edge("bc", B, C, List.of(AB)));
    edges.set(DB, new Edge("db", D, B, List.of(AB)));
    RouteWalk walk = new RouteWalk(new LinkNetwork(NETWORK.nodes(), channels, edges));
    Findings findings = new Findings();
    assertThat(walk.walk(Movement.cutThrough(A, List.of(C), 8), List.of(AB, BC), "path", findings)).isNull();
    assertThat(walk.walk(gather(0, List.of(), false), List.of(AB, DB, BC), "reduce", findings)).isNull();
    assertThat(findings.violations()).extracting(Object::toString).contains(
        "channel-twice at path: The route enters the channel (ab) 0 and again 2 cycles after its start.",
        "channel-twice at reduce: Two branches of the route need the channel (ab) for different data.");
  }

  @Test
  void a_route_holds_something() {
    List<Edge> edges = List.of(new Edge("ab", A, B, List.of()));
    Findings findings = new Findings();
    assertThat(new RouteWalk(new LinkNetwork(NETWORK.nodes(), NETWORK.channels(), edges))
        .walk(Movement.cutThrough(A, List.of(B), 8), List.of(0), "here", findings)).isNull();
    assertThat(findings.violations()).singleElement().asString().contains("The route holds no channel.");
  }

  @Test
  void a_walk_leaves_nothing_behind_for_the_next_one() {
    RouteWalk walk = new RouteWalk(NETWORK);
    Findings findings = new Findings();
    for (int i = 0; i < 3; i++) {
      assertThat(walk.walk(gather(0, List.of(), false), List.of(AB, DB, BC), "in", findings)).isNotNull();
      assertThat(walk.walk(Movement.cutThrough(C, List.of(A, D), 8), List.of(CB, BA, BD), "out", findings)).isNotNull();
      assertThat(walk.walk(Movement.cutThrough(A, List.of(B), 8), List.of(AB), "short", findings)).isNotNull();
    }
    assertThat(findings.isEmpty()).isTrue();
  }
}
