package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Listener;
import org.jspecify.annotations.Nullable;

/** Keeps the best mapping that a method tells of; never stops it. */
final class Recorder implements Listener<SlotTable> {
  private @Nullable SlotTable table;
  private long objective = Long.MAX_VALUE;
  private long bound = Long.MIN_VALUE;

  @Override
  public void incumbent(SlotTable mapping, long value, String source) {
    if (value < objective) {
      table = mapping;
      objective = value;
    }
  }

  @Override
  public void bound(LowerBound lower) {
    bound = Math.max(bound, lower.value());
  }

  @Override
  public long bestObjective() {
    return objective;
  }

  @Override
  public long bestBound() {
    return bound;
  }

  @Override
  public boolean shouldStop() {
    return false;
  }

  SlotTable table() {
    return java.util.Objects.requireNonNull(table);
  }
}
