package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Complete depth-first enumeration of a tiny model: variables in order of index, values ascending. Sums and clauses tighten
 * bounds, every other constraint is judged by its own {@link Constraint#violation} once its variables are fixed. Role: the oracle
 * that rewrites and backends are tested against; it shares no code with either.
 */
public final class Enumerator {
  private final ConstraintModel model;
  private final List<Linear> sums = new ArrayList<>();
  private final List<List<Constraint>> judgedAt = new ArrayList<>();
  private final BooleanSupplier stop;
  private long nodes;
  private long solutions;
  private int projection;

  /**
   * @param model the model
   * @param stop asked at every node whether to give up
   */
  public Enumerator(ConstraintModel model, BooleanSupplier stop) {
    this.model = model;
    this.stop = stop;
    for (int i = 0; i <= model.variables().size(); i++) {
      judgedAt.add(new ArrayList<>());
    }
    for (IntervalVar interval : model.intervals()) {
      LinearExpr gap = interval.start().plus(interval.size()).minus(interval.end());
      sums.add(new Linear(interval.name(), gap, 0, 0, interval.presence() == null ? List.of() : List.of(interval.presence())));
    }
    for (Constraint constraint : model.constraints()) {
      if (constraint instanceof Linear linear) {
        sums.add(linear);
      } else if (constraint instanceof BoolOr or) {
        sums.add(new Linear(or.name(), LinearExpr.count(or.literals()), 1, Long.MAX_VALUE, or.enforcement()));
      } else {
        judgedAt.get(lastVariable(constraint)).add(constraint);
      }
    }
  }

  /**
   * Hands every solution to the visitor, in lexicographic order, until it returns false.
   *
   * @return whether the enumeration is complete: neither the visitor nor {@code stop} ended it
   */
  public boolean allSolutions(Predicate<Assignment> visitor) {
    return start(visitor, null, model.variables().size());
  }

  /**
   * Hands one solution to the visitor for every assignment of the first {@code count} variables that has one.
   *
   * @return whether the enumeration is complete
   */
  public boolean projectedSolutions(int count, Predicate<Assignment> visitor) {
    return start(visitor, null, count);
  }

  /**
   * Hands every solution that is better than all before it to the visitor: the last one is optimal if the search was complete.
   *
   * @return whether the search is complete
   */
  public boolean improvingSolutions(Predicate<Assignment> visitor) {
    LinearExpr objective = model.objective().orElse(LinearExpr.ZERO);
    return start(visitor, new Incumbent(objective), model.variables().size());
  }

  /** How many nodes the last search visited. */
  public long nodes() {
    return nodes;
  }

  private static final class Incumbent {
    final LinearExpr objective;
    long best = Long.MAX_VALUE;

    Incumbent(LinearExpr objective) {
      this.objective = objective;
    }
  }

  private boolean start(Predicate<Assignment> visitor, @Nullable Incumbent incumbent, int count) {
    nodes = 0;
    solutions = 0;
    projection = count;
    long[] min = model.variables().stream().mapToLong(IntVar::min).toArray();
    long[] max = model.variables().stream().mapToLong(IntVar::max).toArray();
    return search(0, min, max, visitor, incumbent);
  }

  /** Returns false if the search was ended from outside. */
  private boolean search(
      int depth,
      long[] min,
      long[] max,
      Predicate<Assignment> visitor,
      @Nullable Incumbent incumbent) {
    nodes++;
    if (stop.getAsBoolean()) {
      return false;
    }
    if (!judge(depth, min) || !propagate(min, max, incumbent)) {
      return true;
    }
    if (depth == min.length) {
      Assignment solution = Assignment.of(min);
      if (incumbent != null) {
        incumbent.best = solution.value(incumbent.objective);
      }
      solutions++;
      return visitor.test(solution);
    }
    long before = solutions;
    for (long value = min[depth]; value <= max[depth]; value++) {
      long[] childMin = min.clone();
      long[] childMax = max.clone();
      childMin[depth] = value;
      childMax[depth] = value;
      if (!search(depth + 1, childMin, childMax, visitor, incumbent)) {
        return false;
      }
      if (value == Long.MAX_VALUE || (depth >= projection && solutions > before)) {
        break;
      }
    }
    return true;
  }

  /** Judges the constraints whose last variable has just been fixed. */
  private boolean judge(int depth, long[] values) {
    Assignment view = Assignment.viewOf(values);
    return judgedAt.get(depth).stream().allMatch(c -> c.isSatisfied(view));
  }

  /** Tightens the bounds to a fixed point of all sums; false if one cannot hold. */
  private boolean propagate(long[] min, long[] max, @Nullable Incumbent incumbent) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Linear sum : sums) {
        int result = tighten(sum, min, max);
        if (result < 0) {
          return false;
        }
        changed |= result > 0;
      }
      if (incumbent != null && incumbent.best != Long.MAX_VALUE) {
        int result =
            tighten(new Linear("", incumbent.objective, Long.MIN_VALUE, incumbent.best - 1, List.of()), min, max);
        if (result < 0) {
          return false;
        }
        changed |= result > 0;
      }
    }
    return true;
  }

  /** Returns -1 if the sum cannot hold, 1 if a bound moved, 0 otherwise. */
  private static int tighten(Linear sum, long[] min, long[] max) {
    Literal open = null;
    for (Literal literal : sum.enforcement()) {
      int v = literal.variable();
      if (min[v] == max[v]) {
        if ((min[v] != 0) == literal.negated()) {
          return 0;
        }
      } else if (open == null || open.equals(literal)) {
        open = literal;
      } else {
        return 0;
      }
    }
    LinearExpr expr = sum.expr();
    long low = expr.constant();
    long high = expr.constant();
    for (int i = 0; i < expr.size(); i++) {
      long c = expr.coefficient(i);
      int v = expr.variable(i);
      low += c * (c > 0 ? min[v] : max[v]);
      high += c * (c > 0 ? max[v] : min[v]);
    }
    if (high < sum.lower() || low > sum.upper()) {
      if (open == null) {
        return -1;
      }
      min[open.variable()] = max[open.variable()] = open.negated() ? 1 : 0;
      return 1;
    }
    return open == null ? tightenTerms(sum, low, high, min, max) : 0;
  }

  private static int tightenTerms(Linear sum, long low, long high, long[] min, long[] max) {
    LinearExpr expr = sum.expr();
    for (int i = 0; i < expr.size(); i++) {
      long c = expr.coefficient(i);
      int v = expr.variable(i);
      long size = Math.abs(c);
      if (sum.hasUpper()) {
        long steps = (sum.upper() - low) / size; // How far this variable may move from its cheap end.
        if (steps >= 0 && max[v] - min[v] > steps) {
          if (c > 0) {
            max[v] = min[v] + steps;
          } else {
            min[v] = max[v] - steps;
          }
          return 1; // low and high are stale now.
        }
      }
      if (sum.hasLower()) {
        long steps = (high - sum.lower()) / size;
        if (steps >= 0 && max[v] - min[v] > steps) {
          if (c > 0) {
            min[v] = max[v] - steps;
          } else {
            max[v] = min[v] + steps;
          }
          return 1;
        }
      }
    }
    return 0;
  }

  private int lastVariable(Constraint constraint) {
    BitSet used = new BitSet();
    constraint.forEachExpr(expr -> collect(expr, used));
    constraint.forEachLiteral(literal -> used.set(literal.variable() + 1));
    for (IntervalVar interval : constraint.intervals()) {
      collect(interval.start(), used);
      collect(interval.size(), used);
      collect(interval.end(), used);
      if (interval.presence() != null) {
        used.set(interval.presence().variable() + 1);
      }
    }
    return Math.max(0, used.length() - 1);
  }

  private static void collect(LinearExpr expr, BitSet used) {
    for (int i = 0; i < expr.size(); i++) {
      used.set(expr.variable(i) + 1);
    }
  }
}
