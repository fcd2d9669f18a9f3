package dev.dovetail.models.intracore.array;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One spatial unrolling of a matrix operator on an array: how many indices of each loop dimension run side by side.
 *
 * <p>Role: the cycle formula of {@link PeArrayCostModel}. The cycles of a tile are the product, over the loop dimensions, of the
 * dimension's extent divided by its width (the product of the array axes that unroll it, 1 if none), rounded up. With several
 * groups, K is cut at group borders: if the array unrolls C and K and a whole group fits, {@code P = min(widthC / C', widthK / K')}
 * groups run side by side as blocks on the diagonal; otherwise they run one after another.
 */
final class Unrolling {
  private final String name;
  private final Map<Dim, Long> width = new EnumMap<>(Dim.class);

  Unrolling(Core core, List<Dim> dims) {
    StringBuilder text = new StringBuilder();
    for (int a = 0; a < dims.size(); a++) {
      width.merge(dims.get(a), (long) core.array().get(a), Math::multiplyExact);
      text.append(a == 0 ? "" : "|").append(dims.get(a)).append(core.array().get(a));
    }
    this.name = text.toString();
  }

  /** For example {@code C32|K32}. */
  String name() {
    return name;
  }

  private long width(Dim dim) {
    return width.getOrDefault(dim, 1L);
  }

  /** Cycles of a tile, at least 1. */
  long cycles(Layer layer, Box tile) {
    long cycles = 1;
    for (Dim dim : Dim.values()) {
      long steps;
      if (grouped(layer) && dim == Dim.K) {
        steps = groupSteps(layer, tile);
      } else {
        steps = ceil(layer.extent(dim, tile), width(dim));
      }
      cycles = Math.multiplyExact(cycles, steps);
    }
    return Math.max(1, cycles);
  }

  /** Times that the array passes over each input element: once per set of output channels that fits side by side. */
  long inputPasses(Layer layer, Box tile) {
    long k = layer.extent(Dim.K, tile);
    return width(Dim.K) == 1 ? 1 : Math.max(1, ceil(grouped(layer) ? Math.min(k, channelsPerGroup(layer)) : k, width(Dim.K)));
  }

  /**
   * The best ratio of cycles to output elements of any box of the layer, as {numerator, denominator}: summed dimensions are never
   * cut and keep their rounding, a cut dimension is at best as long as its width.
   */
  BigInteger[] bestCyclesPerElement(Layer layer) {
    BigInteger cycles = BigInteger.ONE;
    BigInteger elements = BigInteger.ONE;
    for (Dim dim : Dim.values()) {
      long whole = layer.extent(dim, layer.outputBox());
      long summed = layer.reductions().getOrDefault(dim, 1);
      long length = whole / summed;
      if (length == 1) {
        cycles = cycles.multiply(BigInteger.valueOf(ceil(summed, width(dim))));
      } else if (grouped(layer) && dim == Dim.K) {
        long inGroup = channelsPerGroup(layer);
        long together = parallelGroups(layer);
        long best = together == 0 ? Math.min(inGroup, width(dim)) : Math.min(together, layer.groups()) * inGroup;
        elements = elements.multiply(BigInteger.valueOf(best));
      } else if (summed == 1) {
        elements = elements.multiply(BigInteger.valueOf(Math.min(length, width(dim))));
      } else {
        // Both summed and cut: no rounding is counted.
        cycles = cycles.multiply(BigInteger.valueOf(summed));
        elements = elements.multiply(BigInteger.valueOf(width(dim)));
      }
    }
    return new BigInteger[] {cycles, elements};
  }

  /**
   * Whether the whole layer's cycles are a floor for every way of cutting it into boxes. They are if each loop dimension lives on one
   * axis: ceil(n / w) is the number of multiples of w in [0, n), a box of length s holds at most ceil(s / w) of them, and every
   * grid point made of multiples lies in one box of a partition. The same holds for group starts.
   */
  boolean wholeIsFloor(Layer layer) {
    for (Dim dim : Dim.values()) {
      long axes = 0;
      for (int a = 0; a < layer.axes().size(); a++) {
        axes += layer.axes().get(a) == dim && layer.shape().get(a) > 1 ? 1 : 0;
      }
      if (axes + (layer.reductions().getOrDefault(dim, 1) > 1 ? 1 : 0) > 1) {
        return false;
      }
    }
    return true;
  }

  private static boolean grouped(Layer layer) {
    return layer.groups() > 1 && groupAxis(layer) >= 0;
  }

  /** The K axis, or -1 if K is not on exactly one axis whose length the groups divide. */
  private static int groupAxis(Layer layer) {
    int axis = layer.axes().indexOf(Dim.K);
    return axis >= 0 && axis == layer.axes().lastIndexOf(Dim.K) && layer.shape().get(axis) % layer.groups() == 0 ? axis : -1;
  }

  private static long channelsPerGroup(Layer layer) {
    return layer.shape().get(groupAxis(layer)) / layer.groups();
  }

  /** Groups that run side by side, or 0 if they run one after another. */
  private long parallelGroups(Layer layer) {
    long c = layer.reductions().getOrDefault(Dim.C, 1);
    long k = channelsPerGroup(layer);
    boolean fits = width.containsKey(Dim.C) && width.containsKey(Dim.K) && c <= width(Dim.C) && k <= width(Dim.K);
    return fits ? Math.max(1, Math.min(width(Dim.C) / c, width(Dim.K) / k)) : 0;
  }

  private long groupSteps(Layer layer, Box tile) {
    int axis = groupAxis(layer);
    long k = channelsPerGroup(layer);
    long first = tile.lo(axis) / k;
    long last = (tile.hi(axis) - 1) / k;
    long together = parallelGroups(layer);
    if (together > 0) {
      return ceil(last - first + 1, together);
    }
    if (first == last) {
      return ceil(tile.size(axis), width(Dim.K));
    }
    long head = (first + 1) * k - tile.lo(axis);
    long tail = tile.hi(axis) - last * k;
    return ceil(head, width(Dim.K)) + (last - first - 1) * ceil(k, width(Dim.K)) + ceil(tail, width(Dim.K));
  }

  private static long ceil(long value, long by) {
    return (value + by - 1) / by;
  }
}
