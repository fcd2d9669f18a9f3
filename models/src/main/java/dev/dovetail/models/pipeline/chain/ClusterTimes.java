package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.Rectangles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * T(k,j,n): least cycles of layers k..j as one cluster on at most n chiplets, with the partitions that reach it.
 *
 * <p>Role: the table that every programme over clusters looks up. If chiplets may be left idle, T is the least over n' <= n of the time on exactly n'
 * chiplets, so it never grows with n; else it is the time on exactly n. It never shrinks with j.
 *
 * <p>Exact in the base model, with {@code overlap}, {@code haloAfterIsp} and {@code idle} at any value. Else a lower bound: of several chiplet types
 * each layer takes the fastest and the largest buffer, which then holds each weight once even if it is replicated; limits of senders and links are
 * left out. Where regions are rectangles n counts the chiplets of the rectangle: T is that of the largest rectangle of at most n chiplets, so all
 * rectangles of a segment have at most N together, whether they can be placed or not. Source: Scope (arXiv 2602.14393), reconstructed.
 */
public final class ClusterTimes {
  /** No such cluster. Compares as largest and is never added to. */
  public static final long INFINITE = Long.MAX_VALUE;

  private final PipelineProblem problem;
  private final LayerTimes layers;
  private final LayerCosts costs;
  private final long[] weightsBefore;
  private final long buffer;
  private final int size;
  private final int chiplets;
  private final boolean idle;
  private final long[][] rows;
  private final ClusterTimes free;
  private final @Nullable StoredTimes stored;

  private ClusterTimes(PipelineProblem problem, Effort effort) {
    this.problem = problem;
    this.layers = new LayerTimes(problem);
    this.costs = new LayerCosts(problem);
    this.size = problem.network().size();
    this.chiplets = problem.module().size();
    this.idle = problem.switches().idle();
    this.buffer = problem.module().types().stream().mapToLong(ChipletType::weightBufferBytes).max().orElseThrow();
    this.weightsBefore = new long[size + 1];
    for (int l = 0; l < size; l++) {
      weightsBefore[l + 1] = Exact.add(weightsBefore[l], problem.network().layer(l).weightBytes());
    }
    this.rows = new long[size][];
    this.free = this;
    boolean alike = problem.switches().weights() == Weights.DISTRIBUTED;
    this.stored = alike || !problem.module().isUniform() ? null : new StoredTimes(problem);
    effort.quiet().forEach(size, k -> rows[k] = row(k, effort));
  }

  /** The times of {@code free} where a region's chiplets are counted with those of its rectangle that are left idle. */
  private ClusterTimes(ClusterTimes free, Rectangles rectangles) {
    this.problem = free.problem;
    this.layers = free.layers;
    this.costs = free.costs;
    this.size = free.size;
    this.chiplets = free.chiplets;
    this.idle = free.idle;
    this.buffer = free.buffer;
    this.weightsBefore = free.weightsBefore;
    this.free = free;
    this.stored = free.stored;
    this.rows = new long[size][];
    for (int k = 0; k < size; k++) {
      rows[k] = free.rows[k].clone();
      for (int at = 0; at < rows[k].length; at++) {
        int n = at % chiplets + 1;
        int area = rectangles.largestWithin(n);
        rows[k][at] = idle || area == n ? free.rows[k][at - n + area] : INFINITE;
      }
    }
  }

  /** Computes the table; that of rectangles where the problem asks for such regions. */
  public static ClusterTimes of(PipelineProblem problem, Effort effort) {
    ClusterTimes free = new ClusterTimes(problem, effort);
    ChipletMesh mesh = problem.module().mesh();
    return problem.switches().shape() == Shape.RECTANGLES && mesh != null ? new ClusterTimes(free, new Rectangles(mesh)) : free;
  }

  /** The same times where the shape of regions does not matter: n counts computing chiplets. */
  public ClusterTimes onAnyRegion() {
    return free;
  }

  private long[] row(int k, Effort effort) {
    long[] row = stored == null ? distributed(k) : stored(k, stored, effort);
    if (idle) {
      for (int at = 0; at < row.length; at++) {
        if (at % chiplets > 0) {
          row[at] = Math.min(row[at], row[at - 1]);
        }
      }
    }
    return row;
  }

  /** Where partitions differ in the weights that they store. */
  private long[] stored(int k, StoredTimes exact, Effort effort) {
    long[] row = new long[(size - k) * chiplets];
    Arrays.fill(row, INFINITE);
    for (int n = 1; n <= chiplets; n++) {
      effort.check();
      long[] cycles = exact.cycles(k, n, 0);
      for (int j = k; j < k + cycles.length; j++) {
        row[(j - k) * chiplets + n - 1] = cycles[j - k];
      }
    }
    return row;
  }

  private long[] distributed(int k) {
    int states = layers.partitions().size();
    long[] row = new long[(size - k) * chiplets];
    long[] now = new long[states];
    long[] next = new long[states];
    for (int n = 1; n <= chiplets; n++) {
      for (int p = 0; p < states; p++) {
        now[p] = layers.first(k, p)[n - 1];
      }
      for (int j = k; j < size; j++) {
        if (j > k) {
          extend(j, n, now, next);
          long[] swap = now;
          now = next;
          next = swap;
        }
        row[(j - k) * chiplets + n - 1] = limited(k, j, n, least(now));
      }
    }
    return row;
  }

  /** Times up to layer j by its partition from those up to the layer before it. */
  private void extend(int j, int n, long[] before, long[] now) {
    for (int p = 0; p < now.length; p++) {
      now[p] = INFINITE;
      for (int q = 0; q < now.length; q++) {
        now[p] = Math.min(now[p], Exact.add(before[q], layers.after(j, p, q)[n - 1]));
      }
    }
  }

  private static long least(long[] values) {
    long least = INFINITE;
    for (long value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** The time where the weights fit, or are streamed. */
  private long limited(int k, int j, int n, long time) {
    if (fits(k, j, n)) {
      return time;
    }
    return k == j ? Math.max(time, costs.streaming(k)) : INFINITE;
  }

  private boolean fits(int k, int j, int n) {
    return weightBytes(k, j) <= Exact.multiply(n, buffer);
  }

  /** What is asked. */
  public PipelineProblem problem() {
    return problem;
  }

  /** Number of layers, L. */
  public int layers() {
    return size;
  }

  /** Number of chiplets, N. */
  public int chiplets() {
    return chiplets;
  }

  /** T(k,j,n) for 0 <= k <= j < L and 1 <= n <= N, or {@link #INFINITE}. */
  public long cycles(int k, int j, int n) {
    return rows[k][(j - k) * chiplets + n - 1];
  }

  /** Values of clusters that begin at layer k; T(k,j,n) stands at {@link #offset} + n. */
  long[] rowOf(int k) {
    return rows[k];
  }

  int offset(int k, int j) {
    return (j - k) * chiplets - 1;
  }

  /** Weights of layers k..j, bytes. */
  public long weightBytes(int k, int j) {
    return weightsBefore[j + 1] - weightsBefore[k];
  }

  /** Least chiplet-cycles of layer l: min over n, partitions and predecessors of n * t(l), so n * T of a cluster is at least the sum over its layers. */
  public long leastWork(int l) {
    return layers.leastWork(l);
  }

  /**
   * Fewest chiplets on which layers k..j take at most {@code limit} cycles.
   *
   * @return 1..N, or N + 1 if there is none
   */
  public int leastChiplets(int k, int j, long limit) {
    long[] row = rows[k];
    int offset = offset(k, j);
    if (!idle) {
      int n = 1;
      while (n <= chiplets && (row[offset + n] > limit || row[offset + n] == INFINITE)) {
        n++;
      }
      return n;
    }
    int low = 1;
    int high = chiplets + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (row[offset + middle] <= limit && row[offset + middle] != INFINITE) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Numbers of chiplets n, ascending, at which T(k,j,n) is finite and less than T(k,j,n-1). */
  public int[] breakpoints(int k, int j) {
    int[] found = new int[chiplets];
    int count = 0;
    long before = INFINITE;
    for (int n = 1; n <= chiplets; n++) {
      long now = cycles(k, j, n);
      if (now < before) {
        found[count++] = n;
      }
      before = now;
    }
    return Arrays.copyOf(found, count);
  }

  /**
   * The cluster behind T(k,j,n): on the fewest chiplets that take so long, with shared inputs where that is as fast.
   *
   * @throws IllegalArgumentException if there is no such cluster
   */
  public ChainPlan.Cluster cluster(int k, int j, int n) {
    long time = cycles(k, j, n);
    if (time == INFINITE) {
      throw new IllegalArgumentException("Layers %d to %d have no cluster on %d chiplets.".formatted(k, j, n));
    }
    int used = idle ? free.leastChiplets(k, j, time) : n;
    return new ChainPlan.Cluster(k, j, used, partitions(k, j, used), time, !fits(k, j, used));
  }

  private List<Partition> partitions(int k, int j, int n) {
    if (stored != null) {
      return stored.partitions(k, j, n, 0);
    }
    int states = layers.partitions().size();
    long[][] times = new long[j - k + 1][states];
    for (int p = 0; p < states; p++) {
      times[0][p] = layers.first(k, p)[n - 1];
    }
    for (int l = k + 1; l <= j; l++) {
      extend(l, n, times[l - k - 1], times[l - k]);
    }
    List<Partition> path = new ArrayList<>();
    int p = indexOf(times[j - k], least(times[j - k]));
    for (int l = j; l >= k; l--) {
      path.add(0, layers.partitions().get(p));
      if (l > k) {
        long[] before = new long[states];
        for (int q = 0; q < states; q++) {
          before[q] = Exact.add(times[l - k - 1][q], layers.after(l, p, q)[n - 1]);
        }
        p = indexOf(before, times[l - k][p]);
      }
    }
    return path;
  }

  /** The last index: input-shared and replicated layers receive fewer bytes in the same time. */
  private static int indexOf(long[] values, long value) {
    int at = values.length - 1;
    while (values[at] != value) {
      at--;
    }
    return at;
  }
}
