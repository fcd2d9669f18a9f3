package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.MinEquality;
import java.util.Set;

/**
 * The smallest is the negative of the largest negative.
 *
 * <p>Source: target = min(exprs). Target: -target = max(-exprs).
 */
public final class MinToMax implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.MIN_EQUALITY);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.MAX_EQUALITY);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    MinEquality min = (MinEquality) constraint;
    out.add(
        Constraints.max(min.target().times(-1), min.exprs().stream().map(e -> e.times(-1)).toList()).named(constraint.name()));
  }
}
