package dev.dovetail.encodings.cp;

import java.util.Arrays;

/** One value for each variable of a model, by index. What a backend returns and what a hint is. */
public final class Assignment {
  private final long[] values;

  private Assignment(long[] values) {
    this.values = values;
  }

  /** The assignment of {@code values[i]} to variable i. */
  public static Assignment of(long... values) {
    return new Assignment(values.clone());
  }

  /** A view of an array that is still being filled: shares it, so it is only valid until the next change. */
  public static Assignment viewOf(long[] values) {
    return new Assignment(values);
  }

  /** How many variables have a value. */
  public int size() {
    return values.length;
  }

  /** The value of a variable by index. */
  public long value(int variable) {
    return values[variable];
  }

  /** The value of a variable. */
  public long value(IntVar variable) {
    return values[variable.index()];
  }

  /**
   * The value of an expression.
   *
   * @throws ArithmeticException if it does not fit a long
   */
  public long value(LinearExpr expr) {
    long sum = expr.constant();
    for (int i = 0; i < expr.size(); i++) {
      sum = Math.addExact(sum, Math.multiplyExact(expr.coefficient(i), values[expr.variable(i)]));
    }
    return sum;
  }

  /** Whether a literal is true. */
  public boolean isTrue(Literal literal) {
    return (values[literal.variable()] != 0) != literal.negated();
  }

  /** Whether every literal of a list is true; true for an empty list. */
  public boolean allTrue(Iterable<Literal> literals) {
    for (Literal literal : literals) {
      if (!isTrue(literal)) {
        return false;
      }
    }
    return true;
  }

  /** The values of the first {@code count} variables: the way back from a model that only added variables. */
  public Assignment prefix(int count) {
    return new Assignment(Arrays.copyOf(values, count));
  }

  /** A copy of the values by variable index. */
  public long[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Assignment a && Arrays.equals(values, a.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
