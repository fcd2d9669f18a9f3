package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * target = values[index], counted from 0; an index outside violates it.
 *
 * @param name for people
 * @param index affine
 * @param values affine each
 * @param target affine
 */
public record Element(String name, LinearExpr index, List<LinearExpr> values, LinearExpr target) implements Constraint {
  public Element {
    values = List.copyOf(values);
    Constraints.requireAffine("element", name, values);
    Constraints.requireAffine("element", name, List.of(index, target));
  }

  @Override
  public Element named(String newName) {
    return new Element(newName, index, values, target);
  }

  @Override
  public Feature feature() {
    return Feature.ELEMENT;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    long i = assignment.value(index);
    if (i < 0 || i >= values.size()) {
      return Optional.of("the index is %d, not in 0..%d".formatted(i, values.size() - 1));
    }
    long expected = assignment.value(values.get((int) i));
    long found = assignment.value(target);
    return expected == found
        ? Optional.empty()
        : Optional.of("the element at index %d is %d, the target %d".formatted(i, expected, found));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    consumer.accept(index);
    values.forEach(consumer);
    consumer.accept(target);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "%s = [%s][%s]"
        .formatted(target.text(names), Constraints.join(values, e -> e.text(names), ", "), index.text(names));
  }
}
