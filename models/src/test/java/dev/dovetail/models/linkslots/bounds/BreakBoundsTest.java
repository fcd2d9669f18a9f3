package dev.dovetail.models.linkslots.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks for a mapping that costs less than a bound, by complete search on tiny problems. */
class BreakBoundsTest {
  private static final int PROBLEMS = Integer.getInteger("bounds.problems", 120);
  /** More than any of these problems costs. */
  private static final long LATE = 30;
  private static final int NODES = 20_000;

  @ParameterizedTest
  @EnumSource(Goal.class)
  void noMappingCostsLessThanTheBestBound(Goal goal) {
    List<LinkSlotsProblem> problems =
        IntStream.range(0, PROBLEMS).mapToObj(seed -> new TinyProblems(seed).next(goal)).toList();

    search(problems, NODES);
  }

  @Test
  void noMappingOfManyShortMessagesEndsBeforeTheBestBound() {
    List<LinkSlotsProblem> problems = IntStream.range(0, PROBLEMS / 4).mapToObj(seed -> new TinyProblems(seed).dense()).toList();

    search(problems, 20 * NODES);
  }

  /** The best bound; one above all costs if it is said that there is no mapping. */
  private static LowerBound bound(LinkSlotsProblem problem) {
    try {
      return new LinkSlotsBounds().best(problem);
    } catch (InfeasibleException e) {
      return new LowerBound("infeasible", LATE, e.getMessage());
    }
  }

  private static void search(List<LinkSlotsProblem> problems, int nodes) {
    int searched = 0;
    int closed = 0;
    for (int i = 0; i < problems.size(); i++) {
      TinyOracle oracle = new TinyOracle(problems.get(i), nodes);
      try {
        LowerBound bound = bound(problems.get(i));
        assertThat(oracle.find(bound.value() - 1)).as("problem %d: %s", i, bound).isEmpty();
        searched++;
        closed += oracle.find(bound.value()).isPresent() ? 1 : 0;
      } catch (TinyOracle.TooLarge e) {
        continue; // neither proved nor broken
      }
    }
    // A bound of nothing would never be broken: most are reached.
    assertThat(searched).isGreaterThan(problems.size() / 2);
    assertThat(closed).isGreaterThan(searched / 3);
  }
}
