package dev.dovetail.models.pipeline.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What thresholds have told of the cost of one segment so far: a lower and an upper end.
 *
 * <p>Role: a column of {@link ThresholdProgramme}. Its ranges say: a stage in (above, upTo] needs at least so many clusters, and so many keep
 * {@code upTo}. Asking whether fewer cycles are enough splits a range; ranges that cannot be best are dropped.
 */
final class ThresholdColumn {
  /** Bottlenecks above..upTo, the lower end not among them. */
  private record Range(long above, long upTo, int clusters) {}

  private final ClusterTimes times;
  private final StageCosts stages;
  private final int first;
  private final int last;
  private List<Range> ranges = List.of();
  private long lower = ClusterTimes.INFINITE;
  private long steps;

  /**
   * @param floor no bottleneck is shorter
   */
  ThresholdColumn(ClusterTimes times, StageCosts stages, int first, int last, long floor) {
    this.times = times;
    this.stages = stages;
    this.first = first;
    this.last = last;
    long single = times.cycles(first, last, times.chiplets());
    // Weights that fit into all buffers are one cluster on all chiplets, so without that there is no segment at all.
    if (stages.cost(first, last, 1, single) != ClusterTimes.INFINITE) {
      keep(List.of(new Range(Math.min(floor, single) - 1, single, 1)));
    }
  }

  /** No segment of these layers costs less. */
  long lower() {
    return lower;
  }

  /** Whether {@link #lower()} is the cost of a segment. */
  boolean isExact() {
    return ranges.isEmpty() || lower == upper(cheapest());
  }

  private long lower(Range range) {
    return stages.cost(first, last, range.clusters, range.above + 1);
  }

  private long upper(Range range) {
    return stages.cost(first, last, range.clusters, range.upTo);
  }

  private Range cheapest() {
    return ranges.stream().min(Comparator.comparingLong(this::lower)).orElseThrow();
  }

  /** Asks about the middle of the range that looks cheapest. */
  void split() {
    Range range = cheapest();
    long middle = Math.min(range.above + (range.upTo - range.above) / 2, range.above + 1 + range.above / 4);
    long best = ranges.stream().mapToLong(this::upper).min().orElseThrow();
    int most = range.clusters;
    while (most < last - first + 1 && most < times.chiplets() && stages.cost(first, last, most + 1, range.above + 1) < best) {
      most++;
    }
    ThresholdSearch search = new ThresholdSearch(times, first, last, middle);
    int clusters = search.fewestClusters(most);
    steps += search.steps();
    List<Range> next = new ArrayList<>();
    for (Range other : ranges) {
      if (other != range) {
        next.add(other);
      }
    }
    if (clusters != 0) {
      next.add(new Range(range.above, middle, clusters));
    }
    if (clusters != range.clusters) {
      next.add(new Range(middle, range.upTo, range.clusters));
    }
    long least = next.stream().mapToLong(this::upper).min().orElseThrow();
    next.removeIf(r -> lower(r) > least || lower(r) == least && upper(r) > least);
    keep(next);
  }

  private void keep(List<Range> kept) {
    ranges = List.copyOf(kept);
    lower = lower(cheapest());
  }

  /** A segment that costs {@link #lower()}, which is exact. */
  ChainPlan.Segment segment() {
    Range range = cheapest();
    ThresholdSearch search = new ThresholdSearch(times, first, last, range.upTo);
    search.fewestClusters(range.clusters);
    List<ChainPlan.Cluster> clusters = search.clusters();
    long bottleneck = clusters.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow();
    return new ChainPlan.Segment(clusters, stages.stage(first, last, bottleneck), stages.load(first, last), lower());
  }

  /** Iterations of the inner loop. */
  long steps() {
    return steps;
  }
}
