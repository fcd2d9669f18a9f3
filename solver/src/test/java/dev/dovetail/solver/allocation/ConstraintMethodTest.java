package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the constraint methods claim, with the backend in this process. */
class ConstraintMethodTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 2, false, 512);

  @Test
  void theWorkedExampleOfWholeItemsIsSolvedAndProved() {
    Heard heard = new Heard(JointModelTest.worked());
    Outcome outcome =
        new ConstraintMethod("cp-sat", "", new JointEncoding(), CpSatBackend::new).solve(heard.problem, LIMITS, heard);
    assertThat(heard.bestObjective()).isEqualTo(1_328);
    assertThat(heard.bestBound()).isEqualTo(1_328);
    assertThat(heard.claim()).isNull();
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.OPTIMAL);
  }

  @Test
  void theWorkedExampleInWhichDataTravelsInAnyWayIsProvedOverTheSearchedSpaceOnly() {
    Heard heard = new Heard(ItemTransfersTest.with(JointModelTest.worked(), AllocationProblem.Transfers.ANY));
    Outcome outcome =
        new ConstraintMethod("cp-sat", "", new JointEncoding(), CpSatBackend::new).solve(heard.problem, LIMITS, heard);
    assertThat(heard.bestObjective()).isEqualTo(1_328);
    assertThat(heard.claim()).isEqualTo(new Claim(JointEncoding.SPACE, 1_328, 1_328, Outcome.Proof.OPTIMAL));
    // Of mappings with detours or parts of items it says nothing.
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE);
    assertThat(heard.bestBound()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void aBackendThatFailsLeavesTheIncumbent() {
    Heard heard = new Heard(JointModelTest.worked());
    Outcome outcome = new ConstraintMethod("broken", "", new JointEncoding(), Broken::new).solve(heard.problem, LIMITS, heard);
    assertThat(outcome.termination()).isEqualTo(Outcome.Termination.FAILED);
    assertThat(outcome.detail()).isEqualTo("it broke");
    assertThat(heard.bestObjective()).isBetween(1_328L, 1_488L);
  }

  @Test
  void theTimesOfADelayedScheduleAreRepaired() {
    AllocationProblem problem = RandomInstances.problem(1);
    Decoder decoder = new Decoder(new Machine(problem));
    Genome genome = new Portfolio(new Shapes(decoder.machine)).genomes(() -> false).next();
    Timetable table = decoder.decode(genome, Long.MAX_VALUE).orElseThrow().table();
    Schedule late = Delayed.by(ScheduleWriter.write(decoder.machine, table), table.latencyCycles() / 3, 500);
    Heard heard = new Heard(problem);
    Outcome outcome =
        new Windows(problem, new CpSatBackend(), "cp-sat", LIMITS, heard, () -> Duration.ofSeconds(20)).improve(late);
    assertThat(outcome.termination()).isEqualTo(Outcome.Termination.LIMIT);
    assertThat(outcome.proof()).isEqualTo(Outcome.Proof.NONE); // an optimum of this allocation only
    assertThat(heard.bestObjective()).isLessThanOrEqualTo(table.latencyCycles());
  }

  /** Judges every schedule, and puts claims together. */
  static class Heard extends JudgingListener<Schedule> {
    final AllocationProblem problem;

    Heard(AllocationProblem problem) {
      super(schedule -> new AllocationEvaluator().evaluate(problem, schedule), Long.MIN_VALUE);
      this.problem = problem;
    }

    @Nullable
    Claim claim() {
      return claims().stream().reduce(Claim::and).orElse(null);
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
    public boolean supports(dev.dovetail.encodings.cp.Feature feature) {
      return true;
    }

    @Override
    public dev.dovetail.solver.BackendResult solve(
        dev.dovetail.encodings.cp.ConstraintModel model, Limits limits, dev.dovetail.solver.BackendListener listener) {
      return new dev.dovetail.solver.BackendResult(
          Outcome.Termination.FAILED, null, 0, Outcome.Proof.NONE, null, false, "it broke", java.util.Map.of());
    }
  }
}
