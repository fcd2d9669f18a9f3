package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.NoOverlap;
import java.util.List;
import java.util.Set;

/**
 * For every pair of intervals a new Boolean variable says which comes first.
 *
 * <p>Source: no overlap of i and j. Target: end(i) <= start(j) if "i before j", end(j) <= start(i) if not, each only if both are
 * present.
 */
public final class NoOverlapToDisjunctions implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.NO_OVERLAP, Feature.OPTIONAL_NO_OVERLAP);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    List<IntervalVar> intervals = ((NoOverlap) constraint).intervals();
    for (int i = 0; i < intervals.size(); i++) {
      for (int j = i + 1; j < intervals.size(); j++) {
        Pairs.disjoint(intervals.get(i), intervals.get(j), constraint.name(), out);
      }
    }
  }
}
