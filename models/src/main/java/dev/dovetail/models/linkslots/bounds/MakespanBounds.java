package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Bounds on the latest finish by the gates that messages must pass: least head, load, least tail; and sharper ones for the fullest gates.
 *
 * <p>A hold of a gate cannot begin before its head, no two share a machine, and the message has not finished before the tail after it.
 */
final class MakespanBounds {
  /** Gates of each sort for which the costlier bounds are computed. */
  private static final int CLOSELY = 40;

  private final Gates gates;

  MakespanBounds(Gates gates) {
    this.gates = gates;
  }

  /** One bound for each sort of gate that there is. */
  List<LowerBound> all() {
    List<LowerBound> bounds = new ArrayList<>();
    for (List<Gate> sort : List.of(gates.inject(), gates.eject(), gates.degree(), gates.cuts(), gates.links())) {
      best(sort).ifPresent(bounds::add);
    }
    return bounds;
  }

  private static Optional<LowerBound> best(List<Gate> sort) {
    List<Gate> fullest = new ArrayList<>(sort);
    fullest.sort(Comparator.comparingLong(g -> -Machines.plain(g.jobs(), g.machines())));
    LowerBound best = null;
    for (int i = 0; i < fullest.size(); i++) {
      Gate gate = fullest.get(i);
      boolean closely = i < CLOSELY || gate.machines() == 1;
      long value = closely ? Machines.best(gate.jobs(), gate.machines()) : Machines.plain(gate.jobs(), gate.machines());
      if (best == null || value > best.value()) {
        best = new LowerBound(gate.bound(), value, gate.witness());
      }
    }
    return Optional.ofNullable(best);
  }
}
