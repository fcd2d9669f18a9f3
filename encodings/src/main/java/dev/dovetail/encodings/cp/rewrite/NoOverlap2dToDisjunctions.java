package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.NoOverlap2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * For every pair of rectangles four new Boolean variables say on which side one lies of the other.
 *
 * <p>Source: no overlap of the rectangles i and j. Target: "i left of j" or "j left of i" or "i below j" or "j below i" or one of
 * them is absent; each of the four implies its inequality.
 */
public final class NoOverlap2dToDisjunctions implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.NO_OVERLAP_2D, Feature.OPTIONAL_NO_OVERLAP_2D);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.BOOL_OR, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    NoOverlap2d rectangles = (NoOverlap2d) constraint;
    List<IntervalVar> x = rectangles.x();
    List<IntervalVar> y = rectangles.y();
    for (int i = 0; i < x.size(); i++) {
      for (int j = i + 1; j < x.size(); j++) {
        List<Literal> sides = new ArrayList<>();
        sides.add(side(x.get(i), x.get(j), constraint.name(), out));
        sides.add(side(x.get(j), x.get(i), constraint.name(), out));
        sides.add(side(y.get(i), y.get(j), constraint.name(), out));
        sides.add(side(y.get(j), y.get(i), constraint.name(), out));
        Pairs.presence(x.get(i), x.get(j), y.get(i), y.get(j)).forEach(literal -> sides.add(literal.not()));
        out.add(Constraints.or(sides).named(constraint.name()));
      }
    }
  }

  /** A literal that implies that one interval, if both are there, comes before the other. */
  private static Literal side(IntervalVar a, IntervalVar b, String name, Rewriting out) {
    Literal literal =
        out.boolVar(a.name() + " before " + b.name(), assignment -> assignment.value(a.end()) <= assignment.value(b.start()));
    out.add(Pairs.before(a, b).named(name).onlyIf(literal));
    return literal;
  }
}
