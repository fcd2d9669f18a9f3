package dev.dovetail.solver.linkslots;

import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.models.linkslots.SlotTable;
import org.jspecify.annotations.Nullable;

/**
 * The best plan that several searches share. Tells the listener of better ones, at most so often that being judged takes a small part of the
 * time; what is held back is told with the next question.
 */
final class Incumbent {
  /** Time between two reports, in times that the last one took. */
  private static final long SPARING = 8;

  private final Listener<SlotTable> listener;
  private final boolean everyOne;
  private @Nullable SlotPlan best;
  private String source = "";
  private long told;
  private long lastTold;
  private long took;

  /**
   * @param listener hears of plans
   * @param limits whether it must hear of each
   * @param known what it has heard of already; {@link Long#MAX_VALUE} for nothing
   */
  Incumbent(Listener<SlotTable> listener, Limits limits, long known) {
    this.told = known;
    this.listener = listener;
    this.everyOne = limits.reproducible();
  }

  /** Takes a plan if it is better. */
  synchronized void offer(SlotPlan plan, String from) {
    if (best == null || plan.objective() < best.objective()) {
      best = plan;
      source = from;
      tell(everyOne);
    }
  }

  /** The best plan; null if there is none yet. */
  synchronized @Nullable SlotPlan best() {
    return best;
  }

  /** The best objective; {@link Long#MAX_VALUE} if there is none yet. */
  synchronized long objective() {
    return best == null ? Long.MAX_VALUE : best.objective();
  }

  /** Tells the listener what it does not know yet, now or when it is time. */
  synchronized void tell(boolean now) {
    SlotPlan plan = best;
    if (plan == null || plan.objective() >= told) {
      return;
    }
    long before = System.nanoTime();
    if (now || took == 0 || before - lastTold >= SPARING * took) {
      told = plan.objective();
      listener.incumbent(plan.table(), told, source);
      lastTold = System.nanoTime();
      took = Math.max(1, lastTold - before);
    }
  }
}
