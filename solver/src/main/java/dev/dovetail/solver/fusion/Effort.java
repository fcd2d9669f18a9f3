package dev.dovetail.solver.fusion;

import dev.dovetail.solver.Limits;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much of a search's time or work is used up.
 *
 * <p>Role: the one clock of the search. In reproducible mode it counts work, tiles and tensors that were written down and
 * decoded, so that a seed decides everything; else it asks the time.
 */
final class Effort {
  /** Tiles and tensors per second of time limit in reproducible mode; a machine of 2026 manages about this many per thread. */
  static final long REPRODUCIBLE_RATE = 30_000_000;

  /** Work of decoding a tile or a tensor, in units of writing it down. */
  static final long DECODING = 2;

  private static final int ASK_EVERY = 20_000;

  private final LongSupplier clock;
  private final boolean reproducible;
  private final long started;
  private final long nanos;
  private final long mostWork;
  private final BooleanSupplier stop;
  private long work;
  private long asked;
  private double progress;
  private boolean over;

  /**
   * Starts now.
   *
   * @param nanos of the whole search, from {@code started} on
   * @param started what the clock said when the search began
   * @param clock nanoseconds
   * @param stop whether to stop at once
   */
  Effort(Limits limits, long nanos, long started, LongSupplier clock, BooleanSupplier stop) {
    this.clock = clock;
    this.reproducible = limits.reproducible();
    this.nanos = nanos;
    this.started = started;
    this.mostWork = Math.max(1, (long) (nanos / 1e9 * REPRODUCIBLE_RATE));
    this.stop = stop;
  }

  /** The effort of a search that begins now and lasts {@code nanos}. */
  static Effort of(Limits limits, long nanos, BooleanSupplier stop) {
    return new Effort(limits, nanos, System.nanoTime(), System::nanoTime, stop);
  }

  /** Notes that so much work was done. */
  void spend(long units) {
    work += units;
  }

  /** Share of the limit that is used up, from 0; at least 1 at its end. */
  double progress() {
    look();
    return progress;
  }

  /** Whether the search has to end. */
  boolean isOver() {
    look();
    return over;
  }

  private void look() {
    if (work - asked < ASK_EVERY && asked > 0) {
      return;
    }
    asked = Math.max(1, work);
    progress = reproducible ? (double) work / mostWork : (double) (clock.getAsLong() - started) / nanos;
    over = progress >= 1 || stop.getAsBoolean();
  }
}
