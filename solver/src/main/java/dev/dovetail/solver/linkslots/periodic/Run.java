package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.linkslots.periodic.PeriodicEncoding;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.encodings.linkslots.periodic.PeriodicModel;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all runs of one method on one problem share: limits, time, the backend.
 *
 * @param problem what is asked
 * @param name of the method
 * @param limits of the run
 * @param listener hears of mappings and bounds
 * @param backend makes the backend, or null for a method without one
 * @param began clock at the begin of the run, nanoseconds
 */
record Run(
    LinkSlotsProblem problem,
    String name,
    Limits limits,
    Listener<SlotTable> listener,
    @Nullable Supplier<Backend> backend,
    long began) {
  /** Most heap of a child, mebibytes: native memory comes on top. */
  private static final int CHILD_HEAP = 768;

  /** Steps of a search that count as one second of a reproducible limit. */
  private static final long STEPS_PER_SECOND = 500;

  /** Whether to stop: the limit is reached, or nothing is left to gain. */
  boolean settled() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }

  /** Whether a share of the time is over; never, if only deterministic limits count. */
  boolean past(double share) {
    return !limits.reproducible() && System.nanoTime() - began > limits.time().toNanos() * share;
  }

  /** Steps of a search in a share of the time; as many as the clock allows, unless only deterministic limits count. */
  long steps(double share) {
    return limits.reproducible()
        ? Math.max(1, (long) (limits.time().toMillis() * STEPS_PER_SECOND / 1000 * share))
        : Long.MAX_VALUE;
  }

  /**
   * Asks the backend.
   *
   * @param model with or without hint
   * @param share of the whole time that it may take at most, beginning now
   * @param found hears of each solution
   * @param bound hears of bounds on the model's objective
   */
  BackendResult ask(PeriodicModel model, @Nullable Assignment hint, double share, Consumer<SlotTable> found, LongConsumer bound) {
    return ask(model.model().withHint(hint), share, a -> found.accept(model.decode(a)), bound);
  }

  /**
   * Asks the backend.
   *
   * @param model whatever it is of
   * @param share of the whole time that it may take at most, beginning now
   * @param found hears of each solution
   * @param bound hears of bounds on the model's objective
   */
  BackendResult ask(ConstraintModel model, double share, Consumer<Assignment> found, LongConsumer bound) {
    BackendListener heard = new BackendListener() {
      @Override
      public void solution(Assignment assignment, long objective) {
        found.accept(assignment);
      }

      @Override
      public void bound(long value) {
        bound.accept(value);
      }

      @Override
      public boolean shouldStop() {
        return settled();
      }
    };
    Supplier<Backend> supplier = backend;
    if (supplier == null) {
      return nothing("no backend");
    }
    try {
      return supplier.get().solve(model, part(share), heard);
    } catch (BackendRefusal e) {
      return nothing(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** The result of a question that was not asked. */
  static BackendResult nothing(String why) {
    return new BackendResult(Outcome.Termination.COMPLETE, null, 0, Outcome.Proof.NONE, null, false, why, Map.of());
  }

  /** The limits of a share of the time, and of no more than what is left. */
  private Limits part(double share) {
    long nanos = (long) (limits.time().toNanos() * share);
    if (!limits.reproducible()) {
      nanos = Math.min(nanos, limits.time().toNanos() - (System.nanoTime() - began));
    }
    return new Limits(Duration.ofNanos(Math.max(1_000_000, nanos)), limits.gap(), limits.seed(), limits.threads(),
        limits.reproducible(), Math.min(CHILD_HEAP, limits.memoryMebibytes()));
  }

  /** Whether the instance makes a model that can be built. */
  static boolean isEncodable(PeriodicInstance instance) {
    return PeriodicEncoding.collisions(instance) <= PeriodicEncoding.MOST_COLLISIONS;
  }

  /** The end of a run that stopped early or has nothing left to do. */
  Outcome ended(String detail) {
    Outcome.Termination why = listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE;
    return new Outcome(why, Outcome.Proof.NONE, detail);
  }
}
