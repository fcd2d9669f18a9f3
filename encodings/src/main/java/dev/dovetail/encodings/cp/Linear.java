package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * lower <= expr <= upper, if every enforcement literal is true.
 *
 * @param name for people
 * @param expr the sum
 * @param lower smallest value; {@link Long#MIN_VALUE} for none
 * @param upper largest value; {@link Long#MAX_VALUE} for none
 * @param enforcement literals; the condition holds only if all are true
 */
public record Linear(String name, LinearExpr expr, long lower, long upper, List<Literal> enforcement) implements Constraint {
  public Linear {
    enforcement = List.copyOf(enforcement);
  }

  /** The same condition, only if the literals too are true. */
  public Linear onlyIf(Literal... literals) {
    return new Linear(name, expr, lower, upper, Constraints.append(enforcement, literals));
  }

  /** Whether it has a lower bound. */
  public boolean hasLower() {
    return lower != Long.MIN_VALUE;
  }

  /** Whether it has an upper bound. */
  public boolean hasUpper() {
    return upper != Long.MAX_VALUE;
  }

  @Override
  public Linear named(String newName) {
    return new Linear(newName, expr, lower, upper, enforcement);
  }

  @Override
  public Feature feature() {
    return enforcement.isEmpty() ? Feature.LINEAR : Feature.ENFORCED_LINEAR;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    if (!assignment.allTrue(enforcement)) {
      return Optional.empty();
    }
    long value = assignment.value(expr);
    return value >= lower && value <= upper
        ? Optional.empty()
        : Optional.of("the sum is %d, not in %s".formatted(value, range()));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    consumer.accept(expr);
  }

  @Override
  public void forEachLiteral(Consumer<Literal> consumer) {
    enforcement.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    String sum = expr.text(names);
    String condition;
    if (lower == upper) {
      condition = sum + " = " + lower;
    } else if (!hasLower()) {
      condition = sum + " <= " + upper;
    } else if (!hasUpper()) {
      condition = sum + " >= " + lower;
    } else {
      condition = lower + " <= " + sum + " <= " + upper;
    }
    return condition + Constraints.enforcementText(enforcement, names);
  }

  private String range() {
    return (hasLower() ? Long.toString(lower) : "") + ".." + (hasUpper() ? Long.toString(upper) : "");
  }
}
