package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.List;

/** Counts, slot by slot over the hyperperiod, who is on which channel; and tries every timetable of a tiny problem. */
final class Judge {
  private final LinkSlotsProblem problem;
  private final long common;
  private final int hyperperiod;
  private final RouteTiming timing;
  private final List<List<TimedRoute>> routes = new ArrayList<>();
  private final int[][] load;
  private int fewest;
  private long makespan;

  /** @param common period of all messages, or 0 for their own */
  Judge(LinkSlotsProblem problem, long common) {
    this.problem = problem;
    this.common = common;
    long all = 1;
    for (Message m : problem.messages()) {
      long own = period(m);
      long a = all;
      long b = own;
      while (b != 0) {
        long rest = a % b;
        a = b;
        b = rest;
      }
      all = all / a * own;
    }
    this.hyperperiod = Math.toIntExact(all);
    this.timing = new RouteTiming(problem);
    this.load = new int[problem.network().links().channels().size()][hyperperiod];
    RouteOptions options = new RouteOptions(problem);
    for (Message m : problem.messages()) {
      routes.add(options.of(m).routes().stream().filter(r -> !m.hasDeadline() || r.finish() <= m.deadline()).toList());
    }
  }

  private long period(Message m) {
    return common > 0 ? common : m.period();
  }

  /** Whether a timetable is one, and how many messages it leaves out; -1 if it is none. */
  long leftOut(SlotTable table) {
    for (Transmission t : table.transmissions()) {
      Message m = problem.messages().get(t.message());
      TimedRoute route = timing.of(m, t.edges());
      if (m.hasDeadline() && route.finish() > m.deadline() || !add(m, route, t.start(), 1)) {
        return -1;
      }
    }
    return problem.messages().size() - (long) table.transmissions().size();
  }

  /** Fewest messages that must be left out, over all timetables. */
  int fewestLeftOut() {
    fewest = problem.messages().size();
    enumerate(0, 0);
    return fewest;
  }

  private void enumerate(int message, int out) {
    if (out >= fewest) {
      return;
    }
    if (message == problem.messages().size()) {
      fewest = out;
      return;
    }
    Message m = problem.messages().get(message);
    for (TimedRoute r : routes.get(message)) {
      for (long start = 0; start < period(m); start++) {
        boolean late = m.period() == 0 && m.hasDeadline() && start + r.finish() > m.deadline();
        if (add(m, r, start, 1) && !late) {
          enumerate(message + 1, out);
        }
        add(m, r, start, -1);
      }
    }
    enumerate(message + 1, out + 1);
  }

  /** The least latest finish of a timetable that serves all messages; {@link Long#MAX_VALUE} if there is none. */
  long leastMakespan() {
    makespan = Long.MAX_VALUE;
    enumerateAll(0, 0);
    return makespan;
  }

  private void enumerateAll(int message, long latest) {
    if (latest >= makespan) {
      return;
    }
    if (message == problem.messages().size()) {
      makespan = latest;
      return;
    }
    Message m = problem.messages().get(message);
    for (TimedRoute r : routes.get(message)) {
      for (long start = 0; start < period(m); start++) {
        if (add(m, r, start, 1)) {
          enumerateAll(message + 1, Math.max(latest, start + r.finish()));
        }
        add(m, r, start, -1);
      }
    }
  }

  /** Adds or removes all holds; says whether all channels are within their capacity. */
  private boolean add(Message m, TimedRoute route, long start, int change) {
    boolean fits = true;
    for (int i = 0; i < route.channels().length; i++) {
      int channel = route.channels()[i];
      int capacity = problem.network().links().channels().get(channel).capacity();
      for (long t = start + route.offsets()[i]; t < start + route.offsets()[i] + hyperperiod; t += period(m)) {
        for (long s = t; s < t + route.durations()[i]; s++) {
          load[channel][(int) (s % hyperperiod)] += change;
          fits &= load[channel][(int) (s % hyperperiod)] <= capacity;
        }
      }
    }
    return fits;
  }
}
