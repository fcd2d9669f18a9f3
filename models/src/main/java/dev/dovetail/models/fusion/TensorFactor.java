package dev.dovetail.models.fusion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a tensor's axis that lies on one axis of an activation: an axis is the product of its factors, the outer one first.
 *
 * <p>Role: reshapes split and join axes, transpositions exchange them; factors stay what they are. So they tell whether a
 * reader finds channels, rows and columns where the maker put them.
 *
 * @param role where it lies; null if nobody has said yet (an input before its first reader)
 * @param size number of indices, at least 2
 * @param axis the tensor's axis
 * @param stride indices of that axis per index of the factor
 */
record TensorFactor(@Nullable Role role, int size, int axis, int stride) {
  /** Axes of an activation. */
  enum Role {
    CHANNEL,
    HEIGHT,
    WIDTH
  }

  TensorFactor as(Role newRole) {
    return new TensorFactor(newRole, size, axis, stride);
  }

  /** The outer {@code count} indices of this factor, and the inner rest. */
  List<TensorFactor> split(int count) {
    int inner = size / count;
    return List.of(new TensorFactor(role, count, axis, stride * inner), new TensorFactor(role, inner, axis, stride));
  }

  /** A whole axis of a tensor; none if it has one index only. */
  static List<TensorFactor> axis(@Nullable Role role, int size, int axis) {
    return size == 1 ? List.of() : List.of(new TensorFactor(role, size, axis, 1));
  }

  /**
   * Divides factors among axes of other sizes.
   *
   * @param factors in row-major order
   * @param sizes of the new axes, with the same product
   * @return the factors of each new axis; empty if a factor would have to be cut at a border that does not divide it
   */
  static List<List<TensorFactor>> regroup(List<TensorFactor> factors, List<Integer> sizes) {
    List<List<TensorFactor>> axes = new ArrayList<>();
    List<TensorFactor> left = new ArrayList<>(factors);
    for (int size : sizes) {
      List<TensorFactor> axis = new ArrayList<>();
      int missing = size;
      while (missing > 1) {
        TensorFactor next = left.isEmpty() ? null : left.remove(0);
        if (next == null || missing % next.size != 0 && next.size % missing != 0) {
          return List.of();
        }
        if (next.size > missing) {
          List<TensorFactor> halves = next.split(missing);
          left.add(0, halves.get(1));
          next = halves.get(0);
        }
        axis.add(next);
        missing /= next.size;
      }
      axes.add(axis);
    }
    return axes;
  }
}
