package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.graph.ClusterTimes;
import dev.dovetail.models.pipeline.graph.ClusterTimes.Fastest;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Least cycles of clusters by size and types of their region, computed when asked and kept. Not thread-safe. */
final class ClusterTable {
  /** Clusters that are kept at once: each may hold a number for every size of a region. */
  private static final int MOST_KEPT = 20_000;

  /** Sizes of regions among which the fastest is looked for. */
  private static final int SAMPLES = 12;

  private final ClusterTimes times;
  private final List<List<ChipletType>> mixes = new ArrayList<>();
  private final int[] largest;
  private final Map<List<Integer>, long[][]> rows = new HashMap<>();
  private final Map<List<Integer>, int[]> fastest = new HashMap<>();

  ClusterTable(GraphCosts costs) {
    this.times = new ClusterTimes(costs);
    List<ChipletType> types = costs.problem().module().types();
    for (int mask = 1; mask < 1 << types.size(); mask++) {
      List<ChipletType> present = new ArrayList<>();
      for (int t = 0; t < types.size(); t++) {
        if ((mask >> t & 1) == 1) {
          present.add(types.get(t));
        }
      }
      mixes.add(present);
    }
    this.largest = mixes.stream().mapToInt(m -> m.stream().mapToInt(ChipletType::count).sum()).toArray();
  }

  /** Sets of types that a region may consist of; bit t of the position plus one is type t. */
  List<List<ChipletType>> mixes() {
    return mixes;
  }

  /** Chiplets of a mix. */
  int largest(int mix) {
    return largest[mix];
  }

  /** Least cycles on exactly {@code n} chiplets of a mix; {@link Long#MAX_VALUE} if the weights do not fit. */
  long cycles(List<Integer> layers, int n, int mix) {
    long[][] row = rows.get(layers);
    if (row == null) {
      if (rows.size() >= MOST_KEPT) {
        rows.clear();
        fastest.clear();
      }
      row = new long[mixes.size()][];
      rows.put(layers, row);
    }
    if (row[mix] == null) {
      row[mix] = new long[largest[mix] + 1];
    }
    if (row[mix][n] == 0) {
      row[mix][n] = fastest(layers, n, mixes.get(mix)).map(Fastest::cycles).orElse(Long.MAX_VALUE);
    }
    return row[mix][n];
  }

  /** Number of chiplets from which on more hardly help, since each receives more: the fastest of some, of all if there are few. */
  private int fastestSize(List<Integer> layers, int mix) {
    int most = largest[mix];
    int step = Math.max(1, most / SAMPLES);
    int best = most;
    for (int n = most - step; n >= mixes.get(mix).size(); n -= step) {
      best = cycles(layers, n, mix) < cycles(layers, best, mix) ? n : best;
    }
    return best;
  }

  /**
   * Fewest chiplets of a mix on which a cluster takes at most {@code stage} cycles, by halving: up to a number that is fast, more chiplets are taken to
   * be no slower.
   *
   * @return 0 if there are none
   */
  int fewest(List<Integer> layers, long stage, int mix) {
    int least = mixes.get(mix).size();
    int most = fastest.computeIfAbsent(layers, l -> new int[mixes.size()])[mix];
    if (most == 0) {
      most = fastestSize(layers, mix);
      fastest.get(layers)[mix] = most;
    }
    if (cycles(layers, most, mix) > stage) {
      return 0;
    }
    int low = least - 1;
    int high = most;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (cycles(layers, middle, mix) <= stage) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** The fastest partitions on a region. */
  Optional<Fastest> fastest(List<Integer> layers, int n, List<ChipletType> present) {
    return times.of(layers.stream().mapToInt(Integer::intValue).toArray(), n, present);
  }

  /** The number of the mix of a region, from its chiplets by type. */
  static int mixOf(List<Integer> counts) {
    int mask = 0;
    for (int t = 0; t < counts.size(); t++) {
      mask |= counts.get(t) > 0 ? 1 << t : 0;
    }
    return mask - 1;
  }
}
