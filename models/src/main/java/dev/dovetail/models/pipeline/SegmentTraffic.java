package dev.dovetail.models.pipeline;

import dev.dovetail.models.Exact;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Topologies;
import dev.dovetail.models.links.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The transfers between the clusters of a segment as a problem of kind link-slots, for one period.
 *
 * <p>Role: what the switch {@code contention} adds to the cost model. In each period [0, stage) every cluster receives what the cluster before it
 * has produced in the period before, so all messages may leave in slot 0. A cluster's first layer receives while it computes, and its window
 * stretches into the slack of the stage: its messages must be delivered by stage - {@link #tail}. Slots are cycles, volumes bytes. Links carry
 * {@link ChipletMesh#linkBytesPerCycle()} in each direction; each chiplet injects one message at a time and receives one at a time, at the
 * ingress rate. Routes are free; what all chiplets of an input-shared layer receive goes over multicast trees. What chiplets of one cluster
 * exchange, and DRAM traffic, use no links of the mesh. Reconstructed (see {@link PipelineProblem}).
 */
public final class SegmentTraffic {
  private static final SlotRules RULES =
      new SlotRules(Goal.DEADLINE, RoutePolicy.FREE, true, true, Forwarding.CUT_THROUGH, false, 0, true);

  private final PipelineProblem problem;
  private final ChipletMesh mesh;
  private final long rate; // bytes per cycle of a message
  private final SlotNetwork network;

  /**
   * @param problem with a mesh
   * @throws IllegalArgumentException if {@link #unsupported} finds fault with it
   */
  public SegmentTraffic(PipelineProblem problem) {
    List<String> faults = unsupported(problem);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("Contention " + faults.get(0) + ".");
    }
    MultiChipModule module = problem.module();
    this.problem = problem;
    this.mesh = Objects.requireNonNull(module.mesh());
    this.rate = Math.min(module.ingressBytesPerCycle(), mesh.linkBytesPerCycle());
    Wire port = new Wire(1, 1, Bandwidth.ofBytesPerCycle(module.ingressBytesPerCycle()));
    Wire link = new Wire(1, 1, Bandwidth.ofBytesPerCycle(mesh.linkBytesPerCycle()));
    this.network = Topologies.mesh(mesh.columns(), mesh.rows(), new SlotNetworkBuilder(LocalPorts.BOTH, port, port), link);
  }

  /** Why slots cannot be asked for under the other switches, each as the rest of a sentence that begins with "contention"; empty if they can. */
  public static List<String> unsupported(PipelineProblem problem) {
    List<String> faults = new ArrayList<>();
    PipelineSwitches switches = problem.switches();
    if (problem.module().mesh() == null) {
      faults.add("needs a mesh");
    }
    if (switches.timing() != PipelineSwitches.Timing.LOCKSTEP) {
      faults.add("needs the timing (lockstep): slots are those of a period that all stages share");
    }
    if (switches.border() != PipelineSwitches.Border.INGRESS) {
      faults.add("needs the border (ingress): its slots limit the sending chiplets already");
    }
    if (switches.graph() != PipelineSwitches.Graph.CHAIN) {
      faults.add("needs the graph (chain): transfers are between neighbouring clusters");
    }
    return faults;
  }

  /** The mesh of the chiplets; tile c is chiplet c. */
  public SlotNetwork network() {
    return network;
  }

  /**
   * The transfers of a segment with deadlines for its stage; empty if it has none.
   *
   * <p>Messages, cluster by cluster: what each sending share has for all chiplets of the next region, then what it has for single ones.
   *
   * @param segment sound but for its traffic: regions are disjoint chiplets of the mesh, each layer has a partition
   */
  public Optional<LinkSlotsProblem> slots(PipelinePlan.Segment segment) {
    List<Flow> flows = new ArrayList<>();
    List<PipelinePlan.Cluster> clusters = segment.clusters();
    for (int c = 1; c < clusters.size(); c++) {
      ClusterTiming timing = ClusterTiming.of(problem, segment, c);
      add(clusters, c, Handover.of(problem, clusters.get(c - 1), clusters.get(c), entering(timing)),
          segment.stageCycles() - tail(timing), flows);
    }
    String name = "%s, layers %d-%d".formatted(problem.name(), segment.first(), segment.last());
    return flows.isEmpty() ? Optional.empty() : Optional.of(new LinkSlotsProblem(name, network, flows, RULES));
  }

  private static void add(List<PipelinePlan.Cluster> clusters, int c, Handover handover, long deadline, List<Flow> flows) {
    List<Integer> from = clusters.get(c - 1).chiplets();
    List<Integer> to = clusters.get(c).chiplets();
    for (int s = 0; s < from.size() && to.size() > 1; s++) {
      if (handover.shared()[s] > 0) {
        String id = "%d:%d->all".formatted(c, from.get(s));
        flows.add(flow(id, FlowKind.MULTICAST, from.get(s), to, handover.shared()[s], deadline));
      }
    }
    for (int s = 0; s < from.size(); s++) {
      for (int r = 0; r < to.size(); r++) {
        long bytes = handover.own()[s][r] + (to.size() == 1 ? handover.shared()[s] : 0);
        if (bytes > 0) {
          String id = "%d:%d->%d".formatted(c, from.get(s), to.get(r));
          flows.add(flow(id, FlowKind.UNICAST, from.get(s), List.of(to.get(r)), bytes, deadline));
        }
      }
    }
  }

  private static Flow flow(String id, FlowKind kind, int source, List<Integer> destinations, long bytes, long deadline) {
    return new Flow(id, kind, List.of(source), destinations, bytes, 0, deadline, 1, 0, null, 1, List.of(), List.of());
  }

  /**
   * Cycles that a stage still needs once cluster {@code c} has all activations of its first layer: those in which that layer gathers weights, and
   * those of the cluster's later layers; where transfers do not hide behind computing, also those in which the first layer computes.
   *
   * @param segment sound but for its traffic
   * @param c position of a cluster that is not the first
   */
  public long tail(PipelinePlan.Segment segment, int c) {
    return tail(ClusterTiming.of(problem, segment, c));
  }

  private long tail(ClusterTiming timing) {
    ClusterTiming.Work first = timing.works().get(0);
    long cycles = LayerCosts.ceil(first.gatheredBytes(), problem.module().ingressBytesPerCycle());
    if (problem.switches().overlap() == PipelineSwitches.Overlap.SUM) {
      cycles = Exact.add(cycles, first.computeCycles());
    }
    for (ClusterTiming.Work later : timing.works().subList(1, timing.works().size())) {
      cycles = Exact.add(cycles, later.cycles());
    }
    return cycles;
  }

  /** Bytes that each chiplet of a cluster receives from the cluster before it. */
  private static long entering(ClusterTiming timing) {
    return timing.works().get(0).receivedBytes() - timing.works().get(0).gatheredBytes();
  }

  /**
   * A bound on the stage of a segment by its links (LB6): each byte that a chiplet receives from another cluster crosses a link into that chiplet,
   * multicast or not, and a link is held as long as the slowest link or port on the way needs.
   *
   * @param segment sound but for its traffic and its stage time; of the regions only the sizes count, so it holds wherever they lie
   */
  public long linkBound(PipelinePlan.Segment segment) {
    long bytes = 0;
    for (int c = 1; c < segment.clusters().size(); c++) {
      long chiplets = segment.clusters().get(c).chiplets().size();
      bytes = Exact.add(bytes, Exact.multiply(chiplets, entering(ClusterTiming.of(problem, segment, c))));
    }
    return bytes == 0 ? 0 : LayerCosts.ceil(LayerCosts.ceil(bytes, rate), mesh.directedLinks());
  }

  /**
   * A bound on the stage of a segment by its ports: a chiplet receives nothing in the first two slots, in which the first message is injected and
   * crosses a link, then one message at a time.
   *
   * @param segment sound but for its traffic and its stage time; of the regions only the sizes count, so it holds wherever they lie
   */
  public long portBound(PipelinePlan.Segment segment) {
    long bound = 0;
    for (int c = 1; c < segment.clusters().size(); c++) {
      ClusterTiming timing = ClusterTiming.of(problem, segment, c);
      if (entering(timing) > 0) {
        bound = Math.max(bound, Exact.add(2 + LayerCosts.ceil(entering(timing), rate), tail(timing)));
      }
    }
    return bound;
  }
}
