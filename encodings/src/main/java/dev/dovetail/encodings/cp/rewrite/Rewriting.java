package dev.dovetail.encodings.cp.rewrite;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.ModelBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Where a {@link Rewrite} puts its replacement. Every auxiliary variable comes with the value that it has for a given assignment
 * of the variables before it, so that a hint of the original model can be completed.
 */
public final class Rewriting {
  private final ModelBuilder builder;
  private final List<ToLongFunction<Assignment>> values = new ArrayList<>();
  private final Deque<Constraint> pending = new ArrayDeque<>();
  private final List<IntervalVar> addedIntervals = new ArrayList<>();

  Rewriting(ModelBuilder builder) {
    this.builder = builder;
  }

  /** Adds an auxiliary variable; a value outside the domain is moved to its nearest end. */
  public IntVar intVar(long min, long max, String name, ToLongFunction<Assignment> value) {
    values.add(a -> Math.max(min, Math.min(max, value.applyAsLong(a))));
    return builder.intVar(min, max, name);
  }

  /** Adds an auxiliary Boolean variable. */
  public Literal boolVar(String name, Predicate<Assignment> value) {
    values.add(a -> value.test(a) ? 1 : 0);
    return builder.boolVar(name);
  }

  /** Adds an interval that is always present. */
  public IntervalVar interval(LinearExpr start, LinearExpr size, LinearExpr end, String name) {
    IntervalVar interval = builder.interval(start, size, end, name);
    addedIntervals.add(interval);
    return interval;
  }

  /** Adds a constraint; it is rewritten in turn if need be. */
  public void add(Constraint constraint) {
    pending.add(constraint);
  }

  /** Smallest value of an expression over the domains. */
  public long min(LinearExpr expr) {
    return builder.min(expr);
  }

  /** Largest value of an expression over the domains. */
  public long max(LinearExpr expr) {
    return builder.max(expr);
  }

  ModelBuilder builder() {
    return builder;
  }

  List<ToLongFunction<Assignment>> values() {
    return values;
  }

  Deque<Constraint> pending() {
    return pending;
  }

  List<IntervalVar> addedIntervals() {
    return addedIntervals;
  }
}
