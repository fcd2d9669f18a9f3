package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.function.IntFunction;

/**
 * At most one literal is true.
 *
 * @param name for people
 * @param literals the literals
 */
public record AtMostOne(String name, List<Literal> literals) implements LiteralCount {
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
  public boolean allows(long count) {
    return count <= 1;
  }

  @Override
  public String text(IntFunction<String> names) {
    return "at most one of " + Constraints.join(literals, literal -> literal.text(names), ", ");
  }
}
