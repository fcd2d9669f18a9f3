package dev.dovetail.solver.cpsat;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.dovetail.solver.lp.LinearProgram;
import dev.dovetail.solver.lp.LpSolver;
import java.time.Duration;
import java.util.Optional;

/** GLOP, the simplex solver of OR-Tools, in this process; products run it in a child. */
public final class GlopSolver implements LpSolver {
  @Override
  public Optional<Optimum> solve(LinearProgram program, Duration time) {
    NativeLibrary.load();
    MPSolver solver = MPSolver.createSolver("GLOP");
    if (solver == null) {
      return Optional.empty();
    }
    try {
      solver.setTimeLimit(Math.max(1, time.toMillis()));
      MPConstraint[] rows = new MPConstraint[program.lower().length];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = solver.makeConstraint(program.lower()[r], program.upper()[r]);
      }
      for (LinearProgram.Column column : program.columns()) {
        MPVariable x = solver.makeNumVar(0, MPSolver.infinity(), "");
        solver.objective().setCoefficient(x, column.cost());
        for (int i = 0; i < column.rows().length; i++) {
          rows[column.rows()[i]].setCoefficient(x, column.values()[i]);
        }
      }
      solver.objective().setMinimization();
      if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
        return Optional.empty();
      }
      double[] duals = new double[rows.length];
      for (int r = 0; r < rows.length; r++) {
        duals[r] = rows[r].dualValue();
      }
      return Optional.of(new Optimum(solver.objective().value(), duals));
    } finally {
      solver.delete();
    }
  }

  @Override
  public void close() {
    // Nothing is kept between two programmes.
  }
}
