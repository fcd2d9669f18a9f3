package dev.dovetail.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one run ended with: a line of the tables. What is not known is null.
 *
 * @param instance name of the instance
 * @param method that was asked for
 * @param status the one word of result.json; {@code exit N} if there is no result.json
 * @param evidence what stands behind optimal or infeasible
 * @param objective cost of the verified mapping
 * @param bound best lower bound
 * @param boundSource what proved it
 * @param gap (objective - bound) / objective
 * @param firstSeconds from the JVM's first line of Java to the first verified mapping
 * @param seconds the whole solve
 * @param cpuSeconds user time of the whole run
 */
record BenchRow(
    String instance,
    String method,
    String status,
    @Nullable String evidence,
    @Nullable Long objective,
    @Nullable Long bound,
    @Nullable String boundSource,
    @Nullable Double gap,
    @Nullable Double firstSeconds,
    @Nullable Double seconds,
    @Nullable Double cpuSeconds) {
  static final List<String> COLUMNS =
      List.of("instance", "method", "status", "evidence", "objective", "bound", "boundSource", "gap",
          "timeToFirstSeconds", "timeSeconds", "cpuSeconds");

  /** A run with what it left behind. */
  static BenchRow of(BenchRun run, RunOutcome outcome) {
    JsonNode result = outcome.result();
    if (result == null) {
      return new BenchRow(run.instance(), run.method(), "exit " + outcome.exitCode(), null, null, null, null, null, null, null,
          outcome.cpuSeconds());
    }
    return new BenchRow(run.instance(), run.method(), result.path("status").asText("unknown"), text(result, "evidence"),
        whole(result, "objective"), whole(result, "bound"), text(result, "boundSource"), real(result, "gap"),
        real(result, "timeToFirstSeconds"), real(result, "timeSeconds"), outcome.cpuSeconds());
  }

  /** The values in the order of {@link #COLUMNS}, empty where unknown; exact, for machines. */
  List<String> values() {
    return List.of(instance, method, status, orEmpty(evidence), orEmpty(objective), orEmpty(bound), orEmpty(boundSource),
        gap == null ? "" : String.format(Locale.ROOT, "%.6f", gap), orEmpty(firstSeconds), orEmpty(seconds),
        cpuSeconds == null ? "" : String.format(Locale.ROOT, "%.2f", cpuSeconds));
  }

  private static @Nullable String text(JsonNode result, String field) {
    JsonNode value = result.path(field);
    return value.isTextual() ? value.asText() : null;
  }

  private static @Nullable Long whole(JsonNode result, String field) {
    JsonNode value = result.path(field);
    return value.isIntegralNumber() ? Long.valueOf(value.asLong()) : null;
  }

  private static @Nullable Double real(JsonNode result, String field) {
    JsonNode value = result.path(field);
    return value.isNumber() ? Double.valueOf(value.asDouble()) : null;
  }

  private static String orEmpty(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
