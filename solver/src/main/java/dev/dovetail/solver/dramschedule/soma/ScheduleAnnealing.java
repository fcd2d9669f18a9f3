package dev.dovetail.solver.dramschedule.soma;

import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * SoMa's second and third stage: annealing of order and residency of all tensors from the double-buffer schedule, then of the buffer use at
 * equal latency. Source: public program SET-Scheduling-Project/SoMa-HPCA2025; unlike there, a store stays resident as long as tiles read it.
 *
 * <p>A tensor is drawn with probability proportional to its bytes. Moves of the second stage: its index (0.1), its time (0.4), both (0.5); of the
 * third: its index (0.4), a shorter residency (0.6).
 */
public final class ScheduleAnnealing {
  /** Rounds of the second stage per tensor. */
  public static final long ROUNDS_PER_TENSOR = 1_000;

  private static final double INDEX_MOVES = 0.1;
  private static final double TIME_MOVES = 0.4;
  private static final double SHRINKING_INDEX_MOVES = 0.4;
  private static final int SHRINKING_SHARE = 10;
  private static final int INDEX_ATTEMPTS = 3;
  private static final int TIME_ATTEMPTS = 10;
  private static final int STOP_INTERVAL = 256;
  private static final int REPORTS = 50;

  private final ScheduleArrays arrays;
  private final ScheduleState state;
  private final SplittableRandom random;
  private final BooleanSupplier stop;
  private final BiConsumer<DramSchedule, Long> improved;
  private final long[] bytesUpTo;

  private long current;
  private long best = Long.MAX_VALUE;
  private int[][] bestState = new int[0][];
  private long reported = Long.MAX_VALUE;

  /**
   * An annealing that has not begun.
   *
   * @param problem whose double-buffer schedule it starts from
   * @param random every random choice
   * @param stop asked now and then whether to end
   * @param improved is given schedules that fit the buffer, with their latency in cycles, each better than those before; not every one
   */
  public ScheduleAnnealing(
      DramScheduleProblem problem, SplittableRandom random, BooleanSupplier stop, BiConsumer<DramSchedule, Long> improved) {
    this.arrays = new ScheduleArrays(problem);
    this.state = new ScheduleState(arrays, DefaultSchedule.of(problem));
    this.random = random;
    this.stop = stop;
    this.improved = improved;
    bytesUpTo = arrays.bytes.clone();
    Arrays.parallelPrefix(bytesUpTo, Long::sum);
  }

  /**
   * Both stages.
   *
   * @param rounds of the second stage; the third takes a tenth of them
   * @return the latency in cycles of the best schedule, or {@link Long#MAX_VALUE} if the double-buffer schedule is not executable
   */
  public long run(long rounds) {
    current = state.fits() && state.keepsOrder() ? state.latency() : StepClock.VIOLATION;
    if (current == StepClock.VIOLATION) {
      return Long.MAX_VALUE;
    }
    keepBest();
    report();
    if (arrays.count > 0 && bytesUpTo[arrays.count - 1] > 0) {
      anneal(rounds);
      state.restore(bestState);
      current = best;
      shrink(rounds / SHRINKING_SHARE);
    }
    return best;
  }

  private void anneal(long rounds) {
    long restart = (long) (rounds * Cooling.RESTART);
    for (long round = 0; round < rounds; round++) {
      if (round % STOP_INTERVAL == 0 && stop.getAsBoolean()) {
        break;
      }
      if (round == restart) {
        state.restore(bestState);
        current = best;
      }
      if (round % (rounds / REPORTS + 1) == 0) {
        report();
      }
      step((double) round / rounds);
    }
    report();
  }

  private void step(double progress) {
    int tensor = draw();
    int index = state.at[tensor];
    int time = state.time(tensor);
    double kind = random.nextDouble();
    boolean moved =
        kind < INDEX_MOVES
            ? moveIndex(tensor)
            : kind < INDEX_MOVES + TIME_MOVES ? moveTime(tensor) && state.fits() : moveBoth(tensor);
    long next = moved ? state.latency() : StepClock.VIOLATION;
    if (next != StepClock.VIOLATION && Cooling.accepts(current, next, arrays.ideal, progress, random.nextDouble())) {
      current = next;
      if (current < best) {
        keepBest();
      }
    } else {
      goBack(tensor, index, time);
    }
  }

  private boolean moveIndex(int tensor) {
    int first = state.firstTimelyIndex(tensor);
    int last = state.lastTimelyIndex(tensor);
    if (last <= first) {
      return false;
    }
    state.moveTo(tensor, otherThan(state.at[tensor], first, last));
    return true;
  }

  private boolean moveTime(int tensor) {
    int from = state.earliestTime(tensor);
    int to = state.latestTime(tensor);
    int now = state.time(tensor);
    boolean inside = from <= now && now <= to;
    if (to < from || (inside && to == from)) {
      return false;
    }
    state.setTime(tensor, inside ? otherThan(now, from, to) : between(from, to));
    return true;
  }

  /** Draws an index, then times for it, until the buffer holds the tensor. */
  private boolean moveBoth(int tensor) {
    int first = state.firstIndex(tensor);
    int last = state.lastIndex(tensor);
    for (int i = 0; i < INDEX_ATTEMPTS && first <= last; i++) {
      state.moveTo(tensor, between(first, last));
      int from = state.earliestTime(tensor);
      int to = state.latestTime(tensor);
      for (int t = 0; t < TIME_ATTEMPTS && from <= to; t++) {
        state.setTime(tensor, between(from, to));
        if (state.fits()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The third stage: never longer; at equal latency towards fewer byte cycles in the buffer. */
  private void shrink(long rounds) {
    current = state.latency();
    double use = state.byteCycles(current);
    for (long round = 0; round < rounds; round++) {
      if (round % STOP_INTERVAL == 0 && stop.getAsBoolean()) {
        break;
      }
      int tensor = draw();
      int index = state.at[tensor];
      int time = state.time(tensor);
      boolean moved = random.nextDouble() < SHRINKING_INDEX_MOVES ? moveIndex(tensor) : shorten(tensor);
      long next = moved ? state.latency() : StepClock.VIOLATION;
      boolean kept = next != StepClock.VIOLATION && next <= current;
      if (kept) {
        double nextUse = state.byteCycles(next);
        kept = next < current || Cooling.accepts(use, nextUse, 0, (double) round / rounds, random.nextDouble());
        use = kept ? nextUse : use;
      }
      if (!kept) {
        goBack(tensor, index, time);
      } else if (next < best) {
        current = next;
        keepBest();
      }
    }
    report();
  }

  private boolean shorten(int tensor) {
    int from = arrays.store[tensor] ? state.earliestTime(tensor) : state.time(tensor) + 1;
    int to = arrays.store[tensor] ? state.time(tensor) - 1 : state.latestTime(tensor);
    if (to < from) {
      return false;
    }
    state.setTime(tensor, between(from, to));
    return true;
  }

  private void goBack(int tensor, int index, int time) {
    if (state.at[tensor] != index) {
      state.moveTo(tensor, index);
    }
    if (state.time(tensor) != time) {
      state.setTime(tensor, time);
    }
  }

  private void keepBest() {
    best = current;
    bestState = state.snapshot();
  }

  private void report() {
    if (best < reported) {
      reported = best;
      improved.accept(state.schedule(bestState), best);
    }
  }

  private int draw() {
    long mark = random.nextLong(bytesUpTo[arrays.count - 1]);
    int found = Arrays.binarySearch(bytesUpTo, mark);
    if (found < 0) {
      return -found - 1;
    }
    while (bytesUpTo[found] == mark) { // tensors of no bytes, and the one that ends here, are not the one
      found++;
    }
    return found;
  }

  private int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  private int otherThan(int now, int from, int to) {
    int drawn = from + random.nextInt(to - from);
    return drawn >= now ? drawn + 1 : drawn;
  }
}
