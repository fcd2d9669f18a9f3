package dev.dovetail.encodings.cp;

/**
 * An integer variable of a {@link ConstraintModel}. A Boolean variable is one with the domain 0..1.
 *
 * @param index place in the model and in every {@link Assignment}, from 0
 * @param min smallest value
 * @param max largest value, at least {@code min}
 * @param name for people; need not be unique
 */
public record IntVar(int index, long min, long max, String name) {
  public IntVar {
    if (index < 0) {
      throw new IllegalArgumentException("The index (%d) of variable (%s) must not be negative.".formatted(index, name));
    }
    if (min > max) {
      throw new IllegalArgumentException("The domain (%d..%d) of variable (%s) must not be empty.".formatted(min, max, name));
    }
  }

  /** Whether the domain lies within 0..1. */
  public boolean isBoolean() {
    return min >= 0 && max <= 1;
  }

  /** The variable as an expression. */
  public LinearExpr expr() {
    return LinearExpr.of(this);
  }

  /** The expression {@code this + constant}. */
  public LinearExpr plus(long constant) {
    return expr().plus(constant);
  }

  @Override
  public String toString() {
    return name;
  }
}
