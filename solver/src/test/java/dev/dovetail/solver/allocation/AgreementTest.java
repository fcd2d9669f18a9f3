package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.JointModel;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enumeration, CP-SAT and Choco give the same cost, or all none; no bound is above it, and nothing is below it. */
class AgreementTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(120), 0, 1, 1, false, 512);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 25, 9, 10, 11, 27, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
  void latency(long seed) {
    agree(TinyInstances.problem(seed, Objective.LATENCY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 10, 12, 15, 16, 21})
  void energy(long seed) {
    agree(TinyInstances.problem(seed, Objective.ENERGY));
  }

  private static void agree(AllocationProblem problem) {
    long bound = bound(problem);
    ConstraintMethodTest.Heard heard = new ConstraintMethodTest.Heard(problem);
    Outcome outcome = new ExhaustiveMethod().solve(problem, LIMITS, heard);
    assertThat(outcome.termination()).isEqualTo(Outcome.Termination.COMPLETE);
    assertThat(bound).isLessThanOrEqualTo(heard.bestObjective());
    solve(problem, new JointEncoding(false).encode(problem), new CpSatBackend(), heard.bestObjective());
    // Choco gets our own bound, as it would in a method; CP-SAT has to find it.
    JointModel ordered =
        new JointEncoding(true).encode(problem, JointEncoding.fixedGraph(problem), bound == Long.MAX_VALUE ? 0 : bound, null);
    solve(problem, ordered, new ChocoBackend(), heard.bestObjective());
  }

  private static void solve(AllocationProblem problem, JointModel joint, Backend backend, long expected) {
    BackendResult result = backend.solve(joint.model(), LIMITS, BackendListener.SILENT);
    if (expected == Long.MAX_VALUE) {
      assertThat(result.proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
      return;
    }
    assertThat(result.proof()).as(backend.name()).isEqualTo(Outcome.Proof.OPTIMAL);
    assertThat(result.objective()).as(backend.name()).isEqualTo(expected);
    Evaluation evaluation = new AllocationEvaluator().evaluate(problem, joint.decode(result.solution().orElseThrow()));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(expected);
    ModelBuilder tighter = joint.model().toBuilder();
    tighter.add(Constraints.atMost(joint.model().objective().orElseThrow(), expected - 1));
    BackendResult none = backend.solve(tighter.build(), LIMITS, BackendListener.SILENT);
    assertThat(none.proof()).as(backend.name() + " below the optimum").isEqualTo(Outcome.Proof.INFEASIBLE);
  }

  /** The best bound; the largest number if a layer fits nowhere, because then nothing may be found. */
  private static long bound(AllocationProblem problem) {
    try {
      return new AllocationBounds().of(problem).stream().mapToLong(LowerBound::value).max().orElse(0);
    } catch (InfeasibleException e) {
      return Long.MAX_VALUE;
    }
  }
}
