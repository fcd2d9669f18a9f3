package dev.dovetail.models.fusion;

import dev.dovetail.models.Violation;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan expands to.
 *
 * @param violations why it cannot be expanded; then nothing else is known
 * @param result what it expands to, if there are no violations
 */
public record Expansion(List<Violation> violations, @Nullable Expanded result) {
  public Expansion {
    violations = List.copyOf(violations);
  }

  /**
   * The compute stream and the DRAM tensors of a plan, and what does not depend on their schedule.
   *
   * @param schedule which DRAM schedule is to be found; its tensors stand in the order of their creation
   * @param subGroups in the order of computation
   * @param computeCycles sum over all tiles
   * @param dramCycles sum over all tensors
   * @param dramBytes sum over all tensors
   * @param energyFemtojoules of all tiles and of all DRAM bytes; saturating
   */
  public record Expanded(
      DramScheduleProblem schedule,
      List<SubGroup> subGroups,
      long computeCycles,
      long dramCycles,
      long dramBytes,
      long energyFemtojoules) {
    public Expanded {
      subGroups = List.copyOf(subGroups);
    }
  }

  /** What the plan expands to; only if there are no violations. */
  public Expanded orThrow() {
    if (result == null) {
      throw new IllegalStateException("The plan cannot be expanded: " + violations);
    }
    return result;
  }
}
