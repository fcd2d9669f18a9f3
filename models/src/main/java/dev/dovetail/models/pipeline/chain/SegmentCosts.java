package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * S(i,j): least share of the objective of layers i..j as one segment, with the number of clusters that reaches it.
 *
 * <p>Role: columns of the shortest path of {@link ChainProgramme}; every value is exact for the tables of {@link ClusterTimes}, none is cut off by a
 * bound on the whole. Source: dynamic programme over clusters and chiplets after Subhlok and Vondran (PPoPP 1995) for Scope (arXiv 2602.14393),
 * reconstructed.
 */
public final class SegmentCosts {
  /** Horizons are brought up to date after so many clusters: it costs about as much as one cluster more. */
  private static final int HORIZON_PERIOD = 8;

  private final ClusterTimes times;
  private final StageCosts stages;
  private final Restriction restriction;
  private final long[][] costs;
  private final int[][] clusters;
  private final LongAdder steps = new LongAdder();

  private SegmentCosts(ClusterTimes times, Restriction restriction, Effort effort) {
    this.times = times;
    this.stages = new StageCosts(times);
    this.restriction = restriction;
    int size = times.layers();
    this.costs = new long[size][];
    this.clusters = new int[size][];
    for (int i = 0; i < size; i++) {
      int length = lastOf(i) - i + 1;
      costs[i] = new long[length];
      clusters[i] = new int[length];
      Arrays.fill(costs[i], INFINITE);
    }
    switch (restriction) {
      case SEQUENTIAL -> effort.forEach(size, this::sequential);
      case SEGMENTED, FULL -> effort.forEach(size, this::segmented);
      case MERGED -> merged(effort);
    }
  }

  /** Computes all costs; starts are independent of each other and taken longest first. */
  public static SegmentCosts of(ClusterTimes times, Restriction restriction, Effort effort) {
    return new SegmentCosts(times, restriction, effort);
  }

  /** Last layer of the longest segment that begins at {@code first}. */
  private int lastOf(int first) {
    int last = first;
    while (last + 1 < times.layers() && stages.exists(first, last + 1)) {
      last++;
    }
    return last;
  }

  private void sequential(int i) {
    for (int j = i; j < i + costs[i].length; j++) {
      offer(i, j, 1, times.cycles(i, j, times.chiplets()));
    }
  }

  /** Each layer a cluster: the table of one layer fewer and the next layer. */
  private void segmented(int i) {
    int n = times.chiplets();
    long[] before = Arrays.copyOf(times.rowOf(i), n);
    for (int j = i; j < i + costs[i].length; j++) {
      if (j > i) {
        before = behind(before, j);
      }
      if (restriction == Restriction.SEGMENTED || i == 0 && j == times.layers() - 1) {
        offer(i, j, j - i + 1, before[n - 1]);
      }
    }
  }

  /** Least bottleneck on 1..N chiplets of a segment's layers and layer j behind them, each a cluster. */
  private long[] behind(long[] before, int j) {
    int n = times.chiplets();
    long[] now = new long[n];
    Arrays.fill(now, INFINITE);
    steps.add(n - 1L);
    if (times.problem().switches().idle()) {
      MinMax.falling(before, -1, times.rowOf(j), times.offset(j, j), now, -1, 2, n);
    } else {
      MinMax.any(before, -1, times.rowOf(j), times.offset(j, j), now, -1, 2, n);
    }
    return now;
  }

  private void merged(Effort effort) {
    FloorTable[] floors = new FloorTable[times.layers()];
    ClusterRanges ranges = new ClusterRanges(times);
    effort.quiet().forEach(floors.length, i -> floors[i] = new FloorTable(times, ranges, i, longest(i)));
    effort.forEach(floors.length, i -> merged(i, floors, ranges, effort));
  }

  /** Starts from the floor, which needs some number of clusters, and then looks whether fewer clusters are worth a longer stage. */
  private void merged(int i, FloorTable[] floors, ClusterRanges ranges, Effort effort) {
    FloorTable floor = floors[i];
    int last = longest(i);
    for (int j = i; j <= last; j++) {
      offer(i, j, floor.clusters(j), floor.bottleneck(j, times.chiplets()));
      offer(i, j, 1, times.cycles(i, j, times.chiplets()));
    }
    long work = floor.steps();
    int open = stages.ignoresClusters() ? i : open(floor, i, last, 2);
    if (open > i) {
      Horizons horizons = new Horizons(floors, i, times.chiplets());
      updateHorizons(horizons, i, open, 2);
      StartSearch search = new StartSearch(times, ranges, i, floor, horizons.values());
      while (open > i) {
        search.raise(open, horizons.values(), effort);
        for (int j = i; j <= open; j++) {
          offer(i, j, search.clusters(), search.bottleneck(j));
        }
        open = open(floor, i, open, search.clusters() + 1);
        if (search.clusters() % HORIZON_PERIOD == 0) {
          updateHorizons(horizons, i, open, search.clusters() + 1);
        }
      }
      work += search.steps();
    }
    steps.add(work);
  }

  private void updateHorizons(Horizons horizons, int i, int open, int next) {
    if (!times.problem().switches().idle()) {
      Arrays.fill(horizons.values(), INFINITE);
      return;
    }
    long[] limits = new long[open - i + 1];
    for (int j = i; j <= open; j++) {
      limits[j - i] = stages.longestBottleneck(i, j, next, worthwhile(i, j, next));
    }
    horizons.update(limits, open);
  }

  /** Most that so many clusters may cost to replace what is known: less, or the same with fewer clusters. Nothing is below what does not exist. */
  private long worthwhile(int i, int j, int count) {
    long known = costs[i][j - i];
    if (known == INFINITE) {
      return -1;
    }
    return count < clusters[i][j - i] ? known : known - 1;
  }

  /** Last layer of the longest segment that so many clusters or more may make cheaper; i if there is none. */
  private int open(FloorTable floor, int i, int last, int next) {
    int open = last;
    while (open > i && (open - i + 1 < next || next > times.chiplets()
        || stages.cost(i, open, next, floor.bottleneck(open, times.chiplets())) > worthwhile(i, open, next))) {
      open--;
    }
    return open;
  }

  private void offer(int i, int j, int count, long bottleneck) {
    long cost = stages.cost(i, j, count, bottleneck);
    if (cost < costs[i][j - i] || cost == costs[i][j - i] && cost != INFINITE && count < clusters[i][j - i]) {
      costs[i][j - i] = cost;
      clusters[i][j - i] = count;
    }
  }

  /** Times of clusters that the costs rest on. */
  public ClusterTimes times() {
    return times;
  }

  /** Last layer of the longest segment that begins at layer i and whose weights fit; segments beyond it do not exist. */
  public int longest(int i) {
    return i + costs[i].length - 1;
  }

  /** S(i,j) for 0 <= i <= j < L, or {@link ClusterTimes#INFINITE} if there is no such segment. */
  public long cost(int i, int j) {
    return j > longest(i) ? INFINITE : costs[i][j - i];
  }

  /** Whether DRAM holds what all samples leave behind layer j. */
  boolean leavesRoom(int j) {
    return stages.leavesRoom(j);
  }

  /** Cycles in which the weights of layers i..j are loaded. */
  public long load(int i, int j) {
    return stages.load(i, j);
  }

  /** Iterations of the inner loop: how much was computed, the same on every machine and for any number of threads. */
  public long steps() {
    return steps.sum();
  }

  /**
   * A segment that costs S(i,j), with the fewest clusters that do.
   *
   * @throws IllegalArgumentException if there is no such segment
   */
  public ChainPlan.Segment segment(int i, int j) {
    if (cost(i, j) == INFINITE) {
      throw new IllegalArgumentException("Layers %d to %d form no segment.".formatted(i, j));
    }
    List<ChainPlan.Cluster> found = switch (restriction) {
      case SEQUENTIAL -> List.of(times.cluster(i, j, times.chiplets()));
      case SEGMENTED, FULL -> layerByLayer(i, j);
      case MERGED -> decoded(i, j);
    };
    long bottleneck = found.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow();
    return new ChainPlan.Segment(found, stages.stage(i, j, bottleneck), stages.load(i, j), cost(i, j));
  }

  private List<ChainPlan.Cluster> decoded(int i, int j) {
    int most = stages.ignoresClusters() ? 0 : clusters[i][j - i];
    long bottleneck = stages.longestBottleneck(i, j, Math.max(1, most), costs[i][j - i]);
    return new SegmentDecoder(times, i, j).clusters(most, bottleneck);
  }

  private List<ChainPlan.Cluster> layerByLayer(int i, int j) {
    List<long[]> tables = new ArrayList<>();
    tables.add(Arrays.copyOf(times.rowOf(i), times.chiplets()));
    for (int l = i + 1; l <= j; l++) {
      tables.add(behind(tables.get(l - i - 1), l));
    }
    List<ChainPlan.Cluster> found = new ArrayList<>();
    int n = times.chiplets();
    for (int l = j; l > i; l--) {
      long value = tables.get(l - i)[n - 1];
      int x = 1;
      while (Math.max(times.cycles(l, l, x), tables.get(l - i - 1)[n - x - 1]) != value) {
        x++;
      }
      found.add(0, times.cluster(l, l, x));
      n -= x;
    }
    found.add(0, times.cluster(i, i, n));
    return found;
  }
}
