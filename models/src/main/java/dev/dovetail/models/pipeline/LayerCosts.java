package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineSwitches.Overlap.SUM;

import org.jspecify.annotations.Nullable;

/**
 * Cycles and bytes of a layer on a region of equal chiplets, and of a segment at the DRAM.
 *
 * <p>Role: the cost model as programmes and bounds look it up; the evaluator recomputes it on its own. Reconstructed (see {@link PipelineProblem}).
 */
public final class LayerCosts {
  private final PipelineNetwork network;
  private final MultiChipModule module;
  private final PipelineSwitches switches;

  /**
   * @param problem whose cost model it is
   */
  public LayerCosts(PipelineProblem problem) {
    this.network = problem.network();
    this.module = problem.module();
    this.switches = problem.switches();
  }

  /**
   * Cycles that the arrays compute. Lanes of grouped layers may take different groups, which is optimistic.
   *
   * @param l layer
   * @param n chiplets of the region, at least 1
   * @param partition how it is split
   * @param type of the chiplets
   */
  public long compute(int l, int n, Partition partition, ChipletType type) {
    PipelineLayer layer = network.layer(l);
    long kernel = layer.kernelRows() * layer.kernelColumns();
    long inner = ceil(layer.inputChannels() / layer.groups(), type.inputLanes()) * kernel;
    return partition.splitsPositions()
        ? ceil(layer.outputChannels(), type.outputLanes()) * inner * ceil(layer.positions(), n)
        : ceil(ceil(layer.outputChannels(), n), type.outputLanes()) * inner * layer.positions();
  }

  /** Rows that neighbouring chiplets of a weight-shared layer share: min(I, (R-1) * IW * C) bytes, 0 on one chiplet. */
  public long halo(int l, int n) {
    PipelineLayer layer = network.layer(l);
    return n == 1 ? 0 : Math.min(layer.inputBytes(), (layer.kernelRows() - 1) * layer.inputColumns() * layer.inputChannels());
  }

  /** Bytes of weights that each chiplet gathers for every sample: floor(w (n-1) / n) if weights are shared and stored in parts, else 0. */
  public long gathered(int l, int n, Partition partition) {
    return partition == Partition.WEIGHT_SHARED ? network.layer(l).weightBytes() * (n - 1) / n : 0;
  }

  /**
   * Bytes that each chiplet receives for a sample.
   *
   * @param before partition of the layer before it in its cluster; null for the first layer of a cluster
   */
  public long bytes(int l, int n, Partition partition, @Nullable Partition before) {
    long activations = before == null ? ingress(l, n, partition) : exchanged(l, n, partition, before);
    return activations + gathered(l, n, partition);
  }

  /** As {@link #bytes} for the first layer of a cluster behind one of {@code senders} chiplets that limit the transfer, too. */
  public long bytesFrom(int l, int n, Partition partition, int senders) {
    PipelineLayer layer = network.layer(l);
    long sent = layer.inputBytes() + network.skipBefore(l) + (partition.splitsPositions() ? n * halo(l, n) : 0);
    return Math.max(ingress(l, n, partition), ceil(sent, senders)) + gathered(l, n, partition);
  }

  private long ingress(int l, int n, Partition partition) {
    long input = network.layer(l).inputBytes();
    long skip = network.skipBefore(l);
    return partition.splitsPositions() ? ceil(input + skip, n) + halo(l, n) : input + ceil(skip, n);
  }

  private long exchanged(int l, int n, Partition partition, Partition before) {
    long input = network.layer(l).inputBytes();
    if (!partition.splitsPositions()) {
      return input * (n - 1) / n;
    }
    if (before.splitsPositions()) {
      return halo(l, n);
    }
    return input / n * (n - 1) / n + (switches.haloAfterIsp() ? halo(l, n) : 0);
  }

  /** Cycles in which each chiplet receives {@code bytes}. */
  public long transfer(long bytes) {
    return ceil(bytes, module.ingressBytesPerCycle());
  }

  /** Cycles of a layer that computes so long and receives so much. */
  public long time(long computeCycles, long bytes) {
    long transfer = transfer(bytes);
    return switches.overlap() == SUM ? computeCycles + transfer : Math.max(computeCycles, transfer);
  }

  /** Cycles of a layer on a region of one type: {@link #time(long, long)} of {@link #compute} and {@link #bytes}. */
  public long time(int l, int n, Partition partition, @Nullable Partition before, ChipletType type) {
    return time(compute(l, n, partition, type), bytes(l, n, partition, before));
  }

  /** Cycles in which the weights of a layer come from DRAM: ceil(w / D). */
  public long streaming(int l) {
    return ceil(network.layer(l).weightBytes(), module.dramBytesPerCycle());
  }

  /** Bytes that a segment reads from and writes to DRAM for a sample: I_i + skip_{i-1} + O_j + skip_j. */
  public long borderBytes(int first, int last) {
    return network.layer(first).inputBytes() + network.skipBefore(first) + network.layer(last).outputBytes()
        + network.layer(last).skipBytes();
  }

  /** Cycles in which a segment reads and writes what a sample needs: io(i,j). */
  public long io(int first, int last) {
    return ceil(borderBytes(first, last), module.dramBytesPerCycle());
  }

  /** Cycles in which the weights of a segment are loaded: load(i,j). */
  public long load(int first, int last) {
    return ceil(network.weightBytes(first, last), module.dramBytesPerCycle());
  }

  /** Whether layers may form a segment: their weights fit into all buffers, or it is one layer. */
  public boolean exists(int first, int last) {
    return first == last || network.weightBytes(first, last) <= module.weightBufferBytes();
  }

  /** a / b, rounded up. */
  public static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
