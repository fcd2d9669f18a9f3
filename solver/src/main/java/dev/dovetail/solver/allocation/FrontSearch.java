package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.TradeOff;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The trade-off between latency and energy by the epsilon-constraint method: least energy by each of several deadlines.
 *
 * <p>Role: portfolio first, then the problem's own objective, then slices of local search, one goal after another: latency,
 * energy, energy times latency, and energy by deadlines spread between the fastest and the least-energy timetable known. All goals share
 * one archive, so each starts from the best that any of them saw. In reproducible mode one thread does a fixed amount of work.
 */
final class FrontSearch {
  private static final double PORTFOLIO_SHARE = 0.15;

  /** Share of the search that goes to the problem's own objective first: a good mapping is a good start for every goal. */
  private static final double OWN_SHARE = 0.5;

  private static final int FIRST_SLICE = 200;
  private static final int LONGEST_SLICE = 2_000;
  private static final int ARCHIVE = 40;

  /** Reporting a front (verifying and writing its mappings) takes at most about this share of the time. */
  private static final int REPORT_SHARE = 10;

  private static final long REPORT_NANOS = 2_000_000_000L;

  private final AllocationProblem problem;
  private final Limits limits;
  private final Listener<Schedule> listener;
  private final int points;
  private final BooleanSupplier stop;
  private final FrontArchive archive;
  private final AtomicLong turn = new AtomicLong();
  private final long started = System.nanoTime();
  private final Map<Decoder.Decoded, Schedule> written = new IdentityHashMap<>();
  private final Object reporting = new Object();
  private final FrontMethod.Bounds bounds;
  private long reportedObjective = Long.MAX_VALUE;
  private List<Decoder.Decoded> reportedFront = List.of();
  private List<Long> reportedBounds = List.of();
  private long reportAgainAt;

  /**
   * @param points most timetables reported
   * @param bounds energy bounds by deadline
   * @param stop ends the search
   */
  FrontSearch(
      AllocationProblem problem,
      Limits limits,
      Listener<Schedule> listener,
      int points,
      FrontMethod.Bounds bounds,
      BooleanSupplier stop) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.points = points;
    this.bounds = bounds;
    this.stop = stop;
    this.archive = new FrontArchive(problem.objective(), Math.max(ARCHIVE, 2 * points));
    this.reportAgainAt = started + REPORT_NANOS;
  }

  /** Runs until stopped; the front as reported, fastest first. */
  Front<Schedule> run() {
    int threads = limits.reproducible() ? 1 : limits.threads();
    SplittableRandom seeds = new SplittableRandom(limits.seed());
    List<Thread> helpers = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 1; i < threads; i++) {
      SplittableRandom own = seeds.split();
      int index = i;
      Thread t = new Thread(() -> work(index, threads, own), "dovetail-front-" + i);
      t.setDaemon(true);
      t.setUncaughtExceptionHandler((thread, error) -> failures.add(error));
      helpers.add(t);
      t.start();
    }
    work(0, threads, seeds.split());
    for (Thread t : helpers) {
      try {
        t.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("A search thread failed.", failures.get(0));
    }
    synchronized (reporting) {
      reportBest("local search");
      reportFront();
      return front(reportedFront);
    }
  }

  private void work(int index, int threads, SplittableRandom random) {
    // Under the product every cost point and every core counts, whatever the problem asks.
    Machine machine = new Machine(problem.withObjective(Objective.EDP));
    Shapes shapes = new Shapes(machine);
    Decoder decoder = new Decoder(machine, stop);
    long most = AllocationSearch.work(limits);
    portfolio(index, threads, decoder, shapes, (long) (most * PORTFOLIO_SHARE));
    while (!stop.getAsBoolean() && decoder.decodedCount() < most) {
      boolean own =
          limits.reproducible()
              ? decoder.decodedCount() < most * OWN_SHARE
              : System.nanoTime() - started < limits.time().toNanos() * OWN_SHARE;
      long now = turn.getAndIncrement();
      List<Goal> goals = own ? List.of(Goal.of(problem.objective())) : goals(now / (points + 1) % 2 == 0);
      Goal goal = goals.get((int) (now % goals.size()));
      Decoder.Decoded start = archive.best(goal);
      if (start == null) {
        return; // nothing fits at all: no goal has a place to start from
      }
      long slice = Math.min(LONGEST_SLICE, FIRST_SLICE * (1 + now / goals.size()));
      long until = Math.min(most, decoder.decodedCount() + slice);
      new LocalSearch(decoder, shapes, random, goal)
          .search(start, () -> stop.getAsBoolean() || decoder.decodedCount() >= until, found -> {}, archive::offer);
      report("local search");
    }
  }

  private void portfolio(int index, int threads, Decoder decoder, Shapes shapes, long most) {
    Iterator<Genome> genomes = new Portfolio(shapes).genomes(() -> !archive.all().isEmpty());
    long share = (long) (limits.time().toNanos() * PORTFOLIO_SHARE);
    for (int i = 0; genomes.hasNext() && !stop.getAsBoolean(); i++) {
      Genome genome = genomes.next();
      if (i % threads != index) {
        continue;
      }
      boolean enough = limits.reproducible() ? decoder.decodedCount() >= most : System.nanoTime() - started > share;
      if (enough && !archive.all().isEmpty()) {
        return;
      }
      for (Genome variant : variants(genome, shapes)) {
        decoder.decode(variant, Long.MAX_VALUE).ifPresent(archive::offer);
      }
      report("list scheduling");
    }
  }

  /** With the fastest cost points, and with those of least energy. */
  private static List<Genome> variants(Genome genome, Shapes shapes) {
    java.util.Set<Integer> all = java.util.Set.copyOf(shapes.tunable);
    return all.equals(genome.frugal())
        ? List.of(genome)
        : List.of(genome, new Genome(genome.layers(), genome.manner(), genome.merged(), genome.staged(), genome.detours(), all));
  }

  /** What a round of slices is spent on. */
  private List<Goal> goals(boolean byFactors) {
    List<Goal> goals = new ArrayList<>();
    for (Objective objective : Objective.values()) {
      goals.add(Goal.of(objective));
    }
    deadlines(byFactors).forEach(d -> goals.add(new Goal(Objective.ENERGY, d)));
    return goals;
  }

  /**
   * Between the fastest and the least-energy timetable; none if they are one.
   *
   * @param byFactors whether each is later than the one before by the same factor, or by the same number of cycles
   */
  private List<Long> deadlines(boolean byFactors) {
    List<Decoder.Decoded> all = archive.all();
    List<Long> deadlines = new ArrayList<>();
    if (all.size() > 1) {
      long first = all.get(0).table().latencyCycles();
      long last = all.get(all.size() - 1).table().latencyCycles();
      for (int k = 1; k + 1 < points; k++) {
        // Where the deadlines lie is a choice; what is compared with them are whole cycles.
        double share = (double) k / (points - 1);
        deadlines.add((long) (byFactors ? first * StrictMath.pow((double) last / first, share) : first + (last - first) * share));
      }
    }
    return deadlines;
  }

  private void report(String source) {
    synchronized (reporting) {
      reportBest(source);
      if (System.nanoTime() >= reportAgainAt) {
        long before = System.nanoTime();
        reportFront();
        long now = System.nanoTime();
        reportAgainAt = now + Math.max(REPORT_NANOS, REPORT_SHARE * (now - before));
      }
    }
  }

  private void reportBest(String source) {
    Goal goal = Goal.of(problem.objective());
    Decoder.Decoded best = archive.best(goal);
    if (best != null && goal.cost(best.table()) < reportedObjective) {
      reportedObjective = goal.cost(best.table());
      listener.incumbent(schedule(best), reportedObjective, source);
    }
  }

  private void reportFront() {
    List<Decoder.Decoded> chosen = chosen();
    List<Long> known = chosen.stream().map(d -> bounds.energyBy(d.table().latencyCycles())).toList();
    // Bounds may have come after the mappings.
    if (!chosen.isEmpty() && !(chosen.equals(reportedFront) && known.equals(reportedBounds))) {
      reportedFront = chosen;
      reportedBounds = known;
      listener.front(front(chosen));
      written.keySet().retainAll(chosen);
    }
  }

  private Front<Schedule> front(List<Decoder.Decoded> chosen) {
    List<TradeOff<Schedule>> all = new ArrayList<>();
    for (Decoder.Decoded d : chosen) {
      long latency = d.table().latencyCycles();
      long bound = bounds.energyBy(latency);
      all.add(new TradeOff<>(schedule(d), latency, d.table().energyFemtojoules(), bound, "local search"));
    }
    return new Front<>(all, false);
  }

  private Schedule schedule(Decoder.Decoded d) {
    return written.computeIfAbsent(d, k -> ScheduleWriter.write(new Machine(problem), k.table()));
  }

  /** All if they are few enough; else both ends, the best product, and the best by each deadline. */
  private List<Decoder.Decoded> chosen() {
    List<Decoder.Decoded> all = archive.all();
    if (all.size() <= points) {
      return all;
    }
    List<Decoder.Decoded> wanted = new ArrayList<>();
    wanted.add(all.get(0));
    wanted.add(all.get(all.size() - 1));
    wanted.add(archive.best(Goal.of(Objective.EDP)));
    deadlines(true).forEach(d -> wanted.add(archive.best(new Goal(Objective.ENERGY, d))));
    List<Decoder.Decoded> chosen = new ArrayList<>();
    for (Decoder.Decoded d : wanted) {
      if (d != null && chosen.size() < points && chosen.stream().noneMatch(c -> c == d)) {
        chosen.add(d);
      }
    }
    return chosen;
  }
}
