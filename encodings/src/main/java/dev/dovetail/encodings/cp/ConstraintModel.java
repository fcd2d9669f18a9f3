package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, solver-neutral constraint model: find values for the variables that satisfy all constraints and minimise the
 * objective. Role: what encodings produce, rewrites transform and backends solve; {@link #check} is the judge over all of them.
 */
public final class ConstraintModel {
  private final String name;
  private final List<IntVar> variables;
  private final List<IntervalVar> intervals;
  private final List<Constraint> constraints;
  private final @Nullable LinearExpr objective;
  private final @Nullable Assignment hint;
  private final List<SearchPhase> searchPhases;

  ConstraintModel(
      String name,
      List<IntVar> variables,
      List<IntervalVar> intervals,
      List<Constraint> constraints,
      @Nullable LinearExpr objective,
      @Nullable Assignment hint,
      List<SearchPhase> searchPhases) {
    this.name = name;
    this.variables = List.copyOf(variables);
    this.intervals = List.copyOf(intervals);
    this.constraints = List.copyOf(constraints);
    this.objective = objective;
    this.hint = hint;
    this.searchPhases = List.copyOf(searchPhases);
  }

  /** Starts an empty model. */
  public static ModelBuilder builder(String name) {
    return new ModelBuilder(name);
  }

  /** A builder that holds all of this model. New variables come after the present ones, which keep their index. */
  public ModelBuilder toBuilder() {
    return new ModelBuilder(this);
  }

  /** This model with another hint, null for none. */
  public ConstraintModel withHint(@Nullable Assignment newHint) {
    return toBuilder().hint(newHint).build();
  }

  /** For people. */
  public String name() {
    return name;
  }

  /** All variables by index. */
  public List<IntVar> variables() {
    return variables;
  }

  /** A variable by index. */
  public IntVar variable(int index) {
    return variables.get(index);
  }

  /** All intervals by index. */
  public List<IntervalVar> intervals() {
    return intervals;
  }

  /** All constraints in the order of their addition. */
  public List<Constraint> constraints() {
    return constraints;
  }

  /** What is minimised; empty for a satisfaction problem. */
  public Optional<LinearExpr> objective() {
    return Optional.ofNullable(objective);
  }

  /** A value for every variable that a backend should try first; empty if there is none. Need not be feasible. */
  public Optional<Assignment> hint() {
    return Optional.ofNullable(hint);
  }

  /** Advice on branching, first phase first. */
  public List<SearchPhase> searchPhases() {
    return searchPhases;
  }

  /** Smallest value of an expression over the domains. */
  public long min(LinearExpr expr) {
    return ModelBuilder.extreme(variables, expr, false);
  }

  /** Largest value of an expression over the domains. */
  public long max(LinearExpr expr) {
    return ModelBuilder.extreme(variables, expr, true);
  }

  /**
   * Checks an assignment against every domain, interval and constraint, exactly.
   *
   * @return one line per violation, naming what is violated with the values; empty if the assignment is a solution
   */
  public List<String> check(Assignment assignment) {
    if (assignment.size() != variables.size()) {
      return List.of("the assignment has %d values for %d variables".formatted(assignment.size(), variables.size()));
    }
    List<String> violations = new ArrayList<>();
    for (IntVar v : variables) {
      long value = assignment.value(v);
      if (value < v.min() || value > v.max()) {
        violations.add("variable (%s) is %d, not in %d..%d".formatted(v.name(), value, v.min(), v.max()));
      }
    }
    if (!violations.isEmpty()) {
      return violations; // Sums are only known to fit a long inside the domains.
    }
    for (IntervalVar i : intervals) {
      if (i.isPresent(assignment)) {
        long start = assignment.value(i.start());
        long size = assignment.value(i.size());
        long end = assignment.value(i.end());
        if (end - start != size) {
          violations.add("interval (%s) has start %d, size %d and end %d".formatted(i.name(), start, size, end));
        }
      }
    }
    for (Constraint c : constraints) {
      c.violation(assignment)
          .ifPresent(why -> violations.add("%s (%s): %s".formatted(typeName(c), c.name().isEmpty() ? textOf(c) : c.name(), why)));
    }
    return violations;
  }

  /** The objective of an assignment; 0 for a satisfaction problem. */
  public long objectiveOf(Assignment assignment) {
    return objective == null ? 0 : assignment.value(objective);
  }

  /** How many variables and constraints of each type there are, by readable type, sorted. */
  public Map<String, Integer> statistics() {
    Map<String, Integer> counts = new TreeMap<>();
    for (IntVar v : variables) {
      counts.merge(v.isBoolean() ? "Boolean variables" : "integer variables", 1, Integer::sum);
    }
    for (IntervalVar i : intervals) {
      counts.merge(i.isOptional() ? "optional intervals" : "intervals", 1, Integer::sum);
    }
    for (Constraint c : constraints) {
      counts.merge(typeName(c), 1, Integer::sum);
    }
    return counts;
  }

  /** The whole model with readable names: for people and for comparing models in tests. */
  public String toText() {
    StringBuilder text = new StringBuilder("model " + name + "\n");
    for (IntVar v : variables) {
      text.append("  var %s in %d..%d\n".formatted(v.name(), v.min(), v.max()));
    }
    for (IntervalVar i : intervals) {
      text.append("  interval ").append(i.text(this::nameOf)).append('\n');
    }
    for (Constraint c : constraints) {
      text.append("  ").append(c.name().isEmpty() ? "" : c.name() + ": ").append(textOf(c)).append('\n');
    }
    if (objective != null) {
      text.append("  minimize ").append(objective.text(this::nameOf)).append('\n');
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "%s %s".formatted(name, statistics());
  }

  /** The name of a variable by index. */
  public String nameOf(int variable) {
    return variables.get(variable).name();
  }

  private String textOf(Constraint constraint) {
    return constraint.text(this::nameOf);
  }

  private static String typeName(Constraint constraint) {
    return constraint.feature().label();
  }
}
