package dev.dovetail.models.allocation;

import dev.dovetail.models.Interval;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What depends on a single element: for one element of a layer's output, whichever it is, a part of every later layer's output that
 * cannot be made before it.
 *
 * <p>Role: the last element of a layer to be made may be any; all that depends on it comes after the layer is complete. Parts are
 * products of one interval per axis, and each interval is known exactly for every index of the element, so borders, strides and
 * paddings count as they are. Where several ways lead to a layer, the one with the largest part is kept; a part is never too large.
 */
final class Reach {
  /**
   * The reached indices of one axis.
   *
   * @param source the element's axis that decides; -1 if all of the axis is reached from every element
   * @param lo first reached index for each index of the source axis
   * @param hi one past the last
   */
  record Side(int source, int[] lo, int[] hi) {
    static final Side WHOLE = new Side(-1, new int[0], new int[0]);

    boolean whole() {
      return source < 0;
    }

    /** Fewest reached indices. */
    long least(int extent) {
      long least = extent;
      for (int i = 0; i < lo.length; i++) {
        least = Math.min(least, hi[i] - lo[i]);
      }
      return least;
    }

    static Side of(int source, int[] lo, int[] hi, int extent) {
      boolean whole = true;
      for (int i = 0; i < lo.length; i++) {
        whole &= lo[i] == 0 && hi[i] == extent;
      }
      return whole ? WHOLE : new Side(source, lo, hi);
    }
  }

  /** Intervals that each output index needs of an operand's axis; null bounds if some index needs nothing or they do not grow. */
  private record Needs(int[] lo, int[] hi) {}

  private final Demands demands;
  private final Map<String, Integer> producers;
  private final List<List<@Nullable Needs[]>> needs = new ArrayList<>();

  Reach(Demands demands) {
    this.demands = demands;
    this.producers = demands.workload.producers();
    for (Layer layer : demands.workload.layers()) {
      List<@Nullable Needs[]> perOperand = new ArrayList<>();
      for (Operand operand : layer.operands()) {
        @Nullable Needs[] perAxis = new Needs[operand.maps().size()];
        for (int x = 0; x < perAxis.length; x++) {
          int axis = LeastReads.outputAxis(operand.maps().get(x));
          perAxis[x] = axis < 0 ? null : needs(layer, operand.maps().get(x), axis, operand.shape().get(x));
        }
        perOperand.add(perAxis);
      }
      needs.add(perOperand);
    }
  }

  private static @Nullable Needs needs(Layer layer, AxisMap map, int axis, int extent) {
    int n = layer.shape().get(axis);
    int[] lo = new int[n];
    int[] hi = new int[n];
    for (int o = 0; o < n; o++) {
      Interval i = map.needed(layer.outputBox().with(axis, o, o + 1), extent).intersect(new Interval(0, extent));
      lo[o] = i.lo();
      hi[o] = i.hi();
      if (i.isEmpty() || o > 0 && (lo[o] < lo[o - 1] || hi[o] < hi[o - 1])) {
        return null;
      }
    }
    return new Needs(lo, hi);
  }

  /** For each layer one side per output axis; null where some element of {@code p} may reach nothing. */
  Side @Nullable [][] from(int p) {
    Side[][] reached = new Side[demands.layers][];
    List<Integer> shape = demands.workload.layers().get(p).shape();
    reached[p] = new Side[shape.size()];
    for (int a = 0; a < shape.size(); a++) {
      int[] lo = new int[shape.get(a)];
      int[] hi = new int[shape.get(a)];
      for (int i = 0; i < lo.length; i++) {
        lo[i] = i;
        hi[i] = i + 1;
      }
      reached[p][a] = Side.of(a, lo, hi, shape.get(a));
    }
    for (int l = p + 1; l < demands.layers; l++) {
      Layer layer = demands.workload.layers().get(l);
      long most = 0;
      for (int o = 0; o < layer.operands().size(); o++) {
        Operand operand = layer.operands().get(o);
        Integer producer = producers.get(operand.tensor());
        if (producer != null && reached[producer] != null) {
          Side[] sides = through(layer, operand, needs.get(l).get(o), reached[producer]);
          long count = sides == null ? 0 : count(sides, layer.shape());
          if (count > most) {
            most = count;
            reached[l] = sides;
          }
        }
      }
    }
    return reached;
  }

  /** Fewest elements of a part. */
  static long count(Side[] sides, List<Integer> shape) {
    long count = 1;
    for (int a = 0; a < sides.length; a++) {
      count *= Math.max(0, sides[a].least(shape.get(a)));
    }
    return count;
  }

  private static Side @Nullable [] through(Layer layer, Operand operand, @Nullable Needs[] needs, Side[] tensor) {
    Side[] seen = behindViews(operand, tensor);
    if (seen == null) {
      return null;
    }
    Side[] made = new Side[layer.shape().size()];
    Arrays.fill(made, Side.WHOLE);
    boolean[] used = new boolean[made.length];
    for (int x = 0; x < seen.length; x++) {
      AxisMap map = operand.maps().get(x);
      int axis = LeastReads.outputAxis(map);
      if (map instanceof AxisMap.At && !seen[x].whole() || axis >= 0 && (used[axis] || needs[x] == null)) {
        return null;
      }
      if (axis >= 0) {
        used[axis] = true;
        Side side = dependents(needs[x], seen[x], layer.shape().get(axis));
        if (side == null) {
          return null;
        }
        made[axis] = side;
      }
    }
    return made;
  }

  /** Outputs whose needed interval meets the reached one: a run, because both ends of the needed intervals grow. */
  private static @Nullable Side dependents(@Nullable Needs needs, Side side, int extent) {
    if (needs == null) {
      return null;
    }
    if (side.whole()) {
      return side;
    }
    int[] lo = new int[side.lo().length];
    int[] hi = new int[lo.length];
    for (int i = 0; i < lo.length; i++) {
      lo[i] = firstAbove(needs.hi(), side.lo()[i]);
      hi[i] = firstAbove(needs.lo(), side.hi()[i] - 1);
      if (hi[i] <= lo[i]) {
        return null;
      }
    }
    return Side.of(side.source(), lo, hi, extent);
  }

  /** First position of a growing array with a value above {@code value}. */
  private static int firstAbove(int[] growing, int value) {
    int from = 0;
    int to = growing.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (growing[middle] > value) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** The part of a tensor as the layer sees it; null where it may see none of it. */
  private static Side @Nullable [] behindViews(Operand operand, Side[] tensor) {
    Side[] sides = tensor;
    for (int v = operand.views().size() - 1; v >= 0; v--) {
      View view = operand.views().get(v);
      if (view instanceof View.Permute permute) {
        Side[] next = new Side[sides.length];
        for (int a = 0; a < next.length; a++) {
          next[a] = sides[permute.axes().get(a)];
        }
        sides = next;
      } else if (view instanceof View.Reshape reshape) {
        sides = reshaped(reshape, sides);
      } else if (!(view instanceof View.Broadcast)) {
        return null; // a part or a slice: what of it is reached depends on where it lies
      }
      if (sides == null) {
        return null;
      }
    }
    return sides;
  }

  /** Axes that a reshape leaves alone at both ends keep their sides; between them all must be reached. */
  private static Side @Nullable [] reshaped(View.Reshape reshape, Side[] sides) {
    List<Integer> from = reshape.from();
    List<Integer> to = reshape.to();
    int head = 0;
    while (head < Math.min(from.size(), to.size()) && from.get(head).equals(to.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(from.size(), to.size()) - head
        && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) {
      tail++;
    }
    Side[] made = new Side[to.size()];
    Arrays.fill(made, Side.WHOLE);
    System.arraycopy(sides, 0, made, 0, head);
    System.arraycopy(sides, sides.length - tail, made, made.length - tail, tail);
    for (int a = head; a < sides.length - tail; a++) {
      if (!sides[a].whole()) {
        return null;
      }
    }
    return made;
  }
}
