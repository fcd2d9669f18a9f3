package dev.dovetail.encodings.cp;

import java.util.List;

/**
 * target = min(exprs).
 *
 * @param name for people
 * @param target affine
 * @param exprs affine each, at least one
 */
public record MinEquality(String name, LinearExpr target, List<LinearExpr> exprs) implements Extremum {
  public MinEquality {
    exprs = Extremum.checked(name, target, exprs, Feature.MIN_EQUALITY);
  }

  @Override
  public MinEquality named(String newName) {
    return new MinEquality(newName, target, exprs);
  }

  @Override
  public Feature feature() {
    return Feature.MIN_EQUALITY;
  }

  @Override
  public long extreme(Assignment assignment) {
    return exprs.stream().mapToLong(assignment::value).min().orElseThrow();
  }

  @Override
  public String word() {
    return "min";
  }
}
