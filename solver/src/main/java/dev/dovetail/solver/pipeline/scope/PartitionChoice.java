package dev.dovetail.solver.pipeline.scope;

import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;

/** Cycles of a cluster by its layers and its chiplets, at the partitions that some rule chooses. */
interface PartitionChoice {
  /**
   * Least cycles of layers first..last as one cluster on at most n chiplets, or {@link ClusterTimes#INFINITE}.
   *
   * @param n 1..N
   */
  long cycles(int first, int last, int n);

  /** The cluster behind finite {@link #cycles}. */
  ChainPlan.Cluster cluster(int first, int last, int n);

  /** The best partition of each layer: the exact minimum over all of them. */
  static PartitionChoice exact(ClusterTimes times) {
    return new PartitionChoice() {
      @Override
      public long cycles(int first, int last, int n) {
        return times.cycles(first, last, n);
      }

      @Override
      public ChainPlan.Cluster cluster(int first, int last, int n) {
        return times.cluster(first, last, n);
      }
    };
  }
}
