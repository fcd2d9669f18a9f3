package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding.Known;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.TimeExpandedEncoding;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.linkslots.ExactSlots.Decision;
import dev.dovetail.solver.linkslots.ExactSlots.RouteScope;

/**
 * Raises the lower bound slot by slot: asks with columns whether the bound itself can be met, then the next makespan.
 *
 * <p>Role: the destructive bound of small problems. A makespan that can be met is optimal.
 */
final class MakespanProof {
  /** Share of the time that is left for one question; a model of intervals gets the rest. */
  private static final double SHARE = 0.5;

  private final RouteChoices choices;
  private final ExactSlots exact;
  private final BackendRun run;
  private final Listener<SlotTable> listener;
  private final RouteScope scope;
  private final long mostColumns;

  MakespanProof(RouteChoices choices, ExactSlots exact, BackendRun run, Listener<SlotTable> listener, RouteScope scope,
      long mostColumns) {
    this.choices = choices;
    this.exact = exact;
    this.run = run;
    this.listener = listener;
    this.scope = scope;
    this.mostColumns = mostColumns;
  }

  /** Goes on until a makespan is met or undecided, or the columns are too many; a bound must be known. */
  void run() {
    long makespan = listener.bestBound();
    boolean open = makespan > 0;
    while (open && makespan < exact.cost() && !run.settled()) {
      open = new TimeExpandedEncoding().columns(choices, new Known(makespan, makespan)) <= mostColumns;
      if (open) {
        Decision decision = exact.columns(choices, makespan, run.left(SHARE));
        open = decision == Decision.IMPOSSIBLE;
        if (open) {
          makespan++;
          scope.tell(exact.name(), listener, makespan, exact.cost(), Outcome.Proof.NONE);
        }
      }
    }
  }
}
