package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Places all messages so that the largest lateness, finish minus deadline, is as small as it finds: greedy orders, balanced routes, then
 * ejection search at falling lateness.
 *
 * <p>Role: for problems whose deadlines follow from a time that is itself to be chosen, such as the stage time of a pipeline. For a seed and the
 * same work the answer is the same everywhere.
 */
public final class LatenessSearch {
  /** Work of one attempt, and what it grows by with each message. */
  private static final long ATTEMPT = 1_000_000;

  private static final long ATTEMPT_PER_MESSAGE = 8_000;
  /** Draws of each random order. */
  private static final int DRAWS = 2;
  /** Slots that ejection search can count. */
  private static final long MOST_SLOTS = 1L << 28;

  private final long seed;
  private final BooleanSupplier stop;
  private SlotInstance instance;
  private @Nullable SlotPlan best;
  private long lateness = Long.MAX_VALUE;

  /**
   * What was found.
   *
   * @param table of all messages
   * @param lateness the largest finish minus deadline; at most 0 if all deadlines are met
   */
  public record Late(SlotTable table, long lateness) {}

  /**
   * @param problem does not repeat, and each message has a deadline
   * @param options candidate routes that it may take
   * @param seed of all random choices
   * @param stop asked now and then; at least one order is tried before
   */
  public LatenessSearch(LinkSlotsProblem problem, RouteOptions options, long seed, BooleanSupplier stop) {
    this.instance = new SlotInstance(problem, options);
    this.seed = seed;
    this.stop = stop;
  }

  /**
   * Searches.
   *
   * @param enough lateness below which nothing is gained, for example a bound, or 0
   * @param work of ejection search, in its own measure: about 40,000 for a millisecond
   */
  public Late run(long enough, long work) {
    GreedyScheduler first = new GreedyScheduler(instance);
    take(first.withoutDeadlines(MessageOrder.DEADLINE.of(instance, seed)));
    greedy(instance, enough);
    RouteBalancer balancer = new RouteBalancer(instance, seed);
    if (lateness > enough && balancer.isWorthwhile()) {
      RouteBalancer.Balanced balanced = balancer.balance(stop);
      greedy(instance.withRoutes(Arrays.stream(balanced.last()).map(r -> new TimedRoute[] {r}).toArray(TimedRoute[][]::new)),
          enough);
      instance = instance.withRoutes(balanced.candidates());
    }
    if (lateness > enough && latest() < MOST_SLOTS) {
      eject(enough, work);
    }
    return new Late(found().table(), lateness);
  }

  private SlotPlan found() {
    SlotPlan plan = best;
    if (plan == null) {
      throw new IllegalStateException("No order was tried.");
    }
    return plan;
  }

  private long latest() {
    SlotPlan plan = found();
    long latest = 0;
    for (int m = 0; m < plan.starts().length; m++) {
      latest = Math.max(latest, plan.starts()[m] + plan.routes()[m].lastEnd());
    }
    return latest;
  }

  private void take(SlotPlan plan) {
    long most = Long.MIN_VALUE;
    for (int m = 0; m < plan.starts().length; m++) {
      most = Math.max(most, plan.starts()[m] + plan.routes()[m].finish() - instance.message(m).deadline());
    }
    if (most < lateness) {
      lateness = most;
      best = plan;
    }
  }

  private void greedy(SlotInstance on, long enough) {
    GreedyScheduler scheduler = new GreedyScheduler(on);
    int most = 1;
    for (int m = 0; m < on.size(); m++) {
      most = Math.max(most, on.routes(m).length);
    }
    for (int count = 1; count <= most; count = count == most ? most + 1 : most) {
      for (MessageOrder order : MessageOrder.values()) {
        for (int draw = 0; draw < (order.isRandom() ? DRAWS : 1) && lateness > enough && !stop.getAsBoolean(); draw++) {
          scheduler.withoutDeadlines(order.of(on, seed + draw), count, stop).ifPresent(this::take);
        }
      }
    }
  }

  private void eject(long enough, long work) {
    long attempt = ATTEMPT + ATTEMPT_PER_MESSAGE * instance.size();
    long left = work;
    long step = Math.max(1, (lateness - enough) / 2);
    for (long round = 0; lateness > enough && left > 0 && !stop.getAsBoolean(); round++) {
      EjectionSearch search = new EjectionSearch(instance.withDeadlinesLater(lateness - step), seed + round);
      search.load(found());
      search.aim(Long.MAX_VALUE);
      boolean found = search.run(Math.min(attempt, left), stop);
      left -= Math.max(search.work(), attempt / 64);
      if (found) {
        take(search.plan());
        step = Math.min(2 * step, Math.max(1, (lateness - enough) / 2));
      } else if (step > 1) {
        step = Math.max(1, step / 3);
      } else if (search.isStuck()) {
        return;
      }
    }
  }
}
