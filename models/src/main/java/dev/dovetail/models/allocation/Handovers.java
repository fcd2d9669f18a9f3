package dev.dovetail.models.allocation;

import java.util.Set;

/**
 * Which way features take from the layer that makes them to a layer that reads them, where that is not free.
 *
 * <p>Role: what fusion means for a schedule. A handover that stays on chip is fused; one that goes through DRAM is cut.
 *
 * @param throughDram handovers of which every element that the consumer reads was stored to DRAM and loaded again
 * @param onChip handovers of which no element that the consumer reads was loaded from DRAM; disjoint from {@code throughDram}
 */
public record Handovers(Set<Handover> throughDram, Set<Handover> onChip) {
  /** All ways are free. */
  public static final Handovers FREE = new Handovers(Set.of(), Set.of());

  public Handovers {
    throughDram = Set.copyOf(throughDram);
    onChip = Set.copyOf(onChip);
    for (Handover handover : onChip) {
      if (throughDram.contains(handover)) {
        throw new IllegalArgumentException("The handover (%s) cannot both stay on chip and go through DRAM.".formatted(handover));
      }
    }
  }

  /**
   * What one layer reads of another's output.
   *
   * @param producer name of the layer that makes the feature
   * @param consumer name of a layer that reads it
   */
  public record Handover(String producer, String consumer) {
    @Override
    public String toString() {
      return producer + " -> " + consumer;
    }
  }

  /** Whether every way is free. */
  public boolean isFree() {
    return throughDram.isEmpty() && onChip.isEmpty();
  }
}
