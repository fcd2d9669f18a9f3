package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * At least one literal is true, if every enforcement literal is true.
 *
 * @param name for people
 * @param literals the literals
 * @param enforcement literals; the condition holds only if all are true
 */
public record BoolOr(String name, List<Literal> literals, List<Literal> enforcement) implements Clause {
  public BoolOr {
    literals = List.copyOf(literals);
    enforcement = List.copyOf(enforcement);
  }

  /** The same condition, only if the literals too are true. */
  public BoolOr onlyIf(Literal... others) {
    return new BoolOr(name, literals, Constraints.append(enforcement, others));
  }

  @Override
  public BoolOr named(String newName) {
    return new BoolOr(newName, literals, enforcement);
  }

  @Override
  public Feature feature() {
    return enforcement.isEmpty() ? Feature.BOOL_OR : Feature.ENFORCED_BOOL;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    boolean satisfied = !assignment.allTrue(enforcement) || literals.stream().anyMatch(assignment::isTrue);
    return satisfied ? Optional.empty() : Optional.of("no literal is true");
  }

  @Override
  public String text(IntFunction<String> names) {
    return Constraints.join(literals, literal -> literal.text(names), " or ")
        + Constraints.enforcementText(enforcement, names);
  }
}
