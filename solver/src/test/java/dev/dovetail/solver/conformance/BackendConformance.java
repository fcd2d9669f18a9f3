package dev.dovetail.solver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Enumerator;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.RandomModels;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend must do, whoever wrote it. Every test begins by assuming that the backend supports what the test needs. */
public abstract class BackendConformance {
  /** Generous: no test depends on the clock. */
  protected static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 256);

  /** The backend under test. */
  protected abstract Backend backend();

  /** How many random models per feature; fewer for a backend that is expensive to call. */
  protected int models() {
    return 12;
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void theOptimumOfRandomModelsIsThatOfEnumeration(Feature feature) {
    assumeTrue(backend().supports(feature));
    for (long seed = 100; seed < 100 + models(); seed++) {
      ConstraintModel model = RandomModels.of(feature, seed);
      assertSolved(model, optimum(model));
    }
  }

  /** The same model asked in four other ways: a hint, a scaled objective, one constraint twice, a bound that is too tight. */
  @ParameterizedTest
  @EnumSource(Feature.class)
  void otherWordsForTheSameModelGiveTheSameOptimum(Feature feature) {
    assumeTrue(backend().supports(feature) && backend().supports(Feature.LINEAR));
    for (long seed = 200; seed < 200 + Math.max(1, models() / 4); seed++) {
      ConstraintModel model = RandomModels.of(feature, seed);
      OptionalLong optimum = optimum(model);
      LinearExpr objective = model.objective().orElseThrow();
      assertSolved(model.withHint(worstSolution(model)), optimum);
      assertSolved(model.toBuilder().add(model.constraints().get(0).named("again")).build(), optimum);
      ConstraintModel scaled = model.toBuilder().minimize(objective.times(3).plus(7)).build();
      assertSolved(scaled, optimum.isEmpty() ? optimum : OptionalLong.of(3 * optimum.getAsLong() + 7));
      if (optimum.isPresent()) {
        long best = optimum.getAsLong();
        assertSolved(model.toBuilder().add(Constraints.atMost(objective, best)).build(), optimum);
        assertSolved(model.toBuilder().add(Constraints.atMost(objective, best - 1)).build(), OptionalLong.empty());
      }
    }
  }

  @Test
  void variablesInAnotherOrderAndWithOtherNamesGiveTheSameOptimum() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP) && backend().supports(Feature.LINEAR));
    for (long seed = 0; seed < 3; seed++) {
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
      long straight = optimum(singleMachine(order, "job ")).orElseThrow();
      assertSolved(singleMachine(order, "job "), OptionalLong.of(straight));
      Collections.shuffle(order, new Random(seed));
      assertSolved(singleMachine(order, "same name"), OptionalLong.of(straight));
    }
  }

  /** Total weighted completion on one machine: Smith's rule, by weight / size: sizes 3 1 2 2, weights 1 2 3 1. */
  @Test
  void smithsRuleOnOneMachine() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP));
    // Order 1 (2/1), 2 (3/2), 3 (1/2), 0 (1/3): ends 1, 3, 5, 8; 2*1 + 3*3 + 1*5 + 1*8 = 24.
    assertSolved(singleMachine(List.of(0, 1, 2, 3), "job "), OptionalLong.of(24));
  }

  @Test
  void anAbsentIntervalTakesNoRoom() {
    assumeTrue(backend().supports(Feature.OPTIONAL_NO_OVERLAP) && backend().supports(Feature.EXACTLY_ONE));
    // Three tasks of 4 on two cores within 8 cycles: two on one core, one on the other; the last ends at 8.
    ModelBuilder m = ConstraintModel.builder("two cores");
    IntVar end = m.intVar(0, 12, "end");
    List<List<IntervalVar>> cores = List.of(new ArrayList<>(), new ArrayList<>());
    for (int task = 0; task < 3; task++) {
      LinearExpr start = m.intVar(0, 8, "start " + task).expr();
      m.add(Constraints.atMost(start.plus(4), end.expr()));
      List<Literal> on = List.of(m.boolVar(task + " on 0"), m.boolVar(task + " on 1"));
      m.add(Constraints.exactlyOne(on));
      cores.get(0).add(m.optionalInterval(start, 4, on.get(0), task + " on 0"));
      cores.get(1).add(m.optionalInterval(start, 4, on.get(1), task + " on 1"));
    }
    cores.forEach(core -> m.add(Constraints.noOverlap(core)));
    assertSolved(m.minimize(end).build(), OptionalLong.of(8));
  }

  @Test
  void aSatisfactionProblemIsCompleteWithItsFirstSolution() {
    assumeTrue(backend().supports(Feature.ALL_DIFFERENT));
    ModelBuilder m = ConstraintModel.builder("permutation");
    List<LinearExpr> xs = List.of(m.intVar(0, 2, "a").expr(), m.intVar(0, 2, "b").expr(), m.intVar(0, 2, "c").expr());
    BackendResult result = backend().solve(m.add(Constraints.allDifferent(xs)).build(), LIMITS, BackendListener.SILENT);
    assertThat(result.termination()).as(result.detail()).isEqualTo(Termination.COMPLETE);
    assertThat(result.best()).isNotNull();
    assertThat(result.lowerBound()).isEmpty();
  }

  @Test
  void anInfeasibleModelHoldsNothingAndIsProved() {
    assumeTrue(backend().supports(Feature.ALL_DIFFERENT));
    ModelBuilder m = ConstraintModel.builder("pigeons");
    List<LinearExpr> xs = List.of(m.intVar(0, 1, "a").expr(), m.intVar(0, 1, "b").expr(), m.intVar(0, 1, "c").expr());
    BackendResult result = backend().solve(m.add(Constraints.allDifferent(xs)).build(), LIMITS, BackendListener.SILENT);
    assertThat(result.termination()).isEqualTo(Termination.COMPLETE);
    assertThat(result.proof()).isEqualTo(Proof.INFEASIBLE);
    assertThat(result.solution()).isEmpty();
    assertThat(result.lowerBound()).isEmpty();
  }

  @Test
  void aModelWithoutVariablesIsSolved() {
    ConstraintModel empty = ConstraintModel.builder("empty").minimize(LinearExpr.constant(5)).build();
    assertSolved(empty, OptionalLong.of(5));
  }

  @Test
  void reportsImproveAndEndAtTheResult() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP));
    Recorder recorder = new Recorder();
    BackendResult result = backend().solve(singleMachine(List.of(0, 1, 2, 3), "job "), LIMITS, recorder);
    assertThat(recorder.objectives()).isNotEmpty().isSortedAccordingTo(Collections.reverseOrder()).doesNotHaveDuplicates();
    assertThat(recorder.objectives().get(recorder.objectives().size() - 1)).isEqualTo(result.objective());
    assertThat(recorder.bounds()).isSorted().allMatch(bound -> bound <= result.objective());
  }

  @Test
  void aListenerThatStopsKeepsTheSolution() {
    assumeTrue(backend().supports(Feature.LINEAR));
    BackendResult result = backend().solve(longSearch(), LIMITS, new Recorder(1));
    assertThat(result.termination()).as(result.detail()).isEqualTo(Termination.INTERRUPTED);
    assertThat(result.best()).isNotNull();
    assertThat(result.proof()).isEqualTo(Proof.NONE);
  }

  @Test
  void aTimeLimitIsALimitAndNotAFailure() {
    assumeTrue(backend().supports(Feature.LINEAR));
    Limits soon = new Limits(Duration.ofMillis(50), 0, 1, 1, false, 256);
    BackendResult result = backend().solve(longSearch(), soon, BackendListener.SILENT);
    assertThat(result.termination()).as(result.detail()).isEqualTo(Termination.LIMIT);
    assertThat(result.proof()).isEqualTo(Proof.NONE);
  }

  @Test
  void aReproducibleRunRepeatsItself() {
    assumeTrue(backend().supports(Feature.LINEAR));
    Limits reproducible = new Limits(Duration.ofMillis(30), 0, 7, 1, true, 256);
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    BackendResult one = backend().solve(longSearch(), reproducible, first);
    BackendResult two = backend().solve(longSearch(), reproducible, second);
    assertThat(two.best()).isEqualTo(one.best());
    assertThat(second.objectives()).isEqualTo(first.objectives());
    assertThat(two.lowerBound()).isEqualTo(one.lowerBound());
  }

  @Test
  void aCompleteFeasibleHintIsNotRejectedAndNeverMadeWorse() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP));
    // Input order: ends 3, 4, 6, 8; 1*3 + 2*4 + 3*6 + 1*8 = 37.
    ConstraintModel model = singleMachine(List.of(0, 1, 2, 3), "job ");
    BackendResult result = backend().solve(model.withHint(Assignment.of(0, 3, 4, 6)), LIMITS, BackendListener.SILENT);
    assertThat(result.hintRejected()).isFalse();
    assertThat(result.objective()).isEqualTo(24);
  }

  @Test
  void anInfeasibleHintIsRejectedAndTheModelStillSolved() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP));
    ConstraintModel model = singleMachine(List.of(0, 1, 2, 3), "job ");
    BackendResult result = backend().solve(model.withHint(Assignment.of(0, 0, 0, 0)), LIMITS, BackendListener.SILENT);
    assertThat(result.hintRejected()).isTrue();
    assertThat(result.objective()).isEqualTo(24);
    assertThat(result.isOptimal()).isTrue();
  }

  @Test
  void searchAdviceChangesNoAnswer() {
    assumeTrue(backend().supports(Feature.NO_OVERLAP));
    ConstraintModel model = singleMachine(List.of(0, 1, 2, 3), "job ");
    for (SearchPhase.VariableOrder order : SearchPhase.VariableOrder.values()) {
      for (SearchPhase.ValueOrder value : SearchPhase.ValueOrder.values()) {
        SearchPhase phase = new SearchPhase(model.variables(), order, value);
        assertSolved(model.toBuilder().search(phase).build(), OptionalLong.of(24));
      }
    }
  }

  @Test
  void numbersAsLargeAsAHorizonInCyclesAreExact() {
    assumeTrue(backend().supports(Feature.LINEAR));
    // 2 x + 3 y >= 2,000,000,001 with y odd by y = 2 z + 1: x = 999,999,999, y = 1 gives 2,000,000,001; cost x + 2 y = 1,000,000,001.
    ModelBuilder m = ConstraintModel.builder("large");
    IntVar x = m.intVar(0, 1_000_000_000, "x");
    IntVar z = m.intVar(0, 100, "z");
    LinearExpr y = z.expr().times(2).plus(1);
    m.add(Constraints.atLeast(x.expr().times(2).plus(y.times(3)).plus(-2_000_000_001), 0));
    BackendResult result = solveOrRefuse(m.minimize(x.expr().plus(y.times(2))).build());
    if (result != null) {
      assertThat(result.objective()).isEqualTo(1_000_000_001);
      assertThat(result.isOptimal()).isTrue();
    }
  }

  @Test
  void domainsThatItCannotHoldAreRefusedOrSolvedExactly() {
    assumeTrue(backend().supports(Feature.LINEAR));
    ModelBuilder m = ConstraintModel.builder("huge");
    IntVar x = m.intVar(0, Long.MAX_VALUE - 1, "cycles");
    m.add(Constraints.between(x.expr(), Long.MAX_VALUE - 5, Long.MAX_VALUE - 3));
    BackendResult result = solveOrRefuse(m.minimize(x).build());
    if (result != null) {
      assertThat(result.objective()).isEqualTo(Long.MAX_VALUE - 5);
    }
  }

  private @Nullable BackendResult solveOrRefuse(ConstraintModel model) {
    try {
      return backend().solve(model, LIMITS, BackendListener.SILENT);
    } catch (BackendRefusal refusal) {
      assertThat(refusal.kind()).isEqualTo(BackendRefusal.Kind.NOT_ALLOWED);
      assertThat(refusal).hasMessageStartingWith("Not allowed by backend " + backend().name()).hasMessageContaining("\nMaybe ");
      return null;
    }
  }

  @Test
  void anUnsupportedFeatureIsRefused() {
    for (Feature feature : Feature.values()) {
      if (!backend().supports(feature)) {
        assertThatThrownBy(() -> backend().solve(RandomModels.of(feature, 0), LIMITS, BackendListener.SILENT))
            .isInstanceOf(BackendRefusal.class);
      }
    }
    assertThat(backend().name()).matches("[a-z][a-z0-9-]*");
    assertThat(backend().version()).isNotBlank();
    assertThat(backend().description()).isNotBlank();
  }

  /** Asserts the optimum, or infeasibility if there is none, with all three parts of the status. */
  protected void assertSolved(ConstraintModel model, OptionalLong optimum) {
    BackendResult result = backend().solve(model, LIMITS, BackendListener.SILENT);
    String what = result.detail() + "\n" + model.toText();
    assertThat(result.termination()).as(what).isEqualTo(Termination.COMPLETE);
    if (optimum.isEmpty()) {
      assertThat(result.proof()).as(what).isEqualTo(Proof.INFEASIBLE);
      assertThat(result.solution()).as(what).isEmpty();
    } else {
      assertThat(result.isOptimal()).as(what).isTrue();
      assertThat(result.objective()).as(what).isEqualTo(optimum.getAsLong());
      assertThat(result.lowerBound()).as(what).isEqualTo(optimum);
      assertThat(model.check(result.solution().orElseThrow())).as(what).isEmpty();
    }
  }

  private static OptionalLong optimum(ConstraintModel model) {
    long[] best = {Long.MAX_VALUE};
    new Enumerator(model, () -> false)
        .improvingSolutions(
            solution -> {
              best[0] = model.objectiveOf(solution);
              return true;
            });
    return best[0] == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(best[0]);
  }

  /** Some solution that is not better than the first one; null if there is none. */
  private static @Nullable Assignment worstSolution(ConstraintModel model) {
    Assignment[] worst = {null};
    new Enumerator(model, () -> false)
        .allSolutions(
            solution -> {
              if (worst[0] == null || model.objectiveOf(solution) > model.objectiveOf(worst[0])) {
                worst[0] = solution;
              }
              return true;
            });
    return worst[0];
  }

  private static ConstraintModel singleMachine(List<Integer> order, String name) {
    long[] sizes = {3, 1, 2, 2};
    long[] weights = {1, 2, 3, 1};
    ModelBuilder m = ConstraintModel.builder("single machine");
    List<IntervalVar> jobs = new ArrayList<>();
    LinearExpr.Sum cost = new LinearExpr.Sum();
    for (int job : order) {
      LinearExpr start = m.intVar(0, 8, name + (name.endsWith(" ") ? job : "")).expr();
      jobs.add(m.interval(start, sizes[job], name));
      cost.add(start.plus(sizes[job]), weights[job]);
    }
    return m.add(Constraints.noOverlap(jobs).named("machine")).minimize(cost.build()).build();
  }

  /** A knapsack of 10 dimensions and 100 items: a first solution at once, a proof not within a second. */
  private static ConstraintModel longSearch() {
    Random random = new Random(5);
    ModelBuilder m = ConstraintModel.builder("long search");
    List<Literal> taken = new ArrayList<>();
    LinearExpr.Sum cost = new LinearExpr.Sum();
    for (int item = 0; item < 100; item++) {
      taken.add(m.boolVar("item " + item));
      cost.add(taken.get(item), -500 - random.nextInt(500));
    }
    for (int dimension = 0; dimension < 10; dimension++) {
      LinearExpr.Sum weight = new LinearExpr.Sum();
      taken.forEach(item -> weight.add(item, 1 + random.nextInt(1000)));
      m.add(Constraints.atMost(weight.build(), 25_000));
    }
    return m.minimize(cost.build()).build();
  }
}
