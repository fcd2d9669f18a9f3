package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Complete enumeration of routes and starts of a tiny problem: the oracle. Shares no code with the constraint models.
 *
 * <p>Messages in the order of their index, each on all of its routes from all slots on that leave the cost below the best one.
 */
final class ExhaustiveMethod implements Method<LinkSlotsProblem, SlotTable> {
  private static final int MOST_MESSAGES = 8;
  private static final int MOST_ROUTES = 10_000;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "complete enumeration of routes and starts: the oracle for at most %d messages".formatted(MOST_MESSAGES);
  }

  /**
   * Enumerates.
   *
   * @throws BadInputException if there is too much to enumerate, or flows repeat
   */
  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    int count = problem.messages().size();
    if (count > MOST_MESSAGES || !LinkSlotsEncoding.takes(problem)) {
      throw new BadInputException(
          "The problem (%s, %d messages) is not one for exhaustive: at most %d messages that do not repeat."
              .formatted(problem.name(), count, MOST_MESSAGES),
          "use --solver cp-sat.");
    }
    RouteOptions options = new RouteOptions(problem, MOST_ROUTES);
    SlotInstance instance = new SlotInstance(problem, options);
    Search search = new Search(instance, listener);
    search.place(0, 0);
    if (search.stopped) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped after %,d placements".formatted(search.nodes));
    }
    String detail = "enumerated %,d placements".formatted(search.nodes);
    boolean complete = options.isComplete();
    if (search.best == null) {
      return new Outcome(Outcome.Termination.COMPLETE, complete ? Outcome.Proof.INFEASIBLE : Outcome.Proof.NONE,
          detail + ": no start of the messages fits");
    }
    if (!complete) {
      listener.claim(new Claim("whose routes are among the first %d candidates of each message".formatted(MOST_ROUTES),
          search.best.objective(), search.best.objective(), Outcome.Proof.EXHAUSTED));
    }
    return new Outcome(Outcome.Termination.COMPLETE, complete ? Outcome.Proof.EXHAUSTED : Outcome.Proof.NONE, detail);
  }

  private final class Search {
    private static final int POLL = 1 << 12;

    private final SlotInstance instance;
    private final Listener<SlotTable> listener;
    private final TimedRoute[] routes;
    private final long[] starts;
    private final long horizon;
    private @Nullable SlotPlan best;
    private long nodes;
    private boolean stopped;

    Search(SlotInstance instance, Listener<SlotTable> listener) {
      this.instance = instance;
      this.listener = listener;
      this.routes = new TimedRoute[instance.size()];
      this.starts = new long[instance.size()];
      this.horizon = horizon();
    }

    /** In some best mapping nobody starts after all others have ended one after the other, each after its longest lag. */
    private long horizon() {
      long sum = 0;
      long release = 0;
      for (int m = 0; m < instance.size(); m++) {
        long longest = 0;
        for (TimedRoute r : instance.routes(m)) {
          longest = Math.max(longest, r.lastEnd());
        }
        for (Message.After a : instance.message(m).after()) {
          longest = Math.addExact(longest, a.lag());
        }
        sum = Math.addExact(sum, longest);
        release = Math.max(release, instance.message(m).release());
      }
      return Math.addExact(sum, release);
    }

    /** Places message {@code m} and those after it; {@code cost} of those before it. */
    void place(int m, long cost) {
      if (m == instance.size()) {
        best = SlotPlan.of(instance, routes, starts);
        listener.incumbent(best.table(), best.objective(), name());
        return;
      }
      Message message = instance.message(m);
      for (TimedRoute route : instance.routes(m)) {
        routes[m] = route;
        long latest = Math.min(horizon, message.deadline() - route.finish());
        for (long t = message.release(); t <= latest && !stopped; t++) {
          long finish = t + route.finish();
          long now = instance.isWeighted() ? cost + message.weight() * finish : Math.max(cost, finish);
          if (best != null && now >= best.objective()) {
            break;
          }
          starts[m] = t;
          stopped = ++nodes % POLL == 0 && listener.shouldStop();
          if (isInOrder(m) && fits(m)) {
            place(m + 1, now);
          }
        }
      }
    }

    private boolean isInOrder(int m) {
      for (SlotInstance.Order o : instance.before(m)) {
        if (o.first() < m && starts[m] < starts[o.first()] + instance.separation(o, routes[o.first()], routes[m])) {
          return false;
        }
      }
      for (SlotInstance.Order o : instance.after(m)) {
        if (o.second() < m && starts[o.second()] < starts[m] + instance.separation(o, routes[m], routes[o.second()])) {
          return false;
        }
      }
      return true;
    }

    /** Whether no channel carries more than it can in any slot, with the messages before this one. */
    private boolean fits(int m) {
      for (int i = 0; i < routes[m].channels().length; i++) {
        int channel = routes[m].channels()[i];
        long from = starts[m] + routes[m].offsets()[i];
        for (long s = from; s < from + routes[m].durations()[i]; s++) {
          int load = 1;
          for (int k = 0; k < m; k++) {
            load += holds(k, channel, s) ? 1 : 0;
          }
          if (load > instance.capacity()[channel]) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean holds(int k, int channel, long slot) {
      TimedRoute r = routes[k];
      for (int i = 0; i < r.channels().length; i++) {
        long from = starts[k] + r.offsets()[i];
        if (r.channels()[i] == channel && from <= slot && slot < from + r.durations()[i]) {
          return true;
        }
      }
      return false;
    }
  }
}
