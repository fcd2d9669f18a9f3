package dev.dovetail.solver;

import dev.dovetail.encodings.cp.ConstraintModel;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a method that asks a backend: what is left of its limits, and what the end of a model means for the method.
 *
 * <p>Role: shared by the constraint methods of all kinds. A backend that refuses a model or fails costs nothing that was found before.
 */
public final class BackendRun {
  private final Limits limits;
  private final Listener<?> listener;
  private final int childHeap;
  private final long started = System.nanoTime();

  /**
   * Starts the clock.
   *
   * @param limits of the whole run
   * @param listener that knows the best mapping and bound
   * @param childHeap most heap of a child, mebibytes: native memory comes on top
   */
  public BackendRun(Limits limits, Listener<?> listener, int childHeap) {
    this.limits = limits;
    this.listener = listener;
    this.childHeap = childHeap;
  }

  /**
   * What came of a model.
   *
   * @param result of the backend; null if it refused the model or failed
   * @param end how the method ends in that case, else null
   */
  public record Answer(@Nullable BackendResult result, @Nullable Outcome end) {}

  /** Whether nothing is left to do: told to stop, or the best mapping meets the best bound. */
  public boolean settled() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }

  /** Says when a share of the time is over, or all is settled; where only deterministic limits end a search, the latter only. */
  public BooleanSupplier until(double share) {
    long end = limits.reproducible() ? Long.MAX_VALUE : started + (long) (limits.time().toNanos() * share);
    return () -> settled() || System.nanoTime() > end;
  }

  /** What is left of the limits, for a child. */
  public Limits left() {
    Duration time = limits.reproducible() ? limits.time() : limits.time().minusNanos(System.nanoTime() - started);
    return limited(time);
  }

  /** A share of what is left of the limits, for a child. */
  public Limits left(double share) {
    return limited(Duration.ofNanos((long) (left().time().toNanos() * share)));
  }

  private Limits limited(Duration time) {
    Duration positive = time.isNegative() || time.isZero() ? Duration.ofMillis(1) : time;
    return new Limits(positive, limits.gap(), limits.seed(), limits.threads(), limits.reproducible(),
        Math.min(childHeap, limits.memoryMebibytes()));
  }

  /** Solves a model; a refusal or a failure is an answer. */
  public static Answer ask(Backend backend, ConstraintModel model, Limits within, BackendListener heard) {
    BackendResult result;
    try {
      result = backend.solve(model, within, heard);
    } catch (BackendRefusal e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Answer(null, new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; " + why));
    }
    return result.termination() == Outcome.Termination.FAILED
        ? new Answer(null, new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE, result.detail()))
        : new Answer(result, null);
  }

  /** How a method ends with a result: a backend that was told to stop reached a limit. */
  public static Outcome end(BackendResult result, Outcome.Proof proof, String detail) {
    boolean interrupted = result.termination() == Outcome.Termination.INTERRUPTED;
    return new Outcome(interrupted ? Outcome.Termination.LIMIT : result.termination(), proof, detail);
  }
}
