package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerTensor;

/**
 * Width of one element of each tensor of a layer.
 *
 * @param input bits, at least 1
 * @param filter bits, at least 1
 * @param output bits, at least 1
 */
public record ElementBits(int input, int filter, int output) {
  public ElementBits {
    if (input < 1 || filter < 1 || output < 1) {
      throw new IllegalArgumentException(
          "The element widths (%d, %d, %d bits) must be positive.".formatted(input, filter, output));
    }
  }

  /** Width of an element of {@code tensor}, bits. */
  public int of(LayerTensor tensor) {
    return switch (tensor) {
      case INPUT -> input;
      case FILTER -> filter;
      case OUTPUT -> output;
    };
  }

  /**
   * Space of {@code elements} of {@code tensor}: bytes, rounded up.
   *
   * @throws ArithmeticException beyond 64 bits
   */
  public long bytes(LayerTensor tensor, long elements) {
    return -Math.floorDiv(-Math.multiplyExact(elements, (long) of(tensor)), 8L);
  }
}
