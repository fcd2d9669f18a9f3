package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.NoOverlap;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A resource of capacity 1.
 *
 * <p>Source: no overlap. Target: cumulative with demands of 1 and a capacity of 1; and, because an interval of size 0 takes
 * nothing
 * from a resource but may not lie inside another interval, disjunctions for each interval that may have size 0.
 */
public final class NoOverlapToCumulative implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.NO_OVERLAP, Feature.OPTIONAL_NO_OVERLAP);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.CUMULATIVE, Feature.OPTIONAL_CUMULATIVE, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    List<IntervalVar> intervals = ((NoOverlap) constraint).intervals();
    LinearExpr one = LinearExpr.constant(1);
    out.add(
        Constraints.cumulative(intervals, Collections.nCopies(intervals.size(), one), one).named(constraint.name()));
    for (int i = 0; i < intervals.size(); i++) {
      for (int j = i + 1; j < intervals.size(); j++) {
        if (out.min(intervals.get(i).size()) == 0 || out.min(intervals.get(j).size()) == 0) {
          Pairs.disjoint(intervals.get(i), intervals.get(j), constraint.name(), out);
        }
      }
    }
  }
}
