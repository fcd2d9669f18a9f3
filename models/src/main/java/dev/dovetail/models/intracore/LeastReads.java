package dev.dovetail.models.intracore;

import dev.dovetail.models.Box;
import dev.dovetail.models.Interval;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.View;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How many elements of an operand a layer reads at least, however its output is cut into boxes.
 *
 * <p>Role: the read part of an energy floor, and the bytes of traffic bounds. It is the number of elements that single output elements need: a strided layer may
 * skip elements once it is cut, which the box of the whole layer encloses.
 */
public final class LeastReads {
  private LeastReads() {}

  /** A valid lower bound on the operand's elements summed over the boxes of any partition of the output; 0 where none is known. */
  public static long elements(Layer layer, Operand operand) {
    return elements(layer, operand, layer.outputBox());
  }

  /** The same for any partition of the box {@code whole} of the output: distinct elements that its single elements need together. */
  public static long elements(Layer layer, Operand operand, Box whole) {
    List<BitSet> needed = new ArrayList<>();
    BitSet used = new BitSet();
    for (int a = 0; a < operand.shape().size(); a++) {
      AxisMap map = operand.maps().get(a);
      int extent = operand.shape().get(a);
      int axis = outputAxis(map);
      if (axis >= 0 && used.get(axis)) {
        return 0; // two operand axes follow one output axis: only a diagonal may be needed
      }
      BitSet indices = new BitSet(extent);
      if (axis < 0 || hasNoGaps(map)) {
        set(indices, map.needed(whole, extent), extent);
      } else {
        for (int o = whole.lo(axis); o < whole.hi(axis); o++) {
          set(indices, map.needed(whole.with(axis, o, o + 1), extent), extent);
        }
      }
      if (axis >= 0) {
        used.set(axis);
      }
      needed.add(indices);
    }
    return behindViews(needed, operand);
  }

  private static void set(BitSet indices, Interval interval, int extent) {
    Interval inside = interval.intersect(new Interval(0, extent));
    if (!inside.isEmpty()) {
      indices.set(inside.lo(), inside.hi());
    }
  }

  /** Whether neighbouring outputs need overlapping or touching intervals, so that the whole needs no more than its parts. */
  private static boolean hasNoGaps(AxisMap map) {
    return map instanceof AxisMap.Same
        || map instanceof AxisMap.Grouped
        || map instanceof AxisMap.Window w && w.stride() <= w.dilation() * (w.kernel() - 1) + 1;
  }

  /** The output axis that a map follows, or -1. */
  public static int outputAxis(AxisMap map) {
    if (map instanceof AxisMap.Same m) {
      return m.axis();
    }
    if (map instanceof AxisMap.Window m) {
      return m.axis();
    }
    if (map instanceof AxisMap.Transposed m) {
      return m.axis();
    }
    if (map instanceof AxisMap.Grouped m) {
      return m.axis();
    }
    if (map instanceof AxisMap.Scaled m) {
      return m.axis();
    }
    return -1;
  }

  /** Views keep elements apart, except that a part of a concatenation holds only some of them, and a broadcast repeats one. */
  private static long behindViews(List<BitSet> needed, Operand operand) {
    List<BitSet> axes = needed;
    for (int v = 0; v < operand.views().size(); v++) {
      View view = operand.views().get(v);
      List<BitSet> next = new ArrayList<>(axes);
      if (view instanceof View.Permute permute) {
        for (int a = 0; a < permute.axes().size(); a++) {
          next.set(permute.axes().get(a), axes.get(a));
        }
      } else if (view instanceof View.Part part) {
        next.set(part.axis(), axes.get(part.axis()).get(part.offset(), part.offset() + part.size()));
      } else if (view instanceof View.Slice slice) {
        BitSet moved = new BitSet();
        axes.get(slice.axis()).stream().forEach(i -> moved.set(slice.start() + slice.step() * i));
        next.set(slice.axis(), moved);
      } else if (view instanceof View.Broadcast broadcast) {
        BitSet first = new BitSet();
        first.set(0, Math.min(1, axes.get(broadcast.axis()).cardinality()));
        next.set(broadcast.axis(), first);
      } else if (operand.views().subList(v, operand.views().size()).stream()
          .anyMatch(w -> w instanceof View.Part || w instanceof View.Broadcast)) {
        return 0; // behind a reshape it is unknown which elements lie in the part, or are the same
      } else {
        return count(axes);
      }
      axes = next;
    }
    return count(axes);
  }

  private static long count(List<BitSet> axes) {
    return axes.stream().mapToLong(BitSet::cardinality).reduce(1, Math::multiplyExact);
  }
}
