package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerTensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A set of tensors that stay whole in the shared memory.
 *
 * @param mask one bit per tensor, by ordinal; smaller ones come first among equal vectors
 */
record HeldSet(int mask) {
  static final HeldSet NONE = new HeldSet(0);
  static final HeldSet ALL = new HeldSet((1 << LayerTensor.values().length) - 1);
  /** All eight, by mask. */
  static final List<HeldSet> CHOICES = choices();

  private static List<HeldSet> choices() {
    List<HeldSet> all = new ArrayList<>();
    for (int mask = 0; mask <= ALL.mask(); mask++) {
      all.add(new HeldSet(mask));
    }
    return List.copyOf(all);
  }

  boolean holds(LayerTensor tensor) {
    return (mask >> tensor.ordinal() & 1) != 0;
  }

  Set<LayerTensor> tensors() {
    Set<LayerTensor> tensors = EnumSet.noneOf(LayerTensor.class);
    for (LayerTensor t : LayerTensor.values()) {
      if (holds(t)) {
        tensors.add(t);
      }
    }
    return tensors;
  }
}
