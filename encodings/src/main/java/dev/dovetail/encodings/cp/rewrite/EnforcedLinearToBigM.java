package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import java.util.Set;

/**
 * Every false enforcement literal relaxes the sum as far as the domains allow.
 *
 * <p>Source: lower <= e <= upper if all literals are true. Target: e - (max(e) - upper) * f <= upper and e + (lower - min(e)) * f
 * >=
 * lower, where f counts the false literals.
 */
public final class EnforcedLinearToBigM implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.ENFORCED_LINEAR);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Linear linear = (Linear) constraint;
    LinearExpr falseLiterals = LinearExpr.count(linear.enforcement().stream().map(Literal::not).toList());
    long max = out.max(linear.expr());
    long min = out.min(linear.expr());
    if (linear.hasUpper() && max > linear.upper()) {
      LinearExpr relaxed = linear.expr().minus(falseLiterals.times(Math.subtractExact(max, linear.upper())));
      out.add(Constraints.atMost(relaxed, linear.upper()).named(constraint.name()));
    }
    if (linear.hasLower() && min < linear.lower()) {
      LinearExpr relaxed = linear.expr().plus(falseLiterals.times(Math.subtractExact(linear.lower(), min)));
      out.add(Constraints.atLeast(relaxed, linear.lower()).named(constraint.name()));
    }
  }
}
