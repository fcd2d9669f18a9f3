package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;

/**
 * States the invariant of an interval as a sum.
 *
 * <p>Source: interval(start, size, end, presence). Target: start + size - end = 0 if presence. The interval stays, as the
 * description
 * that scheduling constraints refer to.
 */
public final class IntervalToLinear {
  private IntervalToLinear() {}

  /** The invariant of an interval. */
  public static Linear invariant(IntervalVar interval) {
    Linear sum = Constraints.equal(interval.start().plus(interval.size()), interval.end()).named("size of " + interval.name());
    return interval.presence() == null ? sum : sum.onlyIf(interval.presence());
  }
}
