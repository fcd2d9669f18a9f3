package dev.dovetail.solver.choco;

import dev.dovetail.encodings.cp.AllDifferent;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.AtMostOne;
import dev.dovetail.encodings.cp.BoolAnd;
import dev.dovetail.encodings.cp.BoolOr;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Cumulative;
import dev.dovetail.encodings.cp.Element;
import dev.dovetail.encodings.cp.ExactlyOne;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.MaxEquality;
import dev.dovetail.encodings.cp.MinEquality;
import dev.dovetail.encodings.cp.Table;
import dev.dovetail.solver.BackendRefusal;
import java.util.List;
import java.util.Optional;
import org.chocosolver.solver.Model;
import org.chocosolver.solver.constraints.Constraint;
import org.chocosolver.solver.constraints.extension.Tuples;
import org.chocosolver.solver.variables.BoolVar;
import org.chocosolver.solver.variables.IntVar;
import org.chocosolver.solver.variables.Task;
import org.jspecify.annotations.Nullable;

/** A constraint model in Choco's objects: variable i is variable i. Takes the features that {@link ChocoBackend} calls native. */
final class ChocoModel {
  /** Choco's domains and sums must stay inside -this..this: it computes with 32 bits. */
  static final long LARGEST = 2_147_483_646L;

  private final Model model = new Model();
  private final ConstraintModel source;
  private final IntVar[] variables;
  private final @Nullable IntVar objective;

  ChocoModel(ConstraintModel source) {
    this.source = source;
    this.variables = new IntVar[source.variables().size()];
    for (int i = 0; i < variables.length; i++) {
      dev.dovetail.encodings.cp.IntVar v = source.variable(i);
      checkRange(v.min(), v.max(), "domain", v.name());
      variables[i] = v.isBoolean() && v.min() < v.max() ? model.boolVar(v.name()) : constantOrVar(v);
    }
    source.constraints().forEach(this::post);
    objective = source.objective().map(this::objectiveVar).orElse(null);
  }

  /** Choco's model. */
  Model model() {
    return model;
  }

  /** Choco's variable of a variable of the model. */
  IntVar variable(int index) {
    return variables[index];
  }

  /** All of them. */
  IntVar[] variables() {
    return variables.clone();
  }

  /** What is minimised. */
  Optional<IntVar> objective() {
    return Optional.ofNullable(objective);
  }

  /** The values right after a solution was found. */
  Assignment values() {
    long[] values = new long[variables.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = variables[i].getValue();
    }
    return Assignment.of(values);
  }

  /** Leaves only solutions of a smaller objective. */
  void requireBetterThan(long value) {
    if (objective != null) {
      if (value <= objective.getLB()) {
        model.falseConstraint().post();
      } else if (value <= objective.getUB()) {
        model.arithm(objective, "<", (int) value).post();
      }
    }
  }

  private IntVar constantOrVar(dev.dovetail.encodings.cp.IntVar v) {
    return v.min() == v.max() ? model.intVar((int) v.min()) : model.intVar(v.name(), (int) v.min(), (int) v.max());
  }

  private IntVar objectiveVar(LinearExpr expr) {
    checkSum(expr, "objective");
    IntVar target = model.intVar("objective", (int) source.min(expr), (int) source.max(expr));
    LinearExpr sum = expr.plus(Math.negateExact(expr.constant()));
    if (sum.isConstant()) {
      return target;
    }
    model.scalar(vars(sum), coefficients(sum), "=", plus(target, (int) -expr.constant())).post();
    return target;
  }

  private void post(dev.dovetail.encodings.cp.Constraint c) {
    if (c instanceof Linear linear) {
      postLinear(linear);
    } else if (c instanceof BoolOr or) {
      clause(or.enforcement(), or.literals());
    } else if (c instanceof BoolAnd and) {
      and.literals().forEach(literal -> clause(and.enforcement(), List.of(literal)));
    } else if (c instanceof ExactlyOne one) {
      postCount(one.literals(), "=");
    } else if (c instanceof AtMostOne one) {
      postCount(one.literals(), "<=");
    } else if (c instanceof Element element) {
      postElement(element);
    } else if (c instanceof Table table) {
      postTable(table);
    } else if (c instanceof MaxEquality max) {
      model.max(affine(max.target()), affines(max.exprs())).post();
    } else if (c instanceof MinEquality min) {
      model.min(affine(min.target()), affines(min.exprs())).post();
    } else if (c instanceof AllDifferent different) {
      if (different.exprs().size() > 1) {
        model.allDifferent(affines(different.exprs())).post();
      }
    } else if (c instanceof Cumulative cumulative) {
      postCumulative(cumulative);
    } else {
      throw new BackendRefusal(
          BackendRefusal.Kind.UNSUPPORTED,
          "choco",
          "The constraint type (%s) of (%s) has no counterpart.".formatted(c.feature().label(), c.name()),
          "use backend cp-sat.");
    }
  }

  private void postLinear(Linear linear) {
    checkSum(linear.expr(), linear.name());
    if (linear.hasUpper() && linear.lower() == linear.upper()) {
      postSum(linear, "=", linear.upper());
      return;
    }
    if (linear.hasUpper()) {
      postSum(linear, "<=", linear.upper());
    }
    if (linear.hasLower()) {
      postSum(linear, ">=", linear.lower());
    }
  }

  private void postSum(Linear linear, String operator, long limit) {
    LinearExpr expr = linear.expr();
    long min = source.min(expr);
    long max = source.max(expr);
    boolean always =
        switch (operator) {
          case "<=" -> max <= limit;
          case ">=" -> min >= limit;
          default -> min == limit && max == limit;
        };
    boolean never = operator.equals("<=") ? min > limit : operator.equals(">=") ? max < limit : min > limit || max < limit;
    if (always) {
      return;
    }
    if (never) {
      clause(linear.enforcement(), List.of());
      return;
    }
    Constraint sum = model.scalar(vars(expr), coefficients(expr), operator, (int) (limit - expr.constant()));
    if (linear.enforcement().isEmpty()) {
      sum.post();
    } else {
      clause(linear.enforcement(), List.of(), sum.reify());
    }
  }

  /** One of the literals is true, or one of the conditions is false. */
  private void clause(List<Literal> conditions, List<Literal> literals, BoolVar... more) {
    BoolVar[] all = new BoolVar[conditions.size() + literals.size() + more.length];
    int n = 0;
    for (Literal condition : conditions) {
      all[n++] = literal(condition.not());
    }
    for (Literal literal : literals) {
      all[n++] = literal(literal);
    }
    for (BoolVar b : more) {
      all[n++] = b;
    }
    if (n == 0) {
      model.falseConstraint().post();
    } else {
      model.sum(all, ">=", 1).post();
    }
  }

  private void postCount(List<Literal> literals, String operator) {
    BoolVar[] all = literals.stream().map(this::literal).toArray(BoolVar[]::new);
    if (all.length > 0) {
      model.sum(all, operator, 1).post();
    } else if (operator.equals("=")) {
      model.falseConstraint().post();
    }
  }

  private void postElement(Element element) {
    IntVar index = affine(element.index());
    IntVar target = affine(element.target());
    model.arithm(index, ">=", 0).post();
    model.arithm(index, "<=", element.values().size() - 1).post();
    if (element.values().stream().allMatch(LinearExpr::isConstant)) {
      int[] values = element.values().stream().mapToInt(v -> constant(v.constant(), element.name())).toArray();
      if (values.length > 0) {
        model.element(target, values, index).post();
      }
    } else {
      model.element(target, affines(element.values()), index, 0).post();
    }
  }

  private void postTable(Table table) {
    Tuples tuples = new Tuples(true);
    boolean any = false;
    for (List<Long> row : table.tuples()) {
      if (row.stream().allMatch(value -> Math.abs(value) <= LARGEST)) { // No variable reaches the others.
        tuples.add(row.stream().mapToInt(Long::intValue).toArray());
        any = true;
      }
    }
    if (!any) {
      model.falseConstraint().post();
    } else if (!table.exprs().isEmpty()) {
      model.table(affines(table.exprs()), tuples).post();
    }
  }

  private void postCumulative(Cumulative cumulative) {
    IntVar capacity = affine(cumulative.capacity());
    model.arithm(capacity, ">=", 0).post();
    int n = cumulative.intervals().size();
    if (n == 0) {
      return;
    }
    Task[] tasks = new Task[n];
    IntVar[] heights = new IntVar[n];
    for (int i = 0; i < n; i++) {
      IntervalVar interval = cumulative.intervals().get(i);
      boolean fixed = interval.isAlwaysConsistent() && interval.size().isConstant();
      IntVar start = affine(interval.start());
      tasks[i] =
          fixed
              ? new Task(start, constant(interval.size().constant(), interval.name()))
              : new Task(start, affine(interval.size()), affine(interval.end()));
      heights[i] = affine(cumulative.demands().get(i));
    }
    model.cumulative(tasks, heights, capacity).post();
  }

  private BoolVar literal(Literal literal) {
    IntVar v = variables[literal.variable()];
    BoolVar b = v.isInstantiated() ? model.boolVar(v.getValue() == 1) : (BoolVar) v;
    return literal.negated() ? b.not() : b;
  }

  private IntVar[] affines(List<LinearExpr> exprs) {
    return exprs.stream().map(this::affine).toArray(IntVar[]::new);
  }

  /** An expression of at most one variable as a variable or a view of one. */
  private IntVar affine(LinearExpr expr) {
    checkSum(expr, expr.text(source::nameOf));
    if (expr.isConstant()) {
      return model.intVar((int) expr.constant());
    }
    IntVar v = variables[expr.variable(0)];
    long c = expr.coefficient(0);
    IntVar scaled = c == 1 ? v : model.mul(v, (int) c);
    return plus(scaled, (int) expr.constant());
  }

  private IntVar plus(IntVar v, int constant) {
    return constant == 0 ? v : model.offset(v, constant);
  }

  private IntVar[] vars(LinearExpr expr) {
    IntVar[] vars = new IntVar[expr.size()];
    for (int i = 0; i < vars.length; i++) {
      vars[i] = variables[expr.variable(i)];
    }
    return vars;
  }

  private static int[] coefficients(LinearExpr expr) {
    int[] coefficients = new int[expr.size()];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = (int) expr.coefficient(i);
    }
    return coefficients;
  }

  /** Refuses a sum that could leave 32 bits on the way, in whatever order it is added up. */
  private void checkSum(LinearExpr expr, String where) {
    checkRange(expr.constant(), expr.constant(), "constant of", where);
    long low = Math.min(0, expr.constant());
    long high = Math.max(0, expr.constant());
    for (int i = 0; i < expr.size(); i++) {
      LinearExpr term = LinearExpr.term(expr.variable(i), expr.coefficient(i));
      checkRange(expr.coefficient(i), expr.coefficient(i), "coefficient in", where);
      low = Math.addExact(low, Math.min(0, source.min(term)));
      high = Math.addExact(high, Math.max(0, source.max(term)));
      checkRange(low, high, "sum", where);
    }
  }

  private static int constant(long value, String where) {
    checkRange(value, value, "constant in", where);
    return (int) value;
  }

  private static void checkRange(long min, long max, String what, String where) {
    if (min < -LARGEST || max > LARGEST) {
      throw new BackendRefusal(
          BackendRefusal.Kind.NOT_ALLOWED,
          "choco",
          "The %s (%s) has the range %d..%d and must stay inside -2147483646..2147483646.".formatted(what, where, min, max),
          "use a coarser unit, a smaller horizon, or backend cp-sat, which takes 62 bits.");
    }
  }
}
