package dev.dovetail.benchmarks.metro;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.benchmarks.RunOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a method ended with. What is not known is null.
 *
 * @param objective makespan of the verified slot table, slots
 * @param bound best lower bound on it
 * @param boundSource what proved it
 * @param witness why, in words: the port, the cut, the link
 * @param proof status and evidence in a few words
 * @param seconds the whole solve
 * @param cpuSeconds user time of the whole run
 */
record SlotAnswer(
    @Nullable Long objective,
    @Nullable Long bound,
    @Nullable String boundSource,
    @Nullable String witness,
    String proof,
    @Nullable Double seconds,
    @Nullable Double cpuSeconds) {

  static SlotAnswer of(RunOutcome outcome) {
    JsonNode result = outcome.result();
    if (result == null) {
      return new SlotAnswer(null, null, null, null, "exit " + outcome.exitCode(), null, outcome.cpuSeconds());
    }
    String source = text(result, "boundSource");
    return new SlotAnswer(whole(result, "objective"), whole(result, "bound"), source, witness(result, source), proof(result),
        result.path("timeSeconds").isNumber() ? Double.valueOf(result.path("timeSeconds").asDouble()) : null,
        outcome.cpuSeconds());
  }

  private static String proof(JsonNode result) {
    String evidence = text(result, "evidence");
    String status = result.path("status").asText("unknown");
    return evidence == null ? status : status + " (" + evidence + ")";
  }

  /** The words beside the bound of that name among our own; null if another one proved it. */
  private static @Nullable String witness(JsonNode result, @Nullable String source) {
    for (JsonNode bound : result.path("bounds")) {
      if (bound.path("name").asText().equals(source)) {
        return text(bound, "witness");
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode object, String field) {
    return object.path(field).isTextual() ? object.path(field).asText() : null;
  }

  private static @Nullable Long whole(JsonNode object, String field) {
    return object.path(field).isIntegralNumber() ? Long.valueOf(object.path(field).asLong()) : null;
  }
}
