package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.Literal;
import java.util.ArrayList;
import java.util.List;

/** Conditions on pairs of intervals that several rewrites share. */
final class Pairs {
  private Pairs() {}

  /** One of two intervals comes before the other, if both are present. */
  static void disjoint(IntervalVar a, IntervalVar b, String name, Rewriting out) {
    Literal first =
        out.boolVar(a.name() + " before " + b.name(), assignment -> assignment.value(a.end()) <= assignment.value(b.start()));
    List<Literal> present = presence(a, b);
    out.add(before(a, b).named(name).onlyIf(present.toArray(Literal[]::new)).onlyIf(first));
    out.add(before(b, a).named(name).onlyIf(present.toArray(Literal[]::new)).onlyIf(first.not()));
  }

  /** end(a) <= start(b). */
  static Linear before(IntervalVar a, IntervalVar b) {
    return Constraints.atMost(a.end(), b.start());
  }

  /** The presence literals of intervals that may be absent. */
  static List<Literal> presence(IntervalVar... intervals) {
    List<Literal> literals = new ArrayList<>();
    for (IntervalVar interval : intervals) {
      if (interval.presence() != null) {
        literals.add(interval.presence());
      }
    }
    return literals;
  }
}
