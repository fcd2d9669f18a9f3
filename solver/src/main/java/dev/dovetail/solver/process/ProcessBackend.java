package dev.dovetail.solver.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.CheckedIncumbent;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Any backend, run in a child JVM. The parent owns the clock, checks every solution itself, and keeps the best one whatever the child
 * does: hang, crash, lie, flood, run out of memory.
 */
public final class ProcessBackend implements Backend {
  private static final Duration POLL = Duration.ofMillis(20);

  /** Lines that are no messages, before the child counts as flooding. */
  private static final int MOST_GARBAGE_LINES = 1_000;

  /** All that a child may write, bytes. */
  private static final long MOST_OUTPUT = 1L << 30;

  /** A JVM with Jackson and a backend does not start with less, mebibytes. */
  private static final int SMALLEST_HEAP = 32;

  /** Exit code of a JVM under -XX:+ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  private final Backend backend;
  private final Duration grace;

  /** Runs a backend in a child; it may take 5 s beyond its limit, which covers the start of the JVM. */
  public ProcessBackend(Backend backend) {
    this(backend, Duration.ofSeconds(5));
  }

  /**
   * Runs a backend in a child.
   *
   * @param backend what the child runs: a class with a public constructor without arguments
   * @param grace how long after its limit, or after a stop, the child may go on before it is killed
   */
  public ProcessBackend(Backend backend, Duration grace) {
    this.backend = backend;
    this.grace = grace;
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String version() {
    return backend.version();
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public boolean supports(Feature feature) {
    return backend.supports(feature);
  }

  @Override
  public boolean supportsNatively(Feature feature) {
    return backend.supportsNatively(feature);
  }

  @Override
  public BackendResult solve(ConstraintModel model, Limits limits, BackendListener listener) {
    CheckedIncumbent incumbent = new CheckedIncumbent(name(), model, listener);
    // A solution is at most 21 characters per value; a status line is short.
    int longestLine = (int) Math.min(Integer.MAX_VALUE / 4, 100_000L + 24L * model.variables().size());
    int heap = Math.max(SMALLEST_HEAP, limits.memoryMebibytes());
    try (Child child = Child.start(WorkerMain.class.getName(), backend.getClass().getName(), heap, longestLine)) {
      child.send(Messages.solve(model, limits));
      return new Conversation(child, incumbent, limits).run();
    } catch (IOException e) {
      return failed(incumbent, "could not start its child process: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return incumbent.result(Termination.INTERRUPTED, Proof.NONE, name() + ": interrupted", Map.of());
    }
  }

  private BackendResult failed(CheckedIncumbent incumbent, String what) {
    incumbent.fail("backend %s %s".formatted(name(), what));
    return incumbent.result(Termination.FAILED, Proof.NONE, "", Map.of());
  }

  /** One solve as seen by the parent. */
  private final class Conversation {
    private final Child child;
    private final CheckedIncumbent incumbent;
    private final Limits limits;
    private final Map<String, String> statistics = new HashMap<>();
    private final long deadline;
    private long output;
    private int garbage;
    private long stopDeadline = Long.MAX_VALUE;

    Conversation(Child child, CheckedIncumbent incumbent, Limits limits) {
      this.child = child;
      this.incumbent = incumbent;
      this.limits = limits;
      this.deadline = System.nanoTime() + limits.wallClock().plus(grace).toNanos();
    }

    BackendResult run() throws InterruptedException {
      while (true) {
        Child.Event event = child.poll(POLL);
        BackendResult result = event == null ? null : hear(event);
        if (result == null) {
          result = checkClock();
        }
        if (result != null) {
          return result;
        }
      }
    }

    private @Nullable BackendResult checkClock() {
      long now = System.nanoTime();
      if (stopDeadline == Long.MAX_VALUE && incumbent.shouldStop()) {
        child.send(Messages.stop());
        stopDeadline = now + grace.toNanos();
      }
      if (stopDeadline != Long.MAX_VALUE && now - stopDeadline > 0) {
        return incumbent.result(
            Termination.INTERRUPTED, Proof.NONE, name() + " was killed, because it did not stop when asked", statistics);
      }
      if (now - deadline > 0) {
        return failed(
            incumbent,
            "was killed, because it went on %s after its limit of %s".formatted(text(grace), text(limits.wallClock())));
      }
      return null;
    }

    private @Nullable BackendResult hear(Child.Event event) throws InterruptedException {
      if (event instanceof Child.Flood flood) {
        return failed(incumbent, "was killed, because it wrote " + flood.what());
      }
      if (event instanceof Child.Line line) {
        output += line.text().length() + 1L;
        if (output > MOST_OUTPUT) {
          return failed(incumbent, "was killed, because it wrote more than %d bytes".formatted(MOST_OUTPUT));
        }
        JsonNode message = Messages.parse(line.text()).orElse(null);
        if (message != null) {
          return hear(message);
        }
        garbage++;
        return garbage > MOST_GARBAGE_LINES
            ? failed(incumbent, "was killed, because it wrote more than %d lines of garbage".formatted(MOST_GARBAGE_LINES))
            : null;
      }
      return ended();
    }

    private @Nullable BackendResult hear(JsonNode message) {
      try {
        switch (message.path("type").asText()) {
          case "solution" -> {
            if (!incumbent.solution(Assignment.of(ModelReader.longs(message.path("values"))))) {
              return incumbent.result(Termination.FAILED, Proof.NONE, "", statistics);
            }
          }
          case "bound" -> incumbent.bound(message.path("value").longValue());
          case "statistics" ->
              message.path("counts").properties().forEach(e -> statistics.put(e.getKey(), e.getValue().asText()));
          case "status" -> {
            return status(message);
          }
          case "refused" ->
              throw new BackendRefusal(
                  BackendRefusal.Kind.valueOf(message.path("kind").asText()), message.path("message").asText());
          case "error" -> {
            return failed(incumbent, "failed: " + message.path("message").asText());
          }
          default -> garbage++;
        }
      } catch (IllegalArgumentException e) {
        return failed(incumbent, "sent a broken message: " + e.getMessage());
      }
      return null;
    }

    private BackendResult status(JsonNode message) {
      Termination termination = Termination.valueOf(message.path("termination").asText());
      if (message.path("hintRejected").asBoolean()) {
        incumbent.rejectHint();
      }
      if (message.has("bound")) {
        incumbent.bound(message.path("bound").longValue());
      }
      if (termination == Termination.FAILED) {
        incumbent.fail(message.path("detail").asText());
      }
      return incumbent.result(
          termination, Proof.valueOf(message.path("proof").asText()), message.path("detail").asText(), statistics);
    }

    /** The output ended without a status: say why as well as the exit code tells. */
    private BackendResult ended() throws InterruptedException {
      int code = child.exitCode(grace);
      String why;
      if (code == -1) {
        why = "closed its output without a status and did not exit";
      } else if (code == OUT_OF_MEMORY) {
        why = "ran out of memory (%d MiB)".formatted(limits.memoryMebibytes());
      } else if (code > 128) {
        why = "was ended by signal %d".formatted(code - 128);
      } else {
        why = "ended with exit code %d without a status".formatted(code);
      }
      if (stopDeadline != Long.MAX_VALUE) {
        return incumbent.result(Termination.INTERRUPTED, Proof.NONE, name() + " " + why + " after a stop", statistics);
      }
      String error = code > 128 || code == 0 || code == OUT_OF_MEMORY ? "" : child.lastError();
      return failed(incumbent, why + (error.isEmpty() ? "" : ": " + error));
    }
  }

  private static String text(Duration duration) {
    return "%d ms".formatted(duration.toMillis());
  }
}
