package dev.dovetail.encodings.cp;

import java.util.function.IntFunction;

/**
 * A Boolean variable or its negation.
 *
 * @param variable index of a variable with the domain 0..1
 * @param negated whether the literal is true when the variable is 0
 */
public record Literal(int variable, boolean negated) {
  /** The opposite literal. */
  public Literal not() {
    return new Literal(variable, !negated);
  }

  /** The literal as an expression of value 0 or 1: {@code x} or {@code 1 - x}. */
  public LinearExpr expr() {
    return negated ? LinearExpr.term(variable, -1).plus(1) : LinearExpr.term(variable, 1);
  }

  /** The literal with a readable name, {@code not x} if negated. */
  public String text(IntFunction<String> names) {
    return negated ? "not " + names.apply(variable) : names.apply(variable);
  }
}
