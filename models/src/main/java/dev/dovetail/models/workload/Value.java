package dev.dovetail.models.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a layer under construction may read: tensors through layout changes that cost nothing.
 *
 * <p>Role: lets {@link NetworkBuilder} and readers write {@code x.reshape(..).transpose(..)} and concatenations; a value becomes
 * one {@link Operand} per part. Immutable.
 *
 * @param shape the shape that the reader sees
 * @param parts the tensors behind it: one, or several for a concatenation
 */
public record Value(List<Integer> shape, List<Part> parts) {
  /**
   * One tensor behind a value.
   *
   * @param tensor its name
   * @param views from the value's shape to the tensor, the one next to the reader first
   */
  public record Part(String tensor, List<View> views) {
    public Part {
      Objects.requireNonNull(tensor);
      views = List.copyOf(views);
    }

    /** This part behind one more view; two reshapes, or two permutations, become one, and none if they undo each other. */
    Part behind(View view) {
      View joined = views.isEmpty() ? view : joined(view, views.get(0));
      List<View> all = new ArrayList<>();
      if (joined == view || !changesNothing(joined)) {
        all.add(joined);
      }
      all.addAll(joined == view ? views : views.subList(1, views.size()));
      return new Part(tensor, all);
    }

    private static View joined(View outer, View inner) {
      if (outer instanceof View.Reshape o && inner instanceof View.Reshape i) {
        return new View.Reshape(i.from(), o.to());
      }
      if (outer instanceof View.Permute o && inner instanceof View.Permute i) {
        return new View.Permute(o.axes().stream().map(i.axes()::get).toList());
      }
      return outer;
    }

    private static boolean changesNothing(View view) {
      return view instanceof View.Reshape r && r.from().equals(r.to())
          || view instanceof View.Permute p && p.axes().equals(indices(p.axes().size()));
    }
  }

  public Value {
    shape = List.copyOf(shape);
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("The parts of a value of shape (%s) must not be empty.".formatted(shape));
    }
  }

  /** The whole of a tensor as it lies. */
  public static Value of(Tensor tensor) {
    return new Value(tensor.shape(), List.of(new Part(tensor.name(), List.of())));
  }

  /** The values one after the other along {@code axis}; costs nothing. */
  public static Value concat(int axis, Value... values) {
    return concat(axis, List.of(values));
  }

  /**
   * The values one after the other along {@code axis}; costs nothing.
   *
   * @throws IllegalArgumentException if there is none, or if they differ on another axis
   */
  public static Value concat(int axis, List<Value> values) {
    List<Integer> first = values.get(0).shape;
    List<Part> parts = new ArrayList<>();
    int offset = 0;
    for (Value v : values) {
      if (!withExtent(v.shape, axis, 0).equals(withExtent(first, axis, 0))) {
        throw new IllegalArgumentException(
            "The shapes (%s) and (%s) of a concatenation must be equal except on axis (%d).".formatted(first, v.shape, axis));
      }
      View part = new View.Part(axis, offset, v.shape.get(axis));
      v.parts.forEach(p -> parts.add(p.behind(part)));
      offset = Math.addExact(offset, v.shape.get(axis));
    }
    if (values.size() == 1) {
      return values.get(0);
    }
    return new Value(withExtent(first, axis, offset), parts);
  }

  /** The same elements in row-major order under another shape. */
  public Value reshape(int... to) {
    return reshape(Arrays.stream(to).boxed().toList());
  }

  /** The same elements in row-major order under another shape. */
  public Value reshape(List<Integer> to) {
    return to.equals(shape) ? this : behind(new View.Reshape(shape, to), to);
  }

  /** Two axes: the product of those before {@code axis}, and of those from it on. */
  public Value flatten(int axis) {
    return reshape(product(shape.subList(0, axis)), product(shape.subList(axis, shape.size())));
  }

  /** Axes permuted: axis {@code a} of the result is axis {@code axes[a]} of this. */
  public Value transpose(int... axes) {
    List<Integer> order = Arrays.stream(axes).boxed().toList();
    if (order.size() != shape.size() || !new TreeSet<>(order).equals(new TreeSet<>(indices(shape.size())))) {
      throw new IllegalArgumentException("The axes (%s) must be a permutation of the axes of (%s).".formatted(order, shape));
    }
    return order.equals(indices(shape.size())) ? this : behind(new View.Permute(order), order.stream().map(shape::get).toList());
  }

  /** Indices {@code start, start + 1, ...} below {@code end} of {@code axis}. */
  public Value slice(int axis, int start, int end) {
    return slice(axis, start, end, 1);
  }

  /** Indices {@code start, start + step, ...} below {@code end} of {@code axis}; step at least 1. */
  public Value slice(int axis, int start, int end, int step) {
    if (start < 0 || end > shape.get(axis) || start >= end || step < 1) {
      throw new IllegalArgumentException(
          "The slice (%d:%d:%d) must be a non-empty part of axis (%d) of (%s).".formatted(start, end, step, axis, shape));
    }
    if (start == 0 && end == shape.get(axis) && step == 1) {
      return this;
    }
    return behind(new View.Slice(axis, start, step), withExtent(shape, axis, (end - start + step - 1) / step));
  }

  /** The one index of {@code axis} repeated {@code extent} times. */
  public Value broadcast(int axis, int extent) {
    if (shape.get(axis) != 1) {
      throw new IllegalArgumentException("The axis (%d) of (%s) must have extent 1 to be repeated.".formatted(axis, shape));
    }
    return extent == 1 ? this : behind(new View.Broadcast(axis), withExtent(shape, axis, extent));
  }

  /** Padding before and after {@code axis}; what a reader needs of it is in no tensor. */
  public Value pad(int axis, int before, int after) {
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException("The padding (%d, %d) must not be negative.".formatted(before, after));
    }
    int extent = Math.addExact(shape.get(axis), Math.addExact(before, after));
    return before + after == 0 ? this : behind(new View.Part(axis, before, shape.get(axis)), withExtent(shape, axis, extent));
  }

  /** The operands of a layer that reads this through {@code maps}, one map per axis of {@link #shape}. */
  public List<Operand> operands(List<AxisMap> maps) {
    return parts.stream().map(p -> new Operand(p.tensor(), shape, maps, p.views())).toList();
  }

  /** Extent on {@code axis}. */
  public int extent(int axis) {
    return shape.get(axis);
  }

  /** Number of axes. */
  public int rank() {
    return shape.size();
  }

  private Value behind(View view, List<Integer> newShape) {
    return new Value(newShape, parts.stream().map(p -> p.behind(view)).toList());
  }

  private static int product(List<Integer> extents) {
    return extents.stream().reduce(1, Math::multiplyExact);
  }

  private static List<Integer> indices(int n) {
    return java.util.stream.IntStream.range(0, n).boxed().toList();
  }

  private static List<Integer> withExtent(List<Integer> shape, int axis, int extent) {
    List<Integer> s = new ArrayList<>(shape);
    s.set(axis, extent);
    return s;
  }
}
