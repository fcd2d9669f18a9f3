package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tiny random models around one constraint type: small enough to enumerate, odd enough to hit sizes of 0 and absent intervals.
 * Role: what rewrites and every backend are tested on.
 */
public final class RandomModels {
  private RandomModels() {}

  /** A model with one constraint of the given feature, and an objective over all of its variables. */
  public static ConstraintModel of(Feature feature, long seed) {
    Random random = new Random(seed * 31 + feature.ordinal());
    ModelBuilder m = ConstraintModel.builder(feature.label() + " " + seed);
    m.add(constraint(feature, m, random).named("the " + feature.label()));
    LinearExpr.Sum objective = new LinearExpr.Sum();
    for (int i = 0; i < m.variableCount(); i++) {
      objective.add(i, random.nextInt(7) - 3L);
    }
    return m.minimize(objective.build()).build();
  }

  private static Constraint constraint(Feature feature, ModelBuilder m, Random random) {
    return switch (feature) {
      case LINEAR -> linear(m, random);
      case ENFORCED_LINEAR -> linear(m, random).onlyIf(literals(m, random, 1 + random.nextInt(2)).toArray(Literal[]::new));
      case BOOL_OR -> Constraints.or(literals(m, random, 4));
      case BOOL_AND -> Constraints.and(literals(m, random, 3));
      case ENFORCED_BOOL ->
          random.nextBoolean()
              ? Constraints.or(literals(m, random, 2)).onlyIf(literals(m, random, 2).toArray(Literal[]::new))
              : Constraints.and(literals(m, random, 2)).onlyIf(literals(m, random, 2).toArray(Literal[]::new));
      case EXACTLY_ONE -> Constraints.exactlyOne(literals(m, random, 4));
      case AT_MOST_ONE -> Constraints.atMostOne(literals(m, random, 4));
      case ELEMENT -> element(m, random);
      case TABLE -> table(m, random);
      case MIN_EQUALITY -> Constraints.min(affine(m, random), affines(m, random, 3));
      case MAX_EQUALITY -> Constraints.max(affine(m, random), affines(m, random, 3));
      case ALL_DIFFERENT -> Constraints.allDifferent(affines(m, random, 3));
      case INTERVAL -> Constraints.noOverlap(List.of(freeInterval(m, random, false)));
      case OPTIONAL_INTERVAL -> Constraints.noOverlap(List.of(freeInterval(m, random, true)));
      case NO_OVERLAP -> Constraints.noOverlap(intervals(m, random, 3, false));
      case OPTIONAL_NO_OVERLAP -> Constraints.noOverlap(intervals(m, random, 3, true));
      case NO_OVERLAP_2D -> Constraints.noOverlap2d(intervals(m, random, 2, false), intervals(m, random, 2, false));
      case OPTIONAL_NO_OVERLAP_2D -> Constraints.noOverlap2d(intervals(m, random, 2, true), intervals(m, random, 2, true));
      case CUMULATIVE -> cumulative(m, random, false);
      case OPTIONAL_CUMULATIVE -> cumulative(m, random, true);
      case CIRCUIT -> circuit(m, random);
    };
  }

  private static Linear linear(ModelBuilder m, Random random) {
    LinearExpr sum = affine(m, random).plus(affine(m, random)).plus(affine(m, random));
    long lower = random.nextInt(9) - 6L;
    return switch (random.nextInt(4)) {
      case 0 -> Constraints.atMost(sum, lower);
      case 1 -> Constraints.atLeast(sum, lower);
      case 2 -> Constraints.equal(sum, lower);
      default -> Constraints.between(sum, lower, lower + random.nextInt(4));
    };
  }

  private static Element element(ModelBuilder m, Random random) {
    LinearExpr index = affine(m, random);
    LinearExpr target = affine(m, random);
    if (random.nextBoolean()) {
      return Constraints.element(index, random.longs(4, -3, 6).toArray(), target);
    }
    return Constraints.element(index, affines(m, random, 2), target);
  }

  private static Table table(ModelBuilder m, Random random) {
    List<List<Long>> rows = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      rows.add(List.of(random.nextInt(6) - 2L, random.nextInt(6) - 2L));
    }
    return Constraints.table(affines(m, random, 2), rows);
  }

  private static Cumulative cumulative(ModelBuilder m, Random random, boolean optional) {
    List<IntervalVar> tasks = intervals(m, random, 3, optional);
    List<LinearExpr> demands = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      boolean constant = i > 0 || random.nextBoolean();
      demands.add(constant ? LinearExpr.constant(random.nextInt(4)) : m.intVar(0, 2, "demand " + i).expr());
    }
    LinearExpr capacity =
        random.nextBoolean() ? LinearExpr.constant(1 + random.nextInt(4)) : m.intVar(-1, 3, "capacity").expr();
    return Constraints.cumulative(tasks, demands, capacity);
  }

  private static Circuit circuit(ModelBuilder m, Random random) {
    int nodes = 3 + random.nextInt(2);
    List<Circuit.Arc> arcs = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      for (int j = 0; j < nodes; j++) {
        boolean ring = j == (i + 1) % nodes;
        if (ring || random.nextInt(nodes == 3 ? 3 : 5) != 0) {
          arcs.add(new Circuit.Arc(i, j, m.boolVar(i + "->" + j)));
        }
      }
    }
    return Constraints.circuit(arcs);
  }

  private static List<IntervalVar> intervals(ModelBuilder m, Random random, int count, boolean optional) {
    List<IntervalVar> intervals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean maybe = optional && (i == 0 || random.nextBoolean());
      if (i == 0 && random.nextInt(3) == 0) {
        intervals.add(freeInterval(m, random, maybe));
      } else {
        LinearExpr start = m.intVar(0, 2 + random.nextInt(2), "start " + m.variableCount()).expr();
        int size = random.nextInt(4);
        String name = "interval " + m.variableCount();
        intervals.add(maybe ? m.optionalInterval(start, size, m.boolVar("is " + name), name) : m.interval(start, size, name));
      }
    }
    return intervals;
  }

  /** Start, size and end are variables of their own. */
  private static IntervalVar freeInterval(ModelBuilder m, Random random, boolean optional) {
    String name = "free " + m.variableCount();
    LinearExpr start = m.intVar(0, 2, "start of " + name).expr();
    LinearExpr size = m.intVar(random.nextInt(2), 2, "size of " + name).expr();
    LinearExpr end = m.intVar(1, 3, "end of " + name).plus(random.nextInt(2));
    return optional
        ? m.optionalInterval(start, size, end, m.boolVar("is " + name), name)
        : m.interval(start, size, end, name);
  }

  private static List<LinearExpr> affines(ModelBuilder m, Random random, int count) {
    List<LinearExpr> exprs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      exprs.add(affine(m, random));
    }
    return exprs;
  }

  private static LinearExpr affine(ModelBuilder m, Random random) {
    if (random.nextInt(6) == 0) {
      return LinearExpr.constant(random.nextInt(4));
    }
    IntVar x = m.intVar(random.nextInt(2) - 1L, 1 + random.nextInt(3), "x" + m.variableCount());
    return switch (random.nextInt(4)) {
      case 0 -> x.expr().times(-1).plus(2);
      case 1 -> x.expr().times(2).plus(-1);
      default -> x.expr();
    };
  }

  private static List<Literal> literals(ModelBuilder m, Random random, int count) {
    List<Literal> literals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Literal literal = m.boolVar("b" + m.variableCount());
      literals.add(random.nextInt(3) == 0 ? literal.not() : literal);
    }
    return literals;
  }
}
