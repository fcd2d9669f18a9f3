package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.SizeExpression;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The most multiply-accumulates per cycle that a dataflow can do of any part of a layer, whatever its tile parameters.
 *
 * <p>Role: the floor under all cycles. A level with c units that spreads a dimension over them keeps at most as many of them busy as
 * the dimension has indices. A summed dimension is never cut by output tiles: D indices over c units take at least {@code ceil(D /
 * c)} rounds, however they are tiled, so that {@code D / ceil(D / c)} units are busy on average. Over levels, busy units multiply, and
 * indices of one dimension that several levels spread are still no more than D. Cluster sizes that depend on a parameter, or on a
 * dimension that output tiles cut, may be anything: the best one counts.
 */
final class PeakRate {
  /** Rates are counted in multiply-accumulates per so many cycles, rounded up. */
  static final long CYCLES = 1 << 16;

  private final LayerShape whole;
  private final long pes;
  /** For each level but the first the units of its clusters; 0 where any number is possible. */
  private final List<Long> clusters = new ArrayList<>();
  /** For each level the dimensions that it spreads over its units. */
  private final List<List<LoopDim>> spread = new ArrayList<>(List.of(new ArrayList<>()));

  private PeakRate(Dataflow dataflow, LayerShape whole, long pes) {
    this.whole = whole;
    this.pes = pes;
    for (DirectiveTemplate d : dataflow.directives()) {
      if (d.kind() == Kind.CLUSTER) {
        clusters.add(fixed(d.size()));
        spread.add(new ArrayList<>());
      } else if (d.kind() == Kind.SPATIAL && d.dim() != null) {
        spread.get(spread.size() - 1).add(d.dim());
      }
    }
  }

  /**
   * Multiply-accumulates per {@link #CYCLES} cycles, rounded up; at least 1.
   *
   * @param whole the layer's own extents; parts of it are no larger in any dimension that its outputs have, and as large in all others
   */
  static long of(Dataflow dataflow, LayerShape whole, long pes, long simd) {
    PeakRate rate = new PeakRate(dataflow, whole, pes);
    double units = rate.best(0, new long[rate.clusters.size()], 1);
    // Rounded up beyond what the divisions may have lost: a rate that is too high is still a floor of the cycles.
    return Math.max(1, (long) Math.ceil(Math.min(units, pes) * simd * CYCLES * (1 + 1e-12)));
  }

  private long fixed(SizeExpression size) {
    Set<LoopDim> dims = size.dims().isEmpty() ? EnumSet.noneOf(LoopDim.class) : EnumSet.copyOf(size.dims());
    boolean known = size.parameters().isEmpty() && dims.stream().allMatch(d -> summed(d) && whole.lists(d));
    if (!known) {
      return 0;
    }
    try {
      return Math.max(0, size.value(d -> whole.sizes().getOrDefault(d, 1L), p -> 1));
    } catch (ArithmeticException e) {
      return 0;
    }
  }

  /** Most busy units over all sizes of the clusters from {@code at} on. */
  private double best(int at, long[] sizes, long product) {
    if (at == sizes.length) {
      return busy(sizes, pes / product);
    }
    if (clusters.get(at) > 0) {
      sizes[at] = clusters.get(at);
      return product * sizes[at] <= pes ? best(at + 1, sizes, product * sizes[at]) : 0;
    }
    double most = 0;
    for (long size = 1; product * size <= pes; size++) {
      sizes[at] = size;
      most = Math.max(most, best(at + 1, sizes, product * size));
    }
    return most;
  }

  private double busy(long[] sizes, long top) {
    Map<LoopDim, Integer> levels = new EnumMap<>(LoopDim.class);
    spread.forEach(dims -> dims.forEach(d -> levels.merge(d, 1, Integer::sum)));
    double product = 1;
    double indices = 1;
    boolean several = false;
    for (int level = 0; level < spread.size(); level++) {
      long units = level == 0 ? top : sizes[level - 1];
      List<LoopDim> dims = spread.get(level);
      product *= dims.size() == 1 ? busy(dims.get(0), units, levels.getOrDefault(dims.get(0), 1) > 1) : units;
      several |= dims.size() != 1;
    }
    for (LoopDim d : levels.keySet()) {
      indices *= extent(d);
    }
    return several ? product : Math.min(product, indices);
  }

  private double busy(LoopDim dim, long units, boolean again) {
    long extent = extent(dim);
    if (again) {
      return units;
    }
    return summed(dim) ? (double) extent / -Math.floorDiv(-extent, units) : Math.min(units, extent);
  }

  private boolean summed(LoopDim dim) {
    return switch (dim) {
      case R, S -> true;
      case C -> whole.type() != LayerType.DSCONV;
      case K -> whole.type() == LayerType.GEMM;
      default -> false;
    };
  }

  /**
   * Indices of a dimension. Where no level spreads the kernel rows, each unit with rows of Y makes an output row of its own, so that the
   * output rows count; likewise for columns.
   */
  private long extent(LoopDim dim) {
    return switch (dim) {
      case Y, Y_OUT -> sliding(LoopDim.Y, LoopDim.R, whole.strideY());
      case X, X_OUT -> sliding(LoopDim.X, LoopDim.S, whole.strideX());
      default -> whole.sizes().getOrDefault(dim, 1L);
    };
  }

  private long sliding(LoopDim input, LoopDim kernel, long stride) {
    long extent = whole.sizes().getOrDefault(input, 1L);
    boolean kernelIsSpread = spread.stream().anyMatch(dims -> dims.contains(kernel));
    return kernelIsSpread ? extent : (extent - whole.sizes().getOrDefault(kernel, 1L)) / stride + 1;
  }
}
