package dev.dovetail.encodings.cp;

import java.util.List;

/**
 * Advice on how to branch: these variables first, in this manner. A backend may ignore it; it never changes the set of solutions.
 *
 * @param variables the variables, in order
 * @param variableOrder which unfixed variable comes next
 * @param valueOrder which value is tried first
 */
public record SearchPhase(List<IntVar> variables, VariableOrder variableOrder, ValueOrder valueOrder) {
  /** Which unfixed variable comes next. */
  public enum VariableOrder {
    /** The first of the list. */
    INPUT,
    /** The one with the smallest lower bound: for start times. */
    SMALLEST_MIN,
    /** The one with the fewest values. */
    SMALLEST_DOMAIN
  }

  /** Which value is tried first. */
  public enum ValueOrder {
    MIN,
    MAX
  }

  public SearchPhase {
    variables = List.copyOf(variables);
  }
}
