package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * One condition on the variables of a model, with its own exact meaning: {@link #violation(Assignment)}. Immutable. Built by the
 * static methods of {@link Constraints}.
 */
public sealed interface Constraint
    permits Linear,
    Clause,
    LiteralCount,
    Element,
    Table,
    Extremum,
    AllDifferent,
    NoOverlap,
    NoOverlap2d,
    Cumulative,
    Circuit {

  /** For people; may be empty. */
  String name();

  /** The same constraint with a name. */
  Constraint named(String name);

  /** What a backend must take to take this constraint; one element. */
  Feature feature();

  /** Why the assignment violates the constraint; empty if it does not. */
  Optional<String> violation(Assignment assignment);

  /** Hands over every expression, except those of its intervals. */
  default void forEachExpr(Consumer<LinearExpr> consumer) {}

  /** Hands over every literal, except those of its intervals. */
  default void forEachLiteral(Consumer<Literal> consumer) {}

  /** The intervals that it speaks of. */
  default List<IntervalVar> intervals() {
    return List.of();
  }

  /** The condition with readable names, without its own name. */
  String text(IntFunction<String> names);

  /** Whether the assignment satisfies the constraint. */
  default boolean isSatisfied(Assignment assignment) {
    return violation(assignment).isEmpty();
  }
}
