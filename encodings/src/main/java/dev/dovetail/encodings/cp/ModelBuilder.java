package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects a {@link ConstraintModel}. Everything added is checked at once: references exist, literals are Boolean, and no sum can
 * leave the range of a long inside the domains.
 */
public final class ModelBuilder {
  private String name;
  private final List<IntVar> variables = new ArrayList<>();
  private final List<IntervalVar> intervals = new ArrayList<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final List<SearchPhase> searchPhases = new ArrayList<>();
  private @Nullable LinearExpr objective;
  private @Nullable Assignment hint;
  private @Nullable Literal trueLiteral;

  ModelBuilder(String name) {
    this.name = name;
  }

  ModelBuilder(ConstraintModel model) {
    name = model.name();
    variables.addAll(model.variables());
    intervals.addAll(model.intervals());
    constraints.addAll(model.constraints());
    searchPhases.addAll(model.searchPhases());
    objective = model.objective().orElse(null);
    hint = model.hint().orElse(null);
  }

  /** Renames the model. */
  public ModelBuilder name(String newName) {
    name = newName;
    return this;
  }

  /** Adds an integer variable with the domain min..max. */
  public IntVar intVar(long min, long max, String variableName) {
    IntVar variable = new IntVar(variables.size(), min, max, variableName);
    variables.add(variable);
    return variable;
  }

  /** Adds a Boolean variable and returns it as a literal. */
  public Literal boolVar(String variableName) {
    return new Literal(intVar(0, 1, variableName).index(), false);
  }

  /** A literal that is always true; one variable per builder. */
  public Literal trueLiteral() {
    if (trueLiteral == null) {
      trueLiteral = new Literal(intVar(1, 1, "true").index(), false);
    }
    return trueLiteral;
  }

  /** A variable of domain 0..1 as a literal. */
  public Literal literal(IntVar variable) {
    Literal literal = new Literal(variable.index(), false);
    checkLiteral(literal, variable.name());
    return literal;
  }

  /** Adds an interval that is always present. */
  public IntervalVar interval(LinearExpr start, LinearExpr size, LinearExpr end, String intervalName) {
    return add(new IntervalVar(intervals.size(), start, size, end, null, intervalName));
  }

  /** Adds an interval [start, start + size) that is always present. */
  public IntervalVar interval(LinearExpr start, long size, String intervalName) {
    return interval(start, LinearExpr.constant(size), start.plus(size), intervalName);
  }

  /** Adds an interval that is present if {@code presence} is true. */
  public IntervalVar optionalInterval(
      LinearExpr start, LinearExpr size, LinearExpr end, Literal presence, String intervalName) {
    return add(new IntervalVar(intervals.size(), start, size, end, presence, intervalName));
  }

  /** Adds an interval [start, start + size) that is present if {@code presence} is true. */
  public IntervalVar optionalInterval(LinearExpr start, long size, Literal presence, String intervalName) {
    return optionalInterval(start, LinearExpr.constant(size), start.plus(size), presence, intervalName);
  }

  /** Adds a constraint; see {@link Constraints}. */
  public ModelBuilder add(Constraint constraint) {
    constraint.forEachExpr(expr -> checkExpr(expr, constraint.name()));
    constraint.forEachLiteral(literal -> checkLiteral(literal, constraint.name()));
    for (IntervalVar interval : constraint.intervals()) {
      if (interval.index() >= intervals.size() || !intervals.get(interval.index()).equals(interval)) {
        throw new IllegalArgumentException(
            "The interval (%s) of constraint (%s) must belong to the model.".formatted(interval.name(), constraint.name()));
      }
    }
    if (constraint instanceof Cumulative cumulative) {
      for (LinearExpr demand : cumulative.demands()) {
        if (min(demand) < 0) {
          throw new IllegalArgumentException(
              "The demand (%s) of cumulative (%s) must not become negative.".formatted(text(demand), constraint.name()));
        }
      }
    }
    constraints.add(constraint);
    return this;
  }

  /** Removes all constraints: for rewrites, which add them again in another form. */
  public ModelBuilder clearConstraints() {
    constraints.clear();
    return this;
  }

  /** Minimises a sum; replaces any other objective. */
  public ModelBuilder minimize(LinearExpr expr) {
    checkExpr(expr, "objective");
    objective = expr;
    return this;
  }

  /** Minimises a variable. */
  public ModelBuilder minimize(IntVar variable) {
    return minimize(variable.expr());
  }

  /** Sets the hint, a value for every variable of the finished model; null for none. */
  public ModelBuilder hint(@Nullable Assignment newHint) {
    hint = newHint;
    return this;
  }

  /** Adds advice on branching. */
  public ModelBuilder search(SearchPhase phase) {
    searchPhases.add(phase);
    return this;
  }

  /** Smallest value of an expression over the domains so far. */
  public long min(LinearExpr expr) {
    return extreme(variables, expr, false);
  }

  /** Largest value of an expression over the domains so far. */
  public long max(LinearExpr expr) {
    return extreme(variables, expr, true);
  }

  /** A variable by index. */
  public IntVar variable(int index) {
    return variables.get(index);
  }

  /** How many variables there are so far. */
  public int variableCount() {
    return variables.size();
  }

  /** The finished model. */
  public ConstraintModel build() {
    if (hint != null && hint.size() != variables.size()) {
      throw new IllegalStateException(
          "The hint (%d values) must be complete: the model has %d variables.".formatted(hint.size(), variables.size()));
    }
    return new ConstraintModel(name, variables, intervals, constraints, objective, hint, searchPhases);
  }

  private IntervalVar add(IntervalVar interval) {
    checkExpr(interval.start(), interval.name());
    checkExpr(interval.size(), interval.name());
    checkExpr(interval.end(), interval.name());
    if (interval.presence() != null) {
      checkLiteral(interval.presence(), interval.name());
    }
    if (min(interval.size()) < 0) {
      throw new IllegalArgumentException(
          "The size (%s) of interval (%s) must not become negative.".formatted(text(interval.size()), interval.name()));
    }
    intervals.add(interval);
    return interval;
  }

  private void checkExpr(LinearExpr expr, String where) {
    for (int i = 0; i < expr.size(); i++) {
      if (expr.variable(i) >= variables.size()) {
        throw new IllegalArgumentException(
            "The variable (%d) in (%s) must belong to the model.".formatted(expr.variable(i), where));
      }
    }
    try {
      min(expr);
      max(expr);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "The sum (%s) in (%s) must fit 64 bits for all values of its variables.\nMaybe use smaller domains or a coarser unit."
              .formatted(text(expr), where),
          e);
    }
  }

  private void checkLiteral(Literal literal, String where) {
    if (literal.variable() >= variables.size() || !variables.get(literal.variable()).isBoolean()) {
      throw new IllegalArgumentException(
          "The literal over variable (%d) in (%s) must be over a Boolean variable of the model.".formatted(literal.variable(),
              where));
    }
  }

  private String text(LinearExpr expr) {
    return expr.text(i -> variables.get(i).name());
  }

  /** Smallest or largest value of an expression over domains; the partial sums of both signs must fit a long. */
  static long extreme(List<IntVar> variables, LinearExpr expr, boolean largest) {
    long sum = expr.constant();
    for (int i = 0; i < expr.size(); i++) {
      IntVar variable = variables.get(expr.variable(i));
      boolean takeMax = largest == (expr.coefficient(i) > 0);
      sum = Math.addExact(sum, Math.multiplyExact(expr.coefficient(i), takeMax ? variable.max() : variable.min()));
    }
    return sum;
  }
}
