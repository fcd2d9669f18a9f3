package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The target is one of the expressions, the extreme one. */
sealed interface Extremum extends Constraint permits MaxEquality, MinEquality {
  /** What equals the extreme value. */
  LinearExpr target();

  /** Of what it is the extreme. */
  List<LinearExpr> exprs();

  /** The extreme value under an assignment. */
  long extreme(Assignment assignment);

  /** The word for it, {@code min} or {@code max}. */
  String word();

  /** Checks the parts of such a constraint: affine expressions, at least one. */
  static List<LinearExpr> checked(String name, LinearExpr target, List<LinearExpr> exprs, Feature feature) {
    Constraints.requireAffine(feature.label(), name, exprs);
    Constraints.requireAffine(feature.label(), name, List.of(target));
    if (exprs.isEmpty()) {
      throw new IllegalArgumentException("The expressions of %s (%s) must not be empty.".formatted(feature.label(), name));
    }
    return List.copyOf(exprs);
  }

  @Override
  default Optional<String> violation(Assignment assignment) {
    long expected = extreme(assignment);
    long found = assignment.value(target());
    return expected == found
        ? Optional.empty()
        : Optional.of("the %s is %d, the target %d".formatted(word(), expected, found));
  }

  @Override
  default void forEachExpr(Consumer<LinearExpr> consumer) {
    consumer.accept(target());
    exprs().forEach(consumer);
  }

  @Override
  default String text(IntFunction<String> names) {
    return "%s = %s(%s)".formatted(target().text(names), word(), Constraints.join(exprs(), e -> e.text(names), ", "));
  }
}
