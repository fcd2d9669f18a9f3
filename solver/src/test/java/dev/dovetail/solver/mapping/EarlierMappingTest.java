package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Start;
import dev.dovetail.solver.allocation.TinyInstances;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlierMappingTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private static MappingProblem problem(long seed, MappingObjective objective, Requirement... requirements) {
    return new MappingProblem(TinyInstances.problem(seed, Objective.LATENCY), List.of(requirements), objective, false);
  }

  private static JudgingListener<NetworkMapping> heard(MappingProblem problem) {
    return new JudgingListener<>(m -> new MappingEvaluator().evaluate(problem, m), Long.MIN_VALUE);
  }

  private static Method<MappingProblem, NetworkMapping> named(String name) {
    return MappingMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void aMappingThatIsStillExecutableIsTheFirstAnswer(long seed) {
    for (MappingObjective objective : MappingObjective.values()) {
      MappingProblem problem = problem(seed, objective);
      JudgingListener<NetworkMapping> before = heard(problem);
      named("local-search").solve(problem, LIMITS, before);
      long best = Collections.min(before.objectives());
      NetworkMapping earlier = before.mappings().get(before.objectives().indexOf(best));
      JudgingListener<NetworkMapping> after = heard(problem);
      named("list").startingFrom(List.of(new Start<>(earlier, "earlier mapping"))).orElseThrow().solve(problem, LIMITS, after);
      assertThat(after.mappings().get(0)).isEqualTo(earlier);
      assertThat(after.objectives().get(0)).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void aCoreThatIsTakenAwayIsDecidedAnew(long seed) {
    MappingProblem problem = problem(seed, MappingObjective.LATENCY);
    JudgingListener<NetworkMapping> before = heard(problem);
    named("list").solve(problem, LIMITS, before);
    NetworkMapping earlier = before.mappings().get(before.mappings().size() - 1);
    MappingProblem edited = problem.and(new Requirement.ReserveCore("m0"));
    JudgingListener<NetworkMapping> after = heard(edited);
    named("local-search").startingFrom(List.of(new Start<>(earlier, "earlier mapping"))).orElseThrow().solve(edited, LIMITS,
        after);
    assertThat(after.mappings()).isNotEmpty()
        .allMatch(m -> m.schedule().tasks().stream().noneMatch(t -> t.core().equals("m0")));
  }
}
