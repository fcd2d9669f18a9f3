package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import java.util.function.LongConsumer;

/** One way for each cluster: the fastest partitions of its layers on exactly so many chiplets. */
final class AllocationWays implements ClusterWays {
  private final ClusterTimes exact;
  private final ClusterTimes atMost;

  AllocationWays(PipelineProblem problem, Effort effort) {
    exact = ClusterTimes.of(problem.with(problem.switches().withIdle(false)), effort);
    atMost = ClusterTimes.of(problem.with(problem.switches().withIdle(true)), effort);
  }

  @Override
  public int leastChiplets(int k, int j, long limit) {
    return atMost.leastChiplets(k, j, limit);
  }

  @Override
  public long ways(int k, int j, int n, long limit, int r) {
    return time(k, j, n) <= limit ? 1 : 0;
  }

  @Override
  public void times(int k, int j, int n, long limit, LongConsumer consumer) {
    if (time(k, j, n) <= limit) {
      consumer.accept(time(k, j, n));
    }
  }

  /** Least cycles of layers k..j on exactly n chiplets; {@link ClusterTimes#INFINITE}, above each limit, if their weights do not fit. */
  private long time(int k, int j, int n) {
    return exact.cycles(k, j, n);
  }
}
