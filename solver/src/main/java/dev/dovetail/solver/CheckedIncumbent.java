package dev.dovetail.solver;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gate between a backend and the world: every assignment is checked against the model before it is kept and passed on. Keeps the
 * best one, the best bound and the first lie. Thread-safe; never throws.
 */
public final class CheckedIncumbent {
  private final String backend;
  private final ConstraintModel model;
  private final BackendListener listener;
  private final boolean hintInfeasible;
  private @Nullable Assignment best;
  private long objective;
  private @Nullable Long bound;
  private @Nullable String lie;
  private boolean hintRejected;

  /**
   * @param backend name for messages
   * @param model what assignments are checked against
   * @param listener hears of every checked improvement
   */
  public CheckedIncumbent(String backend, ConstraintModel model, BackendListener listener) {
    this.backend = backend;
    this.model = model;
    this.listener = listener;
    this.hintInfeasible = model.hint().map(hint -> !model.check(hint).isEmpty()).orElse(false);
  }

  /** Takes a solution; keeps and passes it on if it is one and better than the best. Returns false if it is a lie. */
  public synchronized boolean solution(Assignment assignment) {
    List<String> violations = model.check(assignment);
    if (!violations.isEmpty()) {
      fail("backend %s returned an assignment that violates %s%s".formatted(backend, violations.get(0), more(violations)));
      return false;
    }
    long value = model.objectiveOf(assignment);
    if (bound != null && model.objective().isPresent() && value < bound) {
      fail("backend %s returned a solution of objective %d, below its own lower bound %d".formatted(backend, value, bound));
      bound = null;
    }
    if (best == null || value < objective) {
      best = assignment;
      objective = value;
      quietly(() -> listener.solution(assignment, value));
    }
    return lie == null;
  }

  /** Takes a lower bound; ignored without an objective. */
  public synchronized void bound(long value) {
    if (model.objective().isEmpty() || (bound != null && value <= bound)) {
      return;
    }
    if (best != null && value > objective) {
      fail("backend %s claims the lower bound %d, above its own solution of objective %d".formatted(backend, value, objective));
      return;
    }
    bound = value;
    quietly(() -> listener.bound(value));
  }

  /** The backend said that the hint is infeasible. */
  public synchronized void rejectHint() {
    hintRejected = true;
  }

  /** Notes the first thing that is wrong with the backend: the result will be FAILED. */
  public synchronized void fail(String why) {
    if (lie == null) {
      lie = why;
    }
  }

  /** Whether to stop: the listener says so, or the backend lied. A listener that throws stops too. */
  public boolean shouldStop() {
    synchronized (this) {
      if (lie != null) {
        return true;
      }
    }
    try {
      return listener.shouldStop();
    } catch (RuntimeException e) {
      fail("the listener threw " + e);
      return true;
    }
  }

  /** Whether there is a solution. */
  public synchronized boolean hasSolution() {
    return best != null;
  }

  /** The result; a lie makes it FAILED without a proof, but keeps the best checked solution. */
  public synchronized BackendResult result(
      Outcome.Termination termination, Outcome.Proof proof, String detail, Map<String, String> statistics) {
    boolean rejected = hintRejected || hintInfeasible;
    if (lie == null && proof == Outcome.Proof.INFEASIBLE && best != null) {
      fail("backend %s claims that the model is infeasible after a solution".formatted(backend));
    }
    if (lie == null && (proof == Outcome.Proof.OPTIMAL || proof == Outcome.Proof.EXHAUSTED) && best == null) {
      fail("backend %s claims an optimum without a solution".formatted(backend));
    }
    if (lie != null) {
      return new BackendResult(
          Outcome.Termination.FAILED, best, objective, Outcome.Proof.NONE, null, rejected, lie, statistics);
    }
    if ((proof == Outcome.Proof.OPTIMAL || proof == Outcome.Proof.EXHAUSTED) && model.objective().isPresent()) {
      bound(objective);
    }
    return new BackendResult(termination, best, objective, proof, bound, rejected, detail, statistics);
  }

  private void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      fail("the listener threw " + e);
    }
  }

  private static String more(List<String> violations) {
    return violations.size() == 1 ? "" : " (and %d more)".formatted(violations.size() - 1);
  }
}
