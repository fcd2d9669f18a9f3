package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Large neighbourhood search on the order of messages, for sums of weighted finishes: some messages are moved in the order, all are placed
 * again as early as possible; a slightly worse plan is accepted now and then.
 *
 * <p>Source: record-to-record travel (Dueck, 1993) over priority lists.
 */
final class FinishSearch {
  /** First deviation from the best plan that is accepted, as a share of it. */
  private static final double DEVIATION = 0.01;

  private static final int ROUNDS = 400;
  /** Largest share of the messages that one move takes out of the order. */
  private static final int SHARE = 12;

  private final SlotInstance instance;
  private final GreedyScheduler scheduler;
  private final SplittableRandom random;

  FinishSearch(SlotInstance instance, long seed) {
    this.instance = instance;
    this.scheduler = new GreedyScheduler(instance);
    this.random = new SplittableRandom(seed);
  }

  /**
   * Searches.
   *
   * @param first where it begins
   * @param rounds plans that it makes at most
   * @param bound ends the search when it is reached
   * @param improved hears of each better plan
   */
  void run(SlotPlan first, long rounds, long bound, Consumer<SlotPlan> improved, BooleanSupplier stop) {
    int[] order = byStart(first);
    SlotPlan now = first;
    SlotPlan best = first;
    for (long round = 0; round < rounds && best.objective() > bound && !stop.getAsBoolean(); round++) {
      int[] tried = order.clone();
      change(tried, now);
      SlotPlan plan = scheduler.schedule(tried, options(now), stop).orElse(null);
      double allowed = DEVIATION * (1 - (double) (round % ROUNDS) / ROUNDS);
      if (plan != null && plan.objective() <= best.objective() * (1 + allowed)) {
        now = plan;
        order = byStart(plan);
        if (plan.objective() < best.objective()) {
          best = plan;
          improved.accept(plan);
        }
      }
      if (round % ROUNDS == ROUNDS - 1) {
        now = best;
        order = byStart(best);
      }
    }
  }

  /** Each message keeps its route, some may take any. */
  private TimedRoute[][] options(SlotPlan plan) {
    TimedRoute[][] options = new TimedRoute[instance.size()][];
    for (int m = 0; m < options.length; m++) {
      options[m] = random.nextInt(8) == 0 ? instance.routes(m) : new TimedRoute[] {plan.routes()[m]};
    }
    return options;
  }

  private int[] byStart(SlotPlan plan) {
    Integer[] order = new Integer[instance.size()];
    Arrays.setAll(order, m -> m);
    Arrays.sort(order, (a, b) -> Long.compare(plan.starts()[a], plan.starts()[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** Moves some messages: any, or such as share a channel with one of them, to earlier or later places, heavy ones rather earlier. */
  private void change(int[] order, SlotPlan plan) {
    int n = order.length;
    int moves = 1 + random.nextInt(Math.max(1, n / SHARE));
    int anchor = plan.routes()[order[random.nextInt(n)]].channels()[0];
    boolean related = random.nextBoolean();
    for (int k = 0; k < moves; k++) {
      int from = random.nextInt(n);
      Message m = instance.message(order[from]);
      if (related && Arrays.stream(plan.routes()[m.index()].channels()).noneMatch(c -> c == anchor)) {
        continue;
      }
      int reach = 1 + random.nextInt(Math.max(1, n / 4));
      int to = Math.max(0, Math.min(n - 1, random.nextBoolean() ? from - reach : from + reach));
      int moved = order[from];
      if (from < to) {
        System.arraycopy(order, from + 1, order, from, to - from);
      } else {
        System.arraycopy(order, to, order, to + 1, from - to);
      }
      order[to] = moved;
    }
  }
}
