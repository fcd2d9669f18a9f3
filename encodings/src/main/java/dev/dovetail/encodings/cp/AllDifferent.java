package dev.dovetail.encodings.cp;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * No two expressions have the same value.
 *
 * @param name for people
 * @param exprs affine each
 */
public record AllDifferent(String name, List<LinearExpr> exprs) implements Constraint {
  public AllDifferent {
    exprs = List.copyOf(exprs);
    Constraints.requireAffine("all-different", name, exprs);
  }

  @Override
  public AllDifferent named(String newName) {
    return new AllDifferent(newName, exprs);
  }

  @Override
  public Feature feature() {
    return Feature.ALL_DIFFERENT;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    Set<Long> seen = new HashSet<>();
    for (LinearExpr expr : exprs) {
      long value = assignment.value(expr);
      if (!seen.add(value)) {
        return Optional.of("the value %d appears twice".formatted(value));
      }
    }
    return Optional.empty();
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    exprs.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "all different: " + Constraints.join(exprs, e -> e.text(names), ", ");
  }
}
