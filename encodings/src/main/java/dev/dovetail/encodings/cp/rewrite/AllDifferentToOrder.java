package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.AllDifferent;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import java.util.List;
import java.util.Set;

/**
 * For every pair a new Boolean variable says which is smaller.
 *
 * <p>Source: a, b, ... all different. Target: a <= b - 1 if "a below b", b <= a - 1 if not.
 */
public final class AllDifferentToOrder implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.ALL_DIFFERENT);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    List<LinearExpr> exprs = ((AllDifferent) constraint).exprs();
    for (int i = 0; i < exprs.size(); i++) {
      for (int j = i + 1; j < exprs.size(); j++) {
        LinearExpr a = exprs.get(i);
        LinearExpr b = exprs.get(j);
        Literal below = out.boolVar("%s %d below %d".formatted(constraint.name(), i, j), v -> v.value(a) < v.value(b));
        out.add(Constraints.atMost(a.minus(b), -1).named(constraint.name()).onlyIf(below));
        out.add(Constraints.atMost(b.minus(a), -1).named(constraint.name()).onlyIf(below.not()));
      }
    }
  }
}
