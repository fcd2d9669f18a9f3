package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A condition on how many literals are true. */
sealed interface LiteralCount extends Constraint permits AtMostOne, ExactlyOne {
  /** The literals that are counted. */
  List<Literal> literals();

  /** Whether so many may be true. */
  boolean allows(long count);

  @Override
  default Optional<String> violation(Assignment assignment) {
    long count = literals().stream().filter(assignment::isTrue).count();
    return allows(count) ? Optional.empty() : Optional.of("%d literals are true".formatted(count));
  }

  @Override
  default void forEachLiteral(Consumer<Literal> consumer) {
    literals().forEach(consumer);
  }
}
