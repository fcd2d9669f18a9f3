package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds on the common period: whatever the slots, the holds of a gate take turns within one period; distances do not matter.
 *
 * <p>On channels of one message at a time holds are arcs of a circle that do not meet, so a channel takes whole messages. Of arcs that may
 * meet, more may fit than can be dealt to circles of their own: there only the sum counts.
 */
final class PeriodBounds {
  private final Gates gates;

  PeriodBounds(Gates gates) {
    this.gates = gates;
  }

  /** One bound for each sort of gate that there is. */
  List<LowerBound> all() {
    List<LowerBound> bounds = new ArrayList<>();
    bounds.add(new LowerBound("one-slot", 1, "a period has at least one slot"));
    for (List<Gate> sort : List.of(gates.inject(), gates.eject(), gates.degree(), gates.cuts(), gates.links())) {
      LowerBound best = null;
      for (Gate gate : sort) {
        long value = Machines.ceilDiv(gate.jobs().load(), gate.machines());
        if (gate.single()) {
          value = Math.max(value, Machines.whole(gate.jobs().batches(), gate.machines()));
        }
        if (best == null || value > best.value()) {
          best = new LowerBound(gate.bound(), value,
              "%s: %d messages hold it for %d slots in each period, %d at a time"
                  .formatted(gate.place(), gate.jobs().size(), gate.jobs().load(), gate.machines()));
        }
      }
      if (best != null) {
        bounds.add(best);
      }
    }
    return bounds;
  }
}
