package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.dramschedule.DramScheduleEncoding;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleBounds;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the constraint methods report, with the backend in this process. */
class ConstraintMethodTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, false, 512);

  private static ConstraintMethod cpSat() {
    return new ConstraintMethod("cp-sat", "", new DramScheduleEncoding(), 100_000, CpSatBackend::new);
  }

  @Test
  void whereABoundIsMetNoSolverIsAsked() {
    Heard heard = new Heard(Instances.reference("gpt2s_prefill_edge_b1-hand-F4"));
    Outcome outcome =
        new ConstraintMethod("broken", "", new DramScheduleEncoding(), 100_000, Broken::new).solve(heard.problem, LIMITS, heard);
    assertThat(heard.bestObjective()).isEqualTo(750_336).isEqualTo(heard.bestBound());
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
  }

  @Test
  void resNetOfBatchFourIsProvedAndBeatsTheReferenceProgram() {
    Heard heard = new Heard(Instances.reference("resnet50_edge_b4-s1-p4"));
    Outcome outcome = cpSat().solve(heard.problem, LIMITS, heard);
    assertThat(heard.bestObjective()).isEqualTo(2_608_650); // against 2,639,194
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
  }

  @Test
  void cpSatAndChocoAgreeOnSmallInstances() {
    Random random = new Random(21);
    Method<DramScheduleProblem, DramSchedule> choco =
        new ConstraintMethod("choco", "", new DramScheduleEncoding(true), 100_000, ChocoBackend::new);
    for (int i = 0; i < 40; i++) {
      DramScheduleProblem problem = Instances.random(random, 6, 6);
      Heard first = new Heard(problem);
      Heard second = new Heard(problem);
      Outcome one = cpSat().solve(problem, LIMITS, first);
      Outcome other = choco.solve(problem, LIMITS, second);
      assertThat(second.bestObjective()).as("%s", problem).isEqualTo(first.bestObjective());
      // Where the search meets a bound of our own there is nothing left to prove.
      boolean met = first.bestObjective() == new DramScheduleBounds().best(problem).value();
      assertThat(one.proof()).isIn(met ? Outcome.Proof.NONE : Outcome.Proof.OPTIMAL, Outcome.Proof.OPTIMAL);
      assertThat(other.proof()).isIn(met ? Outcome.Proof.NONE : Outcome.Proof.OPTIMAL, Outcome.Proof.OPTIMAL);
    }
  }

  @Test
  void aBackendThatFailsLeavesTheIncumbent() {
    Heard heard = new Heard(Instances.reference("resnet50_edge_b4-s1-p4"));
    Outcome outcome =
        new ConstraintMethod("broken", "", new DramScheduleEncoding(), 100_000, Broken::new).solve(heard.problem, LIMITS, heard);
    assertThat(outcome.termination()).isEqualTo(Outcome.Termination.FAILED);
    assertThat(outcome.detail()).isEqualTo("it broke");
    assertThat(heard.bestObjective()).isBetween(2_608_650L, 2_703_706L);
  }

  @Test
  void aModelThatIsTooLargeIsLeftToTheSearch() {
    Heard heard = new Heard(Instances.reference("resnet50_edge_b4-s1-p4"));
    Outcome outcome =
        new ConstraintMethod("small", "", new DramScheduleEncoding(), 1_000, Broken::new).solve(heard.problem, LIMITS, heard);
    assertThat(outcome.termination()).isEqualTo(Outcome.Termination.COMPLETE);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(outcome.detail()).contains("is too large for small");
    assertThat(heard.bestObjective()).isBetween(2_608_650L, 2_703_706L);
  }

  /** Judges every schedule; each must be better than the one before. */
  private static final class Heard extends JudgingListener<DramSchedule> {
    final DramScheduleProblem problem;

    Heard(DramScheduleProblem problem) {
      super(schedule -> new DramScheduleEvaluator().evaluate(problem, schedule), new DramScheduleBounds().best(problem).value());
      this.problem = problem;
    }

    @Override
    public synchronized void incumbent(DramSchedule mapping, long objective, String source) {
      assertThat(objective).isLessThan(bestObjective());
      super.incumbent(mapping, objective, source);
    }
  }

  private static final class Broken implements Backend {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String version() {
      return "0";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public boolean supports(Feature feature) {
      return true;
    }

    @Override
    public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
      return new BackendResult(Outcome.Termination.FAILED, null, 0, Outcome.Proof.NONE, null, false, "it broke", Map.of());
    }
  }
}
