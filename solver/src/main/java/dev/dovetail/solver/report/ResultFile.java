package dev.dovetail.solver.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.models.LowerBound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report takes from a result.json: bounds, the anytime curve, and the facts of the run.
 *
 * <p>Role: kind-neutral. Every field may be missing or null, as in a report drawn from a mapping alone.
 */
final class ResultFile {
  /** Fields that the report shows elsewhere, or that say nothing to a reader. */
  private static final Set<String> ELSEWHERE =
      Set.of("format", "kind", "problem", "objective", "bound", "boundSource", "gap", "exitCode");

  private final JsonNode result;

  ResultFile(JsonNode result) {
    this.result = result;
  }

  /** All bounds with their witnesses, and the best bound if a method proved more than they do. */
  List<LowerBound> bounds() {
    List<LowerBound> bounds = new ArrayList<>();
    for (JsonNode b : result.path("bounds")) {
      bounds.add(new LowerBound(b.path("name").asText(), b.path("value").asLong(), b.path("witness").asText()));
    }
    Long best = number(result.path("bound"));
    if (best != null && bounds.stream().noneMatch(b -> b.value() >= best)) {
      String source = result.path("boundSource").asText("solver");
      bounds.add(new LowerBound(source, best, "Proved by " + source + " during the search."));
    }
    return bounds;
  }

  /** Incumbent and bound over time. */
  List<AnytimePoint> curve() {
    List<AnytimePoint> points = new ArrayList<>();
    for (JsonNode p : result.path("curve")) {
      points.add(new AnytimePoint(Math.max(0, p.path("seconds").asDouble()), number(p.path("objective")), number(p.path("bound")),
          p.path("source").asText("")));
    }
    return points;
  }

  /** Mappings that trade latency for energy. */
  FrontFacts front() {
    JsonNode pareto = result.path("pareto");
    return new FrontFacts(points(pareto), pareto.path("complete").asBoolean(), pareto.path("completeWithin").asText(""));
  }

  private static List<FrontPoint> points(JsonNode pareto) {
    List<FrontPoint> points = new ArrayList<>();
    for (JsonNode p : pareto.path("points")) {
      points.add(
          new FrontPoint(
              p.path("latencyCycles").asLong(),
              p.path("energyFemtojoules").asLong(),
              p.path("energyBoundFemtojoules").asLong(),
              p.path("edpNanojouleCycles").asLong(),
              p.path("mapping").asText()));
    }
    return points;
  }

  /** What each method reached. */
  List<MethodFacts> methods() {
    List<MethodFacts> methods = new ArrayList<>();
    for (JsonNode m : result.path("methods")) {
      Map<String, Long> cost = new LinkedHashMap<>();
      m.path("cost").properties().forEach(c -> cost.put(c.getKey(), c.getValue().asLong()));
      methods.add(new MethodFacts(m.path("method").asText(), number(m.path("objective")), number(m.path("bound")),
          m.path("termination").asText(), m.path("timeSeconds").asDouble(), cost));
    }
    return methods;
  }

  /** Facts in the file's order: single values by their names, versions, hashes, one line per method, warnings. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    result.properties().forEach(field -> {
      JsonNode value = field.getValue();
      if (value.isValueNode() && !value.isNull() && !ELSEWHERE.contains(field.getKey()) && !value.asText().isBlank()) {
        facts.put(field.getKey(), value.asText());
      }
    });
    List<MethodFacts> methods = methods();
    if (methods.size() > 1) {
      methods.forEach(m -> facts.put("method " + m.method(), m.line()));
    }
    int part = 0;
    for (JsonNode p : result.path("partialProofs")) {
      facts.put(
          "proved of some mappings" + (part++ == 0 ? "" : " " + part),
          Numbers.grouped(p.path("bound").asLong()) + ", " + p.path("text").asText());
    }
    result.path("versions").properties().forEach(v -> facts.put("version of " + v.getKey(), v.getValue().asText()));
    result.path("sha256").properties().forEach(v -> facts.put("sha256 of " + v.getKey(), v.getValue().asText()));
    int n = 0;
    for (JsonNode w : result.path("warnings")) {
      facts.put("warning " + ++n, w.asText());
    }
    return facts;
  }

  private static @Nullable Long number(JsonNode node) {
    return node.isIntegralNumber() ? Long.valueOf(node.asLong()) : null;
  }
}
