package dev.dovetail.solver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * result.json, and the same object on standard output for {@code --json}.
 *
 * <p>Role: the one place with the field names. Seconds are rounded to milliseconds; what is not known is null, never left out.
 */
public final class ResultJson {
  /** The {@code format} of result.json. */
  public static final String FORMAT = "dovetail-result/1";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResultJson() {}

  /**
   * The whole result.
   *
   * @param methodNames the methods asked for, in order
   * @param provisional whether the solve still runs
   * @param warnings lines for people
   * @param front the trade-off front, or null
   */
  static ObjectNode of(
      SolveResult<?> result,
      String kind,
      String problem,
      List<String> methodNames,
      Request request,
      boolean provisional,
      List<String> warnings,
      JsonNode front) {
    ObjectNode o = NODES.objectNode();
    o.put("format", FORMAT);
    o.put("kind", kind);
    o.put("problem", problem);
    o.put("method", String.join(",", methodNames));
    o.put("foundBy", result.best() == null ? null : result.best().method());
    o.put("status", result.status().word());
    o.put("evidence", result.evidence() == null ? null : result.evidence().word());
    o.put("objective", result.objective());
    o.put("bound", result.bound());
    o.put("boundSource", result.bound() == null ? null : result.boundSource());
    o.put("gap", result.gap());
    o.put("timeToFirstSeconds", seconds(result.timeToFirstNanos()));
    o.put("timeSeconds", seconds(result.timeNanos()));
    Disagreement disagreement = result.disagreement();
    o.put(
        "verified",
        result.best() != null && (disagreement == null || !disagreement.who().equals(OutputDirectory.MAPPING)));
    o.put("provisional", provisional);
    o.put("message", result.message());
    o.put("exitCode", result.exitCode());
    o.put("seed", request.limits().seed());
    o.put("threads", request.limits().threads());
    o.put("reproducible", request.limits().reproducible());
    o.put("timeLimitSeconds", request.limits().time().toMillis() / 1000.0);
    o.put("requiredGap", request.requiredGap());
    request.labels().forEach(o::put);
    o.set("cost", cost(result.evaluation()));
    o.set("bounds", bounds(result.ownBounds()));
    o.set("partialProofs", partialProofs(result.partialProofs()));
    ArrayNode methods = o.putArray("methods");
    result.methods().forEach(m -> methods.add(method(m)));
    o.set("disagreement", disagreement == null ? NODES.nullNode() : disagreement(disagreement));
    o.set("curve", curve(result.curve()));
    o.set("pareto", front);
    o.set("versions", strings(request.versions()));
    o.set("sha256", strings(request.inputs()));
    ArrayNode lines = o.putArray("warnings");
    warnings.forEach(lines::add);
    return o;
  }

  private static ObjectNode method(MethodResult<?> m) {
    ObjectNode o = NODES.objectNode();
    o.put("method", m.method());
    o.put("termination", m.outcome().termination().name().toLowerCase(Locale.ROOT));
    o.put("proof", m.outcome().proof().name().toLowerCase(Locale.ROOT));
    o.put("detail", m.outcome().detail());
    o.put("objective", m.objective());
    LowerBound bound = m.bound();
    o.put("bound", bound == null ? null : Long.valueOf(bound.value()));
    o.put("boundSource", bound == null ? null : bound.name());
    Long objective = m.objective();
    o.put("gap", objective == null || bound == null ? null : Double.valueOf(Gap.of(objective, bound.value())));
    o.set("cost", cost(m.evaluation()));
    o.put("source", m.source());
    o.put("timeToFirstSeconds", seconds(m.timeToFirstNanos()));
    o.put("timeSeconds", seconds(m.timeNanos()));
    o.set("curve", curve(m.curve()));
    return o;
  }

  /** All bounds with their witnesses, in the given order. */
  public static ArrayNode bounds(List<LowerBound> bounds) {
    ArrayNode a = NODES.arrayNode();
    for (LowerBound b : bounds) {
      a.addObject().put("name", b.name()).put("value", b.value()).put("witness", b.witness());
    }
    return a;
  }

  private static ArrayNode partialProofs(List<PartialProof> proofs) {
    ArrayNode a = NODES.arrayNode();
    for (PartialProof p : proofs) {
      ObjectNode o = a.addObject();
      o.put("space", p.space());
      o.put("bound", p.bound());
      o.put("optimum", p.isOptimum());
      o.put("evidence", p.evidence() == null ? null : p.evidence().word());
      p.methods().forEach(o.putArray("methods")::add);
      o.put("text", p.sentence());
    }
    return a;
  }

  /** The cost broken down; null without an evaluation. */
  public static JsonNode cost(@Nullable Evaluation evaluation) {
    if (evaluation == null) {
      return NODES.nullNode();
    }
    ObjectNode o = NODES.objectNode();
    evaluation.cost().forEach(o::put);
    return o;
  }

  /** All violations with their places. */
  public static ArrayNode violations(List<Violation> violations) {
    ArrayNode a = NODES.arrayNode();
    for (Violation v : violations) {
      a.addObject().put("rule", v.rule()).put("where", v.where()).put("message", v.message());
    }
    return a;
  }

  private static ObjectNode disagreement(Disagreement d) {
    ObjectNode o = NODES.objectNode();
    o.put("who", d.who());
    o.put("claimed", d.claimed());
    o.put("recomputed", d.recomputed());
    o.put("message", d.message());
    o.set("violations", violations(d.violations()));
    return o;
  }

  /** The file beside mapping.json that shows a refuted mapping and why it was refuted. */
  static ObjectNode rejected(Disagreement d, JsonNode mapping) {
    ObjectNode o = NODES.objectNode();
    o.put("format", "dovetail-rejected-mapping/1");
    o.setAll(disagreement(d));
    o.set("mapping", mapping);
    return o;
  }

  /** The fields of a mapping as they are. */
  static JsonNode bare(Mapping mapping) {
    try {
      return new ObjectMapper().valueToTree(mapping);
    } catch (IllegalArgumentException e) {
      return NODES.textNode(mapping.toString());
    }
  }

  private static ArrayNode curve(List<CurvePoint> curve) {
    ArrayNode a = NODES.arrayNode();
    for (CurvePoint p : curve) {
      ObjectNode o = a.addObject();
      o.put("seconds", seconds(p.nanos()));
      o.put("objective", p.objective());
      o.put("bound", p.bound());
      o.put("source", p.source());
    }
    return a;
  }

  private static ObjectNode strings(Map<String, String> map) {
    ObjectNode o = NODES.objectNode();
    map.forEach(o::put);
    return o;
  }

  private static @Nullable Double seconds(@Nullable Long nanos) {
    return nanos == null ? null : Double.valueOf(TimeUnit.NANOSECONDS.toMillis(nanos) / 1000.0);
  }
}
