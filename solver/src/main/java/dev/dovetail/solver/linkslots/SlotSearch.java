package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * From nothing to the best slot table that a share of the time allows: greedy orders, then ejection search at falling targets.
 *
 * <p>Role: the incumbent of local search, of a hint for constraint solvers, and of decompositions. For a seed and reproducible limits the answer
 * is the same everywhere: one thread, and work is counted.
 */
public final class SlotSearch {
  /** Work of one attempt, and what it grows by with each message. */
  private static final long ATTEMPT = 4_000_000;

  private static final long ATTEMPT_PER_MESSAGE = 8_000;
  /** Work for each millisecond of the limit where only deterministic limits may end the search. */
  private static final long REPRODUCIBLE_RATE = 40_000;
  /** Runs of the greedy scheduler that lets messages wait. */
  private static final int FLOODS = 16;
  /** Messages placed for each millisecond of the limit, where finishes are summed and only deterministic limits may end the search. */
  private static final long ROUND_RATE = 400;
  /** Attempts without success after which a search begins anew from the best plan. */
  private static final int PATIENCE = 10;
  /** Slots that local search can count. */
  private static final long MOST_SLOTS = 1L << 28;

  private final LinkSlotsProblem problem;
  private SlotInstance instance;

  /**
   * @param problem not periodic, the goal a makespan or weighted finish, or that deadlines are met
   * @param options candidate routes that it may take
   */
  public SlotSearch(LinkSlotsProblem problem, RouteOptions options) {
    this.problem = problem;
    this.instance = new SlotInstance(problem, options);
  }

  /**
   * Searches.
   *
   * @param share of the time that it may take
   * @param limits seed, threads, reproducibility
   * @param listener hears of each better table; its bound ends the search when it is reached
   * @param source what the listener is told as the finder
   * @return the best table; empty if none was found
   */
  public Optional<SlotTable> run(Duration share, Limits limits, Listener<SlotTable> listener, String source) {
    long end = System.nanoTime() + limits.withTime(share).wallClock().toNanos();
    BooleanSupplier stop = () -> listener.shouldStop() || System.nanoTime() - end > 0;
    BufferedFlood.Flooded waiting = BufferedFlood.best(problem, limits.seed(), FLOODS, listener.bestBound(), stop);
    if (waiting != null) {
      listener.incumbent(waiting.table(), waiting.objective(), "waiting where links are busy");
      if (waiting.objective() <= Math.max(leastMakespan(), listener.bestBound()) && !instance.isWeighted()) {
        return Optional.of(waiting.table());
      }
    }
    Incumbent incumbent = new Incumbent(listener, limits, waiting == null ? Long.MAX_VALUE : waiting.objective());
    GreedyOrders greedy = new GreedyOrders(instance, limits.seed());
    SlotPlan late = greedy.run((plan, order) -> incumbent.offer(plan, "greedy " + order), stop)
        .orElseGet(() -> new GreedyScheduler(instance).withoutDeadlines(MessageOrder.DEADLINE.of(instance, 0)));
    RouteBalancer balancer = new RouteBalancer(instance, limits.seed());
    if (balancer.isWorthwhile()) {
      RouteBalancer.Balanced balanced = balancer.balance(stop);
      TimedRoute[][] last = Arrays.stream(balanced.last()).map(r -> new TimedRoute[] {r}).toArray(TimedRoute[][]::new);
      greedy.run(instance.withRoutes(last), " on balanced routes", (plan, order) -> incumbent.offer(plan, "greedy " + order),
          stop);
      instance = instance.withRoutes(balanced.candidates());
    }
    incumbent.tell(true);
    SlotPlan first = incumbent.best();
    if (instance.isWeighted() && first != null) {
      long rounds =
          limits.reproducible() ? Math.max(1, share.toMillis() * ROUND_RATE / Math.max(1, instance.size())) : Long.MAX_VALUE;
      new FinishSearch(instance, limits.seed()).run(first, rounds, listener.bestBound(), plan -> incumbent.offer(plan, source),
          () -> {
            incumbent.tell(false);
            return stop.getAsBoolean();
          });
    } else if (makespan(late) < MOST_SLOTS && !instance.isWeighted()) {
      List<Thread> others = new ArrayList<>();
      for (int w = 1; w < limits.threads() && !limits.reproducible(); w++) {
        long seed = limits.seed() + w;
        Thread thread = new Thread(() -> search(seed, Long.MAX_VALUE, late, incumbent, listener, source, stop), "slots-" + w);
        thread.setDaemon(true);
        thread.start();
        others.add(thread);
      }
      long work = limits.reproducible() ? share.toMillis() * REPRODUCIBLE_RATE : Long.MAX_VALUE;
      search(limits.seed(), work, late, incumbent, listener, source, stop);
      join(others);
    }
    incumbent.tell(true);
    SlotPlan best = incumbent.best();
    if (waiting != null && (best == null || waiting.objective() <= best.objective())) {
      return Optional.of(waiting.table());
    }
    return Optional.ofNullable(best).map(SlotPlan::table);
  }

  private static long makespan(SlotPlan plan) {
    long makespan = 0;
    for (int m = 0; m < plan.starts().length; m++) {
      makespan = Math.max(makespan, plan.starts()[m] + plan.routes()[m].finish());
    }
    return makespan;
  }

  private static void join(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of every message, what it takes alone: no target below it can be met. */
  private long leastMakespan() {
    long most = 0;
    for (int m = 0; m < instance.size(); m++) {
      long least = Long.MAX_VALUE;
      for (TimedRoute route : instance.routes(m)) {
        least = Math.min(least, route.finish());
      }
      most = Math.max(most, instance.message(m).release() + least);
    }
    return most;
  }

  private void search(long seed, long work, SlotPlan late, Incumbent incumbent, Listener<SlotTable> listener, String source,
      BooleanSupplier stop) {
    EjectionSearch search = new EjectionSearch(instance, seed);
    long least = leastMakespan();
    long attempt = ATTEMPT + ATTEMPT_PER_MESSAGE * instance.size();
    long step = 0;
    int failures = 0;
    SlotPlan from = null;
    while (!stop.getAsBoolean() && search.work() < work) {
      SlotPlan best = incumbent.best();
      long bound = Math.max(least, listener.bestBound());
      if (best != null && best.objective() <= bound) {
        return;
      }
      SlotPlan next = best == null ? late : best;
      if (next != from || failures % PATIENCE == 0) {
        search.load(next);
        if (failures > 0 && failures % PATIENCE == 0) {
          search.forget();
        }
        from = next;
      }
      long gap = next.objective() - bound;
      step = step == 0 ? Math.max(1, gap / 16) : Math.max(1, Math.min(step, gap / 2));
      search.aim(best == null ? makespan(late) : best.objective() - step);
      BooleanSupplier overtaken = () -> {
        incumbent.tell(false);
        return stop.getAsBoolean() || incumbent.objective() < next.objective() && best != null;
      };
      if (search.run(Math.min(attempt, work - search.work()), overtaken)) {
        from = search.plan();
        incumbent.offer(from, source);
        step += (step + 1) / 2;
        failures = 0;
      } else if (best != null && step > 1) {
        step = Math.max(1, step / 3);
        from = null;
      } else if (search.isStuck()) {
        return;
      } else {
        failures++;
      }
      incumbent.tell(false);
    }
  }
}
