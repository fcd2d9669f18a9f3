package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.MappingBounds;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.allocation.RandomInstances;
import dev.dovetail.solver.allocation.TinyInstances;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagedTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private static MappingProblem problem(long seed, MappingObjective objective, Requirement... requirements) {
    return new MappingProblem(TinyInstances.problem(seed, Objective.LATENCY), List.of(requirements), objective, false);
  }

  private static JudgingListener<NetworkMapping> solved(String method, MappingProblem problem) {
    return solved(method, problem, LIMITS);
  }

  private static JudgingListener<NetworkMapping> solved(String method, MappingProblem problem, Limits limits) {
    long bound = new MappingBounds().of(problem).stream().mapToLong(b -> b.value()).max().orElseThrow();
    JudgingListener<NetworkMapping> heard = new JudgingListener<>(m -> new MappingEvaluator().evaluate(problem, m), bound);
    Method<MappingProblem, NetworkMapping> found =
        MappingMethods.all().stream().filter(m -> m.name().equals(method)).findFirst().orElseThrow();
    found.solve(problem, limits, heard);
    return heard;
  }

  private static MappingProblem random(long seed, MappingObjective objective) {
    return new MappingProblem(RandomInstances.problem(seed), List.of(), objective, false);
  }

  private static void assertStagedAnswerIsReported(String method, MappingProblem problem) {
    Limits limits = new Limits(Duration.ofSeconds(2), 0, 1, 1, true, 256);
    long staged = Collections.min(solved("staged", problem, limits).objectives());
    assertThat(solved(method, problem, limits).objectives()).as(problem.name()).contains(staged);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void theJointSearchHasTheStagedAnswerThatTheSameWorkFindsAlone(long seed) {
    for (MappingObjective objective : List.of(MappingObjective.LATENCY, MappingObjective.THROUGHPUT)) {
      assertStagedAnswerIsReported("local-search", random(seed, objective));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cp-sat", "choco"})
  void constraintMethodsHaveTheStagedAnswerThatTheSameWorkFindsAlone(String method) {
    assertStagedAnswerIsReported(method, random(2, MappingObjective.LATENCY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void theJointAnswerIsNoWorseThanTheStagedOneThatItBeginsFrom(long seed) {
    for (MappingObjective objective : List.of(MappingObjective.LATENCY, MappingObjective.ENERGY, MappingObjective.EDP)) {
      MappingProblem problem = problem(seed, objective);
      assertThat(Collections.min(solved("local-search", problem).objectives()))
          .isLessThanOrEqualTo(Collections.min(solved("staged", problem).objectives()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void aSliceOfTheTimeEndsOnlyOnceSomeScheduleIsFound(long seed) {
    Limits limits = new Limits(Duration.ofNanos(1), 0, 1, 1, false, 256);
    assertThat(solved("staged", random(seed, MappingObjective.LATENCY), limits).objectives()).isNotEmpty();
  }

  /** Both limits allow the least work that there is, so that only a clock could tell them apart. */
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 5})
  void noClockEndsAnythingWhereWorkIsLimited(long seed) {
    Limits shortest = new Limits(Duration.ofNanos(1), 0, 1, 1, true, 256);
    Limits longer = shortest.withTime(Duration.ofMillis(900));
    assertThat(solved("staged", random(seed, MappingObjective.LATENCY), shortest).objectives())
        .isEqualTo(solved("staged", random(seed, MappingObjective.LATENCY), longer).objectives());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void stagedKeepsToTheGroupsThatTheUserWants(long seed) {
    List<Set<String>> each =
        problem(seed, MappingObjective.LATENCY).base().workload().layers().stream().map(Layer::name).map(Set::of).toList();
    MappingProblem problem = problem(seed, MappingObjective.LATENCY, new Requirement.Groups(each));
    List<NetworkMapping> found = solved("staged", problem).mappings();
    assertThat(found).isNotEmpty().allSatisfy(m -> assertThat(
        m.groups().stream().map(FusionGroup::layers).map(Set::copyOf).collect(Collectors.toSet())).isEqualTo(Set.copyOf(each)));
  }
}
