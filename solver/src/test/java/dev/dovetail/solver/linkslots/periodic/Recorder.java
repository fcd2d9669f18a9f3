package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.JudgingListener;

/** Keeps the best mapping that a method tells of, after the judge has recomputed its cost; stops nobody. */
final class Recorder extends JudgingListener<SlotTable> {
  Recorder(LinkSlotsProblem problem) {
    super(table -> new LinkSlotsEvaluator().evaluate(problem, table), Long.MIN_VALUE);
  }

  /** The first of the best ones. */
  SlotTable table() {
    return mappings().get(objectives().indexOf(bestObjective()));
  }
}
