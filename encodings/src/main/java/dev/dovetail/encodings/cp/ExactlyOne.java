package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Exactly one literal is true.
 *
 * @param name for people
 * @param literals the literals
 */
public record ExactlyOne(String name, List<Literal> literals) implements Constraint {
  public ExactlyOne {
    literals = List.copyOf(literals);
  }

  @Override
  public ExactlyOne named(String newName) {
    return new ExactlyOne(newName, literals);
  }

  @Override
  public Feature feature() {
    return Feature.EXACTLY_ONE;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    long count = literals.stream().filter(assignment::isTrue).count();
    return count == 1 ? Optional.empty() : Optional.of("%d literals are true".formatted(count));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {}

  @Override
  public void forEachLiteral(Consumer<Literal> consumer) {
    literals.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "exactly one of " + Constraints.join(literals, literal -> literal.text(names), ", ");
  }
}
