package dev.dovetail.solver.lp;

import java.time.Duration;
import java.util.Optional;

/** Solves linear programmes; one object may be asked for many, one after the other. */
public interface LpSolver extends AutoCloseable {
  /**
   * The optimum of a programme.
   *
   * @param value least cost
   * @param duals by row: what one more unit of the row would cost
   */
  record Optimum(double value, double[] duals) {}

  /** The optimum; empty if there is none, or none was found in time, or the solver failed. */
  Optional<Optimum> solve(LinearProgram program, Duration time);

  @Override
  void close();
}
