package dev.dovetail.benchmarks.soma;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.benchmarks.RunOutcome;
import dev.dovetail.solver.TradeOff;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one run ended with. What is not known is null.
 *
 * @param latencyCycles of the verified mapping
 * @param energyFemtojoules of the same
 * @param objective of the same, what was minimised
 * @param bound best lower bound on the objective
 * @param boundSource what proved it
 * @param gap (objective - bound) / objective
 * @param proof what is proved, in a few words
 * @param cpuSeconds user time of the whole run
 */
record Answer(
    @Nullable Long latencyCycles,
    @Nullable Long energyFemtojoules,
    @Nullable Long objective,
    @Nullable Long bound,
    @Nullable String boundSource,
    @Nullable Double gap,
    String proof,
    @Nullable Double cpuSeconds) {

  static Answer of(RunOutcome outcome) {
    JsonNode result = outcome.result();
    if (result == null) {
      return new Answer(null, null, null, null, null, null, "exit " + outcome.exitCode(), outcome.cpuSeconds());
    }
    JsonNode cost = result.path("cost");
    return new Answer(whole(cost.path(TradeOff.LATENCY)), whole(cost.path(TradeOff.ENERGY)), whole(result.path("objective")),
        whole(result.path("bound")), result.path("boundSource").isTextual() ? result.path("boundSource").asText() : null,
        result.path("gap").isNumber() ? Double.valueOf(result.path("gap").asDouble()) : null, proof(result),
        outcome.cpuSeconds());
  }

  /** The status with its evidence; where nothing is proved of all mappings, what is proved of the found plan's schedules. */
  private static String proof(JsonNode result) {
    String status = result.path("status").asText("unknown");
    if (result.path("evidence").isTextual()) {
      return status + " (" + result.path("evidence").asText() + ")";
    }
    for (JsonNode part : result.path("partialProofs")) {
      if (part.path("optimum").asBoolean()) {
        return status + ", schedule optimal for its plan" + (part.path("evidence").isTextual()
            ? " (" + part.path("evidence").asText() + ")"
            : "");
      }
    }
    return status;
  }

  private static @Nullable Long whole(JsonNode value) {
    return value.isIntegralNumber() ? Long.valueOf(value.asLong()) : null;
  }

  /** The run in the middle by latency, of an even number the better one of the two; null if none has a mapping. */
  static @Nullable Answer median(List<Answer> runs) {
    List<Answer> sorted = runs.stream().filter(a -> a.latencyCycles() != null)
        .sorted(Comparator.comparingLong(a -> Objects.requireNonNull(a.latencyCycles()))).toList();
    return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
  }

  /** The user time in the middle, of an even number the lesser one of the two; null if it is known of none. */
  static @Nullable Double medianCpu(List<Answer> runs) {
    List<Double> sorted = runs.stream().map(Answer::cpuSeconds).filter(Objects::nonNull).sorted().toList();
    return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
  }
}
