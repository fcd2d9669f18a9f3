package dev.dovetail.models.pipeline.counting;

import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.StageCosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many ways there are to run the segments that begin at one layer, by what they cost above the potentials of the chain.
 *
 * <p>Role: the histograms of segment costs, from differences of counts over growing limits on the longest cluster. Only segments and limits that some
 * chain within the total can afford are looked at. Where there are too many limits, neighbouring ones are taken together: {@link #low} then
 * has each way at a cost that is too low or right, {@link #high} at one that is too high or right.
 */
final class Columns {
  private static final int LEAST_GROUPS = 32;
  private static final int SAMPLES = 16;

  private final ChainProgramme chain;
  private final StageCosts stages;
  private final ClusterWays ways;
  private final Residues residues;
  private final StartCounts counts;
  private final int start;
  private final long total;
  private final int kept;
  private final List<Integer> ends;
  private final long[] base;
  private final long[] last;
  private final Histogram[] low;
  private final Histogram[] high;
  private boolean exact = true;

  /**
   * @param start first layer of the segments
   * @param total what a chain may cost at most
   * @param steps additions that should suffice
   * @param kept most costs of a segment that are told apart
   */
  Columns(ChainProgramme chain, StageCosts stages, ClusterWays ways, Residues residues, int start, long total, long steps,
      int kept) {
    this.chain = chain;
    this.stages = stages;
    this.ways = ways;
    this.residues = residues;
    this.start = start;
    this.total = total;
    this.kept = kept;
    int longest = chain.segments().longest(start);
    ends = IntStream.rangeClosed(start, longest).filter(j -> chain.through(start, j) <= total).boxed().toList();
    int size = longest - start + 1;
    base = new long[size];
    last = new long[size];
    low = new Histogram[size];
    high = new Histogram[size];
    ClusterTimes times = chain.segments().times();
    int end = ends.isEmpty() ? start : ends.get(ends.size() - 1);
    counts = new StartCounts(ways, residues, times.chiplets(), times.problem().switches().idle(), start, end);
    for (int j : ends) {
      low[j - start] = new Histogram(residues);
      high[j - start] = new Histogram(residues);
      last[j - start] = dearest(j);
      base[j - start] = stages.stage(start, j, fastest(j));
    }
    if (!ends.isEmpty()) {
      count(steps);
    }
    for (int j : ends) {
      low[j - start] = low[j - start].merged();
      high[j - start] = exact ? low[j - start] : high[j - start].merged();
    }
  }

  /** Costs of segments that end at layer j, above the potentials, none too high; null if no chain within the total has such a segment. */
  @Nullable
  Histogram low(int j) {
    return j - start < low.length ? low[j - start] : null;
  }

  /** The same, none too low. */
  @Nullable
  Histogram high(int j) {
    return j - start < high.length ? high[j - start] : null;
  }

  /** Whether all costs are right. */
  boolean isExact() {
    return exact;
  }

  private long budget(int j) {
    return total - chain.forward(start) - chain.backward(j + 1);
  }

  /** Largest longest cluster that one cluster may take. */
  private long dearest(int j) {
    long below = 0;
    long above = budget(j) + 1;
    while (above - below > 1) {
      long middle = (below + above) >>> 1;
      if (stages.cost(start, j, 1, middle) <= budget(j)) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  /** Least longest cluster. */
  private long fastest(int j) {
    long below = -1;
    long above = last[j - start];
    while (above - below > 1) {
      long middle = (below + above) >>> 1;
      if (counts.isPossible(middle, j)) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return above;
  }

  private void count(long steps) {
    long[] limits = limits();
    int groups = (int) Math.max(LEAST_GROUPS, Math.min(limits.length, steps / stepsEach(limits)));
    long[][][] previous = new long[0][][];
    int at = 0;
    long quantum = quantum(limits, groups);
    while (at < limits.length) {
      int first = at;
      while (at < limits.length && limits[at] / quantum == limits[first] / quantum) {
        at++;
      }
      previous = step(limits[first], limits[at - 1], previous);
    }
  }

  /** Additions for a limit, on average over some of them. */
  private long stepsEach(long[] limits) {
    if (limits.length <= LEAST_GROUPS) {
      return 1;
    }
    long before = counts.steps();
    for (int s = 0; s < SAMPLES; s++) {
      long limit = limits[(int) ((2L * s + 1) * limits.length / (2 * SAMPLES))];
      List<Integer> some = wanted(limit, limit);
      counts.count(limit, some, most(some, limit));
    }
    return Math.max(1, (counts.steps() - before) / SAMPLES);
  }

  private static long quantum(long[] limits, int groups) {
    long quantum = 1;
    while (distinct(limits, quantum) > groups) {
      quantum *= 2;
    }
    return quantum;
  }

  private static int distinct(long[] sorted, long quantum) {
    int distinct = 1;
    for (int at = 1; at < sorted.length; at++) {
      distinct += sorted[at] / quantum == sorted[at - 1] / quantum ? 0 : 1;
    }
    return distinct;
  }

  private int most(List<Integer> some, long limit) {
    return some.stream().mapToInt(j -> most(j, limit)).max().orElse(0);
  }

  /** Largest number of clusters that a segment may have whose longest cluster takes {@code limit}; 0 if none. */
  private int most(int j, long limit) {
    int most = Math.min(j - start + 1, chain.segments().times().chiplets());
    while (most > 0 && stages.cost(start, j, most, limit) > budget(j)) {
      most--;
    }
    return most;
  }

  /** Last layers of segments within the total whose longest cluster may take more than {@code from} less one and at most {@code to}. */
  private List<Integer> wanted(long from, long to) {
    return ends.stream().filter(j -> base[j - start] <= to && most(j, from) > 0).toList();
  }

  /** Adds the ways whose longest cluster takes more than the limit before, and at most this one. */
  private long[][][] step(long from, long to, long[][][] previous) {
    List<Integer> some = wanted(from, to);
    if (some.isEmpty()) {
      return previous;
    }
    long[][][] now = counts.count(to, some, most(some, from));
    for (int j : some) {
      long least = Math.max(base[j - start], from);
      for (int c = 1; c <= most(j, least); c++) {
        long[] before = c <= previous.length ? previous[c - 1][j - start] : null;
        add(j, c, least, to, now[c - 1][j - start], before);
      }
    }
    return now;
  }

  private void add(int j, int clusters, long least, long to, long[] now, long @Nullable [] before) {
    long[] more = now.clone();
    long any = 0;
    for (int r = 0; r < more.length; r++) {
      if (before != null) {
        more[r] = Residues.plus(now[r], residues.modulus(r) - before[r], residues.modulus(r));
      }
      any |= more[r];
    }
    if (any == 0) {
      return;
    }
    long above = chain.forward(start) - chain.forward(j + 1);
    long cheap = stages.cost(start, j, clusters, least);
    long dear = stages.cost(start, j, clusters, to);
    exact &= cheap == dear;
    low[j - start].add(Math.max(0, cheap + above), more); // true costs are never below the potentials
    low[j - start] = small(low[j - start], false);
    if (dear <= budget(j)) {
      high[j - start].add(dear + above, more);
      high[j - start] = small(high[j - start], true);
    }
  }

  private Histogram small(Histogram costs, boolean up) {
    if (costs.size() < 2 * kept) {
      return costs;
    }
    Histogram small = costs.merged();
    if (small.size() > kept) {
      exact = false;
      return small.atMost(kept, up);
    }
    return small;
  }

  /** Times of clusters that may be the longest of a segment within the total, ascending, each once, and times of the DRAM among them. */
  private long[] limits() {
    long[][] windows = windows();
    Limits found = new Limits();
    int end = ends.get(ends.size() - 1);
    int chiplets = chain.segments().times().chiplets();
    long largest = windows[windows.length - 1][1];
    for (int k = start; k <= end; k++) {
      for (int j = k; j <= end; j++) {
        for (int n = ways.leastChiplets(k, j, largest); n <= chiplets; n++) {
          ways.times(k, j, n, largest, cycles -> found.add(cycles, windows));
        }
      }
    }
    for (int j : ends) {
      found.add(base[j - start], windows);
    }
    return found.sorted();
  }

  /** Intervals of limits that some segment needs, ascending and apart. */
  private long[][] windows() {
    List<long[]> all = new ArrayList<>();
    ends.stream().map(j -> new long[] {base[j - start], Math.max(base[j - start], last[j - start])})
        .sorted((a, b) -> Long.compare(a[0], b[0])).forEach(w -> {
          long[] latest = all.isEmpty() ? null : all.get(all.size() - 1);
          if (latest != null && w[0] <= latest[1] + 1) {
            latest[1] = Math.max(latest[1], w[1]);
          } else {
            all.add(w);
          }
        });
    return all.toArray(long[][]::new);
  }

  /** A growing set of limits; sorts when it has to grow, so that equal ones take no room. */
  private static final class Limits {
    private long[] values = new long[1024];
    private int size;

    void add(long value, long[][] windows) {
      int low = 0;
      int high = windows.length - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (windows[middle][0] <= value) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      if (value < windows[low][0] || value > windows[low][1]) {
        return;
      }
      if (size == values.length) {
        long[] distinct = sorted();
        size = distinct.length;
        values = Arrays.copyOf(distinct, Math.max(values.length, 2 * size));
      }
      values[size++] = value;
    }

    long[] sorted() {
      return Arrays.stream(values, 0, size).sorted().distinct().toArray();
    }
  }
}
