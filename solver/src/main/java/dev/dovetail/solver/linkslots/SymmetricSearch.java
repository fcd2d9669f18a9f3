package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding.Known;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.SymmetricChoices;
import dev.dovetail.encodings.linkslots.TimeExpandedEncoding;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.linkslots.ExactSlots.Decision;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Looks for mappings that look the same after a rotation or reflection of the mesh, by halving the makespans between bound and best.
 *
 * <p>Role: regular traffic such as all-to-all, in which symmetric mappings are nearly as good as any and have a fraction of the variables.
 */
final class SymmetricSearch {
  /** Groups of movements that are tried for one makespan. */
  private static final int GROUPS = 2;

  /** Share of the time that is left for one question. */
  private static final double SHARE = 0.35;

  private final ExactSlots exact;
  private final BackendRun run;
  private final Listener<SlotTable> listener;
  private final long mostColumns;
  private final List<RouteChoices> symmetric;

  SymmetricSearch(RouteChoices choices, ExactSlots exact, BackendRun run, Listener<SlotTable> listener, long mostColumns) {
    this.exact = exact;
    this.run = run;
    this.listener = listener;
    this.mostColumns = mostColumns;
    this.symmetric = SymmetricChoices.of(choices).stream()
        .sorted(Comparator.comparingInt(c -> c.together().size())).limit(GROUPS).toList();
  }

  /** Halves until nothing lies between, or told to stop. */
  void run(BooleanSupplier stop) {
    // The largest makespan that was asked for in vain, or that cannot be met.
    long below = listener.bestBound() - 1;
    while (below >= 0 && below + 1 < exact.cost() && !stop.getAsBoolean()) {
      long makespan = below + 1 + (exact.cost() - below - 2) / 2;
      if (!found(makespan, stop)) {
        below = makespan;
      }
    }
  }

  private boolean found(long makespan, BooleanSupplier stop) {
    for (RouteChoices choices : symmetric) {
      boolean small = new TimeExpandedEncoding().columns(choices, new Known(makespan, makespan)) <= mostColumns;
      if (small && !stop.getAsBoolean() && exact.columns(choices, makespan, run.left(SHARE)) == Decision.FOUND) {
        return true;
      }
    }
    return false;
  }
}
