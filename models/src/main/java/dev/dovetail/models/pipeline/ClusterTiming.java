package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineSwitches.Border.EGRESS;
import static dev.dovetail.models.pipeline.PipelineSwitches.Overlap.SUM;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster does with one sample: layer after layer on its region, computing and receiving.
 *
 * <p>Role: the judge's own arithmetic. Programmes and bounds use {@link LayerCosts}. Reconstructed (see {@link PipelineProblem}).
 * A region may hold chiplets of several types: layers are split equally, and the slowest type that is present decides.
 */
public final class ClusterTiming {
  /**
   * One layer of the cluster.
   *
   * @param layer index
   * @param partition how it is split
   * @param computeCycles of the slowest chiplet
   * @param receivedBytes that each chiplet receives for a sample, {@code gatheredBytes} among them
   * @param gatheredBytes of weights that each chiplet gathers for a sample
   * @param cycles that the layer takes
   */
  public record Work(int layer, Partition partition, long computeCycles, long receivedBytes, long gatheredBytes, long cycles) {}

  private final PipelineProblem problem;
  private final long n;
  private final Set<ChipletType> types = new LinkedHashSet<>();
  private final long senders;
  private final List<Work> works = new ArrayList<>();
  private long partedWeights;
  private long replicatedWeights;

  private final @Nullable BranchReads branches;

  private ClusterTiming(PipelineProblem problem, Cluster cluster, long senders, @Nullable BranchReads branches) {
    this.problem = problem;
    this.branches = branches;
    this.n = cluster.chiplets().size();
    this.senders = senders;
    cluster.chiplets().forEach(c -> types.add(problem.module().typeOf(c)));
    Partition before = null;
    for (int i = 0; i < cluster.layers().size(); i++) {
      Partition partition = cluster.partitions().get(i);
      add(cluster.layers().get(i), partition, before);
      before = partition;
    }
  }

  /**
   * The timing of a cluster whose layers, partitions and chiplets exist.
   *
   * @param segment that it stands in
   * @param cluster its position there
   */
  public static ClusterTiming of(PipelineProblem problem, Segment segment, int cluster) {
    long senders = cluster == 0 ? 0 : segment.clusters().get(cluster - 1).chiplets().size();
    BranchReads branches = BranchReads.apply(problem) ? new BranchReads(problem, segment) : null;
    return new ClusterTiming(problem, segment.clusters().get(cluster), senders, branches);
  }

  private void add(int l, Partition partition, @Nullable Partition before) {
    PipelineLayer layer = problem.network().layer(l);
    long gathered = partition == Partition.WEIGHT_SHARED ? Exact.multiply(layer.weightBytes(), n - 1) / n : 0;
    long activations = activations(l, layer, partition, before);
    long limiting =
        problem.switches().border() == EGRESS ? Math.max(activations, sentByOne(l, layer, partition, before)) : activations;
    long compute = types.stream().mapToLong(t -> compute(layer, partition, t)).max().orElseThrow();
    long transfer = up(limiting + gathered, problem.module().ingressBytesPerCycle());
    long cycles = problem.switches().overlap() == SUM ? Exact.add(compute, transfer) : Math.max(compute, transfer);
    works.add(new Work(l, partition, compute, activations + gathered, gathered, cycles));
    if (partition == Partition.REPLICATED) {
      replicatedWeights = Exact.add(replicatedWeights, layer.weightBytes());
    } else {
      partedWeights = Exact.add(partedWeights, layer.weightBytes());
    }
  }

  private long activations(int l, PipelineLayer layer, Partition partition, @Nullable Partition before) {
    if (branches != null) {
      return branches.activations(l);
    }
    return before == null ? entering(l, layer, partition) : exchanged(layer, partition, before);
  }

  /** The most that a chiplet of another cluster sends for a layer; 0 if none does. */
  private long sentByOne(int l, PipelineLayer layer, Partition partition, @Nullable Partition before) {
    if (branches != null) {
      return branches.sentByOneChiplet(l);
    }
    return before == null && senders > 0 ? up(sent(l, layer, partition), senders) : 0;
  }

  /** Passes over the array: groups of output lanes times groups of input lanes, for each tap of the kernel and position of the share. */
  private long compute(PipelineLayer layer, Partition partition, ChipletType type) {
    long outputs = layer.outputChannels();
    long positions = Exact.multiply(layer.outputRows(), layer.outputColumns());
    if (partition == Partition.INPUT_SHARED) {
      outputs = up(outputs, n);
    } else {
      positions = up(positions, n);
    }
    long inputs = layer.inputChannels() / layer.groups();
    long passes = Exact.multiply(up(outputs, type.outputLanes()), up(inputs, type.inputLanes()));
    long taps = Exact.multiply(layer.kernelRows(), layer.kernelColumns());
    return Exact.multiply(Exact.multiply(passes, taps), positions);
  }

  /** What a chiplet receives of the input of the cluster's first layer, and of what else is live there. */
  private long entering(int l, PipelineLayer layer, Partition partition) {
    long beside = problem.network().skipBefore(l);
    return partition == Partition.INPUT_SHARED
        ? layer.inputBytes() + up(beside, n)
        : up(layer.inputBytes() + beside, n) + halo(layer);
  }

  /** What the cluster before sends in all for its next one's first layer: neighbours' rows once more for each receiver. */
  private long sent(int l, PipelineLayer layer, Partition partition) {
    long once = layer.inputBytes() + problem.network().skipBefore(l);
    return partition == Partition.INPUT_SHARED ? once : Exact.add(once, Exact.multiply(n, halo(layer)));
  }

  /** What a chiplet receives of the output of the layer before, which lies on the same region. */
  private long exchanged(PipelineLayer layer, Partition partition, Partition before) {
    long others = n - 1;
    if (partition == Partition.INPUT_SHARED) {
      return Exact.multiply(layer.inputBytes(), others) / n;
    }
    if (before != Partition.INPUT_SHARED) {
      return halo(layer);
    }
    long moved = Exact.multiply(layer.inputBytes() / n, others) / n;
    return problem.switches().haloAfterIsp() ? moved + halo(layer) : moved;
  }

  private long halo(PipelineLayer layer) {
    long rows = Exact.multiply(Exact.multiply(layer.kernelRows() - 1, layer.inputColumns()), layer.inputChannels());
    return n == 1 ? 0 : Math.min(layer.inputBytes(), rows);
  }

  /** What it does, in order. */
  public List<Work> works() {
    return List.copyOf(works);
  }

  /** Cycles that a sample stays in it; streaming hides behind them or is what they wait for. */
  public long cycles() {
    return Math.max(workCycles(), up(streamedBytes(), problem.module().dramBytesPerCycle()));
  }

  private long workCycles() {
    long sum = 0;
    for (Work work : works) {
      sum = Exact.add(sum, work.cycles());
    }
    return sum;
  }

  /** Bytes that all of its chiplets receive from the network on package for a sample. */
  public long receivedBytes() {
    long sum = 0;
    for (Work work : works) {
      sum = Exact.add(sum, Exact.multiply(n, work.receivedBytes()));
    }
    return sum;
  }

  /** Whether its weights lie in the buffers of its region: those stored in parts once, the others on each chiplet. */
  public boolean isResident() {
    return Exact.add(partedWeights, Exact.multiply(n, replicatedWeights)) <= Exact.multiply(n, leastBuffer());
  }

  /** Whether it can run: its weights are resident, or it is one layer that streams them. A replicated layer is resident or nothing. */
  public boolean fits() {
    return isResident() || works.size() == 1 && replicatedWeights == 0;
  }

  /** Weights that come from DRAM for every sample; 0 if they are resident, or the cluster does not fit. */
  public long streamedBytes() {
    return fits() && !isResident() ? partedWeights : 0;
  }

  /** Weights that are loaded once for all samples. */
  public long residentBytes() {
    return Exact.add(partedWeights, replicatedWeights) - streamedBytes();
  }

  /** Weights in the buffer of a chiplet; 0 if they are streamed. */
  public long weightBytesPerChiplet() {
    return streamedBytes() > 0 ? 0 : Exact.add(up(partedWeights, n), replicatedWeights);
  }

  /** The smallest buffer of a chiplet in the region. */
  public long leastBuffer() {
    return types.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
  }

  /** a / b, rounded up. */
  private static long up(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }
}
