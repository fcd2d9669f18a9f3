package dev.dovetail.models.fusion;

import dev.dovetail.models.dramschedule.DramTensor;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of the tensors of a plan on the DRAM channel under double buffering. */
final class DefaultOrder {
  private DefaultOrder() {}

  /**
   * By begin of residency, then weights first, then by end, then loads before stores.
   *
   * @param weights indices of the tensors that are weights
   */
  static List<Integer> of(List<DramTensor> tensors, BitSet weights) {
    Comparator<Integer> order = Comparator.comparingInt((Integer i) -> begin(tensors.get(i))).thenComparing(i -> !weights.get(i))
        .thenComparingInt(i -> end(tensors.get(i))).thenComparing(i -> tensors.get(i) instanceof DramTensor.Store);
    return IntStream.range(0, tensors.size()).boxed().sorted(order).toList();
  }

  private static int begin(DramTensor t) {
    return t instanceof DramTensor.Load l ? l.defaultStart() : t.tile();
  }

  private static int end(DramTensor t) {
    if (t instanceof DramTensor.Load l) {
      return l.end();
    }
    return ((DramTensor.Store) t).defaultEnd();
  }
}
