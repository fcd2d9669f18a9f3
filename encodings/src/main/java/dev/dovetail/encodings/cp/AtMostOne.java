package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * At most one literal is true.
 *
 * @param name for people
 * @param literals the literals
 */
public record AtMostOne(String name, List<Literal> literals) implements Constraint {
  public AtMostOne {
    literals = List.copyOf(literals);
  }

  @Override
  public AtMostOne named(String newName) {
    return new AtMostOne(newName, literals);
  }

  @Override
  public Feature feature() {
    return Feature.AT_MOST_ONE;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    long count = literals.stream().filter(assignment::isTrue).count();
    return count <= 1 ? Optional.empty() : Optional.of("%d literals are true".formatted(count));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {}

  @Override
  public void forEachLiteral(Consumer<Literal> consumer) {
    literals.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "at most one of " + Constraints.join(literals, literal -> literal.text(names), ", ");
  }
}
