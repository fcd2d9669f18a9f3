package dev.dovetail.solver.linkslots.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.LinkSlotsEvaluator;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Listener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the best mapping that a method tells of, after the judge has recomputed its cost; stops nobody. */
final class Recorder implements Listener<SlotTable> {
  private final LinkSlotsProblem problem;
  private @Nullable SlotTable table;
  private long objective = Long.MAX_VALUE;
  private long bound = Long.MIN_VALUE;

  Recorder(LinkSlotsProblem problem) {
    this.problem = problem;
  }

  @Override
  public void incumbent(SlotTable mapping, long value, String source) {
    Evaluation evaluation = new LinkSlotsEvaluator().evaluate(problem, mapping);
    assertThat(evaluation.violations()).as("%s of %s", source, problem.flows()).isEmpty();
    assertThat(evaluation.objective()).as("%s of %s", source, problem.flows()).isEqualTo(value);
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
    return Objects.requireNonNull(table);
  }
}
