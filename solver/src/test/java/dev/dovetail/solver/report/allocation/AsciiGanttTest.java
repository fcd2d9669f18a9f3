package dev.dovetail.solver.report.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsciiGanttTest {
  @Test
  void aFullHalfIsFullAndAnIdleHalfIsBlank() {
    AllocationProblem problem = Synthetic.problem(Synthetic.chain("n", "conv", 2), Synthetic.bus(2));
    var box = problem.workload().layers().get(0).outputBox();
    Schedule schedule = new Schedule(
        List.of(
            new Schedule.Task("conv0", box, "core0", 0, 0, 600, List.of(), List.of()),
            new Schedule.Task("conv1", box, "core1", 0, 600, 1_200, List.of(), List.of())),
        List.of(), List.of());
    // 1,200 cycles in 60 columns of 20: each core is busy in 30 of them, 600 / 1,200 = 50.0 %.
    assertThat(AsciiGantt.render(problem, schedule))
        .isEqualTo(
            "core0            |" + "@".repeat(30) + " ".repeat(30) + "|  50.0 %\n"
                + "core1            |" + " ".repeat(30) + "@".repeat(30) + "|  50.0 %\n"
                + "                  and 1 idle core\n"
                + "                  and 1 idle channel\n"
                + "                  0" + " ".repeat(48) + "1,200 cycles\n");
  }

  @Test
  void hundredsOfCoresAreCappedAndLinesStayShort() {
    AllocationProblem problem = Synthetic.problem(Synthetic.chain("n", "conv", 12), Synthetic.mesh(16, 16));
    String text = AsciiGantt.render(problem, new NaiveScheduler(problem, 32).schedule());
    assertThat(text.lines()).hasSizeLessThan(46).allMatch(line -> line.length() <= 90)
        .allMatch(line -> line.matches("\\p{ASCII}*"));
    assertThat(text).contains("less busy cores");
  }

  @Test
  void anEmptyScheduleHasAnAxisOnly() {
    AllocationProblem problem = Synthetic.problem(Synthetic.chain("n", "conv", 2), Synthetic.alone(1));
    String text = AsciiGantt.render(problem, new Schedule(List.of(), List.of(), List.of()));
    assertThat(text.lines()).hasSize(2).last().asString().endsWith("1 cycles");
  }
}
