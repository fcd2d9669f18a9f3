package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.graph.ClusterTimes;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Good clusters of every segment if clusters were intervals, their depth their number less one, and all chiplets of one mix of types.
 *
 * <p>Role: where local search begins. The programme of the chain model (least bottleneck by clusters and chiplets) over the times of the graph.
 */
final class IntervalProgramme {
  /** Steps of the inner loop that it may take; a larger problem begins elsewhere. */
  private static final long MOST_STEPS = 400_000_000L;

  private static final long INFINITE = Long.MAX_VALUE;

  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final int layers;
  private final int chiplets;
  private final BooleanSupplier stop;
  /** T by first layer, last layer less first, chiplets less one; falling in chiplets. */
  private final long[][][] times;
  /** Number of clusters of the best segment found, by first and last layer; 0 if there is none. */
  private final int[][] clusters;
  private final long[][] best;

  IntervalProgramme(GraphCosts costs, SegmentPrices prices, List<ChipletType> mix, BooleanSupplier stop) {
    this.costs = costs;
    this.prices = prices;
    this.layers = costs.problem().network().size();
    this.chiplets = mix.stream().mapToInt(ChipletType::count).sum();
    this.stop = stop;
    this.times = new long[layers][][];
    this.clusters = new int[layers][layers];
    this.best = new long[layers][layers];
    for (long[] row : best) {
      Arrays.fill(row, INFINITE);
    }
    ClusterTimes table = new ClusterTimes(costs);
    for (int first = 0; first < layers && !stop.getAsBoolean(); first++) {
      times[first] = row(table, first, mix);
    }
    for (int first = 0; first < layers && !stop.getAsBoolean(); first++) {
      search(first);
    }
  }

  /** Whether a problem is small enough for it. */
  static boolean takes(GraphCosts costs) {
    double layers = costs.problem().network().size();
    return layers * layers * layers * layers * costs.problem().module().size() / 24 <= MOST_STEPS;
  }

  private long[][] row(ClusterTimes table, int first, List<ChipletType> mix) {
    long[][] row = new long[layers - first][chiplets];
    for (long[] cells : row) {
      Arrays.fill(cells, INFINITE);
    }
    for (int n = mix.size(); n <= chiplets; n++) {
      long[] exact = table.intervals(first, n, mix);
      for (int j = 0; j < row.length; j++) {
        row[j][n - 1] = Math.min(exact[j], n > 1 ? row[j][n - 2] : INFINITE);
      }
    }
    return row;
  }

  private void search(int first) {
    long[][] f = Arrays.stream(times[first]).map(long[]::clone).toArray(long[][]::new);
    int last = first;
    while (last + 1 < layers && prices.exists(first, last + 1)) {
      last++;
    }
    for (int count = 1; count <= Math.min(chiplets, last - first + 1) && !stop.getAsBoolean(); count++) {
      if (count > 1) {
        raise(first, last, f);
      }
      for (int j = first; j <= last; j++) {
        long bottleneck = f[j - first][chiplets - 1];
        long cost = bottleneck == INFINITE
            ? INFINITE
            : prices.cost(first, j, count - 1, Math.max(bottleneck, costs.io(first, j)));
        if (cost < best[first][j]) {
          best[first][j] = cost;
          clusters[first][j] = count;
        }
      }
    }
  }

  /** Admits one cluster more, from the last layer to the first, so that what is read belongs to one less. */
  private void raise(int first, int last, long[][] f) {
    for (int j = last; j > first; j--) {
      for (int k = j - 1; k >= first; k--) {
        relax(f[k - first], times[k + 1][j - k - 1], f[j - first]);
      }
    }
  }

  /** best[n] = min over x of max(before[n - x], after[x]); both fall, so the crossing never moves back. */
  private void relax(long[] before, long[] after, long[] best) {
    int x = 1;
    for (int n = 2; n <= chiplets; n++) {
      while (x < n - 1 && after[x - 1] > before[n - x - 1]) {
        x++;
      }
      long value = Math.max(after[x - 1], before[n - x - 1]);
      if (x > 1) {
        value = Math.min(value, Math.max(after[x - 2], before[n - x]));
      }
      best[n - 1] = Math.min(best[n - 1], value);
    }
  }

  /** Cost of the best segment found, or of one that is cheaper; {@link Long#MAX_VALUE} if there is none. */
  long cost(int first, int last) {
    return best[first][last];
  }

  /** Clusters of the best segment found; empty if there is none. */
  List<List<Integer>> clusters(int first, int last) {
    int count = clusters[first][last];
    if (count == 0) {
      return List.of();
    }
    List<long[][]> levels = new ArrayList<>();
    levels.add(Arrays.stream(times[first]).limit(last - first + 1L).map(long[]::clone).toArray(long[][]::new));
    while (levels.size() < count) {
      long[][] f = Arrays.stream(levels.get(levels.size() - 1)).map(long[]::clone).toArray(long[][]::new);
      raise(first, last, f);
      levels.add(f);
    }
    LinkedList<List<Integer>> found = new LinkedList<>();
    int j = last;
    int n = chiplets;
    int level = count - 1;
    while (j >= first) {
      long value = levels.get(level)[j - first][n - 1];
      if (times[first][j - first][n - 1] == value || level == 0) {
        found.addFirst(interval(first, j));
        return List.copyOf(found);
      }
      level--;
      if (levels.get(level)[j - first][n - 1] == value) {
        continue;
      }
      int[] split = split(first, j, n, value, levels.get(level));
      found.addFirst(interval(split[0] + 1, j));
      j = split[0];
      n -= split[1];
    }
    return List.copyOf(found);
  }

  private int[] split(int first, int j, int n, long value, long[][] before) {
    for (int k = j - 1; k >= first; k--) {
      for (int x = 1; x < n; x++) {
        if (Math.max(times[k + 1][j - k - 1][x - 1], before[k - first][n - x - 1]) <= value) {
          return new int[] {k, x};
        }
      }
    }
    throw new IllegalStateException("No clusters of layers %d to %d take %d cycles.".formatted(first, j, value));
  }

  private static List<Integer> interval(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
