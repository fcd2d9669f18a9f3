package dev.dovetail.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An axis-aligned box of tensor indices: the product of half-open intervals, one per axis.
 *
 * <p>Role: the unit in which tasks, items, buffers and transfers name their data. Immutable. A box of rank 0 holds one element.
 */
public final class Box {
  private final int[] bounds; // lo and hi alternate

  private Box(int[] bounds) {
    this.bounds = bounds;
  }

  /** The box with the given {@code lo0, hi0, lo1, hi1, ...}. */
  public static Box of(int... loHi) {
    if (loHi.length % 2 != 0) {
      throw new IllegalArgumentException("The bounds (%s) must be pairs of lo and hi.".formatted(Arrays.toString(loHi)));
    }
    return new Box(loHi.clone());
  }

  /** The whole tensor of the given shape. */
  public static Box whole(List<Integer> shape) {
    int[] b = new int[2 * shape.size()];
    for (int a = 0; a < shape.size(); a++) {
      b[2 * a + 1] = shape.get(a);
    }
    return new Box(b);
  }

  /** Number of axes. */
  public int rank() {
    return bounds.length / 2;
  }

  /** First index on {@code axis}. */
  public int lo(int axis) {
    return bounds[2 * axis];
  }

  /** One past the last index on {@code axis}. */
  public int hi(int axis) {
    return bounds[2 * axis + 1];
  }

  /** Extent on {@code axis}; 0 if empty there. */
  public int size(int axis) {
    return Math.max(0, hi(axis) - lo(axis));
  }

  /** The interval on {@code axis}. */
  public Interval axis(int axis) {
    return new Interval(lo(axis), hi(axis));
  }

  /** Number of elements. */
  public long volume() {
    long v = 1;
    for (int a = 0; a < rank(); a++) {
      v = Math.multiplyExact(v, (long) size(a));
    }
    return v;
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    for (int a = 0; a < rank(); a++) {
      if (hi(a) <= lo(a)) {
        return true;
      }
    }
    return false;
  }

  /** This box with another interval on one axis. */
  public Box with(int axis, int lo, int hi) {
    int[] b = bounds.clone();
    b[2 * axis] = lo;
    b[2 * axis + 1] = hi;
    return new Box(b);
  }

  /** The common part; possibly empty. */
  public Box intersect(Box other) {
    int[] b = new int[bounds.length];
    for (int a = 0; a < rank(); a++) {
      b[2 * a] = Math.max(lo(a), other.lo(a));
      b[2 * a + 1] = Math.min(hi(a), other.hi(a));
    }
    return new Box(b);
  }

  /** Whether the two boxes share an element. */
  public boolean overlaps(Box other) {
    for (int a = 0; a < rank(); a++) {
      if (Math.max(lo(a), other.lo(a)) >= Math.min(hi(a), other.hi(a))) {
        return false;
      }
    }
    return true;
  }

  /** Whether every element of {@code other} is in this box. */
  public boolean contains(Box other) {
    if (other.isEmpty()) {
      return true;
    }
    for (int a = 0; a < rank(); a++) {
      if (other.lo(a) < lo(a) || other.hi(a) > hi(a)) {
        return false;
      }
    }
    return true;
  }

  /** This box without {@code other}, as disjoint boxes. */
  public List<Box> minus(Box other) {
    if (isEmpty()) {
      return List.of();
    }
    if (!overlaps(other)) {
      return List.of(this);
    }
    List<Box> parts = new ArrayList<>();
    Box rest = this;
    for (int a = 0; a < rank(); a++) {
      if (rest.lo(a) < other.lo(a)) {
        parts.add(rest.with(a, rest.lo(a), other.lo(a)));
        rest = rest.with(a, other.lo(a), rest.hi(a));
      }
      if (other.hi(a) < rest.hi(a)) {
        parts.add(rest.with(a, other.hi(a), rest.hi(a)));
        rest = rest.with(a, rest.lo(a), other.hi(a));
      }
    }
    return parts;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Box b && Arrays.equals(bounds, b.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder("[");
    for (int a = 0; a < rank(); a++) {
      s.append(a == 0 ? "" : ",").append(lo(a)).append(':').append(hi(a));
    }
    return s.append(']').toString();
  }
}
