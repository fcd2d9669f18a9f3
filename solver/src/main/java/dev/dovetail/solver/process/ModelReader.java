package dev.dovetail.solver.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.encodings.cp.AllDifferent;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.AtMostOne;
import dev.dovetail.encodings.cp.BoolAnd;
import dev.dovetail.encodings.cp.BoolOr;
import dev.dovetail.encodings.cp.Circuit;
import dev.dovetail.encodings.cp.Constraint;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Cumulative;
import dev.dovetail.encodings.cp.Element;
import dev.dovetail.encodings.cp.ExactlyOne;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.IntervalVar;
import dev.dovetail.encodings.cp.Linear;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.encodings.cp.MaxEquality;
import dev.dovetail.encodings.cp.MinEquality;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.encodings.cp.NoOverlap;
import dev.dovetail.encodings.cp.NoOverlap2d;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.encodings.cp.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link ModelWriter} writes. Everything goes through the builder, so a broken message is refused. */
final class ModelReader {
  private final List<IntVar> variables = new ArrayList<>();
  private final List<IntervalVar> intervals = new ArrayList<>();

  private ModelReader() {}

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if the JSON is not a model
   */
  static ConstraintModel read(JsonNode json) {
    return new ModelReader().model(json);
  }

  /** A JSON array of integers. */
  static long[] longs(JsonNode array) {
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = array.get(i);
      if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
        throw new IllegalArgumentException("The value (%s) must be a 64-bit integer.".formatted(value));
      }
      values[i] = value.longValue();
    }
    return values;
  }

  private ConstraintModel model(JsonNode json) {
    ModelBuilder m = ConstraintModel.builder(json.path("name").asText());
    for (JsonNode v : json.path("variables")) {
      variables.add(m.intVar(v.path(0).longValue(), v.path(1).longValue(), v.path(2).asText()));
    }
    for (JsonNode i : json.path("intervals")) {
      LinearExpr start = expr(i.path(0));
      LinearExpr size = expr(i.path(1));
      LinearExpr end = expr(i.path(2));
      String name = i.path(3).asText();
      intervals.add(
          i.has(4) ? m.optionalInterval(start, size, end, literal(i.get(4)), name) : m.interval(start, size, end, name));
    }
    json.path("constraints").forEach(c -> m.add(constraint(c)));
    if (json.has("objective")) {
      m.minimize(expr(json.get("objective")));
    }
    if (json.has("hint")) {
      m.hint(Assignment.of(longs(json.get("hint"))));
    }
    for (JsonNode phase : json.path("search")) {
      List<IntVar> order = new ArrayList<>();
      for (int i = 2; i < phase.size(); i++) {
        order.add(variables.get(phase.get(i).intValue()));
      }
      m.search(
          new SearchPhase(
              order,
              SearchPhase.VariableOrder.valueOf(phase.path(0).asText()),
              SearchPhase.ValueOrder.valueOf(phase.path(1).asText())));
    }
    return m.build();
  }

  private Constraint constraint(JsonNode c) {
    String name = c.path("name").asText("");
    return switch (c.path("type").asText()) {
      case "linear" ->
          new Linear(name, expr(c.path("expr")), c.path("lower").longValue(), c.path("upper").longValue(), literals(c, "if"));
      case "or" -> new BoolOr(name, literals(c, "literals"), literals(c, "if"));
      case "and" -> new BoolAnd(name, literals(c, "literals"), literals(c, "if"));
      case "exactlyOne" -> new ExactlyOne(name, literals(c, "literals"));
      case "atMostOne" -> new AtMostOne(name, literals(c, "literals"));
      case "element" -> new Element(name, expr(c.path("index")), exprs(c), expr(c.path("target")));
      case "table" -> new Table(name, exprs(c), list(c.path("tuples"), row -> list(row, JsonNode::longValue)));
      case "min" -> new MinEquality(name, expr(c.path("target")), exprs(c));
      case "max" -> new MaxEquality(name, expr(c.path("target")), exprs(c));
      case "allDifferent" -> new AllDifferent(name, exprs(c));
      case "noOverlap" -> new NoOverlap(name, intervals(c, "intervals"));
      case "noOverlap2d" -> new NoOverlap2d(name, intervals(c, "x"), intervals(c, "y"));
      case "cumulative" -> new Cumulative(name, intervals(c, "intervals"), exprs(c), expr(c.path("capacity")));
      case "circuit" ->
          new Circuit(
              name, list(c.path("arcs"), a -> new Circuit.Arc(a.path(0).intValue(), a.path(1).intValue(), literal(a.path(2)))));
      default -> throw new IllegalArgumentException("The constraint type (%s) is unknown.".formatted(c.path("type").asText()));
    };
  }

  private List<IntervalVar> intervals(JsonNode c, String key) {
    return list(c.path(key), i -> intervals.get(i.intValue()));
  }

  private static List<LinearExpr> exprs(JsonNode c) {
    return list(c.path("exprs"), ModelReader::expr);
  }

  private static List<Literal> literals(JsonNode c, String key) {
    return list(c.path(key), ModelReader::literal);
  }

  private static LinearExpr expr(JsonNode json) {
    LinearExpr.Sum sum = new LinearExpr.Sum().add(json.path(0).longValue());
    for (int i = 1; i + 1 < json.size(); i += 2) {
      sum.add(json.get(i).intValue(), json.get(i + 1).longValue());
    }
    return sum.build();
  }

  private static Literal literal(JsonNode json) {
    int i = json.intValue();
    return i < 0 ? new Literal(-i - 1, true) : new Literal(i, false);
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>(array.size());
    array.forEach(item -> list.add(read.apply(item)));
    return list;
  }
}
