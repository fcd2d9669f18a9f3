package dev.dovetail.models.allocation;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.workload.Layer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The load of cores: unrelated parallel machines, relaxed.
 *
 * <p>Role: for non-negative integer core weights y with sum Y, {@code Z * Y >= sum over cores of y_c * load_c >= sum over layers of
 * min_c y_c * w_lc}; every choice of y proves a bound, the best one is the linear relaxation's optimum. Candidates: equal weights on
 * every distinct set of cores that some layer is confined to and on unions of these, and weights improved step by step from there.
 * Where all cores of a layer are alike, w is its floor, which holds for any split between them. Where they are not, its elements are
 * shared in any way, and each share takes at least its part of what the elements alone take there ({@link
 * dev.dovetail.models.intracore.ElementFloor}); the smallest {@code y_c * w_lc} is then a floor for the mixture, too.
 */
final class ComputeLoad {
  private static final int STEPS = 300;
  private static final long SCALE = 1_000_000;

  private final Demands demands;
  private final List<Set<Integer>> sets;
  /** For each of the sets the least cycles of each layer that is confined to it; 0 for the others. */
  private final List<long[]> confined = new ArrayList<>();
  /** For each layer and core the cycles of all of it there, of which shares add up; 0 where none are known. */
  private final long[][] shared;
  /** The best weights that were found. */
  private final long[] weights;

  ComputeLoad(Demands demands) {
    this.demands = demands;
    Set<Set<Integer>> distinct = new LinkedHashSet<>();
    for (List<Integer> e : demands.eligible) {
      if (!e.isEmpty()) {
        distinct.add(new HashSet<>(e));
      }
    }
    List<Set<Integer>> base = new ArrayList<>(distinct);
    for (int i = 0; i < base.size() && base.size() <= 64; i++) {
      for (int j = i + 1; j < base.size(); j++) {
        Set<Integer> union = new HashSet<>(base.get(i));
        union.addAll(base.get(j));
        distinct.add(union);
      }
    }
    this.sets = List.copyOf(distinct);
    for (Set<Integer> set : sets) {
      long[] cycles = new long[demands.layers];
      for (int l = 0; l < demands.layers; l++) {
        List<Integer> e = demands.eligible.get(l);
        cycles[l] = !e.isEmpty() && set.containsAll(e) && demands.uniform(l) ? demands.cycles[l][e.get(0)] : 0;
      }
      confined.add(cycles);
    }
    shared = new long[demands.layers][demands.problem.accelerator().cores().size()];
    long most = Long.MAX_VALUE / SCALE / Math.max(1, demands.layers); // so that no weighted sum leaves a long
    for (int l = 0; l < demands.layers; l++) {
      for (int c : demands.eligible.get(l)) {
        shared[l][c] = Math.min(most, demands.uniform(l) ? demands.cycles[l][c] : ofElements(l, c));
      }
    }
    weights = improved();
  }

  private long ofElements(int l, int c) {
    Layer layer = demands.workload.layers().get(l);
    Core core = demands.problem.accelerator().cores().get(c);
    return demands.problem.costs().elementFloor(demands.workload, layer, core)
        .map(f -> BigInteger.valueOf(f.cycles()).multiply(BigInteger.valueOf(layer.outputBox().volume()))
            .divide(BigInteger.valueOf(f.elements())))
        .filter(cycles -> cycles.bitLength() < Long.SIZE)
        .map(BigInteger::longValueExact)
        .orElse(0L);
  }

  /** Least cycles until the marked layers' work can be done. */
  long cycles(boolean[] layers) {
    long best = 0;
    for (int s = 0; s < sets.size(); s++) {
      best = Math.max(best, cycles(layers, s));
    }
    return Math.max(best, weighted(weights, layers));
  }

  private long cycles(boolean[] layers, int s) {
    return (work(layers, s) + sets.get(s).size() - 1) / sets.get(s).size();
  }

  /** The core sets that are looked at. */
  List<Set<Integer>> sets() {
    return sets;
  }

  /** Whether only cores of set {@code s} can run the layer, all alike. */
  boolean isConfined(int l, int s) {
    return confined.get(s)[l] > 0;
  }

  /** Cycles of all cores of set {@code s} together for the marked layers that are confined to it. */
  long work(boolean[] layers, int s) {
    long[] cycles = confined.get(s);
    long sum = 0;
    for (int l = 0; l < layers.length; l++) {
      if (layers[l]) {
        sum = Math.addExact(sum, cycles[l]);
      }
    }
    return sum;
  }

  LowerBound bound() {
    boolean[] all = new boolean[demands.layers];
    Arrays.fill(all, true);
    long best = 0;
    String witness = "no core has work";
    for (int s = 0; s < sets.size(); s++) {
      long value = cycles(all, s);
      if (value > best) {
        best = value;
        witness = "the work that only cores %s can do, shared equally".formatted(names(sets.get(s)));
      }
    }
    long weighted = weighted(weights, all);
    if (weighted > best) {
      best = weighted;
      witness = "core weights %s (sum %d)".formatted(Arrays.toString(weights), Arrays.stream(weights).sum());
    }
    return new LowerBound("compute-load", best, witness);
  }

  private String names(Set<Integer> set) {
    return set.stream().sorted().map(c -> demands.problem.accelerator().cores().get(c).name()).toList().toString();
  }

  /** What weights prove for the marked layers. */
  private long weighted(long[] y, boolean[] layers) {
    long total = Arrays.stream(y).sum();
    if (total == 0) {
      return 0;
    }
    long sum = 0;
    for (int l = 0; l < demands.layers; l++) {
      if (layers[l] && !demands.eligible.get(l).isEmpty()) {
        int c = cheapest(l, y);
        sum += y[c] * shared[l][c];
      }
    }
    return sum / total + (sum % total > 0 ? 1 : 0);
  }

  /** The core on which a layer's weighted cycles are least. */
  private int cheapest(int l, long[] y) {
    int cheapest = demands.eligible.get(l).get(0);
    for (int c : demands.eligible.get(l)) {
      if (y[c] * shared[l][c] < y[cheapest] * shared[l][cheapest]) {
        cheapest = c;
      }
    }
    return cheapest;
  }

  /** Multiplicative weights: cores that would be most loaded gain weight. Doubles choose y; the bound itself is exact. */
  private long[] improved() {
    int cores = demands.problem.accelerator().cores().size();
    boolean[] all = new boolean[demands.layers];
    Arrays.fill(all, true);
    double[] y = new double[cores];
    Arrays.fill(y, 1.0 / cores);
    long[] best = new long[cores];
    long bestValue = -1;
    for (int step = 0; step < STEPS; step++) {
      long[] rounded = new long[cores];
      for (int c = 0; c < cores; c++) {
        rounded[c] = Math.round(y[c] * SCALE);
      }
      long value = weighted(rounded, all);
      if (value > bestValue) {
        bestValue = value;
        best = rounded;
      }
      double[] load = new double[cores];
      for (int l = 0; l < demands.layers; l++) {
        if (!demands.eligible.get(l).isEmpty()) {
          int c = cheapest(l, rounded);
          load[c] += shared[l][c];
        }
      }
      double most = Arrays.stream(load).max().orElse(0);
      double sum = 0;
      for (int c = 0; c < cores; c++) {
        y[c] *= Math.exp((most > 0 ? load[c] / most : 0) * 2 / Math.sqrt(step + 1.0));
        sum += y[c];
      }
      for (int c = 0; c < cores; c++) {
        y[c] /= sum;
      }
    }
    return best;
  }
}
