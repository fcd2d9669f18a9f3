package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What any segment of given layers costs at least, whatever its clusters, regions and partitions, and the best way to cut the layers at these prices.
 *
 * <p>Role: the bound that holds where the programme over intervals is a restriction only: clusters of any shape, chiplets of several types. A
 * stage of c cycles leaves each layer only the regions on which it takes at most c cycles; among these it takes the one of least area, chiplets
 * times cycles; the areas must fit into all chiplets times c. The least such c is found by halving. A pipeline that is not deeper than one
 * cluster runs all its layers one after another; any other pays at least one stage to fill. Chiplets count equally, or by their
 * multiply-accumulates per cycle, whichever says more. Reconstructed model, see {@link PipelineProblem}; the area argument is that of
 * Archer et al., arXiv 2311.03703.
 */
public final class SegmentRelaxation {
  private final PipelineProblem problem;
  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final List<Option> options;
  private final List<Weighing> weighings = new ArrayList<>();
  /** By layer and option; {@link Long#MAX_VALUE} where it does not fit. */
  private final long[][] cycles;
  /** By layer: cycles on the region that suits it best. */
  private final long[] fastest;

  /** Regions of so many chiplets in which just these types are present; they are those whose bits are set in {@code types}. */
  private record Option(int size, List<ChipletType> present, int types) {
    long room() {
      return size * present.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
    }
  }

  /** What a chiplet of each type counts: of all, and for each layer the least area that any stage time leaves, by ascending time. */
  private record Weighing(long all, long[][] times, long[][] areas) {
    /** Least area of a layer on regions on which it takes at most so long; {@link Long#MAX_VALUE} if there is none. */
    long area(int l, long atMost) {
      int at = Arrays.binarySearch(times[l], atMost);
      int below = at >= 0 ? at : -at - 2;
      return below < 0 ? Long.MAX_VALUE : areas[l][below];
    }
  }

  /**
   * @param problem whose objective is a time
   */
  public SegmentRelaxation(PipelineProblem problem) {
    if (problem.objective() == PipelineObjective.ENERGY) {
      throw new IllegalArgumentException("The objective (energy) must be a time.");
    }
    this.problem = problem;
    this.costs = new GraphCosts(problem);
    this.prices = new SegmentPrices(costs);
    this.options = options(problem.module().types());
    int layers = problem.network().size();
    this.cycles = new long[layers][];
    for (int l = 0; l < layers; l++) {
      int layer = l;
      cycles[l] = options.stream().mapToLong(o -> leastCycles(layer, o)).toArray();
    }
    this.fastest = Arrays.stream(cycles).mapToLong(c -> Arrays.stream(c).min().orElseThrow()).toArray();
    weighings.add(weighing(t -> 1));
    if (!problem.module().isUniform()) {
      weighings.add(weighing(ChipletType::macsPerCycle));
    }
  }

  private static List<Option> options(List<ChipletType> types) {
    List<Option> options = new ArrayList<>();
    for (int mask = 1; mask < 1 << types.size(); mask++) {
      List<ChipletType> present = new ArrayList<>();
      for (int t = 0; t < types.size(); t++) {
        if ((mask >> t & 1) == 1) {
          present.add(types.get(t));
        }
      }
      for (int n = present.size(); n <= present.stream().mapToInt(ChipletType::count).sum(); n++) {
        options.add(new Option(n, present, mask));
      }
    }
    return options;
  }

  private long leastCycles(int l, Option option) {
    long weights = problem.network().layer(l).weightBytes();
    long perChiplet = option.room() / option.size();
    long least = Long.MAX_VALUE;
    for (Partition partition : problem.switches().partitions()) {
      if (partition != Partition.REPLICATED || weights <= perChiplet) {
        long compute = costs.compute(l, option.size(), partition, option.present());
        least = Math.min(least, costs.layerCosts().time(compute, costs.leastBytes(l, option.size(), partition)));
      }
    }
    // Too large for its region, it is alone there and streams its weights.
    return weights > option.room() ? Math.max(least, costs.layerCosts().streaming(l)) : least;
  }

  private Weighing weighing(ToLongFunction<ChipletType> weight) {
    int layers = cycles.length;
    long[][] times = new long[layers][];
    long[][] areas = new long[layers][];
    long[] perOption = options.stream().mapToLong(o -> leastWeight(o, weight)).toArray();
    for (int l = 0; l < layers; l++) {
      long[] mine = cycles[l];
      List<Integer> byTime = new ArrayList<>();
      for (int o = 0; o < mine.length; o++) {
        if (mine[o] != Long.MAX_VALUE) {
          byTime.add(o);
        }
      }
      byTime.sort(Comparator.comparingLong(o -> mine[o]));
      times[l] = byTime.stream().mapToLong(o -> mine[o]).toArray();
      areas[l] = byTime.stream().mapToLong(o -> Exact.multiply(perOption[o], mine[o])).toArray();
      for (int i = 1; i < areas[l].length; i++) {
        areas[l][i] = Math.min(areas[l][i], areas[l][i - 1]);
      }
      // The last of equal times has the least area of all of them.
      for (int i = areas[l].length - 2; i >= 0; i--) {
        areas[l][i] = times[l][i] == times[l][i + 1] ? areas[l][i + 1] : areas[l][i];
      }
    }
    long all = problem.module().types().stream().mapToLong(t -> t.count() * weight.applyAsLong(t)).sum();
    return new Weighing(all, times, areas);
  }

  /** One chiplet of each type present, the others of the lightest. */
  private static long leastWeight(Option option, ToLongFunction<ChipletType> weight) {
    long each = option.present().stream().mapToLong(weight).sum();
    long lightest = option.present().stream().mapToLong(weight).min().orElseThrow();
    return each + (option.size() - option.present().size()) * lightest;
  }

  /** A stage that no clusters of the layers can beat, DRAM apart; {@link Long#MAX_VALUE} if a layer fits nowhere. */
  long stage(int first, int last) {
    long longest = 0;
    for (int l = first; l <= last; l++) {
      longest = Math.max(longest, fastest[l]);
    }
    if (longest == Long.MAX_VALUE) {
      return longest;
    }
    for (Weighing w : weighings) {
      longest = Math.max(longest, stage(w, first, last, longest));
    }
    return longest;
  }

  private static long stage(Weighing w, int first, int last, long atLeast) {
    if (fits(w, first, last, atLeast)) {
      return atLeast;
    }
    long tooShort = atLeast;
    long enough = atLeast;
    do {
      enough = Exact.multiply(enough, 2);
    } while (enough != Long.MAX_VALUE && !fits(w, first, last, enough));
    while (enough - tooShort > 1) {
      long middle = tooShort + (enough - tooShort) / 2;
      if (fits(w, first, last, middle)) {
        enough = middle;
      } else {
        tooShort = middle;
      }
    }
    return enough;
  }

  private static boolean fits(Weighing w, int first, int last, long stage) {
    long area = 0;
    for (int l = first; l <= last; l++) {
      area = Exact.add(area, w.area(l, stage));
    }
    return area <= Exact.multiply(w.all(), stage);
  }

  /** Cycles of all layers one after another on one region; {@link Long#MAX_VALUE} if none holds their weights. */
  private long together(int first, int last) {
    long weights = problem.network().weightBytes(first, last);
    long best = Long.MAX_VALUE;
    for (int o = 0; o < options.size(); o++) {
      if (first == last || weights <= options.get(o).room()) {
        long sum = 0;
        for (int l = first; l <= last; l++) {
          sum = Exact.add(sum, cycles[l][o]);
        }
        best = Math.min(best, sum);
      }
    }
    return best;
  }

  /** Whether the layers depend on each other without a gap, so that several clusters of them are a pipeline deeper than one. */
  private boolean isConnected(int first, int last) {
    int[] group = new int[last - first + 1];
    Arrays.setAll(group, i -> i);
    for (int l = first; l <= last; l++) {
      for (int source : costs.sources(l)) {
        if (source >= first) {
          int from = group[source - first];
          int to = group[l - first];
          Arrays.setAll(group, i -> group[i] == from ? to : group[i]);
        }
      }
    }
    return Arrays.stream(group).distinct().count() == 1;
  }

  /**
   * No segment of these layers adds less to the objective.
   *
   * @return {@link Long#MAX_VALUE} if there is none
   */
  public long segment(int first, int last) {
    if (!prices.exists(first, last)) {
      return Long.MAX_VALUE;
    }
    long io = costs.io(first, last);
    long stage = stage(first, last);
    if (stage == Long.MAX_VALUE) {
      return stage;
    }
    long load = problem.switches().loadOverlap() == LoadOverlap.NONE ? prices.load(first, last) : 0;
    if (problem.switches().timing() == Timing.ASYNC && problem.objective() != PipelineObjective.THROUGHPUT) {
      // The first sample passes the slowest cluster, too; its regions are disjoint from the others', so that the area argument holds.
      return Exact.add(load + stage, Exact.multiply(prices.passes(0) - 1, Math.max(io, stage)));
    }
    long alone = Exact.multiply(prices.passes(0), Math.max(Math.max(io, stage), together(first, last)));
    if (first == last) {
      return Exact.add(load, alone);
    }
    long parted = last == first + 1 ? Math.max(stage, sideBySide(first, last)) : stage;
    long deeper = Exact.multiply(prices.passes(isConnected(first, last) ? 1 : 0), Math.max(io, parted));
    return Exact.add(load, Math.min(alone, deeper));
  }

  /** Cycles of the slower of two layers on regions that share no chiplet; {@link Long#MAX_VALUE} if there are none. */
  private long sideBySide(int a, int b) {
    List<Integer> others = worthwhile(b);
    long best = Long.MAX_VALUE;
    for (int o : worthwhile(a)) {
      for (int q : others) {
        long slower = Math.max(cycles[a][o], cycles[b][q]);
        if (slower < best
            && options.get(o).size() + options.get(q).size() <= available(options.get(o).types() | options.get(q).types())) {
          best = slower;
        }
      }
    }
    return best;
  }

  /** Of the regions with the same types those on which a layer is faster than on every smaller one: only they leave room for something. */
  private List<Integer> worthwhile(int l) {
    List<Integer> found = new ArrayList<>();
    long[] least = new long[1 << problem.module().types().size()];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int o = 0; o < options.size(); o++) { // of the same types by size
      int types = options.get(o).types();
      if (cycles[l][o] < least[types]) {
        least[types] = cycles[l][o];
        found.add(o);
      }
    }
    return found;
  }

  /** Chiplets of some types. */
  private int available(int types) {
    int sum = 0;
    for (int t = 0; t < problem.module().types().size(); t++) {
      sum += (types >> t & 1) * problem.module().types().get(t).count();
    }
    return sum;
  }

  /** No mapping of the whole network costs less; {@link Long#MAX_VALUE} if there is none. */
  public long total() {
    int layers = problem.network().size();
    long[] best = new long[layers + 1];
    Arrays.fill(best, Long.MAX_VALUE);
    best[0] = 0;
    for (int last = 0; last < layers; last++) {
      for (int first = last; first >= 0; first--) {
        if (!prices.exists(first, last)) {
          break;
        }
        best[last + 1] = Math.min(best[last + 1], Exact.add(best[first], segment(first, last)));
      }
    }
    boolean overlaps =
        problem.switches().loadOverlap() != LoadOverlap.NONE && problem.objective() != PipelineObjective.THROUGHPUT;
    long weights = problem.network().weightBytes(0, layers - 1);
    return overlaps ? Math.max(best[layers], LayerCosts.ceil(weights, problem.module().dramBytesPerCycle())) : best[layers];
  }
}
