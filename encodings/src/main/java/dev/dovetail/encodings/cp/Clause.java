package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.function.Consumer;

/** A condition on literals that holds only if other literals are true. */
sealed interface Clause extends Constraint permits BoolAnd, BoolOr {
  /** The literals that the condition is about. */
  List<Literal> literals();

  /** The condition holds only if all of these are true. */
  List<Literal> enforcement();

  @Override
  default void forEachLiteral(Consumer<Literal> consumer) {
    literals().forEach(consumer);
    enforcement().forEach(consumer);
  }
}
