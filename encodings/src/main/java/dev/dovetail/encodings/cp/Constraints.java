package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Builds constraints; made to be imported statically. Names and enforcement literals are added with {@code named}, {@code
 * onlyIf}.
 */
public final class Constraints {
  private Constraints() {}

  /** expr <= upper. */
  public static Linear atMost(LinearExpr expr, long upper) {
    return new Linear("", expr, Long.MIN_VALUE, upper, List.of());
  }

  /** expr >= lower. */
  public static Linear atLeast(LinearExpr expr, long lower) {
    return new Linear("", expr, lower, Long.MAX_VALUE, List.of());
  }

  /** expr = value. */
  public static Linear equal(LinearExpr expr, long value) {
    return new Linear("", expr, value, value, List.of());
  }

  /** left = right. */
  public static Linear equal(LinearExpr left, LinearExpr right) {
    return equal(left.minus(right), 0);
  }

  /** left <= right. */
  public static Linear atMost(LinearExpr left, LinearExpr right) {
    return atMost(left.minus(right), 0);
  }

  /** lower <= expr <= upper. */
  public static Linear between(LinearExpr expr, long lower, long upper) {
    return new Linear("", expr, lower, upper, List.of());
  }

  /** At least one literal is true. */
  public static BoolOr or(Collection<Literal> literals) {
    return new BoolOr("", List.copyOf(literals), List.of());
  }

  /** Every literal is true. */
  public static BoolAnd and(Collection<Literal> literals) {
    return new BoolAnd("", List.copyOf(literals), List.of());
  }

  /** If {@code condition} is true, so is {@code consequence}. */
  public static BoolAnd implies(Literal condition, Literal consequence) {
    return new BoolAnd("", List.of(consequence), List.of(condition));
  }

  /** Exactly one literal is true. */
  public static ExactlyOne exactlyOne(Collection<Literal> literals) {
    return new ExactlyOne("", List.copyOf(literals));
  }

  /** At most one literal is true. */
  public static AtMostOne atMostOne(Collection<Literal> literals) {
    return new AtMostOne("", List.copyOf(literals));
  }

  /** target = values[index]. */
  public static Element element(LinearExpr index, List<LinearExpr> values, LinearExpr target) {
    return new Element("", index, values, target);
  }

  /** target = values[index] with constants. */
  public static Element element(LinearExpr index, long[] values, LinearExpr target) {
    List<LinearExpr> exprs = new ArrayList<>();
    for (long value : values) {
      exprs.add(LinearExpr.constant(value));
    }
    return element(index, exprs, target);
  }

  /** The expressions equal one of the tuples. */
  public static Table table(List<LinearExpr> exprs, List<List<Long>> tuples) {
    return new Table("", exprs, tuples);
  }

  /** target = min(exprs). */
  public static MinEquality min(LinearExpr target, List<LinearExpr> exprs) {
    return new MinEquality("", target, exprs);
  }

  /** target = max(exprs). */
  public static MaxEquality max(LinearExpr target, List<LinearExpr> exprs) {
    return new MaxEquality("", target, exprs);
  }

  /** No two expressions are equal. */
  public static AllDifferent allDifferent(List<LinearExpr> exprs) {
    return new AllDifferent("", exprs);
  }

  /** No two present intervals overlap. */
  public static NoOverlap noOverlap(List<IntervalVar> intervals) {
    return new NoOverlap("", intervals);
  }

  /** No two present rectangles overlap. */
  public static NoOverlap2d noOverlap2d(List<IntervalVar> x, List<IntervalVar> y) {
    return new NoOverlap2d("", x, y);
  }

  /** The demands of the present intervals never add up to more than the capacity. */
  public static Cumulative cumulative(List<IntervalVar> intervals, List<LinearExpr> demands, LinearExpr capacity) {
    return new Cumulative("", intervals, demands, capacity);
  }

  /** The true arcs form one circuit. */
  public static Circuit circuit(List<Circuit.Arc> arcs) {
    return new Circuit("", arcs);
  }

  static List<Literal> append(List<Literal> literals, Literal... more) {
    List<Literal> all = new ArrayList<>(literals);
    all.addAll(List.of(more));
    return all;
  }

  static <T> String join(List<T> list, Function<T, String> text, String separator) {
    return list.stream().map(text).collect(Collectors.joining(separator));
  }

  static String enforcementText(List<Literal> enforcement, IntFunction<String> names) {
    return enforcement.isEmpty() ? "" : " if " + join(enforcement, literal -> literal.text(names), " and ");
  }

  static boolean anyOptional(List<IntervalVar> intervals) {
    return intervals.stream().anyMatch(IntervalVar::isOptional);
  }

  static void requireAffine(String type, String name, List<LinearExpr> exprs) {
    for (LinearExpr expr : exprs) {
      if (!expr.isAffine()) {
        throw new IllegalArgumentException(
            "The expression (%s) of %s (%s) must have at most one variable.\nMaybe introduce a variable that equals the sum."
                .formatted(expr, type, name));
      }
    }
  }

  static boolean overlap(IntervalVar a, IntervalVar b, Assignment assignment) {
    return assignment.value(a.start()) < assignment.value(b.end()) && assignment.value(b.start()) < assignment.value(a.end());
  }

  static String place(IntervalVar interval, Assignment assignment) {
    return "%s [%d, %d)".formatted(interval.name(), assignment.value(interval.start()), assignment.value(interval.end()));
  }
}
