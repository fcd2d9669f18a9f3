package dev.dovetail.solver;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The listener that a method talks to: verifies each incumbent, keeps the best one, and says when to stop.
 *
 * <p>Role: the gate. Nothing passes it that the evaluator has not recomputed to the very integer that the method claimed. The
 * evaluation runs on the method's thread; writing is left to the thread that waits on {@link #awaitNews}.
 */
final class Incumbents<P extends Problem, M extends Mapping> implements Listener<M> {
  /** A verified mapping. */
  record Verified<M>(M mapping, Evaluation evaluation, String source) {}

  /** A mapping whose claim the evaluator refuted. */
  record Rejected<M>(M mapping, Disagreement disagreement) {}

  /** A front of verified mappings, with their evaluations. */
  record VerifiedFront<M>(Front<M> front, Map<M, Evaluation> evaluations) {}

  private final P problem;
  private final Evaluator<P, M> evaluator;
  private final String method;
  private final double gap;
  private final boolean untilLimit;
  private final BooleanSupplier outsideStop;

  private final Object verifying = new Object();
  private final List<LowerBound> methodBounds = new ArrayList<>();
  private final Map<String, Claim> claims = new LinkedHashMap<>();
  private volatile @Nullable Verified<M> best;
  private volatile long bestObjective = Long.MAX_VALUE;
  private volatile @Nullable LowerBound bestBound;
  private volatile @Nullable Rejected<M> rejected;
  private volatile @Nullable VerifiedFront<M> front;
  private volatile boolean closed;
  private long news;
  private long heard;

  /**
   * @param gap relative gap at which to stop
   * @param untilLimit whether the gap ends nothing, because the method searches more than the best mapping
   * @param outsideStop whether a limit is reached or the user interrupted
   */
  Incumbents(P problem, Evaluator<P, M> evaluator, String method, double gap, boolean untilLimit, BooleanSupplier outsideStop) {
    this.problem = problem;
    this.evaluator = evaluator;
    this.method = method;
    this.gap = gap;
    this.untilLimit = untilLimit;
    this.outsideStop = outsideStop;
  }

  @Override
  public void incumbent(M mapping, long objective, String source) {
    if (objective >= bestObjective || closed || rejected != null) {
      return;
    }
    synchronized (verifying) {
      if (objective >= bestObjective || closed || rejected != null) {
        return;
      }
      Evaluation evaluation = judge(mapping);
      synchronized (this) {
        if (closed) {
          return;
        }
        if (!evaluation.isExecutable()) {
          rejected =
              new Rejected<>(
                  mapping,
                  new Disagreement(
                      method,
                      objective,
                      null,
                      "The mapping of %s (%s) breaks %d rules, first: %s"
                          .formatted(method, source, evaluation.violations().size(), evaluation.violations().get(0)),
                      evaluation.violations()));
        } else if (evaluation.objective() != objective) {
          rejected =
              new Rejected<>(
                  mapping,
                  new Disagreement(
                      method,
                      objective,
                      evaluation.objective(),
                      "The objective (%d) that %s (%s) claims is not the cost (%d) of its mapping."
                          .formatted(objective, method, source, evaluation.objective()),
                      List.of()));
        } else {
          best = new Verified<>(mapping, evaluation, source);
          bestObjective = objective;
        }
        wake();
      }
    }
  }

  @Override
  public void front(Front<M> found) {
    if (closed || rejected != null || found.points().isEmpty()) {
      return;
    }
    synchronized (verifying) {
      VerifiedFront<M> before = front;
      Map<M, Evaluation> evaluations = new IdentityHashMap<>();
      for (TradeOff<M> p : found.points()) {
        Evaluation known = before == null ? null : before.evaluations().get(p.mapping());
        Evaluation evaluation = known != null ? known : judge(p.mapping());
        Disagreement refuted = refuted(p, evaluation);
        if (refuted != null) {
          synchronized (this) {
            if (!closed) {
              rejected = new Rejected<>(p.mapping(), refuted);
            }
            wake();
          }
          return;
        }
        evaluations.put(p.mapping(), evaluation);
      }
      synchronized (this) {
        if (!closed) {
          front = new VerifiedFront<>(found, evaluations);
          wake();
        }
      }
    }
  }

  private @Nullable Disagreement refuted(TradeOff<M> p, Evaluation evaluation) {
    if (!evaluation.isExecutable()) {
      return new Disagreement(
          method,
          p.energyFemtojoules(),
          null,
          "The mapping of %s's front with %d cycles (%s) breaks %d rules, first: %s"
              .formatted(method, p.latencyCycles(), p.source(), evaluation.violations().size(), evaluation.violations().get(0)),
          evaluation.violations());
    }
    Long latency = evaluation.cost().get(TradeOff.LATENCY);
    Long energy = evaluation.cost().get(TradeOff.ENERGY);
    boolean same = Long.valueOf(p.latencyCycles()).equals(latency) && Long.valueOf(p.energyFemtojoules()).equals(energy);
    return same
        ? null
        : new Disagreement(
            method,
            p.energyFemtojoules(),
            energy,
            "The latency (%d) and energy (%d) that %s (%s) claims are not those of its mapping (%d and %d)."
                .formatted(p.latencyCycles(), p.energyFemtojoules(), method, p.source(), latency, energy),
            List.of());
  }

  private Evaluation judge(M mapping) {
    try {
      return evaluator.evaluate(problem, mapping);
    } catch (RuntimeException e) {
      // The evaluator reports, it never throws; if it does, the mapping is not verified and must not pass.
      return new Evaluation(0, java.util.Map.of(), List.of(new Violation("evaluator-error", method, String.valueOf(e))));
    }
  }

  @Override
  public synchronized void bound(LowerBound bound) {
    if (closed) {
      return;
    }
    methodBounds.add(bound);
    raise(bound);
  }

  @Override
  public synchronized void claim(Claim claim) {
    if (!closed) {
      claims.merge(claim.space(), claim, Claim::and);
    }
  }

  /** What the method proved of parts of all mappings, one claim for each. */
  synchronized List<Claim> claims() {
    return List.copyOf(claims.values());
  }

  /** A bound of our own; it is not kept among the method's. */
  synchronized void ownBound(LowerBound bound) {
    raise(bound);
  }

  private void raise(LowerBound bound) {
    LowerBound old = bestBound;
    if (old == null || bound.value() > old.value()) {
      bestBound = bound;
      wake();
    }
  }

  @Override
  public long bestObjective() {
    return bestObjective;
  }

  @Override
  public long bestBound() {
    LowerBound b = bestBound;
    return b == null ? Long.MIN_VALUE : b.value();
  }

  @Override
  public boolean shouldStop() {
    if (closed || rejected != null || outsideStop.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      return true;
    }
    long objective = bestObjective;
    LowerBound b = bestBound;
    return !untilLimit && objective != Long.MAX_VALUE && b != null && Gap.of(objective, b.value()) <= gap;
  }

  @Nullable
  Verified<M> best() {
    return best;
  }

  @Nullable
  VerifiedFront<M> front() {
    return front;
  }

  @Nullable
  LowerBound boundOrNull() {
    return bestBound;
  }

  @Nullable
  Rejected<M> rejected() {
    return rejected;
  }

  /** The best of the method's own bounds, or null. */
  synchronized @Nullable LowerBound methodBound() {
    return methodBounds.stream().max(java.util.Comparator.comparingLong(LowerBound::value)).orElse(null);
  }

  /** From now on nothing is heard any more: the method is done or abandoned. */
  synchronized void close() {
    closed = true;
  }

  /** Wakes the waiting thread. */
  synchronized void wake() {
    news++;
    notifyAll();
  }

  /** Waits until something is new or {@code millis} have passed; says whether something is new. */
  synchronized boolean awaitNews(long millis) throws InterruptedException {
    if (news == heard) {
      wait(millis);
    }
    boolean isNew = news != heard;
    heard = news;
    return isNew;
  }
}
