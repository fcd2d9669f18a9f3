package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.InputRanges;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.fusion.TileShapes;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All ways to cut a sub-group into tiles that can matter.
 *
 * <p>Role: shapes depend on T through the parts of samples, rows and columns only. Of all T with the same shapes the least has the least compute and
 * traffic and asks for no more buffer, so that it stands for all of them: that is what lets a bound cover every T. One tile, two tiles and more are
 * kept apart, because weights stay differently long.
 */
final class Tilings {
  /** Plans with more tiles are not admitted by the evaluator. */
  private static final int MOST_TILES = 1 << 20;
  private static final int NUMBERS = TileShapes.NUMBERS;

  private final FusionProblem problem;
  private final LayerGraph graph;
  private final LayerCosts costs;
  private final TileShapes shapes;
  private final Map<List<Object>, int[]> counts = new HashMap<>();
  private final int[] numbers;
  private final int[] range = new int[NUMBERS];

  Tilings(FusionProblem problem, LayerGraph graph) {
    this.problem = problem;
    this.graph = graph;
    this.costs = new LayerCosts(problem.network(), problem.core());
    this.shapes = new TileShapes(problem.network(), problem.batch());
    this.numbers = new int[NUMBERS * graph.size()];
  }

  /** Ways to cut a sub-group, by ascending T, the first with one tile; none that the core cannot compute. */
  List<Tiling> of(BitSet subGroup) {
    return of(subGroup, false, false);
  }

  /** As {@link #of(BitSet)}, where layers before them in the same sub-group may forbid to cut rows or columns. */
  private List<Tiling> of(BitSet subGroup, boolean wholeRows, boolean wholeColumns) {
    List<Tiling> tilings = new ArrayList<>();
    int[] layers = subGroup.stream().toArray();
    for (int t : counts(subGroup, layers, wholeRows, wholeColumns)) {
      Tiling tiling = tiling(layers, t, wholeRows, wholeColumns);
      if (tiling != null) {
        tilings.add(tiling);
      }
    }
    return tilings;
  }

  /** Ways to cut layers that share their sub-group with an unknown part of {@code hidden}, whose transposes may forbid to cut an axis. */
  List<Tiling> behind(BitSet hidden, BitSet layers) {
    boolean rows = hidden.stream().anyMatch(l -> forbids(l, 1)) || layers.stream().anyMatch(l -> forbids(l, 1));
    boolean columns = hidden.stream().anyMatch(l -> forbids(l, 2)) || layers.stream().anyMatch(l -> forbids(l, 2));
    List<Tiling> all = new ArrayList<>(of(layers));
    if (rows) {
      all.addAll(of(layers, true, false));
    }
    if (columns) {
      all.addAll(of(layers, false, true));
    }
    if (rows && columns) {
      all.addAll(of(layers, true, true));
    }
    return all;
  }

  private boolean forbids(int l, int axis) {
    return graph.layer(l).kind() == LayerKind.TRANSPOSE && graph.layer(l).axes().get(0) == axis;
  }

  /**
   * A layer as one tile, at its least in every respect, whatever stands with it in a sub-group of one tile: a sub-group of one tile is the same as
   * its layers one after another.
   */
  Tiling whole(int l, long cycles, Coverage coverage) {
    FusionLayer layer = graph.layer(l);
    long[] loads = new long[graph.producers(l).size()];
    for (int j = 0; j < loads.length; j++) {
      int producer = graph.producers(l).get(j);
      long channels = graph.layer(producer).out().channels();
      loads[j] = Math.max(layer.inputs().contains(producer) ? coverage.readBytes(l, channels, true) : 0,
          layer.weightInputs().contains(producer) ? coverage.readWeightBytes(l, channels) : 0);
    }
    long external = layer.externalInputs().stream()
        .mapToLong(x -> coverage.readBytes(l, problem.network().externalInputs().get(x).extent().channels(), true)).sum();
    return new Tiling(1, new int[] {l}, new long[] {cycles * problem.dramBytesPerCycle()}, new long[] {layer.weightBytes()},
        new long[1], new long[] {coverage.wholeBytes(l)},
        new long[][] {loads},
        new long[] {external});
  }

  /** Least cycles of each layer that any sub-group of one tile has which ends at a milestone; as whole as {@code cycles}. */
  void leastWhole(Milestones milestones, long[] cycles) {
    for (int i = 0; i < milestones.size(); i++) {
      int[] layers = milestones.get(i).stream().toArray();
      shapes.fill(layers, 0, layers.length, 1, numbers);
      for (int j = 0; j < layers.length; j++) {
        cycles[layers[j]] = Math.min(cycles[layers[j]], costs.of(layers[j], shape(j * NUMBERS)).cycles());
      }
    }
  }

  private TileShape shape(int at) {
    return new TileShape(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
  }

  private int[] counts(BitSet subGroup, int[] layers, boolean wholeRows, boolean wholeColumns) {
    int[] outputs = subGroup.stream().filter(l -> graph.consumers(l).stream().noneMatch(subGroup::get)).toArray();
    boolean transposes = subGroup.stream().anyMatch(
        l -> graph.layer(l).kind() == LayerKind.TRANSPOSE && graph.producers(l).stream().anyMatch(subGroup::get));
    // The parts of outputs follow from their extents, unless a transpose forbids to cut an axis.
    List<Object> key = new ArrayList<>();
    Arrays.stream(outputs).forEach(l -> key.add(graph.layer(l).out()));
    key.add(wholeRows);
    key.add(wholeColumns);
    if (transposes) {
      key.add(subGroup.clone());
    }
    return counts.computeIfAbsent(key, k -> distinct(transposes ? layers : outputs, outputs, wholeRows, wholeColumns));
  }

  private int[] distinct(int[] layers, int[] outputs, boolean wholeRows, boolean wholeColumns) {
    long most = MOST_TILES;
    for (int l : outputs) {
      most = Math.min(most, (long) problem.batch() * graph.layer(l).out().height() * graph.layer(l).out().width());
    }
    Set<List<Integer>> seen = new HashSet<>();
    List<Integer> distinct = new ArrayList<>();
    for (int t = 1; t <= most; t = problem.rules().anyTileCount() ? t + 1 : 2 * t) {
      if (shapes.fill(layers, 0, layers.length, t, wholeRows, wholeColumns, numbers) == TileShapes.ALL_CUT) {
        List<Integer> shape = new ArrayList<>();
        shape.add(Math.min(t, 3));
        for (int i = 0; i < NUMBERS * layers.length; i++) {
          shape.add(numbers[i]);
        }
        if (seen.add(shape)) {
          distinct.add(t);
        }
      }
    }
    return distinct.stream().mapToInt(i -> i).toArray();
  }

  private @Nullable Tiling tiling(int[] layers, int t, boolean wholeRows, boolean wholeColumns) {
    if (shapes.fill(layers, 0, layers.length, t, wholeRows, wholeColumns, numbers) != TileShapes.ALL_CUT) {
      return null;
    }
    int k = layers.length;
    long[] times = new long[k];
    long[] weights = new long[k];
    long[] femtojoules = new long[k];
    long[] bytes = new long[k];
    long[][] loads = new long[k][];
    long[] external = new long[k];
    for (int i = 0; i < k; i++) {
      int at = i * NUMBERS;
      TileShape tile = shape(at);
      TileCost cost = costs.of(layers[i], tile);
      if (!cost.isPossible()) {
        return null;
      }
      times[i] = Exact.multiply(cost.cycles(), problem.dramBytesPerCycle());
      weights[i] = graph.layer(layers[i]).weightBytes();
      femtojoules[i] = cost.femtojoules();
      bytes[i] = tile.volume();
      loads[i] = loads(layers[i], at);
      external[i] = external(layers[i], at);
    }
    return new Tiling(t, layers, times, weights, femtojoules, bytes, loads, external);
  }

  private long[] loads(int l, int at) {
    FusionLayer layer = graph.layer(l);
    List<Integer> producers = graph.producers(l);
    long[] loads = new long[producers.size()];
    for (int j = 0; j < loads.length; j++) {
      int producer = producers.get(j);
      int rows = 0;
      int columns = 0;
      if (layer.inputs().contains(producer)) {
        InputRanges.activation(layer, numbers, at, range);
        rows = range[2];
        columns = range[3];
      }
      if (layer.weightInputs().contains(producer)) {
        InputRanges.weights(layer, numbers, at, range);
        rows = Math.max(rows, range[2]);
        columns = Math.max(columns, range[3]);
      }
      loads[j] = Math.max(0, new TileShape(numbers[at], graph.layer(producer).out().channels(), rows, columns).volume());
    }
    return loads;
  }

  private long external(int l, int at) {
    FusionLayer layer = graph.layer(l);
    if (layer.externalInputs().isEmpty()) {
      return 0;
    }
    InputRanges.activation(layer, numbers, at, range);
    return layer.externalInputs().stream()
        .mapToLong(x -> new TileShape(range[0], problem.network().externalInputs().get(x).extent().channels(), range[2], range[3])
            .volume())
        .sum();
  }
}
