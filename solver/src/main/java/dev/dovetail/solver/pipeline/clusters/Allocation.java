package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.graph.ClusterChoice;
import dev.dovetail.models.pipeline.graph.ClusterTimes.Fastest;
import dev.dovetail.models.pipeline.graph.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Regions for clusters that are given, so that the slowest of them is as fast as can be.
 *
 * <p>A stage time is tried by asking for the fewest chiplets of each mix of types on which each cluster meets it, and whether these regions find
 * room together; the least one is found by halving. Of several types, all but the last are counted by a programme over the clusters that keeps the
 * fewest chiplets of the last one.
 */
final class Allocation {
  /** States of the programme over several types. */
  private static final int MOST_STATES = 4096;

  private final MultiChipModule module;
  private final ClusterTable table;
  private final int[] counts;
  private final int states;
  private final boolean idle;

  /**
   * @param idle whether chiplets may be left idle
   */
  Allocation(MultiChipModule module, ClusterTable table, boolean idle) {
    this.module = module;
    this.idle = idle;
    this.table = table;
    this.counts = module.types().stream().mapToInt(t -> t.count()).toArray();
    long product = 1;
    for (int t = 0; t + 1 < counts.length; t++) {
      product = Math.min(MOST_STATES + 1L, product * (counts[t] + 1));
    }
    this.states = (int) product;
  }

  /** Whether there are too many ways to use up the types to look at all of them. */
  private boolean isTooVaried() {
    return states > MOST_STATES;
  }

  /**
   * Regions with the least stage.
   *
   * @param clusters layers of each
   * @param atLeast a stage that need not be undercut
   * @param atMost a longest stage
   * @return empty if no stage up to {@code atMost} is met
   */
  Optional<List<ClusterChoice>> best(List<List<Integer>> clusters, long atLeast, long atMost) {
    if (clusters.size() > module.size() || atMost < atLeast) {
      return Optional.empty();
    }
    List<int[]> known = regions(clusters, atMost);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    long high = Math.min(atMost, longest(clusters, known));
    long low = atLeast - 1;
    while (high - low > 1 && high > atLeast) {
      long middle = low + (high - low) / 2;
      List<int[]> found = regions(clusters, middle);
      if (found.isEmpty()) {
        low = middle;
      } else {
        known = found;
        high = Math.max(low + 1, longest(clusters, found));
      }
    }
    if (!idle) {
      fill(clusters, known);
    }
    List<ClusterChoice> choices = new ArrayList<>();
    for (int c = 0; c < clusters.size(); c++) {
      Region region = Region.of(module, Arrays.stream(known.get(c)).boxed().toList());
      Optional<Fastest> fastest = table.fastest(clusters.get(c), region.size(), region.present());
      if (fastest.isEmpty()) {
        return Optional.empty();
      }
      choices.add(new ClusterChoice(clusters.get(c), fastest.get().partitions(), region));
    }
    return Optional.of(choices);
  }

  /** Gives the chiplets that are left, type by type, to the cluster that is fastest with them. */
  private void fill(List<List<Integer>> clusters, List<int[]> regions) {
    for (int t = 0; t < counts.length; t++) {
      int type = t;
      int left = counts[t] - regions.stream().mapToInt(r -> r[type]).sum();
      int to = 0;
      long least = Long.MAX_VALUE;
      for (int c = 0; c < clusters.size(); c++) {
        regions.get(c)[t] += left;
        long cycles = cycles(clusters.get(c), regions.get(c));
        regions.get(c)[t] -= left;
        to = cycles < least ? c : to;
        least = Math.min(least, cycles);
      }
      regions.get(to)[t] += left;
    }
  }

  private long cycles(List<Integer> layers, int[] region) {
    List<Integer> list = Arrays.stream(region).boxed().toList();
    return table.cycles(layers, Arrays.stream(region).sum(), ClusterTable.mixOf(list));
  }

  private long longest(List<List<Integer>> clusters, List<int[]> regions) {
    long longest = 0;
    for (int c = 0; c < clusters.size(); c++) {
      longest = Math.max(longest, cycles(clusters.get(c), regions.get(c)));
    }
    return longest;
  }

  /** Chiplets of each type for each cluster, with which all meet a stage; empty if they do not fit together. */
  private List<int[]> regions(List<List<Integer>> clusters, long stage) {
    if (counts.length > 1) {
      return isTooVaried() ? unmixed(clusters, stage) : mixed(clusters, stage);
    }
    List<int[]> regions = new ArrayList<>();
    int left = counts[0];
    for (List<Integer> layers : clusters) {
      int n = left > 0 ? table.fewest(layers, stage, 0) : 0;
      left -= n;
      if (n == 0 || left < 0) {
        return List.of();
      }
      regions.add(new int[] {n});
    }
    return regions;
  }

  /** Regions of one type each; every cluster takes the type of which it uses up the least share of what is left. */
  private List<int[]> unmixed(List<List<Integer>> clusters, long stage) {
    int[] left = counts.clone();
    List<int[]> regions = new ArrayList<>();
    for (List<Integer> layers : clusters) {
      int best = -1;
      int size = 0;
      for (int t = 0; t < counts.length; t++) {
        int n = table.fewest(layers, stage, (1 << t) - 1);
        if (n > 0 && n <= left[t] && (best < 0 || (long) n * left[best] < (long) size * left[t])) {
          best = t;
          size = n;
        }
      }
      if (best < 0) {
        return List.of();
      }
      left[best] -= size;
      int[] region = new int[counts.length];
      region[best] = size;
      regions.add(region);
    }
    return regions;
  }

  /** One step of the programme: what the cluster took, and the state before it. */
  private record Step(int[] taken, int before) {}

  private List<int[]> mixed(List<List<Integer>> clusters, long stage) {
    int last = counts.length - 1;
    int[] used = new int[states];
    Arrays.fill(used, Integer.MAX_VALUE);
    used[0] = 0;
    List<Step[]> trace = new ArrayList<>();
    for (List<Integer> layers : clusters) {
      int[] next = new int[states];
      Arrays.fill(next, Integer.MAX_VALUE);
      Step[] steps = new Step[states];
      for (int[] option : options(layers, stage)) {
        int shift = shift(option);
        for (int state = 0; state < states; state++) {
          if (used[state] == Integer.MAX_VALUE || used[state] + option[last] > counts[last] || !hasRoom(state, option)) {
            continue;
          }
          int to = state + shift;
          if (used[state] + option[last] < next[to]) {
            next[to] = used[state] + option[last];
            steps[to] = new Step(option, state);
          }
        }
      }
      trace.add(steps);
      used = next;
    }
    int state = 0;
    while (state < states && used[state] == Integer.MAX_VALUE) {
      state++;
    }
    List<int[]> regions = new ArrayList<>();
    if (state < states) {
      for (int c = clusters.size() - 1; c >= 0; c--) {
        Step step = trace.get(c)[state];
        regions.add(step.taken());
        state = step.before();
      }
      Collections.reverse(regions);
    }
    return regions;
  }

  /** Number of a state that so many chiplets of all types but the last lead to from the first one. */
  private int shift(int[] option) {
    int shift = 0;
    for (int t = counts.length - 2; t >= 0; t--) {
      shift = shift * (counts[t] + 1) + option[t];
    }
    return shift;
  }

  private boolean hasRoom(int state, int[] option) {
    int rest = state;
    for (int t = 0; t + 1 < counts.length; t++) {
      if (rest % (counts[t] + 1) + option[t] > counts[t]) {
        return false;
      }
      rest /= counts[t] + 1;
    }
    return true;
  }

  /** Regions of one mix each, as small as the stage admits; of a mix, every way to divide them among its types. */
  private List<int[]> options(List<Integer> layers, long stage) {
    List<int[]> options = new ArrayList<>();
    for (int mix = 0; mix < table.mixes().size(); mix++) {
      int n = table.fewest(layers, stage, mix);
      if (n > 0) {
        divide(mix + 1, 0, n, new int[counts.length], options);
      }
    }
    return options;
  }

  private void divide(int mask, int t, int left, int[] taken, List<int[]> options) {
    if (t == counts.length) {
      if (left == 0) {
        options.add(taken.clone());
      }
      return;
    }
    if ((mask >> t & 1) == 0) {
      divide(mask, t + 1, left, taken, options);
      return;
    }
    for (int n = 1; n <= Math.min(left, counts[t]); n++) {
      taken[t] = n;
      divide(mask, t + 1, left - n, taken, options);
    }
    taken[t] = 0;
  }
}
