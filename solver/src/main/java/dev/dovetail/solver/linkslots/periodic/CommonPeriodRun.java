package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.SymmetricChoices;
import dev.dovetail.encodings.linkslots.periodic.PeriodicColumns;
import dev.dovetail.encodings.linkslots.periodic.PeriodicEncoding;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * Goal {@link dev.dovetail.models.linkslots.Goal#PERIOD}: the least period T that all messages can share.
 *
 * <p>What fits into T need not fit into T + 1, so each T is a question of its own. Greedy placement finds a first T above the bound, the ejection
 * search smaller ones; the constraint model then answers one T after the other from the bound upwards: each no raises the bound.
 */
final class CommonPeriodRun {
  /** Steps of the search for each period on the way to a first answer. */
  private static final long QUICK_STEPS = 200;

  /** A first answer is looked for in steps of this part of the period. */
  private static final long STEP_PART = 16;

  /** The share of the time in which the search looks alone. */
  private static final double SEARCH = 0.6;

  /** The share of the time that the constraint model has for one period while there are several to ask. */
  private static final double QUESTION = 0.3;

  /** Slots that all columns of a model may hold. */
  private static final long MOST_COLUMN_SLOTS = 2_000_000;

  /** Groups of symmetries under which a timetable is looked for. */
  private static final int SYMMETRIES = 3;

  /** The share of the time for symmetric timetables. */
  private static final double SYMMETRIC = 0.4;

  /** The share of the time for one period under one group of symmetries: a child process starts within it. */
  private static final double ONE_SYMMETRY = 0.15;

  private final Run run;
  private final boolean searches;
  private final Candidates candidates;
  private long bound;
  private long best = Long.MAX_VALUE;
  private long seed;

  CommonPeriodRun(Run run, boolean searches) {
    this.run = run;
    this.searches = searches;
    this.candidates = Candidates.of(run.problem());
    this.seed = run.limits().seed();
  }

  Outcome run() {
    bound = Math.max(shortest(), run.listener().bestBound());
    if (candidates.complete() && !run.problem().rules().waiting()) {
      run.listener()
          .bound(new LowerBound("loads", shortest(), "longest hold, or sum of the holds that one channel cannot be spared"));
    }
    if (candidates.routes().stream().anyMatch(List::isEmpty)) {
      return run.ended("no candidate routes for a message");
    }
    if (!first()) {
      return run.ended("no period found up to %d".formatted(bound * 1000));
    }
    if (run.backend() != null) {
      symmetric();
    }
    double share = run.backend() == null ? 1 : SEARCH;
    if (searches && best > bound) {
      shrink(share);
    }
    if (run.backend() == null || run.settled() || best <= bound) {
      return run.ended("period %d".formatted(best));
    }
    return prove();
  }

  /** No shorter period holds: of the longest hold, and of all holds that a channel must have on any candidate route. */
  private long shortest() {
    long[] load = new long[run.problem().network().links().channels().size()];
    long longest = 1;
    for (int m = 0; m < candidates.routes().size(); m++) {
      long own = Long.MAX_VALUE;
      for (TimedRoute r : candidates.routes().get(m)) {
        long hold = 0;
        for (long d : r.durations()) {
          hold = Math.max(hold, d);
        }
        own = Math.min(own, hold);
      }
      longest = own == Long.MAX_VALUE ? longest : Math.max(longest, own);
      for (int c = 0; c < load.length; c++) {
        load[c] += compulsory(m, c);
      }
    }
    for (int c = 0; c < load.length; c++) {
      int capacity = run.problem().network().links().channels().get(c).capacity();
      longest = Math.max(longest, (load[c] + capacity - 1) / capacity);
    }
    return longest;
  }

  private long compulsory(int message, int channel) {
    long least = Long.MAX_VALUE;
    for (TimedRoute r : candidates.routes().get(message)) {
      long hold = 0;
      for (int i = 0; i < r.channels().length; i++) {
        hold += r.channels()[i] == channel ? r.durations()[i] : 0;
      }
      least = Math.min(least, hold);
      if (least == 0) {
        break;
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  /** The first period, upwards from the bound, that greedy placement or a short search can do. */
  private boolean first() {
    for (long t = bound; t <= bound * 1000; t += Math.max(1, t / STEP_PART)) {
      if (attempt(t, searches ? QUICK_STEPS : 0, 1)) {
        return true;
      }
      if (run.listener().shouldStop()) {
        return false;
      }
    }
    return false;
  }

  /** Halves what is between the bound and the best period, then tries the next smaller ones with more and more steps. */
  private void shrink(double share) {
    long low = bound;
    while (low < best && !run.settled() && !run.past(share)) {
      long middle = low + (best - 1 - low) / 2;
      if (!attempt(middle, 5 * QUICK_STEPS, share)) {
        low = middle + 1;
      }
    }
    long steps = 10 * QUICK_STEPS;
    long spent = 0;
    while (best > bound && spent < run.steps(share) && !run.settled() && !run.past(share)) {
      attempt(best - 1, steps, share);
      spent += steps;
      seed++;
      steps = Math.min(2 * steps, Long.MAX_VALUE / 4);
    }
  }

  private boolean attempt(long period, long steps, double share) {
    PeriodicInstance instance = candidates.instance(period);
    if (instance.leftOut().length > 0) {
      return false;
    }
    Timetable table = GreedyPlacement.of(instance, run.listener()::shouldStop);
    String source = "greedy";
    if (table.out() > 0 && steps > 0) {
      EjectionSearch search = new EjectionSearch(table, seed);
      Timetable found = new Timetable(instance);
      search.search(steps, () -> run.settled() || run.past(share), t -> found.take(t.table()));
      table = found;
      source = "ejection search";
    }
    if (table.out() > 0) {
      return false;
    }
    tell(table.table(), period, source);
    return true;
  }

  private void tell(SlotTable table, long period, String source) {
    if (period < best) {
      best = period;
      run.listener().incumbent(table, period, source);
    }
  }

  private Outcome prove() {
    boolean[] unknown = new boolean[1];
    for (long t = bound; t < best && !run.settled() && !run.past(1); t++) {
      BackendResult result = decide(t, best - t > 1 ? QUESTION : 1);
      if (result.proof() == Outcome.Proof.INFEASIBLE && !unknown[0]) {
        refuted(t);
      } else if (result.proof() != Outcome.Proof.INFEASIBLE && result.best() == null) {
        unknown[0] = true;
      }
    }
    boolean proved = bound >= best;
    Outcome.Termination why = proved || !run.listener().shouldStop() ? Outcome.Termination.COMPLETE : Outcome.Termination.LIMIT;
    boolean holds = candidates.complete() && !run.problem().rules().waiting();
    return new Outcome(why, proved && holds ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE,
        "period %d%s".formatted(best, proved ? ", no shorter one holds" : ", shortest one that is not ruled out: " + bound));
  }

  /** Timetables that look the same after a movement of the mesh are few and quickly searched: one period after the other, upwards. */
  private void symmetric() {
    RouteChoices all = new RouteChoices(run.problem(), candidates.routes());
    if (!PeriodicColumns.takes(all)) {
      return;
    }
    List<RouteChoices> narrow = SymmetricChoices.of(all).stream()
        .filter(c -> c.together().size() <= all.size() / 2)
        .sorted(Comparator.comparingInt(c -> c.together().size())).limit(SYMMETRIES).toList();
    for (long t = bound; t < best && !run.past(SYMMETRIC) && !run.settled(); t++) {
      for (RouteChoices choices : narrow) {
        boolean small = PeriodicColumns.size(choices, t) <= MOST_COLUMN_SLOTS;
        if (small && columns(choices, t, ONE_SYMMETRY).best() != null) {
          return;
        }
      }
    }
  }

  /** Asks for one period: columns where they are few; else differences of starts. */
  private BackendResult decide(long period, double share) {
    PeriodicInstance instance = candidates.instance(period);
    if (instance.leftOut().length > 0) {
      return Run.nothing("not asked");
    }
    RouteChoices choices = new RouteChoices(run.problem(), candidates.routes());
    if (PeriodicColumns.takes(choices) && PeriodicColumns.size(choices, period) <= MOST_COLUMN_SLOTS) {
      return columns(choices, period, share);
    }
    if (!Run.isEncodable(instance)) {
      return Run.nothing("not asked");
    }
    return run.ask(PeriodicEncoding.encode(instance, PeriodicEncoding.Aim.FEASIBLE), null, share,
        t -> tell(t, period, run.name()), v -> {});
  }

  private BackendResult columns(RouteChoices choices, long period, double share) {
    PeriodicColumns columns = new PeriodicColumns(choices, period);
    return run.ask(columns.model(), share, a -> tell(columns.decode(a), period, run.name()), v -> {});
  }

  /** No timetable of candidate routes has this period or a shorter one. */
  private void refuted(long period) {
    bound = period + 1;
    if (candidates.complete() && !run.problem().rules().waiting()) {
      run.listener().bound(new LowerBound(run.name(), bound, "no timetable with a period of %d".formatted(period)));
    } else {
      run.listener().claim(new Claim(DeadlineRun.SPACE, bound, best, bound >= best ? Outcome.Proof.OPTIMAL : Outcome.Proof.NONE));
    }
  }
}
