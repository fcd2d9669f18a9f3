package dev.dovetail.solver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Branch and bound finds what complete enumeration by the evaluator finds, and its bounds lie below all of it. */
class OracleAgreementTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(5), 0, 1, 1, true, 500);
  private static final int PROBLEMS = 6;

  @Test
  void searchAndEnumerationAgreeOnTinyProblems() {
    int solved = 0;
    int lossy = 0; // the best mapping of all loses work to rounding
    for (long seed = 0; seed < PROBLEMS; seed++) {
      StreamProblem problem = TinyStreams.random(seed);
      JudgingListener<StreamMapping> oracle = listener(problem);
      new ExhaustiveMethod().solve(problem, LIMITS, oracle);
      Ground ground = Ground.of(problem, 10_000_000);
      FusionCuts cuts = new FusionCuts(problem.workload());
      TableSearch search = new TableSearch(ground, cuts, false, 8, () -> false);
      TableSearch.Answer answer = search.search(Long.MAX_VALUE);
      assertThat(search.isComplete()).isTrue();
      if (oracle.bestObjective() == Long.MAX_VALUE) {
        assertThat(answer).as(problem.name()).isNull();
        continue;
      }
      solved++;
      assertThat(answer).as(problem.name()).isNotNull();
      Evaluation judged = new StreamEvaluator().evaluate(problem, answer.mapping());
      assertThat(judged.violations()).as(problem.name()).isEmpty();
      assertThat(judged.objective()).as(problem.name()).isEqualTo(answer.total());
      assertThat(answer.total()).as("%s: %s", problem.name(), oracle.mappings().get(oracle.mappings().size() - 1))
          .isEqualTo(oracle.bestObjective());
      TableSearch.Answer whole = new TableSearch(ground, cuts, true, 8, () -> false).search(Long.MAX_VALUE);
      if (whole != null) {
        lossy += whole.total() > answer.total() ? 1 : 0;
        long roof = new RoofBound(ground, cuts, 8, Long.MAX_VALUE, () -> false).bound();
        assertThat(roof).as(problem.name()).isLessThanOrEqualTo(whole.total());
      }
    }
    assertThat(solved).isGreaterThan(PROBLEMS / 3);
    assertThat(lossy).isPositive();
  }

  private static JudgingListener<StreamMapping> listener(StreamProblem problem) {
    return new JudgingListener<>(m -> new StreamEvaluator().evaluate(problem, m), Long.MIN_VALUE);
  }
}
