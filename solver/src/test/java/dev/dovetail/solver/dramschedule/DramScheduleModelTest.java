package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.dramschedule.DramScheduleEncoding;
import dev.dovetail.encodings.dramschedule.DramScheduleEncoding.Known;
import dev.dovetail.encodings.dramschedule.DramScheduleModel;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The constraint model against the judge, enumeration and itself under other bounds. */
class DramScheduleModelTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 512);
  private static final DramScheduleEvaluator EVALUATOR = new DramScheduleEvaluator();

  private static BackendResult solve(Backend backend, DramScheduleModel model) {
    return backend.solve(model.model(), LIMITS, BackendListener.SILENT);
  }

  @Test
  void enumerationCpSatAndChocoAgreeOnTheOptimumOfTinyInstances() {
    Random random = new Random(11);
    for (int i = 0; i < 120; i++) {
      DramScheduleProblem problem = Instances.random(random, 4, 4);
      long[] best = {Long.MAX_VALUE};
      everySchedule(problem, (schedule, cost) -> best[0] = Math.min(best[0], cost));
      for (boolean ordered : new boolean[] {false, true}) {
        DramScheduleModel model = new DramScheduleEncoding(ordered).encode(problem);
        BackendResult result = solve(ordered ? new ChocoBackend() : new CpSatBackend(), model);
        assertThat(result.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
        assertThat(result.objective()).as("%s", problem).isEqualTo(best[0]);
        DramSchedule schedule = model.decode(result.solution().orElseThrow());
        Evaluation evaluation = EVALUATOR.evaluate(problem, schedule);
        assertThat(evaluation.violations()).as("%s %s", problem, schedule).isEmpty();
        assertThat(evaluation.objective()).as("%s %s", problem, schedule).isEqualTo(best[0]);
      }
    }
  }

  @Test
  void everyExecutableScheduleIsACompleteHintThatCostsNoMore() {
    Random random = new Random(12);
    for (int i = 0; i < 60; i++) {
      DramScheduleProblem problem = Instances.random(random, 3, 4);
      for (boolean ordered : new boolean[] {false, true}) {
        DramScheduleModel model = new DramScheduleEncoding(ordered).encode(problem);
        everySchedule(
            problem,
            (schedule, cost) -> {
              Assignment hint = model.hint(schedule);
              assertThat(model.model().check(hint)).as("%s %s", problem, schedule).isEmpty();
              long value = model.model().objectiveOf(hint);
              assertThat(value).as("%s %s", problem, schedule).isLessThanOrEqualTo(cost);
              DramSchedule decoded = model.decode(hint);
              Evaluation evaluation = EVALUATOR.evaluate(problem, decoded);
              assertThat(evaluation.violations()).as("%s %s", problem, decoded).isEmpty();
              assertThat(evaluation.objective()).as("%s %s", problem, decoded).isEqualTo(value).isEqualTo(model.latency(decoded));
            });
      }
    }
  }

  @Test
  void solutionsThatIdleWithoutReasonDecodeToSchedulesOfNoGreaterCost() {
    Random random = new Random(13);
    int idle = 0;
    for (int i = 0; i < 150; i++) {
      DramScheduleProblem problem = Instances.random(random, 5, 8);
      DramScheduleModel model = new DramScheduleEncoding().encode(problem);
      // Any other objective gives solutions with gaps and ties.
      ModelBuilder builder = model.model().toBuilder();
      LinearExpr.Sum sum = new LinearExpr.Sum();
      model.model().variables().forEach(v -> sum.add(v, random.nextInt(3) - 1));
      BackendResult result = new CpSatBackend().solve(builder.minimize(sum.build()).build(), LIMITS, BackendListener.SILENT);
      Assignment solution = result.solution().orElseThrow();
      long value = model.model().objectiveOf(solution);
      DramSchedule schedule = model.decode(solution);
      Evaluation evaluation = EVALUATOR.evaluate(problem, schedule);
      assertThat(evaluation.violations()).as("%s %s", problem, schedule).isEmpty();
      assertThat(evaluation.objective()).as("%s %s", problem, schedule).isLessThanOrEqualTo(value)
          .isEqualTo(model.latency(schedule));
      idle += evaluation.objective() < value ? 1 : 0;
    }
    assertThat(idle).isGreaterThan(20);
  }

  @Test
  void theHorizonCutsNoOptimumAndOneCycleLessLeavesNothing() {
    Random random = new Random(14);
    for (int i = 0; i < 60; i++) {
      DramScheduleProblem problem = Instances.random(random, 8, 9);
      DramScheduleEncoding encoding = new DramScheduleEncoding();
      long optimum = solve(new CpSatBackend(), encoding.encode(problem)).objective();
      long bound = new DramScheduleBounds().best(problem).value();
      assertThat(bound).isLessThanOrEqualTo(optimum);
      BackendResult tight = solve(new CpSatBackend(), encoding.encode(problem, new Known(bound, optimum)));
      assertThat(tight.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
      assertThat(tight.objective()).isEqualTo(optimum);
      BackendResult tighter = solve(new CpSatBackend(), encoding.encode(problem, new Known(bound, optimum - 1)));
      assertThat(tighter.proof()).as("%s", problem).isEqualTo(Outcome.Proof.INFEASIBLE);
    }
  }

  @Test
  void aHintThatIsSlowerThanTheHorizonIsLeftOut() {
    DramScheduleProblem problem = Instances.reference("gpt2s_prefill_edge_b1-hand-F4");
    DramScheduleModel model = new DramScheduleEncoding().encode(problem, new Known(0, 760_000));
    DramSchedule slow = DefaultSchedule.of(problem);
    assertThat(EVALUATOR.evaluate(problem, slow).objective()).isGreaterThan(760_000);
    assertThat(model.withHint(slow).model().hint()).isEmpty();
  }

  @Test
  void whatDoesNotFitBesideATileNarrowsTheDomains() {
    DramScheduleProblem problem = Instances.reference("resnet50_edge_b4-s1-p4");
    DramScheduleEncoding encoding = new DramScheduleEncoding();
    // Without the buffer no schedule is shorter than 2,282,346 cycles; the optimum is 2,608,650.
    long least = encoding.encode(problem).model().variables().stream().filter(v -> v.name().equals("latency")).findFirst()
        .orElseThrow().min();
    assertThat(least).isBetween(2_570_000L, 2_608_650L);
    assertThat(encoding.variables(problem, 2_608_650)).isLessThan(encoding.variables(problem, 3_000_000));
    BackendResult none = solve(new CpSatBackend(), encoding.encode(problem, new Known(0, 2_500_000)));
    assertThat(none.proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
  }

  @ParameterizedTest
  @CsvSource({
      "gpt2s_prefill_edge_b1-hand-F4, 750336", "gpt2s_prefill_edge_b1-hand-G4, 678912", "gpt2s_prefill_edge_b1-s5-p5, 704640"
  })
  void attentionBlocksOfTheReferenceAreProvedOptimal(String name, long optimum) {
    DramScheduleProblem problem = Instances.reference(name);
    BackendResult result = solve(new CpSatBackend(), new DramScheduleEncoding().encode(problem, new Known(0, 1_300_000)));
    assertThat(result.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(result.objective()).isEqualTo(optimum);
  }

  /** Every order and every combination of times that the judge accepts, with its cost. */
  private static void everySchedule(DramScheduleProblem problem, BiConsumer<DramSchedule, Long> consumer) {
    for (List<Integer> times : times(problem)) {
      for (List<Integer> order : permutations(problem.tensors().size())) {
        DramSchedule schedule = new DramSchedule(order, times);
        Evaluation evaluation = EVALUATOR.evaluate(problem, schedule);
        if (evaluation.isExecutable()) {
          consumer.accept(schedule, evaluation.objective());
        }
      }
    }
  }

  private static List<List<Integer>> permutations(int count) {
    List<List<Integer>> all = List.of(List.of());
    for (int x = 0; x < count; x++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> p : all) {
        for (int i = 0; i <= p.size(); i++) {
          List<Integer> with = new ArrayList<>(p);
          with.add(i, x);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }

  private static List<List<Integer>> times(DramScheduleProblem problem) {
    List<List<Integer>> all = List.of(List.of());
    for (DramTensor tensor : problem.tensors()) {
      int least = tensor instanceof DramTensor.Store store ? store.minEnd() : -1;
      int most = tensor instanceof DramTensor.Load load ? load.neededBy() : problem.tiles().size();
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> t : all) {
        for (int time = least; time <= most; time++) {
          List<Integer> with = new ArrayList<>(t);
          with.add(time);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }
}
