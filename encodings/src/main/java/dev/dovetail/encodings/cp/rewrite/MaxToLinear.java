package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.MaxEquality;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The target is at least every expression, and at most one of them.
 *
 * <p>Source: target = max(exprs). Target: target >= e for each; one "e is largest" is true; each implies target <= e.
 */
public final class MaxToLinear implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.MAX_EQUALITY);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.LINEAR, Feature.BOOL_OR, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    MaxEquality max = (MaxEquality) constraint;
    List<Literal> largest = new ArrayList<>();
    for (LinearExpr expr : max.exprs()) {
      Literal here =
          out.boolVar(constraint.name() + " largest " + largest.size(), a -> a.value(expr) == a.value(max.target()));
      largest.add(here);
      out.add(Constraints.atMost(expr, max.target()).named(constraint.name()));
      out.add(Constraints.atMost(max.target(), expr).named(constraint.name()).onlyIf(here));
    }
    out.add(Constraints.or(largest).named(constraint.name()));
  }
}
