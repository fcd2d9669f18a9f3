package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.intracore.maestro.BufferNeeds;
import dev.dovetail.models.intracore.maestro.PreparedMapping;

/**
 * Space and DRAM traffic of a mapping in bytes, depending on which tensors stay whole in the shared memory.
 *
 * <p>A held tensor takes its whole volume there and moves once. Of another one there are double-buffered tiles; each tile that the array
 * reads is fetched anew, each tile of outputs that leaves the array is written, and read back if it is not the first of its outputs.
 * The model counts fewer accesses than a tensor has elements where an array is wider than the dimension it distributes; every element
 * moves once at least.
 */
final class Footprint {
  private static final LayerTensor[] TENSORS = LayerTensor.values();

  private final long l1Bytes;
  private final long[] tileBytes = new long[TENSORS.length];
  private final long[] wholeBytes = new long[TENSORS.length];
  private final long[] whole;
  private final ElementBits bits;

  Footprint(ElementBits bits, PreparedMapping mapping) {
    this.bits = bits;
    long[] l1 = array(mapping.l1());
    long[] l2 = array(mapping.l2());
    whole = array(mapping.whole());
    long sum = 0;
    for (LayerTensor t : TENSORS) {
      int i = t.ordinal();
      sum = Math.addExact(sum, bits.bytes(t, l1[i]));
      tileBytes[i] = bits.bytes(t, l2[i]);
      wholeBytes[i] = bits.bytes(t, whole[i]);
    }
    l1Bytes = sum;
  }

  private static long[] array(BufferNeeds needs) {
    return new long[] {needs.input(), needs.filter(), needs.output()};
  }

  /** Space in the memory of a processing element. */
  long l1Bytes() {
    return l1Bytes;
  }

  /** Space in the shared memory. */
  long l2Bytes(HeldSet held) {
    long sum = 0;
    for (LayerTensor t : TENSORS) {
      sum = Math.addExact(sum, held.holds(t) ? wholeBytes[t.ordinal()] : tileBytes[t.ordinal()]);
    }
    return sum;
  }

  /**
   * Bytes that each tensor moves if it is not held.
   *
   * @param inputReads elements that the array reads from the shared memory
   * @param filterReads elements that the array reads from the shared memory
   * @param outputWrites elements that the array writes to the shared memory
   */
  long[] traffic(long inputReads, long filterReads, long outputWrites) {
    long written = atLeastWhole(LayerTensor.OUTPUT, outputWrites);
    long partialSums = written - whole[LayerTensor.OUTPUT.ordinal()];
    return new long[] {
        bits.bytes(LayerTensor.INPUT, atLeastWhole(LayerTensor.INPUT, inputReads)),
        bits.bytes(LayerTensor.FILTER, atLeastWhole(LayerTensor.FILTER, filterReads)),
        bits.bytes(LayerTensor.OUTPUT, Math.addExact(written, partialSums))};
  }

  private long atLeastWhole(LayerTensor tensor, long elements) {
    return Math.max(whole[tensor.ordinal()], elements);
  }

  /** Traffic with DRAM. */
  long dramBytes(HeldSet held, long[] traffic) {
    long sum = 0;
    for (LayerTensor t : TENSORS) {
      sum = Math.addExact(sum, held.holds(t) ? wholeBytes[t.ordinal()] : traffic[t.ordinal()]);
    }
    return sum;
  }
}
