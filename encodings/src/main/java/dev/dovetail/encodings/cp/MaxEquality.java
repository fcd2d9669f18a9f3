package dev.dovetail.encodings.cp;

import java.util.List;

/**
 * target = max(exprs).
 *
 * @param name for people
 * @param target affine
 * @param exprs affine each, at least one
 */
public record MaxEquality(String name, LinearExpr target, List<LinearExpr> exprs) implements Extremum {
  public MaxEquality {
    exprs = Extremum.checked(name, target, exprs, Feature.MAX_EQUALITY);
  }

  @Override
  public MaxEquality named(String newName) {
    return new MaxEquality(newName, target, exprs);
  }

  @Override
  public Feature feature() {
    return Feature.MAX_EQUALITY;
  }

  @Override
  public long extreme(Assignment assignment) {
    return exprs.stream().mapToLong(assignment::value).max().orElseThrow();
  }

  @Override
  public String word() {
    return "max";
  }
}
