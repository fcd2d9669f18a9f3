package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Every literal is true, if every enforcement literal is true. With one enforcement literal it is an implication.
 *
 * @param name for people
 * @param literals the literals
 * @param enforcement literals; the condition holds only if all are true
 */
public record BoolAnd(String name, List<Literal> literals, List<Literal> enforcement) implements Clause {
  public BoolAnd {
    literals = List.copyOf(literals);
    enforcement = List.copyOf(enforcement);
  }

  /** The same condition, only if the literals too are true. */
  public BoolAnd onlyIf(Literal... others) {
    return new BoolAnd(name, literals, Constraints.append(enforcement, others));
  }

  @Override
  public BoolAnd named(String newName) {
    return new BoolAnd(newName, literals, enforcement);
  }

  @Override
  public Feature feature() {
    return enforcement.isEmpty() ? Feature.BOOL_AND : Feature.ENFORCED_BOOL;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    boolean satisfied = !assignment.allTrue(enforcement) || assignment.allTrue(literals);
    return satisfied ? Optional.empty() : Optional.of("a literal is false");
  }

  @Override
  public String text(IntFunction<String> names) {
    return Constraints.join(literals, literal -> literal.text(names), " and ")
        + Constraints.enforcementText(enforcement, names);
  }
}
