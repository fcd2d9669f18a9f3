package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * target = max(exprs).
 *
 * @param name for people
 * @param target affine
 * @param exprs affine each, at least one
 */
public record MaxEquality(String name, LinearExpr target, List<LinearExpr> exprs) implements Constraint {
  public MaxEquality {
    exprs = List.copyOf(exprs);
    Constraints.requireAffine("max-equality", name, exprs);
    Constraints.requireAffine("max-equality", name, List.of(target));
    if (exprs.isEmpty()) {
      throw new IllegalArgumentException("The expressions of max-equality (%s) must not be empty.".formatted(name));
    }
  }

  @Override
  public MaxEquality named(String newName) {
    return new MaxEquality(newName, target, exprs);
  }

  @Override
  public Feature feature() {
    return Feature.MAX_EQUALITY;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    long expected = exprs.stream().mapToLong(assignment::value).max().getAsLong();
    long found = assignment.value(target);
    return expected == found
        ? Optional.empty()
        : Optional.of("the largest value is %d, the target %d".formatted(expected, found));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    consumer.accept(target);
    exprs.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "%s = max(%s)".formatted(target.text(names), Constraints.join(exprs, e -> e.text(names), ", "));
  }
}
