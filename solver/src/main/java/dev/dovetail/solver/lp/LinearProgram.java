package dev.dovetail.solver.lp;

import java.util.List;

/**
 * Minimise cost times x over x at least 0, each row between its bounds.
 *
 * @param lower by row: least value of the row, may be infinite
 * @param upper by row: largest value of the row, may be infinite
 * @param columns what each variable costs and adds to rows
 */
public record LinearProgram(double[] lower, double[] upper, List<Column> columns) {
  /**
   * A variable.
   *
   * @param cost of one unit
   * @param rows that it stands in, each once
   * @param values its coefficients, by position in {@code rows}
   */
  public record Column(double cost, int[] rows, double[] values) {}

  public LinearProgram {
    columns = List.copyOf(columns);
    if (lower.length != upper.length) {
      throw new IllegalArgumentException("The rows have %d lower and %d upper bounds.".formatted(lower.length, upper.length));
    }
  }
}
