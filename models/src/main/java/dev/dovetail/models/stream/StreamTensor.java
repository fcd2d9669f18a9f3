package dev.dovetail.models.stream;

import java.util.List;

/**
 * A tensor of a workload.
 *
 * @param name unique in its workload
 * @param shape elements per axis, each at least 1
 * @param bits of one element, at least 1
 * @param constant whether it is a weight, which lies in DRAM from the beginning
 */
public record StreamTensor(String name, List<Long> shape, int bits, boolean constant) {
  public StreamTensor {
    shape = List.copyOf(shape);
  }

  /** Bits of the whole tensor. */
  public long totalBits() {
    long total = bits;
    for (long extent : shape) {
      total = Math.multiplyExact(total, extent);
    }
    return total;
  }
}
