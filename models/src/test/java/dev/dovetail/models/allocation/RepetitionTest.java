package dev.dovetail.models.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Findings;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked example of the machine model, 1,328 cycles long; its bus is busy for 1,184 cycles, core0 for 32 + 288. */
class RepetitionTest {
  private static final AllocationProblem PROBLEM = ThreeLayerExample.problem();
  private static final Schedule SCHEDULE = ThreeLayerExample.schedule();

  /** Cycle by cycle: everything of every sample is put on a circle of {@code period} cycles. */
  private static boolean fits(AllocationProblem problem, Schedule schedule, Repetition repetition, long period) {
    int cores = problem.accelerator().cores().size();
    int[][] busy = new int[cores + problem.accelerator().channels().size()][(int) period];
    for (Repetition.Use use : repetition.uses()) {
      for (long t = use.from(); t < use.until(); t++) {
        if (++busy[use.resource()][(int) (t % period)] > 1) {
          return false;
        }
      }
    }
    long[][] bytes = new long[cores][(int) period];
    for (Schedule.Buffer buffer : schedule.buffers()) {
      int core = problem.accelerator().coreIndex(buffer.core());
      for (long t = buffer.from(); t < buffer.until(); t++) {
        bytes[core][(int) (t % period)] += buffer.bytes();
      }
    }
    for (int c = 0; c < cores; c++) {
      long capacity = problem.accelerator().cores().get(c).capacityBytes();
      for (long b : bytes[c]) {
        if (b > capacity) {
          return false;
        }
      }
    }
    return true;
  }

  @Test
  void thePeriodsAreThoseThatFitCycleByCycle() {
    Repetition repetition = new Repetition(PROBLEM, SCHEDULE);
    assertThat(repetition.latencyCycles()).isEqualTo(1_328);
    assertThat(repetition.loadCycles()).isEqualTo(1_184);
    List<Long> periods = new ArrayList<>();
    for (long p = 1; p <= 1_330; p++) {
      boolean expected = fits(PROBLEM, SCHEDULE, repetition, p);
      assertThat(repetition.isPeriod(p)).as("period %d", p).isEqualTo(expected);
      if (expected) {
        periods.add(p);
      }
    }
    // The bus begins in cycle 0 and ends in cycle 1,328, so that its last store meets the next sample's first load before that. Only the
    // idle cycles 928 to 1,072 could take up what the next sample brings, but its first 768 cycles have none.
    assertThat(periods).containsExactly(1_328L, 1_329L, 1_330L);
    assertThat(repetition.leastPeriod(() -> false)).isEqualTo(1_328);
  }

  @Test
  void aPeriodThatIsTooSmallIsToldWithItsPlace() {
    Findings findings = new Findings();
    new Repetition(PROBLEM, SCHEDULE).check(1_320, findings);
    assertThat(findings.violations()).isNotEmpty().allMatch(v -> v.rule().equals("period"));
    assertThat(findings.violations()).anyMatch(v -> v.where().equals("channel bus"));
    Findings none = new Findings();
    new Repetition(PROBLEM, SCHEDULE).check(1_328, none);
    assertThat(none.isEmpty()).isTrue();
    Findings zero = new Findings();
    new Repetition(PROBLEM, SCHEDULE).check(0, zero);
    assertThat(zero.violations()).hasSize(1);
  }
}
