package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.OrderModel;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Large neighbourhood search over the times of a schedule: a constraint solver reorders one window at a time, or all of a schedule that
 * is small enough.
 *
 * <p>Role: what a constraint method does where the joint model is too large. Never ends worse than it began.
 */
final class Windows {
  /** Tasks and transfers of a schedule that is also tried as a whole; its child stays below about half a gibibyte. */
  private static final int MOST_AT_ONCE = 1_500;

  private static final int SMALLEST = 40;
  private static final int FIRST = 120;
  private static final int LARGEST = 600;
  private static final int HEAP = 256;

  /** A child needs about that long to start, to read its model and to end. */
  private static final Duration STARTUP = Duration.ofMillis(1_000);

  /** Windows of a reproducible run. */
  private static final int REPRODUCIBLE_ROUNDS = 6;

  private final AllocationProblem problem;
  private final Backend backend;
  private final String name;
  private final Limits limits;
  private final Listener<Schedule> listener;
  private final Supplier<Duration> left;
  private final SplittableRandom random;

  Windows(
      AllocationProblem problem, Backend backend, String name, Limits limits, Listener<Schedule> listener,
      Supplier<Duration> left) {
    this.problem = problem;
    this.backend = backend;
    this.name = name;
    this.limits = limits;
    this.listener = listener;
    this.left = left;
    this.random = new SplittableRandom(limits.seed());
  }

  /** Improves until the limit. */
  Outcome improve(Schedule first) {
    Schedule best = first;
    int size = FIRST;
    boolean whole = activities(first) <= MOST_AT_ONCE;
    for (int round = 0; goOn(round); round++) {
      long[] starts = starts(best);
      int width = whole && round == 0 ? starts.length : Math.min(size, starts.length);
      int begin = width == starts.length ? 0 : random.nextInt(starts.length - width);
      long to = begin + width >= starts.length ? Long.MAX_VALUE : starts[begin + width];
      Optional<OrderModel> model = OrderModel.of(problem, best, starts[begin], to);
      if (model.isEmpty()) {
        return outcome("a route is not among the shortest");
      }
      BackendResult result;
      try {
        result = backend.solve(model.get().model(), slice(whole && round == 0), stopping());
      } catch (BackendRefusal e) {
        return outcome(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
      if (result.termination() == Outcome.Termination.FAILED) {
        return new Outcome(Outcome.Termination.FAILED, Outcome.Proof.NONE, result.detail());
      }
      if (result.solution().isPresent()) {
        best = better(best, model.get().decode(result.solution().get()));
      }
      if (width < starts.length) {
        size = Math.max(SMALLEST, Math.min(LARGEST, result.isOptimal() ? size * 5 / 4 : size * 3 / 4));
      } else if (result.isOptimal()) {
        return outcome("the best order and times of this allocation and its deliveries are found");
      }
    }
    return outcome("windows of the schedule reordered");
  }

  private Schedule better(Schedule best, Schedule found) {
    if (latency(found) >= latency(best)) {
      return best;
    }
    Evaluation evaluation = new AllocationEvaluator().evaluate(problem, found);
    if (evaluation.objective() < listener.bestObjective()) {
      listener.incumbent(found, evaluation.objective(), name);
    }
    return found;
  }

  private boolean goOn(int round) {
    boolean more = limits.reproducible() ? round < REPRODUCIBLE_ROUNDS : left.get().compareTo(STARTUP.multipliedBy(2)) > 0;
    return more && !settled();
  }

  private boolean settled() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }

  private Limits slice(boolean whole) {
    Duration all = limits.reproducible() ? limits.time().dividedBy(4 * REPRODUCIBLE_ROUNDS) : left.get().minus(STARTUP);
    Duration part = limits.reproducible() || all.toMillis() < 2_000 ? all : whole ? all.dividedBy(2) : all.dividedBy(4);
    Duration positive = part.isNegative() || part.isZero() ? Duration.ofMillis(1) : part;
    int heap = Math.min(HEAP, limits.memoryMebibytes());
    return new Limits(positive, 0, limits.seed(), limits.threads(), limits.reproducible(), heap);
  }

  private BackendListener stopping() {
    return new BackendListener() {
      @Override
      public boolean shouldStop() {
        return settled();
      }
    };
  }

  private static Outcome outcome(String detail) {
    return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "searched; " + detail);
  }

  private static int activities(Schedule schedule) {
    return schedule.tasks().size() + schedule.transfers().size();
  }

  private static long[] starts(Schedule s) {
    return LongStream.concat(
        s.tasks().stream().mapToLong(Schedule.Task::start), s.transfers().stream().mapToLong(Schedule.Transfer::start))
        .sorted()
        .toArray();
  }

  private static long latency(Schedule s) {
    return LongStream
        .concat(s.tasks().stream().mapToLong(Schedule.Task::end), s.transfers().stream().mapToLong(Schedule.Transfer::end))
        .max()
        .orElse(0);
  }
}
