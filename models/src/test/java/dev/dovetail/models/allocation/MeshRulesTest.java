package dev.dovetail.models.allocation;

import static dev.dovetail.models.testing.AllocationAssert.assertThat;

import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.Schedule.Buffer;
import dev.dovetail.models.allocation.Schedule.Task;
import dev.dovetail.models.allocation.Schedule.Transfer;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.testing.FixedCosts;
import dev.dovetail.models.testing.ThreeLayerExample;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two vector layers on a row of three cores: links with latency, unequal bandwidths, a port channel, trees and spills.
 *
 * <pre>
 *   x --> a = x + x --> b = a + a --> DRAM           64 elements of one byte each; a task takes 1 cycle
 *
 *   dram ==port,in==> A ==ab==> B ==bc==> C          in: 8 B/cycle, latency 1   ab: 4 B/cycle, latency 2   bc: 16 B/cycle,
 * latency 5        <==port,out==          C ==ca==> A          port: 16 B/cycle, latency 3   out, ca: 8 B/cycle, latency 0
 * </pre>
 */
class MeshRulesTest {
  private static final Box ALL = Box.of(0, 64);

  private static final Accelerator ROW = row();

  private static Accelerator row() {
    List<Core> cores = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("A", "B", "C")) {
      nodes.add(new Node(name, Node.Kind.CORE, cores.size()));
      cores.add(ThreeLayerExample.core(name, 256, Set.of(Operator.ADD)));
    }
    nodes.add(new Node("dram", Node.Kind.DRAM, -1));
    List<Channel> channels = List.of(
        channel("port", Channel.Kind.DRAM_PORT, 16, 3, 100), channel("in", Channel.Kind.LINK, 8, 1, 1),
        channel("out", Channel.Kind.LINK, 8, 0, 1), channel("ab", Channel.Kind.LINK, 4, 2, 10),
        channel("bc", Channel.Kind.LINK, 16, 5, 20), channel("ca", Channel.Kind.LINK, 8, 0, 1));
    List<Edge> edges = List.of(
        new Edge("dram->A", 3, 0, List.of(0, 1)), new Edge("A->dram", 0, 3, List.of(2, 0)), new Edge("A->B", 0, 1, List.of(3)),
        new Edge("B->C", 1, 2, List.of(4)), new Edge("C->A", 2, 0, List.of(5)));
    return new Accelerator("row", cores, nodes, channels, edges, 0);
  }

  private static Channel channel(String name, Channel.Kind kind, long bytesPerCycle, long latency, long femtojoules) {
    return new Channel(name, kind, Bandwidth.ofBytesPerCycle(bytesPerCycle), latency, femtojoules);
  }

  private static final AllocationProblem PROBLEM = problem(new FixedCosts(0, 0));

  private static AllocationProblem problem(FixedCosts costs) {
    Tensor x = new Tensor("x", List.of(64), 8, Tensor.Role.INPUT, false);
    Tensor a = new Tensor("a", List.of(64), 8, Tensor.Role.FEATURE, false);
    Tensor b = new Tensor("b", List.of(64), 8, Tensor.Role.FEATURE, true);
    Workload workload = new Workload("chain", List.of(twice("a", x), twice("b", a)), Map.of("x", x, "a", a, "b", b));
    return new AllocationProblem(
        "row", workload, ROW, costs, Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
  }

  private static Layer twice(String out, Tensor in) {
    Operand operand = Operand.direct(in, new AxisMap.Same(0));
    return new Layer(out, Operator.ADD, List.of(operand, operand), out, List.of(64), List.of(Dim.OY), Map.of(), 1, List.of());
  }

  private static Task task(String layer, String core, long start, int read, int write) {
    return new Task(layer, ALL, core, 0, start, start + 1, List.of(read), List.of(write));
  }

  private static Buffer buffer(String core, String tensor, long from, long until) {
    return new Buffer(core, tensor, List.of(ALL), 64, from, until);
  }

  private static Transfer load(String tensor, List<Integer> targets, List<String> route, long start, long end) {
    return new Transfer(Transfer.Kind.LOAD, tensor, List.of(ALL), 64, -1, targets, "dram", route, start, end);
  }

  private static Transfer move(String tensor, int source, List<Integer> targets, List<String> route, long start, long end) {
    return new Transfer(Transfer.Kind.MOVE, tensor, List.of(ALL), 64, source, targets, "", route, start, end);
  }

  private static Transfer store(String tensor, int source, List<String> route, long start, long end) {
    return new Transfer(Transfer.Kind.STORE, tensor, List.of(ALL), 64, source, List.of(), "dram", route, start, end);
  }

  /** x to A; a on A; a over B to C, and B keeps a copy; b on C; b over A to DRAM. */
  private static Schedule chain(long moveStart, long moveEnd, List<String> moveRoute) {
    return new Schedule(
        List.of(task("a", "A", 12, 0, 1), task("b", "C", 36, 3, 4)),
        List.of(buffer("A", "x", 0, 13), buffer("A", "a", 12, moveEnd), buffer("B", "a", moveStart, moveEnd),
            buffer("C", "a", moveStart, 37),
            buffer("C", "b", 36, 48)),
        List.of(
            // Latency 3 + 1; 64 B at the slower 8 B/cycle: 8 cycles.
            load("x", List.of(0), List.of("dram->A"), 0, 12),
            // Latency 2 + 5 to the farther target C; 64 B at 4 B/cycle: 16 cycles, on both links.
            move("a", 1, List.of(2, 3), moveRoute, moveStart, moveEnd),
            // Latency 0 + 0 + 3; 64 B at 8 B/cycle.
            store("b", 4, List.of("C->A", "A->dram"), 37, 48)));
  }

  @Test
  void a_multicast_with_latencies_arrives_when_the_farthest_target_has_its_last_byte() {
    assertThat(chain(13, 36, List.of("A->B", "B->C")))
        .of(PROBLEM)
        .isExecutable()
        .costs(48)
        .costs("dramBytes", 128)
        .costs("movedBytes", 64)
        // 64 * (port 100 + in 1) + 64 * (ab 10 + bc 20) + 64 * (ca 1 + out 1 + port 100).
        .costs("transferEnergyFemtojoules", 64 * (101 + 30 + 102))
        .costs("busiestChannelCycles", 16);
  }

  @Test
  void dram_traffic_of_tasks_is_charged_the_cheapest_port() {
    assertThat(chain(13, 36, List.of("A->B", "B->C")))
        .of(problem(new FixedCosts(0, 7)))
        .isExecutable()
        .costs("dramBytes", 128 + 2 * 7)
        .costs("transferEnergyFemtojoules", 64 * (101 + 30 + 102) + 2 * 7 * 100);
  }

  @Test
  void a_transfer_that_forgets_the_latency_is_too_short() {
    assertThat(chain(13, 29, List.of("A->B", "B->C"))).of(PROBLEM).violates("transfer-duration", "transfer 1");
  }

  @Test
  void edges_must_come_after_the_edge_that_leads_to_them() {
    assertThat(chain(13, 36, List.of("B->C", "A->B"))).of(PROBLEM).violates("route", "transfer 1");
  }

  @Test
  void a_channel_is_held_from_the_latency_before_it() {
    // A second store of b, by the same route: ca is held in [37,45), out in [37,45), port in [37,45) for the first.
    assertThat(withSecondStore(44)).of(PROBLEM).violates("channel-overlap", "channel ca").violates("channel-overlap",
        "channel port");
    assertThat(withSecondStore(45)).of(PROBLEM).isExecutable().costs(56);
  }

  private static Schedule withSecondStore(long start) {
    Schedule once = chain(13, 36, List.of("A->B", "B->C"));
    List<Buffer> buffers = new ArrayList<>(once.buffers());
    buffers.set(4, buffer("C", "b", 36, start + 11));
    List<Transfer> transfers = new ArrayList<>(once.transfers());
    transfers.add(store("b", 4, List.of("C->A", "A->dram"), start, start + 11));
    return new Schedule(once.tasks(), buffers, transfers);
  }

  @Test
  void links_behind_a_latency_are_free_until_the_transfer_gets_there() {
    // B sends its copy of a to C while A's multicast of a is still on its way: bc is held in [15,31) by transfer 1, ab in [13,29).
    assertThat(relay(31)).of(PROBLEM).violatesOnly("read-early", "transfer-early");
    // [30,34) is still taken.
    assertThat(relay(30)).of(PROBLEM).violates("channel-overlap", "channel bc");
  }

  /** The chain, with C's copy made by a second hop from B's copy, started at the given cycle: too early to be complete. */
  private static Schedule relay(long start) {
    Schedule once = chain(13, 36, List.of("A->B", "B->C"));
    List<Buffer> buffers = new ArrayList<>(once.buffers());
    buffers.set(2, buffer("B", "a", 13, Math.max(36, start + 9)));
    buffers.add(buffer("C", "a", start, start + 9));
    List<Task> tasks = new ArrayList<>(once.tasks());
    tasks.set(1, new Task("b", ALL, "C", 0, 36, 37, List.of(3, 5), List.of(4)));
    buffers.set(5, buffer("C", "a", start, Math.max(37, start + 9)));
    List<Transfer> transfers = new ArrayList<>(once.transfers());
    transfers.add(move("a", 2, List.of(5), List.of("B->C"), start, start + 9));
    return new Schedule(tasks, buffers, transfers);
  }

  @Test
  void a_feature_may_be_spilled_and_reloaded_after_the_store() {
    assertThat(spill(24)).of(PROBLEM).isExecutable().costs(48);
    assertThat(spill(23)).of(PROBLEM).violates("load-before-store", "transfer 2");
  }

  /** a is stored from A in [13,24), reloaded to A from the given cycle on, and read there. */
  private static Schedule spill(long reload) {
    long b = reload + 12;
    return new Schedule(
        List.of(task("a", "A", 12, 0, 1), task("b", "A", b, 2, 3)),
        List.of(buffer("A", "x", 0, 13), buffer("A", "a", 12, 24), buffer("A", "a", reload, b + 1), buffer("A", "b", b, b + 12)),
        List.of(
            load("x", List.of(0), List.of("dram->A"), 0, 12), store("a", 1, List.of("A->dram"), 13, 24),
            load("a", List.of(2), List.of("dram->A"), reload, b), store("b", 3, List.of("A->dram"), b + 1, b + 12)));
  }
}
