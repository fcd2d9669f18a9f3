package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;

/**
 * What a segment costs once its number of clusters and its longest cluster are known.
 *
 * <p>Role: the one place where objective, samples and the switches of segments enter the programme. Never falls when the number of clusters or the
 * bottleneck grows. Saturates at {@link ClusterTimes#INFINITE}.
 */
public final class StageCosts {
  private final ClusterTimes times;
  private final long buffers;
  private final boolean throughput;
  private final boolean async;
  private final boolean hiddenLoads;
  private final long samples;
  private final long[] inputBytes;
  private final long[] outputBytes;
  private final long roomPerSample;
  private final long dram;

  public StageCosts(ClusterTimes times) {
    PipelineProblem problem = times.problem();
    this.times = times;
    this.buffers = problem.module().weightBufferBytes();
    this.throughput = problem.objective() == PipelineObjective.THROUGHPUT;
    this.async = problem.switches().timing() == Timing.ASYNC;
    this.hiddenLoads = problem.switches().loadOverlap() == LoadOverlap.NEXT;
    this.samples = problem.objective() == PipelineObjective.LATENCY ? 1 : problem.samples();
    this.dram = problem.module().dramBytesPerCycle();
    this.roomPerSample =
        problem.switches().dramCapacity() ? problem.module().dramCapacityBytes() / problem.samples() : Long.MAX_VALUE;
    int layers = times.layers();
    inputBytes = new long[layers];
    outputBytes = new long[layers];
    for (int l = 0; l < layers; l++) {
      PipelineLayer layer = problem.network().layer(l);
      inputBytes[l] = layer.inputBytes() + problem.network().skipBefore(l);
      outputBytes[l] = layer.outputBytes() + layer.skipBytes();
    }
  }

  /** Whether all weights of layers first..last fit into all buffers, or it is one layer. */
  public boolean exists(int first, int last) {
    return first == last || times.weightBytes(first, last) <= buffers;
  }

  /** Whether what the segment leaves in DRAM has room there. */
  public boolean leavesRoom(int last) {
    return last == times.layers() - 1 || outputBytes[last] <= roomPerSample;
  }

  /** Cycles in which the weights are loaded before the segment begins. */
  public long load(int first, int last) {
    return LayerCosts.ceil(times.weightBytes(first, last), dram);
  }

  /** Cycles of a stage whose longest cluster takes {@code bottleneck}. */
  public long stage(int first, int last, long bottleneck) {
    return Math.max(bottleneck, LayerCosts.ceil(inputBytes[first] + outputBytes[last], dram));
  }

  /** The segment's share of the objective. */
  public long cost(int first, int last, int clusters, long bottleneck) {
    if (bottleneck == ClusterTimes.INFINITE || !leavesRoom(last)) {
      return ClusterTimes.INFINITE;
    }
    long stage = stage(first, last, bottleneck);
    if (throughput) {
      return stage;
    }
    // Asynchronous stages: the first sample passes at least the longest cluster. Hidden loads: at least those of the first segment are waited for.
    long pass = async
        ? Exact.add(bottleneck, Exact.multiply(samples - 1, stage))
        : Exact.multiply(Exact.add(samples, clusters - 1L), stage);
    return hiddenLoads && first > 0 ? pass : Exact.add(load(first, last), pass);
  }

  /**
   * Longest bottleneck with which so many clusters cost at most {@code cost}, if it is longer than what the DRAM needs anyway: then what it says of
   * stages says the same of bottlenecks.
   *
   * @param cost finite
   * @return 0 if there is none
   */
  long longestBottleneck(int first, int last, int clusters, long cost) {
    long low = 0;
    long high = cost;
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (cost(first, last, clusters, middle) <= cost) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Whether the cost of a segment depends on the bottleneck alone. */
  boolean ignoresClusters() {
    return throughput || async;
  }
}
