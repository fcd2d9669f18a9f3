package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import org.jspecify.annotations.Nullable;

/**
 * What no plan falls below for a single layer, over all sizes of its region, partitions, and partitions before it.
 *
 * <p>Role: the summands of {@link PipelineBounds}. Of several chiplet types each layer takes the fastest; where branches may lie in different
 * clusters, the fewest bytes of all its placements.
 */
final class LayerFloors {
  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final GraphCosts graph;
  private final boolean branches;
  private final long largestBuffer;

  LayerFloors(PipelineProblem problem) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    this.graph = new GraphCosts(problem);
    this.branches = problem.switches().graph() == Graph.BRANCHES;
    this.largestBuffer = problem.module().types().stream().mapToLong(ChipletType::weightBufferBytes).max().orElseThrow();
  }

  /** Chiplet-cycles: min of n * t(l). */
  long work(int l) {
    long least = Long.MAX_VALUE;
    for (int n = 1; n <= problem.module().size(); n++) {
      for (Partition partition : problem.switches().partitions()) {
        least = Math.min(least, Exact.multiply(n, time(l, n, partition)));
      }
    }
    return least;
  }

  /** As {@link #work}, where a layer that is too large for its region streams its weights, and none is replicated that fits no chiplet. */
  long placedWork(int l) {
    long least = Long.MAX_VALUE;
    for (int n = 1; n <= problem.module().size(); n++) {
      least = Math.min(least, Exact.multiply(n, placedTime(l, n)));
    }
    return least;
  }

  /** Cycles of the layer on the region that suits it best. */
  long cycles(int l) {
    long least = Long.MAX_VALUE;
    for (int n = 1; n <= problem.module().size(); n++) {
      least = Math.min(least, placedTime(l, n));
    }
    return least;
  }

  private long placedTime(int l, int n) {
    long least = Long.MAX_VALUE;
    for (Partition partition : problem.switches().partitions()) {
      if (isPossible(l, partition)) {
        least = Math.min(least, streamed(l, n, time(l, n, partition)));
      }
    }
    return least;
  }

  private boolean isPossible(int l, Partition partition) {
    return partition != Partition.REPLICATED || weights(l) <= largestBuffer;
  }

  private long streamed(int l, int n, long cycles) {
    return streams(l, n) ? Math.max(cycles, costs.streaming(l)) : cycles;
  }

  /** Whether a layer fits no region of so many chiplets. */
  boolean streams(int l, int n) {
    return weights(l) > Exact.multiply(n, largestBuffer);
  }

  /** Whether a layer is too large for all buffers together, so that it is a segment alone. */
  boolean isAlone(int l) {
    return weights(l) > problem.module().weightBufferBytes();
  }

  /** Cycles of a layer that is a segment alone, without what the DRAM needs besides. */
  long cyclesAlone(int l) {
    long least = Long.MAX_VALUE;
    int fewest = problem.switches().idle() ? 1 : problem.module().size();
    for (int n = fewest; n <= problem.module().size(); n++) {
      for (Partition partition : problem.switches().partitions()) {
        if (isPossible(l, partition)) {
          least = Math.min(least, streamed(l, n, costs.time(compute(l, n, partition), entering(l, n, partition))));
        }
      }
    }
    return least;
  }

  /** Stage time of a layer that is a segment alone. */
  long stageAlone(int l) {
    long dram = graph.io(l, l);
    boolean shares = problem.switches().dramShared() && isAlone(l);
    return Math.max(cyclesAlone(l), shares ? Exact.add(dram, costs.streaming(l)) : dram);
  }

  private long weights(int l) {
    return problem.network().layer(l).weightBytes();
  }

  private long time(int l, int n, Partition partition) {
    return costs.time(compute(l, n, partition), bytes(l, n, partition));
  }

  private long compute(int l, int n, Partition partition) {
    long least = Long.MAX_VALUE;
    for (ChipletType type : problem.module().types()) {
      least = Math.min(least, costs.compute(l, n, partition, type));
    }
    return least;
  }

  /** The fewest bytes that a chiplet receives: first of a cluster, or after a layer of any partition. */
  private long bytes(int l, int n, Partition partition) {
    if (branches) {
      return graph.leastBytes(l, n, partition);
    }
    long least = entering(l, n, partition);
    if (l > 0) {
      for (Partition before : problem.switches().partitions()) {
        least = Math.min(least, costs.bytes(l, n, partition, before));
      }
    }
    return least;
  }

  private long entering(int l, int n, Partition partition) {
    return branches
        ? graph.bytes(l, n, partition, new @Nullable Partition[graph.sources(l).length])
        : costs.bytes(l, n, partition, null);
  }

  /**
   * Femtojoules of all samples for what the layer's chiplets receive, and for streaming its weights again for each sample but the first.
   *
   * @param isFirst whether it is the first of its segment
   */
  long femtojoules(int l, boolean isFirst) {
    long perByte = 8 * problem.module().energy().nopFemtojoulesPerBit().orElse(0);
    long again = Exact.multiply(Exact.multiply(problem.samples() - 1, weights(l)),
        8 * problem.module().energy().dramFemtojoulesPerBit().orElse(0));
    long least = Long.MAX_VALUE;
    for (int n = 1; n <= problem.module().size(); n++) {
      for (Partition partition : problem.switches().partitions()) {
        if (isPossible(l, partition)) {
          boolean streams = streams(l, n);
          long each = isFirst || streams ? entering(l, n, partition) : bytes(l, n, partition);
          long moved = Exact.multiply(Exact.multiply(problem.samples(), Exact.multiply(n, each)), perByte);
          least = Math.min(least, streams ? Exact.add(moved, again) : moved);
        }
      }
    }
    return least;
  }
}
