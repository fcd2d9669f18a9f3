package dev.dovetail.solver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.solver.cpsat.GlopSolver;
import dev.dovetail.solver.lp.LinearProgram;
import dev.dovetail.solver.lp.LinearProgram.Column;
import dev.dovetail.solver.lp.LpSolver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessLpSolverTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Minimise 2x + 3y with x + y at least 4 and x at most {@code most}. */
  private static LinearProgram program(double most) {
    return new LinearProgram(new double[] {4, Double.NEGATIVE_INFINITY}, new double[] {Double.POSITIVE_INFINITY, most},
        List.of(new Column(2, new int[] {0, 1}, new double[] {1, 1}), new Column(3, new int[] {0}, new double[] {1})));
  }

  @Test
  void aChildSolvesOneProgrammeAfterTheOther() {
    try (LpSolver solver = new ProcessLpSolver(GlopSolver.class, 64, () -> false)) {
      LpSolver.Optimum tight = solver.solve(program(1), MINUTE).orElseThrow();
      LpSolver.Optimum loose = solver.solve(program(9), MINUTE).orElseThrow();

      // x = 1, y = 3: 2 + 9 = 11; one more unit costs a y (3); one more x saves a y (2 - 3).
      assertThat(tight.value()).isCloseTo(11, within(1e-6));
      assertThat(tight.duals()).containsExactly(new double[] {3, -1}, within(1e-6));
      // x = 4: 8.
      assertThat(loose.value()).isCloseTo(8, within(1e-6));
    }
  }

  @Test
  void aProgrammeWithoutSolutionHasNoOptimum() {
    LinearProgram none =
        new LinearProgram(new double[] {1}, new double[] {0}, List.of(new Column(1, new int[] {0}, new double[] {1})));

    try (LpSolver solver = new ProcessLpSolver(GlopSolver.class, 64, () -> false)) {
      assertThat(solver.solve(none, MINUTE)).isEmpty();
      assertThat(solver.solve(program(9), MINUTE)).isPresent();
    }
  }

  /** A solver that ends its process. */
  public static final class Dying implements LpSolver {
    @Override
    public Optional<Optimum> solve(LinearProgram program, Duration time) {
      Runtime.getRuntime().halt(134);
      return Optional.empty();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void aChildThatDiesHasNoOptimum() {
    try (LpSolver solver = new ProcessLpSolver(Dying.class, 64, () -> false)) {
      assertThat(solver.solve(program(1), MINUTE)).isEmpty();
      assertThat(solver.solve(program(1), MINUTE)).isEmpty();
    }
  }

  @Test
  void nobodyWaitsAfterAStop() {
    try (LpSolver solver = new ProcessLpSolver(GlopSolver.class, 64, () -> true)) {
      assertThat(solver.solve(program(1), MINUTE)).isEmpty();
    }
  }
}
