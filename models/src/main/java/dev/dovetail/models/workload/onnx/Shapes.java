package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.workload.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Arithmetic on shapes, within limits that keep every later product inside a {@code long}. */
final class Shapes {
  /** Largest extent of an axis. */
  static final int MAX_EXTENT = 1 << 28;

  /** Most elements of a tensor. */
  static final long MAX_ELEMENTS = Tensor.MOST_ELEMENTS;

  /** Largest kernel, stride, dilation, padding, and number of groups. */
  static final int MAX_WINDOW = 1 << 20;

  private Shapes() {}

  /** The shape as a list; every extent 0 or more. */
  static List<Integer> of(List<Long> dims) {
    List<Integer> shape = new ArrayList<>();
    for (long d : dims) {
      if (d < 0 || d > MAX_EXTENT) {
        throw new IllegalArgumentException("its shape %s has an extent outside of 0 to %d".formatted(dims, MAX_EXTENT));
      }
      shape.add((int) d);
    }
    check(shape);
    return shape;
  }

  static List<Integer> of(long... dims) {
    return of(Arrays.stream(dims).boxed().toList());
  }

  /** Throws if an extent or the number of elements is beyond what is computed with. */
  static void check(List<Integer> shape) {
    if (shape.stream().anyMatch(e -> e < 0 || e > MAX_EXTENT) || elements(shape) > MAX_ELEMENTS) {
      throw new IllegalArgumentException("its shape %s is absurdly large".formatted(shape));
    }
  }

  /** Number of elements; more than {@link #MAX_ELEMENTS} is not counted exactly. */
  static long elements(List<Integer> shape) {
    if (shape.contains(0)) {
      return 0;
    }
    long product = 1;
    for (int e : shape) {
      product = Math.min(product, 2 * MAX_ELEMENTS / e + 1) * e;
    }
    return product;
  }

  /** Both shapes stretched to a common one. */
  static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
    int rank = Math.max(a.size(), b.size());
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int ea = i < rank - a.size() ? 1 : a.get(i - rank + a.size());
      int eb = i < rank - b.size() ? 1 : b.get(i - rank + b.size());
      if (ea != eb && ea != 1 && eb != 1) {
        throw new IllegalArgumentException("its operands %s and %s cannot be broadcast".formatted(a, b));
      }
      result.add(ea == 1 ? eb : ea);
    }
    return result;
  }

  /** The shape with ones in front up to {@code rank} axes. */
  static List<Integer> padded(List<Integer> shape, int rank) {
    List<Integer> result = new ArrayList<>(Collections.nCopies(Math.max(0, rank - shape.size()), 1));
    result.addAll(shape);
    return result;
  }

  /** The shape with another extent on one axis. */
  static List<Integer> with(List<Integer> shape, int axis, int extent) {
    List<Integer> result = new ArrayList<>(shape);
    result.set(axis, extent);
    return result;
  }
}
