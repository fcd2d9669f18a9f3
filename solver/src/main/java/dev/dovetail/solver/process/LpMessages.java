package dev.dovetail.solver.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.solver.lp.LinearProgram;
import dev.dovetail.solver.lp.LpSolver.Optimum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Linear programmes and their optima as lines of JSON.
 *
 * <p>Infinite bounds are null. To the child: one programme per line; to the parent: one optimum per line, {@code {}} if there is none.
 */
final class LpMessages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LpMessages() {}

  static String program(LinearProgram program, Duration time) {
    ObjectNode message = JSON.createObjectNode().put("millis", time.toMillis());
    message.set("lower", array(program.lower()));
    message.set("upper", array(program.upper()));
    ArrayNode columns = message.putArray("columns");
    for (LinearProgram.Column c : program.columns()) {
      ObjectNode column = columns.addObject().put("cost", c.cost());
      ArrayNode rows = column.putArray("rows");
      for (int r : c.rows()) {
        rows.add(r);
      }
      column.set("values", array(c.values()));
    }
    return message.toString();
  }

  static LinearProgram program(JsonNode message) {
    List<LinearProgram.Column> columns = new ArrayList<>();
    for (JsonNode column : message.path("columns")) {
      int[] rows = new int[column.path("rows").size()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = column.path("rows").get(i).intValue();
      }
      columns.add(new LinearProgram.Column(column.path("cost").doubleValue(), rows, doubles(column.path("values"), 0)));
    }
    return new LinearProgram(doubles(message.path("lower"), Double.NEGATIVE_INFINITY),
        doubles(message.path("upper"), Double.POSITIVE_INFINITY), columns);
  }

  static Duration time(JsonNode message) {
    return Duration.ofMillis(message.path("millis").longValue());
  }

  static String optimum(Optional<Optimum> optimum) {
    ObjectNode message = JSON.createObjectNode();
    optimum.ifPresent(o -> {
      message.put("value", o.value());
      message.set("duals", array(o.duals()));
    });
    return message.toString();
  }

  static Optional<Optimum> optimum(JsonNode message) {
    return message.has("value")
        ? Optional.of(new Optimum(message.path("value").doubleValue(), doubles(message.path("duals"), 0)))
        : Optional.empty();
  }

  static JsonNode parse(String line) throws JsonProcessingException {
    return JSON.readTree(line);
  }

  private static ArrayNode array(double[] values) {
    ArrayNode array = JSON.createArrayNode();
    for (double v : values) {
      if (Double.isInfinite(v)) {
        array.addNull();
      } else {
        array.add(v);
      }
    }
    return array;
  }

  private static double[] doubles(JsonNode array, double otherwise) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).isNull() ? otherwise : array.get(i).doubleValue();
    }
    return values;
  }
}
