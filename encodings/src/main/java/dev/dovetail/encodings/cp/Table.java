package dev.dovetail.encodings.cp;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The values of the expressions are one of the tuples.
 *
 * @param name for people
 * @param exprs affine each
 * @param tuples allowed rows, each as long as {@code exprs}
 */
public record Table(String name, List<LinearExpr> exprs, List<List<Long>> tuples) implements Constraint {
  public Table {
    exprs = List.copyOf(exprs);
    tuples = tuples.stream().map(List::copyOf).toList();
    Constraints.requireAffine("table", name, exprs);
    for (List<Long> tuple : tuples) {
      if (tuple.size() != exprs.size()) {
        throw new IllegalArgumentException(
            "The tuple (%s) of table (%s) must have %d values.".formatted(tuple, name, exprs.size()));
      }
    }
  }

  @Override
  public Table named(String newName) {
    return new Table(newName, exprs, tuples);
  }

  @Override
  public Feature feature() {
    return Feature.TABLE;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    List<Long> row = exprs.stream().map(assignment::value).toList();
    return tuples.contains(row) ? Optional.empty() : Optional.of("the row %s is not in the table".formatted(row));
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    exprs.forEach(consumer);
  }

  @Override
  public String text(IntFunction<String> names) {
    return "(%s) in %s".formatted(Constraints.join(exprs, e -> e.text(names), ", "), tuples);
  }
}
