package dev.dovetail.solver.process;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.encodings.cp.AllDifferent;
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
import dev.dovetail.encodings.cp.NoOverlap;
import dev.dovetail.encodings.cp.NoOverlap2d;
import dev.dovetail.encodings.cp.SearchPhase;
import dev.dovetail.encodings.cp.Table;
import java.util.List;

/**
 * Writes a constraint model as JSON; {@link ModelReader} reads it back.
 *
 * <p>Compact forms: an expression is {@code [constant, variable, coefficient, variable, coefficient, ...]}; a literal is i for
 * variable
 * i and -i - 1 for its negation; an interval is its index.
 */
final class ModelWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelWriter() {}

  /** The model as one JSON object. */
  static ObjectNode write(ConstraintModel model) {
    ObjectNode out = JSON.objectNode().put("name", model.name());
    ArrayNode variables = out.putArray("variables");
    for (IntVar v : model.variables()) {
      variables.addArray().add(v.min()).add(v.max()).add(v.name());
    }
    ArrayNode intervals = out.putArray("intervals");
    for (IntervalVar i : model.intervals()) {
      ArrayNode row = intervals.addArray().add(expr(i.start())).add(expr(i.size())).add(expr(i.end())).add(i.name());
      if (i.presence() != null) {
        row.add(literal(i.presence()));
      }
    }
    ArrayNode constraints = out.putArray("constraints");
    model.constraints().forEach(c -> constraints.add(constraint(c)));
    model.objective().ifPresent(objective -> out.set("objective", expr(objective)));
    model.hint().ifPresent(hint -> out.set("hint", longs(hint.toArray())));
    ArrayNode search = out.putArray("search");
    for (SearchPhase phase : model.searchPhases()) {
      ArrayNode row = search.addArray().add(phase.variableOrder().name()).add(phase.valueOrder().name());
      phase.variables().forEach(v -> row.add(v.index()));
    }
    return out;
  }

  /** Values as a JSON array. */
  static ArrayNode longs(long[] values) {
    ArrayNode array = JSON.arrayNode(values.length);
    for (long value : values) {
      array.add(value);
    }
    return array;
  }

  private static ObjectNode constraint(Constraint c) {
    ObjectNode out = JSON.objectNode();
    if (!c.name().isEmpty()) {
      out.put("name", c.name());
    }
    if (c instanceof Linear linear) {
      out.put("type", "linear").put("lower", linear.lower()).put("upper", linear.upper()).set("expr", expr(linear.expr()));
      enforcement(out, linear.enforcement());
    } else if (c instanceof BoolOr or) {
      literals(out.put("type", "or"), or.literals());
      enforcement(out, or.enforcement());
    } else if (c instanceof BoolAnd and) {
      literals(out.put("type", "and"), and.literals());
      enforcement(out, and.enforcement());
    } else if (c instanceof ExactlyOne one) {
      literals(out.put("type", "exactlyOne"), one.literals());
    } else if (c instanceof AtMostOne one) {
      literals(out.put("type", "atMostOne"), one.literals());
    } else if (c instanceof Element element) {
      out.put("type", "element").set("index", expr(element.index()));
      out.set("exprs", exprs(element.values()));
      out.set("target", expr(element.target()));
    } else if (c instanceof Table table) {
      out.put("type", "table").set("exprs", exprs(table.exprs()));
      ArrayNode tuples = out.putArray("tuples");
      table.tuples().forEach(row -> tuples.add(longs(row.stream().mapToLong(Long::longValue).toArray())));
    } else if (c instanceof MinEquality min) {
      out.put("type", "min").set("target", expr(min.target()));
      out.set("exprs", exprs(min.exprs()));
    } else if (c instanceof MaxEquality max) {
      out.put("type", "max").set("target", expr(max.target()));
      out.set("exprs", exprs(max.exprs()));
    } else if (c instanceof AllDifferent different) {
      out.put("type", "allDifferent").set("exprs", exprs(different.exprs()));
    } else if (c instanceof NoOverlap noOverlap) {
      intervals(out.put("type", "noOverlap").putArray("intervals"), noOverlap.intervals());
    } else if (c instanceof NoOverlap2d noOverlap) {
      intervals(out.put("type", "noOverlap2d").putArray("x"), noOverlap.x());
      intervals(out.putArray("y"), noOverlap.y());
    } else if (c instanceof Cumulative cumulative) {
      intervals(out.put("type", "cumulative").putArray("intervals"), cumulative.intervals());
      out.set("exprs", exprs(cumulative.demands()));
      out.set("capacity", expr(cumulative.capacity()));
    } else if (c instanceof Circuit circuit) {
      ArrayNode arcs = out.put("type", "circuit").putArray("arcs");
      circuit.arcs().forEach(a -> arcs.addArray().add(a.tail()).add(a.head()).add(literal(a.literal())));
    }
    return out;
  }

  private static void intervals(ArrayNode out, List<IntervalVar> intervals) {
    intervals.forEach(i -> out.add(i.index()));
  }

  private static void literals(ObjectNode out, List<Literal> literals) {
    ArrayNode array = out.putArray("literals");
    literals.forEach(l -> array.add(literal(l)));
  }

  private static void enforcement(ObjectNode out, List<Literal> literals) {
    if (!literals.isEmpty()) {
      ArrayNode array = out.putArray("if");
      literals.forEach(l -> array.add(literal(l)));
    }
  }

  private static ArrayNode exprs(List<LinearExpr> exprs) {
    ArrayNode array = JSON.arrayNode(exprs.size());
    exprs.forEach(e -> array.add(expr(e)));
    return array;
  }

  private static ArrayNode expr(LinearExpr expr) {
    ArrayNode array = JSON.arrayNode(1 + 2 * expr.size()).add(expr.constant());
    for (int i = 0; i < expr.size(); i++) {
      array.add(expr.variable(i)).add(expr.coefficient(i));
    }
    return array;
  }

  private static int literal(Literal literal) {
    return literal.negated() ? -literal.variable() - 1 : literal.variable();
  }
}
