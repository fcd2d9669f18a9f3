package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cycles of every layer on 1..N chiplets by its partition and by what it comes after: t(l).
 *
 * <p>Role: the table that {@link ClusterTimes} adds up; of several chiplet types the fastest counts, a lower bound for each mixture. Limits of a
 * sender ({@code border: egress}) and of links are left out.
 */
final class LayerTimes {
  private final List<Partition> partitions;
  private final int chiplets;
  private final long[][][] first;
  private final long[][][] afterSplit;
  private final long[][][] afterWhole;
  private final long[] leastWork;

  LayerTimes(PipelineProblem problem) {
    partitions = List.copyOf(problem.switches().partitions());
    chiplets = problem.module().size();
    int layers = problem.network().size();
    first = new long[partitions.size()][layers][];
    afterSplit = new long[partitions.size()][layers][];
    afterWhole = new long[partitions.size()][layers][];
    leastWork = new long[layers];
    Arrays.fill(leastWork, Long.MAX_VALUE);
    LayerCosts costs = new LayerCosts(problem);
    for (int p = 0; p < partitions.size(); p++) {
      for (int l = 0; l < layers; l++) {
        first[p][l] = row(costs, problem, l, p, null);
        afterSplit[p][l] = l == 0 ? first[p][l] : row(costs, problem, l, p, Partition.WEIGHT_SHARED);
        afterWhole[p][l] = l == 0 ? first[p][l] : row(costs, problem, l, p, Partition.INPUT_SHARED);
      }
    }
  }

  private long[] row(LayerCosts costs, PipelineProblem problem, int l, int p, @Nullable Partition before) {
    Partition partition = partitions.get(p);
    long[] row = new long[chiplets];
    for (int n = 1; n <= chiplets; n++) {
      long compute = Long.MAX_VALUE;
      for (ChipletType type : problem.module().types()) {
        compute = Math.min(compute, costs.compute(l, n, partition, type));
      }
      row[n - 1] = costs.time(compute, costs.bytes(l, n, partition, before));
      leastWork[l] = Math.min(leastWork[l], n * row[n - 1]);
    }
    return row;
  }

  /** Partitions by index. */
  List<Partition> partitions() {
    return partitions;
  }

  /** Cycles of the first layer of a cluster on 1..N chiplets, by n - 1. */
  long[] first(int l, int partition) {
    return first[partition][l];
  }

  /** Cycles of a layer behind one of partition {@code before} in its cluster on 1..N chiplets, by n - 1. */
  long[] after(int l, int partition, int before) {
    return (partitions.get(before).splitsPositions() ? afterSplit : afterWhole)[partition][l];
  }

  /** Least chiplet-cycles of a layer: min over n, partitions and predecessors of n * t(l). */
  long leastWork(int l) {
    return leastWork[l];
  }
}
