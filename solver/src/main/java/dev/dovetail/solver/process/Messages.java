package dev.dovetail.solver.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The messages between parent and child, one JSON object per line with a {@code type}.
 *
 * <p>To the child: {@code solve} once, {@code stop} at most once; the end of the stream means that the parent is gone. To the
 * parent:
 * {@code solution} and {@code bound} as they come, then {@code statistics} and {@code status}, or {@code refused}, or {@code
 * error}.
 */
final class Messages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Messages() {}

  static String solve(ConstraintModel model, Limits limits) {
    ObjectNode message = message("solve");
    message
        .putObject("limits")
        .put("nanos", limits.time().toNanos())
        .put("gap", limits.gap())
        .put("seed", limits.seed())
        .put("threads", limits.threads())
        .put("reproducible", limits.reproducible())
        .put("memoryMebibytes", limits.memoryMebibytes());
    message.set("model", ModelWriter.write(model));
    return message.toString();
  }

  static String stop() {
    return message("stop").toString();
  }

  static String solution(Assignment assignment) {
    ObjectNode message = message("solution");
    message.set("values", ModelWriter.longs(assignment.toArray()));
    return message.toString();
  }

  static String bound(long value) {
    return message("bound").put("value", value).toString();
  }

  static String statistics(BackendResult result) {
    ObjectNode message = message("statistics");
    result.statistics().forEach(message.putObject("counts")::put);
    return message.toString();
  }

  static String status(BackendResult result) {
    ObjectNode message =
        message("status")
            .put("termination", result.termination().name())
            .put("proof", result.proof().name())
            .put("hintRejected", result.hintRejected())
            .put("detail", result.detail());
    OptionalLong bound = result.lowerBound();
    if (bound.isPresent()) {
      message.put("bound", bound.getAsLong());
    }
    return message.toString();
  }

  static String refused(BackendRefusal refusal) {
    return message("refused").put("kind", refusal.kind().name()).put("message", refusal.getMessage()).toString();
  }

  static String error(String text) {
    return message("error").put("message", text).toString();
  }

  /** The message of a line; empty if the line is anything else. */
  static Optional<JsonNode> parse(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(line);
      return node.path("type").isTextual() ? Optional.of(node) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Limits limits(JsonNode solve) {
    JsonNode l = solve.path("limits");
    return new Limits(
        Duration.ofNanos(l.path("nanos").longValue()),
        l.path("gap").doubleValue(),
        l.path("seed").longValue(),
        l.path("threads").intValue(),
        l.path("reproducible").booleanValue(),
        l.path("memoryMebibytes").intValue());
  }

  private static ObjectNode message(String type) {
    return JSON.createObjectNode().put("type", type);
  }
}
