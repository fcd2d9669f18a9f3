package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import java.util.List;
import java.util.Objects;

/**
 * A tensor: name, shape, precision, and where it comes from.
 *
 * @param name unique in its workload
 * @param shape extents, each at least 1; rank 0 is a scalar
 * @param bitsPerElement precision, 1 to 64
 * @param role where its data comes from
 * @param isOutput whether it must be in DRAM at the end
 */
public record Tensor(String name, List<Integer> shape, int bitsPerElement, Role role, boolean isOutput) {
  /** Where the data of a tensor comes from. */
  public enum Role {
    /** Network input: in DRAM from the start. */
    INPUT,
    /** Constant parameter: in DRAM from the start. */
    WEIGHT,
    /** Made by a layer. */
    FEATURE
  }

  /** Most elements: what is computed with them stays inside of a {@code long}. */
  public static final long MOST_ELEMENTS = 1L << 44;

  public Tensor {
    Objects.requireNonNull(name);
    shape = List.copyOf(shape);
    for (int s : shape) {
      if (s < 1) {
        throw new IllegalArgumentException("The shape (%s) of tensor (%s) must be positive.".formatted(shape, name));
      }
    }
    long elements = 1;
    for (int s : shape) {
      if (s > MOST_ELEMENTS / elements) {
        throw new IllegalArgumentException(
            "The tensor (%s) of shape %s has more than %d elements.".formatted(name, shape, MOST_ELEMENTS));
      }
      elements *= s;
    }
    if (bitsPerElement < 1 || bitsPerElement > 64) {
      throw new IllegalArgumentException(
          "The bitsPerElement (%d) of tensor (%s) must be in 1 to 64.".formatted(bitsPerElement, name));
    }
  }

  /** The whole tensor as a box. */
  public Box box() {
    return Box.whole(shape);
  }

  /** Number of elements. */
  public long elements() {
    return box().volume();
  }

  /** Bytes of {@code elements} elements, rounded up to whole bytes. */
  public long bytesOf(long elements) {
    return (Math.multiplyExact(elements, (long) bitsPerElement) + 7) / 8;
  }

  /** Bytes of the whole tensor. */
  public long bytes() {
    return bytesOf(elements());
  }

  /** Whether its data is in DRAM from the start. */
  public boolean isFromDram() {
    return role != Role.FEATURE;
  }
}
