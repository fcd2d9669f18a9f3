package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Cumulative;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An absent task becomes a task of height 0 that is always there.
 *
 * <p>Source: cumulative with optional intervals. Target: cumulative of intervals that are always present, whose demand is 0 if
 * the
 * literal is false. An interval whose end is not its start plus its size by form alone gets new start, size and end variables,
 * equal to the old ones if it is present: its own need not fit together while it is absent.
 */
public final class OptionalCumulativeToTaskHeights implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.OPTIONAL_CUMULATIVE);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.CUMULATIVE, Feature.ENFORCED_LINEAR, Feature.INTERVAL);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Cumulative cumulative = (Cumulative) constraint;
    List<IntervalVar> tasks = new ArrayList<>();
    List<LinearExpr> heights = new ArrayList<>();
    for (int i = 0; i < cumulative.intervals().size(); i++) {
      IntervalVar interval = cumulative.intervals().get(i);
      LinearExpr demand = cumulative.demands().get(i);
      Literal presence = interval.presence();
      tasks.add(presence == null ? interval : task(interval, presence, out));
      heights.add(presence == null ? demand : height(interval, presence, demand, out));
    }
    out.add(Constraints.cumulative(tasks, heights, cumulative.capacity()).named(constraint.name()));
  }

  private static IntervalVar task(IntervalVar interval, Literal presence, Rewriting out) {
    String name = interval.name() + " as task";
    if (interval.isAlwaysConsistent()) {
      return out.interval(interval.start(), interval.size(), interval.end(), name);
    }
    long first = out.min(interval.start());
    long longest = out.max(interval.size());
    IntVar start =
        out.intVar(
            first, out.max(interval.start()), "start of " + name, a -> a.isTrue(presence) ? a.value(interval.start()) : first);
    IntVar size = out.intVar(0, longest, "size of " + name, a -> a.isTrue(presence) ? a.value(interval.size()) : 0);
    IntVar end =
        out.intVar(
            first,
            Math.addExact(start.max(), longest),
            "end of " + name,
            a -> Math.addExact(a.value(start), a.value(size)));
    out.add(Constraints.equal(start.expr(), interval.start()).named(name).onlyIf(presence));
    out.add(Constraints.equal(size.expr(), interval.size()).named(name).onlyIf(presence));
    out.add(Constraints.equal(start.expr(), first).named(name).onlyIf(presence.not()));
    out.add(Constraints.equal(size.expr(), 0).named(name).onlyIf(presence.not()));
    return out.interval(start.expr(), size.expr(), end.expr(), name);
  }

  private static LinearExpr height(IntervalVar interval, Literal presence, LinearExpr demand, Rewriting out) {
    if (demand.isConstant()) {
      return presence.expr().times(demand.constant());
    }
    String name = "height of " + interval.name();
    IntVar height = out.intVar(0, out.max(demand), name, a -> a.isTrue(presence) ? a.value(demand) : 0);
    out.add(Constraints.equal(height.expr(), demand).named(name).onlyIf(presence));
    out.add(Constraints.equal(height.expr(), 0).named(name).onlyIf(presence.not()));
    return height.expr();
  }
}
