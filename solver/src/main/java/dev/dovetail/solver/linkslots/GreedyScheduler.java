package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Places one message after the other, each on the candidate route with the earliest finish (of equal ones the first), as early as its
 * channels are free. A message that must wait for others comes when these have been placed.
 */
final class GreedyScheduler {
  /** Busy slots per channel up to which they are kept as bits; beyond that, as intervals. */
  private static final long MOST_BITS = 1L << 23;

  private final SlotInstance instance;
  private final boolean asBits;
  private final BusySlots bits;
  private boolean deadlines = true;

  GreedyScheduler(SlotInstance instance) {
    this.instance = instance;
    long horizon = 0;
    for (int m = 0; m < instance.size(); m++) {
      TimedRoute[] routes = instance.routes(m);
      horizon = Math.max(horizon, instance.message(m).release());
      if (routes.length > 0) {
        horizon = saturated(horizon + routes[0].lastEnd());
      }
    }
    this.asBits = horizon <= MOST_BITS * Math.max(1, instance.size() / 256);
    this.bits = new BusySlots(instance.capacity());
  }

  private static long saturated(long value) {
    return value < 0 ? Long.MAX_VALUE / 2 : value;
  }

  /** Schedules with as many of each message's candidates; empty if a deadline cannot be met in this order, or if it was stopped. */
  Optional<SlotPlan> schedule(int[] order, int candidates, BooleanSupplier stop) {
    int n = instance.size();
    TimedRoute[][] options = new TimedRoute[n][];
    for (int m = 0; m < n; m++) {
      TimedRoute[] all = instance.routes(m);
      options[m] = all.length <= candidates ? all : Arrays.copyOf(all, candidates);
    }
    return schedule(order, options, stop);
  }

  /** Schedules on the first candidates as if there were no deadlines: where a search for a plan that meets them begins. */
  SlotPlan withoutDeadlines(int[] order) {
    return withoutDeadlines(order, 1, () -> false).orElseThrow();
  }

  /** Schedules with as many of each message's candidates as if there were no deadlines; empty if it was stopped. */
  Optional<SlotPlan> withoutDeadlines(int[] order, int routes, BooleanSupplier stop) {
    deadlines = false;
    Optional<SlotPlan> plan = schedule(order, routes, stop);
    deadlines = true;
    return plan;
  }

  /** Schedules with the given candidates of each message. */
  Optional<SlotPlan> schedule(int[] order, TimedRoute[][] options, BooleanSupplier stop) {
    Occupancy busy = fresh();
    int n = instance.size();
    TimedRoute[] routes = new TimedRoute[n];
    long[] starts = new long[n];
    int[] waitsFor = new int[n];
    int[] rank = new int[n];
    PriorityQueue<Integer> ready = new PriorityQueue<>((a, b) -> Integer.compare(rank[a], rank[b]));
    for (int i = 0; i < n; i++) {
      rank[order[i]] = i;
    }
    for (int m : order) {
      waitsFor[m] = instance.before(m).size();
      if (instance.isOrdered() && waitsFor[m] == 0) {
        ready.add(m);
      }
    }
    for (int i = 0; i < n; i++) {
      int m = instance.isOrdered() ? ready.remove() : order[i];
      if (!place(m, options[m], busy, routes, starts) || i % 256 == 0 && stop.getAsBoolean()) {
        return Optional.empty();
      }
      for (SlotInstance.Order o : instance.after(m)) {
        if (--waitsFor[o.second()] == 0) {
          ready.add(o.second());
        }
      }
    }
    return Optional.of(SlotPlan.of(instance, routes, starts));
  }

  private Occupancy fresh() {
    if (!asBits) {
      return new BusyIntervals(instance.capacity());
    }
    bits.clear();
    return bits;
  }

  private boolean place(int m, TimedRoute[] options, Occupancy busy, TimedRoute[] routes, long[] starts) {
    Message message = instance.message(m);
    TimedRoute best = null;
    long bestStart = 0;
    long bestFinish = Long.MAX_VALUE;
    for (TimedRoute route : options) {
      long from = message.release();
      for (SlotInstance.Order o : instance.before(m)) {
        from = Math.max(from, Math.addExact(starts[o.first()], instance.separation(o, routes[o.first()], route)));
      }
      long latest = Math.min(bestFinish - 1, deadlines ? instance.deadline(m) : Long.MAX_VALUE) - route.finish();
      long start = latest < from ? Long.MAX_VALUE : busy.earliest(route, from, latest == Long.MAX_VALUE ? latest : latest + 1);
      if (start != Long.MAX_VALUE) {
        best = route;
        bestStart = start;
        bestFinish = start + route.finish();
      }
    }
    if (best == null) {
      return false;
    }
    busy.hold(best, bestStart);
    routes[m] = best;
    starts[m] = bestStart;
    return true;
  }
}
