package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.Constraints;
import dev.dovetail.encodings.cp.Cumulative;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The load only grows where an interval starts: it is enough to check it there.
 *
 * <p>Source: cumulative. Target: for every interval i that is present, the demands of all j that are present, start no later than
 * i
 * and end after the start of i add up to at most the capacity. A new Boolean variable says "j runs when i starts".
 */
public final class CumulativeToStartChecks implements Rewrite {
  @Override
  public Set<Feature> source() {
    return Set.of(Feature.CUMULATIVE, Feature.OPTIONAL_CUMULATIVE);
  }

  @Override
  public Set<Feature> target() {
    return Set.of(Feature.LINEAR, Feature.BOOL_OR, Feature.ENFORCED_LINEAR);
  }

  @Override
  public void apply(Constraint constraint, Rewriting out) {
    Cumulative cumulative = (Cumulative) constraint;
    out.add(Constraints.atLeast(cumulative.capacity(), 0).named(constraint.name()));
    for (IntervalVar at : cumulative.intervals()) {
      LinearExpr.Sum load = new LinearExpr.Sum().add(cumulative.capacity(), -1);
      for (int j = 0; j < cumulative.intervals().size(); j++) {
        load.add(loadOf(cumulative.intervals().get(j), cumulative.demands().get(j), at, out));
      }
      Linear limit = Constraints.atMost(load.build(), 0).named(constraint.name());
      out.add(at.presence() == null ? limit : limit.onlyIf(at.presence()));
    }
  }

  /** At least what one task takes at the start of another. */
  private static LinearExpr loadOf(IntervalVar task, LinearExpr demand, IntervalVar at, Rewriting out) {
    boolean self = task.index() == at.index();
    if (self && out.min(task.size()) > 0) {
      return demand;
    }
    String name = task.name() + " at the start of " + at.name();
    List<Literal> cases = new ArrayList<>();
    Pairs.presence(task).forEach(literal -> cases.add(literal.not()));
    Literal ended =
        out.boolVar("not " + name + ": ended", a -> a.value(task.end()) <= a.value(at.start()));
    cases.add(ended);
    out.add(Constraints.atMost(task.end(), at.start()).onlyIf(ended));
    if (!self) {
      Literal later = out.boolVar("not " + name + ": later", a -> a.value(task.start()) > a.value(at.start()));
      cases.add(later);
      out.add(Constraints.atLeast(task.start().minus(at.start()), 1).onlyIf(later));
    }
    List<Literal> others = List.copyOf(cases);
    Literal runs = out.boolVar(name, a -> others.stream().noneMatch(a::isTrue));
    cases.add(runs);
    out.add(Constraints.or(cases).named(name));
    if (demand.isConstant()) {
      return runs.expr().times(demand.constant());
    }
    IntVar taken = out.intVar(0, out.max(demand), "load of " + name, a -> a.isTrue(runs) ? a.value(demand) : 0);
    out.add(Constraints.atMost(demand, taken.expr()).named(name).onlyIf(runs));
    return taken.expr();
  }
}
