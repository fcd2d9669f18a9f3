package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.Directive.Kind;
import dev.dovetail.models.dataflow.DirectiveTemplate;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.SizeExpression;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The most multiply-accumulates per cycle that a dataflow can do of any part of a layer, whatever its tile parameters.
 *
 * <p>Role: the floor under all cycles. A level with c units that spreads a dimension over them keeps at most as many of them busy as
 * the dimension has indices. A summed dimension is never cut by output tiles: D indices over c units take at least {@code ceil(D /
 * c)} rounds, however they are tiled, so that {@code D / ceil(D / c)} units are busy on average. Over levels, busy units multiply, and
 * indices of one dimension that several levels spread are still no more than D. Cluster sizes that depend on a parameter, or on a
 * dimension that output tiles cut, may be anything: the best one counts.
 *
 * <p>With clusters, each step of the outermost level starts its clusters anew, so it takes the network's latency on top of its work. A
 * step does at most the multiply-accumulates of one tile per cluster; a tile size that depends on an open parameter may be the whole
 * dimension. So {@code time / macs >= latency / (busy clusters * macs of a tile) + 1 / (busy units * simd)}.
 */
final class PeakRate {
  /** Rates are counted in multiply-accumulates per so many cycles, rounded up. */
  static final long CYCLES = 1 << 16;

  private final LayerShape whole;
  private final MaestroHardware core;
  private final long pes;
  /** For each level but the first the units of its clusters; 0 where any number is possible. */
  private final List<Long> clusters = new ArrayList<>();
  /** For each level the dimensions that it spreads over its units. */
  private final List<List<LoopDim>> spread = new ArrayList<>(List.of(new ArrayList<>()));
  /** For each level but the first the parameter that is the size of its clusters; empty where it is another expression. */
  private final List<Optional<String>> parameters = new ArrayList<>();
  /** Maps of the outermost level. */
  private final List<DirectiveTemplate> outermost = new ArrayList<>();

  private PeakRate(Dataflow dataflow, LayerShape whole, MaestroHardware core) {
    this.whole = whole;
    this.core = core;
    this.pes = core.pes();
    for (DirectiveTemplate d : dataflow.directives()) {
      if (d.kind() == Kind.CLUSTER) {
        clusters.add(fixed(d.size()));
        parameters.add(d.size() instanceof SizeExpression.Parameter p ? Optional.of(p.name()) : Optional.empty());
        spread.add(new ArrayList<>());
        continue;
      }
      if (d.kind() == Kind.SPATIAL && d.dim() != null) {
        spread.get(spread.size() - 1).add(d.dim());
      }
      if (clusters.isEmpty()) {
        outermost.add(d);
      }
    }
  }

  /**
   * Multiply-accumulates per {@link #CYCLES} cycles, rounded up; at least 1.
   *
   * @param whole the layer's own extents; parts of it are no larger in any dimension that its outputs have, and as large in all others
   */
  static long of(Dataflow dataflow, LayerShape whole, MaestroHardware core) {
    PeakRate rate = new PeakRate(dataflow, whole, core);
    double best = rate.best(0, new long[rate.clusters.size()], 1);
    // Rounded up beyond what the divisions may have lost: a rate that is too high is still a floor of the cycles.
    return Math.max(1, (long) Math.ceil(best * CYCLES * (1 + 1e-12)));
  }

  private long fixed(SizeExpression size) {
    return value(size, Map.of()).orElse(0);
  }

  /** A size that is the same for all parts of the layer and all values of the parameters that are not given; empty if it is not. */
  private OptionalLong value(SizeExpression size, Map<String, Long> given) {
    boolean known =
        given.keySet().containsAll(size.parameters()) && size.dims().stream().allMatch(d -> summed(d) && whole.lists(d));
    try {
      long value = known ? size.value(d -> whole.sizes().getOrDefault(d, 1L), p -> given.getOrDefault(p, 1L)) : 0;
      return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** Best rate over all sizes of the clusters from {@code at} on. */
  private double best(int at, long[] sizes, long product) {
    if (at == sizes.length) {
      return rate(sizes, pes / product);
    }
    if (clusters.get(at) > 0) {
      sizes[at] = clusters.get(at);
      return product * sizes[at] <= pes ? best(at + 1, sizes, product * sizes[at]) : 0;
    }
    double most = 0;
    // Of all sizes that leave equally many clusters the largest is best: nothing that it keeps busy gets less.
    long left = pes / product;
    long size = 0;
    while (size < left) {
      size = left / (left / (size + 1));
      sizes[at] = size;
      most = Math.max(most, best(at + 1, sizes, product * size));
    }
    return most;
  }

  /** Multiply-accumulates per cycle with the given sizes of the clusters. */
  private double rate(long[] sizes, long top) {
    double cyclesPerMac = 1 / (Math.min(busy(sizes, top), pes) * core.simd());
    if (sizes.length == 0) {
      return 1 / cyclesPerMac;
    }
    List<LoopDim> dims = spread.get(0);
    long busyClusters = dims.size() == 1 ? Math.min(top, extent(dims.get(0))) : top;
    return 1 / (cyclesPerMac + core.latency() / (busyClusters * tile(sizes)));
  }

  /** Most multiply-accumulates of one cluster's tile. */
  private double tile(long[] sizes) {
    Map<String, Long> given = new HashMap<>();
    for (int i = 0; i < sizes.length; i++) {
      long size = sizes[i];
      parameters.get(i).ifPresent(p -> given.put(p, size));
    }
    double macs = 1;
    for (LoopDim d : whole.sizes().keySet()) {
      macs *= tile(d, given);
    }
    return macs;
  }

  private double tile(LoopDim dim, Map<String, Long> given) {
    long all = extent(dim);
    for (DirectiveTemplate d : outermost) {
      LoopDim mapped = d.dim();
      OptionalLong size = value(d.size(), given);
      if (size.isPresent() && mapped == dim) {
        return Math.min(all, outputs(dim, size.getAsLong(), all));
      }
      if (size.isPresent() && (dim == LoopDim.Y && mapped == LoopDim.Y_OUT || dim == LoopDim.X && mapped == LoopDim.X_OUT)) {
        return Math.min(all, size.getAsLong());
      }
    }
    return all;
  }

  /** Outputs of a tile of Y or X inputs; all of them where it is smaller than the kernel. */
  private long outputs(LoopDim dim, long size, long all) {
    if (dim != LoopDim.Y && dim != LoopDim.X) {
      return size;
    }
    long kernel = whole.sizes().getOrDefault(dim == LoopDim.Y ? LoopDim.R : LoopDim.S, 1L);
    long stride = dim == LoopDim.Y ? whole.strideY() : whole.strideX();
    return size < kernel ? all : (size - kernel) / stride + 1;
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
      case Y, Y_OUT -> sliding(LoopDim.Y, LoopDim.R);
      case X, X_OUT -> sliding(LoopDim.X, LoopDim.S);
      default -> whole.sizes().getOrDefault(dim, 1L);
    };
  }

  private long sliding(LoopDim input, LoopDim kernel) {
    boolean kernelIsSpread = spread.stream().anyMatch(dims -> dims.contains(kernel));
    return kernelIsSpread ? whole.sizes().getOrDefault(input, 1L) : whole.outputs(input);
  }
}
