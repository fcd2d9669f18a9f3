package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.GroupProblem;
import dev.dovetail.models.mapping.MappingBounds;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.allocation.AllocationMethods;
import dev.dovetail.solver.allocation.TinyInstances;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarrierTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private static MappingProblem problem(long seed, MappingObjective objective, Requirement... requirements) {
    return new MappingProblem(TinyInstances.problem(seed, Objective.LATENCY), List.of(requirements), objective, true);
  }

  private static Requirement eachAlone(long seed) {
    return new Requirement.Groups(TinyInstances.problem(seed, Objective.LATENCY).workload().layers().stream().map(Layer::name)
        .map(Set::of).toList());
  }

  private static JudgingListener<NetworkMapping> solved(MappingProblem problem) {
    return solved("local-search", problem);
  }

  private static JudgingListener<NetworkMapping> solved(String method, MappingProblem problem) {
    long bound = new MappingBounds().of(problem).stream().mapToLong(b -> b.value()).max().orElseThrow();
    JudgingListener<NetworkMapping> heard = new JudgingListener<>(m -> new MappingEvaluator().evaluate(problem, m), bound);
    MappingMethods.all().stream().filter(m -> m.name().equals(method)).findFirst().orElseThrow()
        .solve(problem, LIMITS, heard);
    return heard;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void groupsOneAfterAnotherCostTheSumOfTheirOwnProblems(long seed) {
    MappingProblem problem = problem(seed, MappingObjective.LATENCY, eachAlone(seed));
    long bound = new MappingBounds().of(problem).stream().mapToLong(b -> b.value()).max().orElseThrow();
    long best = Collections.min(solved("exhaustive", problem).objectives());
    assertThat(Collections.min(solved(problem).objectives())).isGreaterThanOrEqualTo(best);
    // One layer and its group have few schedules: complete enumeration of each group's own problem gives the optimum.
    long sum = 0;
    for (Layer layer : problem.base().workload().layers()) {
      AllocationProblem alone = GroupProblem.of(problem.allocation(), Set.of(layer.name()));
      JudgingListener<Schedule> heard = new JudgingListener<>(s -> new AllocationEvaluator().evaluate(alone, s), Long.MIN_VALUE);
      AllocationMethods.all().stream().filter(m -> m.name().equals("exhaustive")).findFirst().orElseThrow()
          .solve(alone, LIMITS, heard);
      sum += Collections.min(heard.objectives());
    }
    assertThat(best).isEqualTo(sum).isGreaterThanOrEqualTo(bound);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void freeGroupsAreNoWorseThanLayersAloneAndNoBetterThanWithoutBarriers(long seed) {
    long free = Collections.min(solved(problem(seed, MappingObjective.LATENCY)).objectives());
    assertThat(free)
        .isLessThanOrEqualTo(Collections.min(solved(problem(seed, MappingObjective.LATENCY, eachAlone(seed))).objectives()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 5, 8})
  void everyObjectiveIsAnsweredWithBarriers(long seed) {
    for (MappingObjective objective : MappingObjective.values()) {
      assertThat(solved(problem(seed, objective)).mappings()).isNotEmpty();
      assertThat(solved(problem(seed, objective, eachAlone(seed))).mappings()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void everyOneFieldErrorInTheGroupsIsCaught(long seed) {
    MappingProblem problem = problem(seed, MappingObjective.LATENCY, eachAlone(seed));
    List<NetworkMapping> found = solved(problem).mappings();
    NetworkMapping good = found.get(found.size() - 1);
    List<NetworkMapping> wrong = new ArrayList<>();
    for (int g = 0; g < good.groups().size(); g++) {
      FusionGroup group = good.groups().get(g);
      wrong.add(with(good, g, null));
      wrong.add(with(good, g, new FusionGroup(group.name(), List.of("nobody"))));
      List<String> more = new ArrayList<>(group.layers());
      more.add(good.groups().get((g + 1) % good.groups().size()).layers().get(0));
      wrong.add(with(good, g, new FusionGroup(group.name(), more)));
      wrong.add(with(good, g, new FusionGroup(good.groups().get((g + 1) % good.groups().size()).name(), group.layers())));
    }
    List<FusionGroup> reversed = new ArrayList<>(good.groups());
    Collections.reverse(reversed);
    wrong.add(new NetworkMapping(reversed, good.schedule(), good.periodCycles()));
    wrong.add(new NetworkMapping(good.groups(), good.schedule(), 0));
    wrong.add(new NetworkMapping(good.groups(), good.schedule(), 1));
    assertThat(wrong).allSatisfy(m -> assertThat(new MappingEvaluator().evaluate(problem, m).violations()).isNotEmpty());
  }

  private static NetworkMapping with(NetworkMapping mapping, int index, @org.jspecify.annotations.Nullable FusionGroup group) {
    List<FusionGroup> groups = new ArrayList<>(mapping.groups());
    if (group == null) {
      groups.remove(index);
    } else {
      groups.set(index, group);
    }
    return new NetworkMapping(groups, mapping.schedule(), mapping.periodCycles());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void groupsOfOneShapeAreSolvedOnce(long seed) {
    AllocationProblem whole = TinyInstances.problem(seed, Objective.LATENCY);
    List<String> names = whole.workload().layers().stream().map(Layer::name).toList();
    for (String one : names) {
      for (String other : names) {
        AllocationProblem a = GroupProblem.of(whole, Set.of(one));
        AllocationProblem b = GroupProblem.of(whole, Set.of(other));
        if (GroupShape.of(a).equals(GroupShape.of(b))) {
          JudgingListener<Schedule> heard = new JudgingListener<>(s -> new AllocationEvaluator().evaluate(a, s), Long.MIN_VALUE);
          AllocationMethods.all().get(0).solve(a, LIMITS, heard);
          Schedule last = heard.mappings().get(heard.mappings().size() - 1);
          assertThat(new AllocationEvaluator().evaluate(b, GroupShape.translated(last, a, b)).violations()).isEmpty();
        } else {
          assertThat(one).isNotEqualTo(other);
        }
      }
    }
  }
}
