package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding.Known;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.SymmetricChoices;
import dev.dovetail.encodings.linkslots.TimeExpandedEncoding;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.linkslots.ExactSlots.Decision;
import dev.dovetail.solver.linkslots.ExactSlots.RouteScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Halves the makespans between bound and best, asking for each with columns whether it can be met: over all choices where they are few,
 * and by mappings that look the same after a rotation or reflection of the mesh.
 *
 * <p>Role: regular traffic such as all-to-all, in which symmetric mappings over shortest routes are nearly as good as any and have a fraction of the variables.
 */
final class HalvingSearch {
  /** Groups of movements that are tried for one makespan. */
  private static final int GROUPS = 2;

  /** Columns up to which all choices are asked before symmetric ones. */
  private static final long FEW_COLUMNS = 3_000;

  /** Share of the time that is left for one question. */
  private static final double SHARE = 0.35;

  private final RouteChoices all;
  private final ExactSlots exact;
  private final BackendRun run;
  private final Listener<SlotTable> listener;
  private final RouteScope scope;
  private final long mostColumns;
  private final List<RouteChoices> spaces = new ArrayList<>();

  HalvingSearch(RouteChoices all, ExactSlots exact, BackendRun run, Listener<SlotTable> listener, RouteScope scope,
      long mostColumns) {
    this.all = all;
    this.exact = exact;
    this.run = run;
    this.listener = listener;
    this.scope = scope;
    this.mostColumns = mostColumns;
    spaces.addAll(SymmetricChoices.of(all.shortest()).stream()
        .sorted(Comparator.comparingInt(c -> c.together().size())).limit(GROUPS).toList());
  }

  /** Whether columns are few enough for some of the spaces. */
  boolean isPromising() {
    long bound = listener.bestBound();
    return bound > 0 && (columns(all, bound) <= FEW_COLUMNS || !spaces.isEmpty() && columns(spaces.get(0), bound) <= mostColumns);
  }

  private static long columns(RouteChoices choices, long makespan) {
    return new TimeExpandedEncoding().columns(choices, new Known(makespan, makespan));
  }

  /** Halves until nothing lies between, or told to stop. */
  void run(BooleanSupplier stop) {
    // The largest makespan that was asked for in vain, or that cannot be met.
    long below = listener.bestBound() - 1;
    if (new TimeExpandedEncoding().columns(all, new Known(below, exact.cost())) <= FEW_COLUMNS) {
      spaces.add(0, all);
    }
    while (below >= 0 && below + 1 < exact.cost() && !stop.getAsBoolean()) {
      long makespan = below + 1 + (exact.cost() - below - 2) / 2;
      if (!found(makespan, stop)) {
        below = makespan;
      }
    }
  }

  private boolean found(long makespan, BooleanSupplier stop) {
    for (RouteChoices choices : spaces) {
      boolean small = columns(choices, makespan) <= mostColumns;
      if (!small || stop.getAsBoolean()) {
        continue;
      }
      Decision decision = exact.columns(choices, makespan, run.left(SHARE));
      if (decision == Decision.IMPOSSIBLE && choices == all) {
        scope.tell(exact.name(), listener, makespan + 1, exact.cost(), Outcome.Proof.NONE);
        return false;
      }
      if (decision == Decision.FOUND) {
        return true;
      }
    }
    return false;
  }
}
