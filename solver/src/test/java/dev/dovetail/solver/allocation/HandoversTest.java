package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoversTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  private final AllocationEvaluator evaluator = new AllocationEvaluator();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void whatMustGoThroughDramIsStoredAndLoaded(long seed) {
    AllocationProblem free = TinyInstances.problem(seed, Objective.LATENCY);
    AllocationProblem cut = free.with(new Handovers(all(free), Set.of()));
    Schedule schedule = best(cut);
    assertThat(evaluator.evaluate(cut, schedule).violations()).isEmpty();
    Map<String, Integer> producers = cut.workload().producers();
    assertThat(schedule.transfers())
        .anyMatch(t -> t.kind() == Schedule.Transfer.Kind.LOAD && producers.containsKey(t.tensor()))
        .noneMatch(t -> t.kind() == Schedule.Transfer.Kind.MOVE && t.source() >= 0
            && schedule.tasks().stream().anyMatch(task -> task.writes().contains(t.source())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 8, 9})
  void aScheduleThatKeepsDataOnChipBreaksADemandedCutAndOneThatDetoursADemandedFusion(long seed) {
    AllocationProblem free = TinyInstances.problem(seed, Objective.LATENCY);
    AllocationProblem cut = free.with(new Handovers(all(free), Set.of()));
    AllocationProblem fused = free.with(new Handovers(Set.of(), all(free)));
    Schedule detours = best(cut);
    Evaluation refuted = evaluator.evaluate(fused, detours);
    assertThat(refuted.violations()).isNotEmpty().allMatch(v -> v.rule().equals("handover"));
    Schedule onChip = best(fused);
    assertThat(evaluator.evaluate(cut, onChip).violations()).isNotEmpty().allMatch(v -> v.rule().equals("handover"));
  }

  private Schedule best(AllocationProblem problem) {
    JudgingListener<Schedule> heard = new JudgingListener<>(s -> evaluator.evaluate(problem, s), Long.MIN_VALUE);
    new SearchMethod(true).solve(problem, LIMITS, heard);
    List<Schedule> found = heard.mappings();
    assertThat(found).isNotEmpty();
    return found.get(found.size() - 1);
  }

  private static Set<Handovers.Handover> all(AllocationProblem problem) {
    Map<String, Integer> producers = problem.workload().producers();
    Set<Handovers.Handover> all = new HashSet<>();
    for (Layer layer : problem.workload().layers()) {
      for (Operand operand : layer.operands()) {
        Integer producer = producers.get(operand.tensor());
        if (producer != null) {
          all.add(new Handovers.Handover(problem.workload().layers().get(producer).name(), layer.name()));
        }
      }
    }
    return all;
  }
}
