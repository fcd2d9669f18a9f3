package dev.dovetail.solver;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.models.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one method, on a thread of its own, under a watchdog.
 *
 * <p>Role: whatever a method does (return, throw, run out of memory, hang), the run ends, with what was verified until then. A
 * method that ignores {@link Listener#shouldStop()} is interrupted after the grace and abandoned.
 */
final class MethodRun<P extends Problem, M extends Mapping> {
  private static final long POLL_MILLIS = 50;
  /** An abandoned method gets this long to react to its interruption. */
  private static final long INTERRUPTION_MILLIS = 200;
  /** Where the answer is settled (gap met, claim refuted, Ctrl-C), nobody waits longer than this for a method to stop. */
  private static final long SETTLED_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);
  /** Writing takes at most a quarter of the solving thread's time, so that a flood of small improvements stays cheap. */
  private static final int WRITE_SHARE = 3;
  private static final long LONGEST_HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final P problem;
  private final Method<P, M> method;
  private final Limits limits;
  private final Environment environment;
  private final long start;
  private final BooleanSupplier interrupted;
  private final Incumbents<P, M> incumbents;
  private final List<CurvePoint> curve = new ArrayList<>();

  private volatile @Nullable Outcome returned;
  private volatile @Nullable BadInputException refused;
  private volatile boolean infeasibleByBounds;
  private volatile Incumbents.@Nullable Verified<M> announcedBest;
  private @Nullable Long announcedObjective;
  private @Nullable LowerBound announcedBound;
  private @Nullable Long timeToFirst;

  MethodRun(
      Evaluator<P, M> evaluator,
      P problem,
      Method<P, M> method,
      Limits limits,
      Environment environment,
      long start,
      BooleanSupplier interrupted) {
    this.problem = problem;
    this.method = method;
    this.limits = limits;
    this.environment = environment;
    this.start = start;
    this.interrupted = interrupted;
    this.incumbents =
        new Incumbents<>(
            problem,
            evaluator,
            method.name(),
            limits.gap(),
            method.reportsFront(),
            () -> interrupted.getAsBoolean() || infeasibleByBounds || limitReached());
  }

  String method() {
    return method.name();
  }

  Incumbents<P, M> incumbents() {
    return incumbents;
  }

  /** Runs the method to its end; {@code announce} is called after each change, on this thread. */
  MethodResult<M> run(OwnBounds<P> bounds, Runnable announce) {
    boolean bounded = takeBounds(bounds, 0);
    announce.run();
    Thread thread = new Thread(this::solve, "dovetail-" + method.name());
    thread.setDaemon(true);
    thread.start();
    try {
      long stopSince = -1;
      long holdUntil = now();
      while (returned == null && refused == null) {
        incumbents.awaitNews(POLL_MILLIS);
        bounded = bounded || takeBounds(bounds, 0);
        if (now() >= holdUntil) {
          long before = now();
          announce.run();
          holdUntil = now() + Math.min(LONGEST_HOLD_NANOS, WRITE_SHARE * (now() - before));
        }
        if (incumbents.shouldStop()) {
          stopSince = stopSince < 0 ? now() : stopSince;
          if (now() - stopSince > grace()) {
            abandon(thread);
          }
        }
      }
      if (refused != null) {
        throw refused;
      }
      // The gap needs the bounds: a fast method waits for them as long as its limit allows.
      while (!bounded && !interrupted.getAsBoolean() && !limitReached()) {
        bounded = takeBounds(bounds, POLL_MILLIS);
      }
      incumbents.close();
      announce.run();
      return snapshot();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      returned = new Outcome(Outcome.Termination.INTERRUPTED, Outcome.Proof.NONE, "The solving thread was interrupted.");
      return snapshot();
    } finally {
      incumbents.close();
      thread.interrupt();
    }
  }

  private boolean takeBounds(OwnBounds<P> bounds, long millis) {
    if (!bounds.absorb(millis)) {
      return false;
    }
    bounds.values().forEach(incumbents::ownBound);
    infeasibleByBounds = bounds.infeasibility() != null;
    return true;
  }

  private void solve() {
    try {
      returned = method.solve(problem, limits, incumbents);
    } catch (InfeasibleException e) {
      returned = new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, String.valueOf(e.getMessage()));
    } catch (BadInputException e) {
      refused = e;
    } catch (OutOfMemoryError e) {
      returned =
          failed("it ran out of memory (%s). Maybe give the JVM more with -Xmx.".formatted(e.getMessage()));
    } catch (Throwable e) {
      // Whatever a backend throws (an Error of a native library too), the verified mapping must survive it.
      returned = failed(e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    }
    incumbents.wake();
  }

  private static Outcome failed(String detail) {
    return new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE, detail);
  }

  private long grace() {
    long grace = environment.grace().toNanos();
    return limitReached() && !interrupted.getAsBoolean() ? grace : Math.min(grace, SETTLED_GRACE_NANOS);
  }

  private void abandon(Thread thread) throws InterruptedException {
    boolean overdue = limitReached() && !interrupted.getAsBoolean();
    thread.interrupt();
    thread.join(INTERRUPTION_MILLIS);
    if (returned != null || refused != null) {
      return;
    }
    incumbents.close();
    if (overdue) {
      returned =
          failed(
              "it did not stop %d s after its time limit and was abandoned.".formatted(environment.grace().toSeconds()));
    } else if (interrupted.getAsBoolean()) {
      returned = new Outcome(Outcome.Termination.INTERRUPTED, Outcome.Proof.NONE, "Interrupted.");
    } else {
      returned = new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "Nothing was left to gain; it was stopped.");
    }
  }

  /** What is new since the last {@link #announced}: {@code mapping}, {@code bound}, or nothing. */
  String news(@Nullable Long objective, @Nullable LowerBound bound) {
    if (objective != null && !objective.equals(announcedObjective)) {
      return "mapping";
    }
    return bound != null && (announcedBound == null || bound.value() > announcedBound.value()) ? "bound" : "";
  }

  /** Notes what was announced, and when. */
  void announced(Incumbents.@Nullable Verified<M> best, @Nullable LowerBound bound, String source) {
    announcedBest = best;
    Long objective = best == null ? null : best.evaluation().objective();
    announcedObjective = objective;
    announcedBound = bound;
    if (timeToFirst == null && objective != null) {
      timeToFirst = now() - start;
    }
    curve.add(new CurvePoint(now() - start, objective, bound == null ? null : bound.value(), source));
  }

  /** What is known of this run at the moment, with the mapping that was announced last: a better one may not be on disk yet. */
  MethodResult<M> snapshot() {
    Incumbents.Verified<M> best = announcedBest;
    Incumbents.Rejected<M> rejected = incumbents.rejected();
    Outcome outcome = returned;
    return new MethodResult<>(
        method.name(),
        outcome != null ? outcome : new Outcome(Outcome.Termination.INTERRUPTED, Outcome.Proof.NONE, "Not finished."),
        best == null ? null : best.mapping(),
        best == null ? null : best.evaluation(),
        best == null ? "" : best.source(),
        incumbents.boundOrNull(),
        incumbents.methodBound(),
        incumbents.claims(),
        rejected == null ? null : rejected.disagreement(),
        timeToFirst,
        now() - start,
        curve);
  }

  private boolean limitReached() {
    return now() - start >= limits.wallClock().toNanos();
  }

  private long now() {
    return environment.nanoTime().getAsLong();
  }
}
