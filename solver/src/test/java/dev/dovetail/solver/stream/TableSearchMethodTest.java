package dev.dovetail.solver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the method says of its answers: every mapping is judged, claims keep to their spaces, and a second run says the same. */
class TableSearchMethodTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, true, 500);
  private static final int PROBLEMS = 40;

  @Test
  void everyMappingIsJudgedAndNoClaimExceedsOne() {
    int claimed = 0;
    for (long seed = 100; seed < 100 + PROBLEMS; seed++) {
      StreamProblem problem = TinyStreams.random(seed);
      JudgingListener<StreamMapping> heard = listener(problem);
      Outcome outcome = new TableSearchMethod().solve(problem, LIMITS, heard);
      assertThat(outcome.termination()).isEqualTo(Outcome.Termination.COMPLETE);
      for (Claim claim : heard.claims()) {
        assertThat(claim.bound()).as(problem.name()).isLessThanOrEqualTo(heard.bestObjective());
        claimed += claim.space().equals(TableSearchMethod.TABLE) ? 1 : 0;
      }
    }
    assertThat(claimed).isGreaterThan(PROBLEMS / 2);
  }

  @Test
  void theSameProblemHasTheSameAnswer() {
    for (long seed = 200; seed < 210; seed++) {
      JudgingListener<StreamMapping> once = listener(TinyStreams.random(seed));
      JudgingListener<StreamMapping> again = listener(TinyStreams.random(seed));
      new TableSearchMethod().solve(TinyStreams.random(seed), LIMITS, once);
      new TableSearchMethod().solve(TinyStreams.random(seed), LIMITS, again);
      assertThat(again.mappings()).isEqualTo(once.mappings());
      assertThat(again.claims()).isEqualTo(once.claims());
    }
  }

  @Test
  void aGivenMappingIsNeverMadeWorse() {
    for (long seed = 300; seed < 320; seed++) {
      StreamProblem problem = TinyStreams.random(seed);
      TableSearch.Answer given = new TableSearch(Ground.of(problem, 1_000_000), new FusionCuts(problem.workload()), false, 8,
          () -> false).search(Long.MAX_VALUE);
      if (given == null) {
        continue;
      }
      StreamProblem with = new StreamProblem(problem.name(), problem.workload(), problem.hardware(), problem.costs(),
          Optional.of(given.mapping()));
      JudgingListener<StreamMapping> heard = listener(with);
      new TableSearchMethod().solve(with, LIMITS, heard);
      assertThat(heard.mappings().get(0)).isEqualTo(given.mapping());
      assertThat(heard.bestObjective())
          .isLessThanOrEqualTo(new StreamEvaluator().evaluate(with, given.mapping()).objective());
    }
  }

  @Test
  void namesAreWhatTheCommandLineTakes() {
    assertThat(StreamMethods.all().stream().map(m -> m.name()).toList()).isEqualTo(List.of("branch-and-bound", "exhaustive"));
  }

  private static JudgingListener<StreamMapping> listener(StreamProblem problem) {
    return new JudgingListener<>(m -> new StreamEvaluator().evaluate(problem, m), Long.MIN_VALUE);
  }
}
