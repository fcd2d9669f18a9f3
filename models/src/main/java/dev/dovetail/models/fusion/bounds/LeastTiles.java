package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.LayerKind;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Least cost of a layer per position of its output (row, column, sample), over every shape that a tile of it can have.
 *
 * <p>Role: sharper than formulas where there are few shapes: all rows up to the most that anybody asks for, all columns, the parts of the batch, and the channels that the
 * layer or a concatenation has. Layers that a transpose reads are left out: their channels may be any number.
 */
final class LeastTiles {
  private static final long MOST_SHAPES = 2_500;
  private static final int MOST_CHANNELS = 4;

  private final FusionProblem problem;
  private final LayerCosts costs;
  private final List<Set<Integer>> channels;
  private final int[] rows;
  private final int[] columns;

  LeastTiles(FusionProblem problem, LayerGraph graph) {
    this.problem = problem;
    this.costs = new LayerCosts(problem.network(), problem.core());
    rows = new int[graph.size()];
    columns = new int[graph.size()];
    channels = graph.network().layers().stream().map(l -> (Set<Integer>) new TreeSet<>(Set.of(l.out().channels()))).toList();
    for (int l = graph.size() - 1; l >= 0; l--) {
      rows[l] = graph.layer(l).out().height();
      columns[l] = graph.layer(l).out().width();
      for (int c : graph.consumers(l)) {
        ask(l, graph.layer(c));
      }
    }
  }

  private void ask(int l, FusionLayer reader) {
    int c = reader.id();
    if (reader.kind() == LayerKind.TRANSPOSE || reader.kind() == LayerKind.UPSAMPLE || channels.get(c).isEmpty()
        || channels.get(l).isEmpty()) {
      channels.get(l).clear();
      return;
    }
    boolean same = reader.kind() == LayerKind.ELTWISE || reader.kind() == LayerKind.POINTWISE;
    rows[l] = Math.max(rows[l], same ? rows[c] : Math.max(reader.in().height(), reader.kernelHeight()));
    columns[l] = Math.max(columns[l], same ? columns[c] : Math.max(reader.in().width(), reader.kernelWidth()));
    if (reader.weightInputs().contains(l)) {
      rows[l] = Math.max(rows[l], reader.in().channels() / reader.groups());
      columns[l] = Math.max(columns[l], reader.kernelHeight() * reader.kernelWidth());
      channels.get(l).addAll(channels.get(c));
    }
    if (reader.inputs().contains(l)) {
      switch (reader.kind()) {
        case CONV, FC -> channels.get(l).add(reader.in().channels());
        case GROUPCONV -> channels.get(c).forEach(k -> channels.get(l)
            .add((int) Coverage.ceil(k, reader.out().channels() / reader.groups()) * (reader.in().channels() / reader.groups())));
        default -> channels.get(l).addAll(channels.get(c));
      }
    }
  }

  /** Whether all shapes of a layer can be looked at. */
  boolean covers(int l) {
    long shapes = (long) rows[l] * columns[l] * parts();
    return !channels.get(l).isEmpty() && channels.get(l).size() <= MOST_CHANNELS
        && shapes * channels.get(l).size() <= MOST_SHAPES;
  }

  private long parts() {
    int count = 0;
    for (int b = 1; b <= problem.batch(); b++) {
      count += problem.batch() % b == 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * Least cost of a layer that is covered.
   *
   * @param positions that it computes at least, over all tiles
   * @return cycles and femtojoules; two times the largest number if the core can compute none of its tiles
   */
  long[] least(int l, long positions) {
    long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
    for (int b = 1; b <= problem.batch(); b++) {
      for (int c : channels.get(l)) {
        for (int h = 1; problem.batch() % b == 0 && h <= rows[l]; h++) {
          for (int w = 1; w <= columns[l]; w++) {
            TileCost cost = costs.of(l, new TileShape(b, c, h, w));
            if (cost.isPossible()) {
              long size = (long) b * h * w;
              least[0] = Math.min(least[0], share(cost.cycles(), positions, size));
              least[1] = Math.min(least[1], share(cost.femtojoules(), positions, size));
            }
          }
        }
      }
    }
    return least;
  }

  /** cost * positions / size, rounded down. */
  private static long share(long cost, long positions, long size) {
    return Math.multiplyExact(cost, positions / size) + Math.multiplyExact(cost, positions % size) / size;
  }
}
