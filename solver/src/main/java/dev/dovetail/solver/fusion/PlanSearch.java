package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A portfolio of plans first, then annealing from the best of them in several rounds, on several threads that share the best.
 *
 * <p>Role: the anytime engine of every method of this kind. In reproducible mode one thread does a fixed amount of work.
 */
final class PlanSearch {
  /** Share of the effort after which no more plans of the portfolio are made, once one was found. */
  private static final double PORTFOLIO_SHARE = 0.2;

  /**
   * Each round: where it ends, as a share of what the portfolio leaves; its first and last temperature; whether it begins with
   * the best. Short and cool rounds come first: most of what small problems need is found by then, and large
   * ones have a good plan early.
   */
  private static final Round[] ROUNDS = {
      new Round(0.01, 0.001, 1e-5, true),
      new Round(0.03, 0.004, 1e-5, true),
      new Round(0.07, 0.02, 3e-5, false),
      new Round(0.18, 0.02, 3e-5, false),
      new Round(0.45, 0.02, 3e-5, false),
      new Round(0.72, 0.02, 3e-5, false),
      new Round(0.88, 0.004, 1e-5, true),
      new Round(1, 0.001, 1e-5, true)
  };

  /** Plans of the portfolio that rounds begin with. */
  private static final int STARTS = 4;

  /**
   * Annealing looks at plans of so many times the tiles of those that it begins with, and at plans of few tiles in any case:
   * more tiles take time to schedule and seldom pay.
   */
  private static final int TIMES_TILES = 4;

  private static final int FEW_TILES = 4_000;

  /** Between two reports at least so many times as long as the last one took, since the judge takes longer than an evaluation. */
  private static final int REPORT_PAUSES = 6;

  private static final long LEAST_PAUSE_NANOS = 150_000_000L;

  private record Round(double end, double hot, double cold, boolean fromBest) {}

  /**
   * A plan with its cost.
   *
   * @param genes the plan
   * @param cost what it costs
   * @param second what decides between plans of equal cost
   */
  record Found(Genes genes, long cost, double second) {
    Found copy() {
      return new Found(genes.copy(), cost, second);
    }

    boolean beats(@Nullable Found other) {
      return other == null || cost < other.cost || (cost == other.cost && second < other.second);
    }
  }

  private final FusionProblem problem;
  private final long deadline;
  private final List<FusionPlan> known;
  private final Limits limits;
  private final Listener<FusionMapping> listener;
  private final LayerGraph graph;
  private final LayerCosts costs;
  private final List<Found> portfolio = new ArrayList<>();
  private final List<Found> elite = new ArrayList<>();
  private @Nullable Found best;
  private long reported = Long.MAX_VALUE;
  private long quietUntil = Long.MIN_VALUE;
  private volatile boolean held;

  PlanSearch(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    this(problem, limits, listener, Long.MAX_VALUE - 1, List.of());
  }

  /**
   * @param deadline plans that take longer are not looked for
   * @param known plans to begin with, in place of a portfolio; empty if there are none
   */
  PlanSearch(
      FusionProblem problem, Limits limits, Listener<FusionMapping> listener, long deadline, List<FusionPlan> known) {
    this.deadline = deadline;
    this.known = List.copyOf(known);
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.graph = new LayerGraph(problem.network());
    this.costs = new LayerCosts(problem.network(), problem.core());
  }

  /**
   * Searches.
   *
   * @param nanos how long
   * @param stop whether to stop at once
   * @return the best plan, all of which were reported; empty if no plan was found that fits the buffer
   */
  Optional<Found> run(long nanos, BooleanSupplier stop) {
    int threads = limits.reproducible() ? 1 : limits.threads();
    SplittableRandom seeds = new SplittableRandom(limits.seed());
    long started = System.nanoTime();
    Effort effort = effort(nanos, started, stop);
    PlanCost cost = new PlanCost(problem, graph, costs, effort, deadline);
    portfolio(cost, effort);
    if (best == null) {
      return Optional.empty();
    }
    List<Thread> helpers = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 1; i < threads; i++) {
      SplittableRandom own = seeds.split();
      int index = i;
      Thread t =
          new Thread(
              () -> {
                Effort mine = effort(nanos, started, stop);
                anneal(index, new PlanCost(problem, graph, costs, mine, deadline), mine, own);
              },
              "dovetail-plans-" + i);
      t.setDaemon(true);
      t.setUncaughtExceptionHandler((thread, error) -> failures.add(error));
      helpers.add(t);
      t.start();
    }
    anneal(0, cost, effort, seeds.split());
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
    report(cost, "plan annealing", true);
    return Optional.ofNullable(best());
  }

  private Effort effort(long nanos, long started, BooleanSupplier stop) {
    return new Effort(limits, nanos, started, System::nanoTime, () -> stop.getAsBoolean() || settled());
  }

  private boolean settled() {
    return listener.shouldStop() || listener.bestObjective() <= listener.bestBound();
  }

  private void portfolio(PlanCost cost, Effort effort) {
    Starts starts = new Starts(problem, graph, cost.tiledGroups(), effort::isOver);
    Predicate<Genes> enough = g -> {
      long c = cost.best(g, Long.MAX_VALUE - 1);
      if (c != PlanCost.TOO_MUCH) {
        Found found = new Found(g, c, cost.second());
        portfolio.add(found);
        offer(found, cost, "segments");
      }
      return effort.isOver() || (best != null && effort.progress() > PORTFOLIO_SHARE);
    };
    if (known.isEmpty()) {
      starts.each(enough);
    } else {
      known.forEach(plan -> enough.test(Genes.of(plan)));
    }
    portfolio.sort(Comparator.comparingLong(Found::cost));
  }

  private void anneal(int index, PlanCost cost, Effort effort, SplittableRandom random) {
    long tiles = portfolio.stream().limit(STARTS).mapToLong(f -> f.genes.tileCount()).max().orElse(0);
    cost.limitTiles(Math.max(FEW_TILES, TIMES_TILES * tiles));
    Moves moves = new Moves(problem, graph, random);
    PlanAnnealing annealing =
        new PlanAnnealing(cost, moves, random, effort, found -> offer(found, cost, "plan annealing"), () -> tellHeld(cost));
    double from = effort.progress();
    for (int i = 0; i < ROUNDS.length && !effort.isOver(); i++) {
      Round r = ROUNDS[i];
      Found start = r.fromBest ? best() : portfolio.get((index + i) % Math.min(portfolio.size(), STARTS));
      if (start != null) {
        Found last = annealing.run(start, from + (1 - from) * r.end, r.hot, r.cold);
        synchronized (this) {
          elite.add(last);
        }
      }
    }
  }

  /** The best plan of each round of annealing, the best of all first. */
  synchronized List<Found> elite() {
    Comparator<Found> byCost = Comparator.comparingLong(Found::cost);
    return elite.stream().sorted(byCost.thenComparingDouble(Found::second)).toList();
  }

  private synchronized @Nullable Found best() {
    return best;
  }

  /** What was too soon to be told may be the last that is found: it must not wait for a better one. */
  private void tellHeld(PlanCost cost) {
    if (held) {
      report(cost, "plan annealing", false);
    }
  }

  private void offer(Found found, PlanCost cost, String source) {
    synchronized (this) {
      if (!found.beats(best)) {
        return;
      }
      best = found.copy();
    }
    report(cost, source, false);
  }

  /** Reports the best if it is new and the last report is long enough ago. */
  private void report(PlanCost cost, String source, boolean last) {
    Found found;
    synchronized (this) {
      found = best;
      if (found == null || found.cost >= reported) {
        return;
      }
      held = !last && !limits.reproducible() && System.nanoTime() < quietUntil;
      if (held) {
        return;
      }
      reported = found.cost;
    }
    long before = System.nanoTime();
    listener.incumbent(cost.mapping(found.genes), found.cost, source);
    long now = System.nanoTime();
    synchronized (this) {
      quietUntil = now + Math.max(LEAST_PAUSE_NANOS, REPORT_PAUSES * (now - before));
    }
  }
}
