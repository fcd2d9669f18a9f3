package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Exactly one literal is true.
 *
 * @param name for people
 * @param literals the literals
 */
public record ExactlyOne(String name, List<Literal> literals) implements LiteralCount {
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
  public boolean allows(long count) {
    return count == 1;
  }

  @Override
  public String text(IntFunction<String> names) {
    return "exactly one of " + Constraints.join(literals, literal -> literal.text(names), ", ");
  }
}
