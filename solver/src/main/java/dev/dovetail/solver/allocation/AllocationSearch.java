package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Start;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Portfolio first, then whole runs of layers laid out anew, then local search, on several threads that share the best.
 *
 * <p>Role: the anytime engine of every method of this kind. Reports are throttled, because verifying and writing a mapping takes longer
 * than finding the next one; the last one is always reported. In reproducible mode one thread does a fixed amount of work, and reports
 * at once: when a required gap is met must not depend on the clock.
 */
final class AllocationSearch {
  /** Share of the time limit that the portfolio may take before local search begins. */
  private static final double PORTFOLIO_SHARE = 0.15;

  /** Share of the limit at whose end runs of layers are no longer laid out anew. */
  private static final double SEGMENT_SHARE = 0.4;

  /** Decoded genomes per second of time limit in reproducible mode; a machine of 2026 manages about this many per thread. */
  private static final long REPRODUCIBLE_RATE = 60;

  private static final long REPORT_NANOS = 400_000_000L;
  private static final int CHUNK = 400;

  private final AllocationProblem problem;
  private final Limits limits;
  private final Listener<Schedule> listener;
  private final List<Start<Schedule>> starts;
  private final Goal goal;
  private final long started = System.nanoTime();
  private Decoder.@Nullable Decoded best;
  private long bestCost = Long.MAX_VALUE;
  private String bestSource = "";
  private long reportedCost = Long.MAX_VALUE;
  private long reportedAt;
  private volatile boolean cutShort;
  private final Object largeGraph = new Object();
  private final AtomicLong leftOut = new AtomicLong();

  AllocationSearch(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
    this(problem, limits, listener, List.of(), Goal.of(problem.objective()));
  }

  /**
   * @param starts schedules whose decisions are tried before all else
   * @param goal what is minimised
   */
  AllocationSearch(AllocationProblem problem, Limits limits, Listener<Schedule> listener, List<Start<Schedule>> starts,
      Goal goal) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.starts = List.copyOf(starts);
    this.goal = goal;
  }

  /** Runs until {@code stop}; empty if nothing was found. Every found mapping was reported. */
  Optional<Decoder.Decoded> run(boolean withLocalSearch, BooleanSupplier stop) {
    int threads = limits.reproducible() ? 1 : limits.threads();
    SplittableRandom seeds = new SplittableRandom(limits.seed());
    List<Thread> helpers = new ArrayList<>();
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 1; i < threads; i++) {
      SplittableRandom own = seeds.split();
      int index = i;
      Thread t = new Thread(() -> work(index, threads, own, withLocalSearch, stop), "dovetail-search-" + i);
      t.setDaemon(true);
      t.setUncaughtExceptionHandler((thread, error) -> failures.add(error));
      helpers.add(t);
      t.start();
    }
    work(0, threads, seeds.split(), withLocalSearch, stop);
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
    report(bestSource, true);
    synchronized (this) {
      return Optional.ofNullable(best);
    }
  }

  /** Decoded genomes per thread: a fixed number in reproducible mode, as many as there is time for otherwise. */
  static long work(Limits limits) {
    return limits.reproducible() ? Math.max(40, limits.time().toSeconds() * REPRODUCIBLE_RATE) : Long.MAX_VALUE;
  }

  private void work(int index, int threads, SplittableRandom random, boolean withLocalSearch, BooleanSupplier stop) {
    Machine machine = new Machine(problem);
    Shapes shapes = new Shapes(machine);
    Decoder decoder = new Decoder(machine, stop);
    long most = work(limits);
    if (index == 0) {
      fromStarts(decoder, shapes, stop);
    }
    portfolio(index, threads, decoder, shapes, stop, withLocalSearch ? (long) (most * PORTFOLIO_SHARE) : most);
    if (!withLocalSearch) {
      return;
    }
    segments(decoder, shapes, random, stop, (long) (most * SEGMENT_SHARE));
    while (!stop.getAsBoolean() && decoder.decodedCount() < most) {
      Decoder.Decoded start;
      synchronized (this) {
        start = best;
      }
      if (start == null) {
        return; // nothing fits: local search has no place to start from
      }
      long until = Math.min(most, decoder.decodedCount() + CHUNK * 8L);
      new LocalSearch(decoder, shapes, random, goal)
          .search(
              start,
              () -> stop.getAsBoolean() || decoder.decodedCount() >= until,
              found -> offer(found, "local search"));
    }
  }

  /** The decisions of the schedules that are known, each decoded in the few ways that a schedule leaves open. */
  private void fromStarts(Decoder decoder, Shapes shapes, BooleanSupplier stop) {
    for (Start<Schedule> start : starts) {
      for (Genome genome : new ScheduleGenes(shapes, start.mapping()).genomes()) {
        if (!stop.getAsBoolean()) {
          decoder.decode(genome, Long.MAX_VALUE).ifPresent(d -> offer(d, start.source()));
        }
      }
    }
  }

  /** Descends from the best of the portfolio by laying out whole runs of layers anew; all threads take up what one has found. */
  private void segments(Decoder decoder, Shapes shapes, SplittableRandom random, BooleanSupplier stop, long most) {
    long share = (long) (limits.time().toNanos() * SEGMENT_SHARE);
    Moves moves = new Moves(shapes, random);
    while (!stop.getAsBoolean()
        && (limits.reproducible() ? decoder.decodedCount() < most : System.nanoTime() - started < share)) {
      Decoder.Decoded start;
      long cost;
      synchronized (this) {
        start = best;
        cost = bestCost;
      }
      if (start == null) {
        return;
      }
      decoder.decode(moves.changeSegment(start.genome()), goal.latestEnd(cost - 1))
          .ifPresent(d -> offer(d, "local search"));
    }
  }

  private void portfolio(int index, int threads, Decoder decoder, Shapes shapes, BooleanSupplier stop, long most) {
    Portfolio portfolio = new Portfolio(shapes);
    Iterator<Genome> genomes = portfolio.genomes(this::hasFound);
    List<Genome> putOff = new ArrayList<>(); // of large graphs, until all else was tried
    long share = (long) (limits.time().toNanos() * PORTFOLIO_SHARE);
    for (int i = 0; genomes.hasNext() && !stop.getAsBoolean(); i++) {
      Genome genome = genomes.next();
      if (i % threads != index) {
        continue;
      }
      boolean found;
      long giveUpAt;
      synchronized (this) {
        found = best != null;
        giveUpAt = best != null ? goal.latestEnd(bestCost) : Long.MAX_VALUE;
      }
      if (found && (limits.reproducible() ? decoder.decodedCount() >= most : System.nanoTime() - started > share)) {
        return;
      }
      if (!found && portfolio.needsLeastMemory(genome)) {
        decodeLarge(decoder, genome);
        continue;
      }
      long tooLarge = decoder.tooLargeCount();
      decoder.decode(genome, giveUpAt).ifPresent(d -> offer(d, "list scheduling"));
      if (!found && decoder.tooLargeCount() > tooLarge) {
        putOff.add(genome);
      }
    }
    for (Genome genome : putOff) {
      if (!hasFound() && !stop.getAsBoolean()) {
        decodeLarge(decoder, genome);
      }
    }
    cutShort |= stop.getAsBoolean();
  }

  /** One thread at a time: the heap holds one large graph. */
  private void decodeLarge(Decoder decoder, Genome genome) {
    synchronized (largeGraph) {
      if (hasFound()) {
        return;
      }
      long tooLarge = decoder.tooLargeCount();
      decoder.decodeAtAnySize(genome).ifPresent(d -> offer(d, "list scheduling"));
      leftOut.addAndGet(decoder.tooLargeCount() - tooLarge);
    }
  }

  /** Why nothing was found. */
  String nothing() {
    String why = cutShort
        ? "the time was over before some order of the portfolio was found to fit the memories"
        : "no order of the portfolio fits the memories";
    return leftOut.get() == 0
        ? why
        : why + "; the tiles and transfers of %d of them were too many for the heap (%d MiB), maybe give the JVM more"
            .formatted(leftOut.get(), Runtime.getRuntime().maxMemory() >> 20);
  }

  private synchronized boolean hasFound() {
    return best != null;
  }

  private void offer(Decoder.Decoded found, String source) {
    long cost = goal.cost(found.table());
    synchronized (this) {
      if (cost >= bestCost) {
        return;
      }
      best = found;
      bestCost = cost;
      bestSource = source;
    }
    report(source, false);
  }

  /** Reports the best if it is new and the last report is long enough ago. */
  private void report(String source, boolean last) {
    Decoder.Decoded found;
    long cost;
    synchronized (this) {
      long now = System.nanoTime();
      if (best == null || bestCost >= reportedCost
          || (!last && !limits.reproducible() && reportedCost < Long.MAX_VALUE && now - reportedAt < REPORT_NANOS)) {
        return;
      }
      found = best;
      cost = bestCost;
      reportedCost = cost;
      reportedAt = now;
    }
    listener.incumbent(ScheduleWriter.write(new Machine(problem), found.table()), cost, source);
  }
}
