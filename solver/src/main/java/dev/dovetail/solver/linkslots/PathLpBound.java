package dev.dovetail.solver.linkslots;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.bounds.PriceCertificate;
import dev.dovetail.models.linkslots.bounds.SlotPrices;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.cpsat.GlopSolver;
import dev.dovetail.solver.lp.LpSolver;
import dev.dovetail.solver.process.ProcessLpSolver;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Raises the bound on the makespan by a linear programme over routes and slots, solved by column generation.
 *
 * <p>Role: a method calls it early, with its share of the time. For a horizon, the programme serves as many messages as fit into the slots of
 * all channels, fractions of messages on fractions of routes. If some stay unserved, its duals are prices of slots that prove that no mapping
 * finishes by the horizon; they are rounded to integers and {@link PriceCertificate} checks the proof exactly, so no number of the solver is
 * trusted. First and last slots have rows of their own, those between are one row per channel.
 */
public final class PathLpBound {
  /** Name of the bound. */
  public static final String BOUND = "path-lp";

  /** Most heap of the child, mebibytes. */
  private static final int CHILD_HEAP = 256;
  /** Most rows of the programme: more take minutes. */
  private static final int MOST_ROWS = 2_500;
  /** Most pairs of link and slot that pricing looks at for one source. */
  private static final long MOST_PAIRS = 4_000_000;

  /** Sorts of messages above which shortest paths are looked for from all sources together, over all paths. */
  private static final int MANY_SORTS = 30;

  private final LinkSlotsProblem problem;
  private final LpSolver solver;
  private final Orbits orbits;
  private final PriceCertificate certificate;

  /**
   * @param problem to bound; nothing happens unless its goal is the makespan
   * @param solver of the linear programmes
   */
  public PathLpBound(LinkSlotsProblem problem, LpSolver solver) {
    this.solver = solver;
    this.orbits = new Orbits(problem);
    // What no path can do, no shortest path can.
    boolean relaxed = problem.rules().routes() == RoutePolicy.SHORTEST && orbits.messages().size() > MANY_SORTS;
    this.problem = relaxed ? problem.with(problem.rules().withRoutes(RoutePolicy.FREE)) : problem;
    this.certificate = new PriceCertificate(this.problem.with(this.problem.rules().withGoal(Goal.MAKESPAN)));
  }

  /** Raises the listener's bound with GLOP in a child process. The end depends on the clock, so a reproducible run leaves it out. */
  static void raise(LinkSlotsProblem problem, Listener<?> listener, Duration time) {
    if (problem.rules().goal() == Goal.MAKESPAN && !problem.isPeriodic()) {
      try (LpSolver solver = new ProcessLpSolver(GlopSolver.class, CHILD_HEAP, listener::shouldStop)) {
        new PathLpBound(problem, solver).raise(listener, time);
      }
    }
  }

  /** Raises the listener's bound as far as the programme can, in steps that double while they succeed; stops with the time or the listener. */
  public void raise(Listener<?> listener, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long known = listener.bestBound();
    long step = 1;
    boolean grows = true;
    while (problem.rules().goal() == Goal.MAKESPAN && step > 0 && !listener.shouldStop() && System.nanoTime() - end < 0) {
      long horizon = Math.min(known + step - 1, listener.bestObjective() - 1);
      if (horizon < Math.max(known, 1)) {
        return; // nothing is open
      }
      if (refuted(horizon, () -> listener.shouldStop() || System.nanoTime() - end >= 0, end)) {
        known = horizon + 1;
        listener.bound(new LowerBound(BOUND, known,
            "prices of slots under which all messages cost more than all slots before slot %d".formatted(horizon)));
        step = grows ? 2 * step : (step + 1) / 2;
      } else {
        grows = false;
        step /= 2;
      }
    }
  }

  /** Whether the programme finds prices that prove that no mapping finishes by the horizon. */
  boolean refuted(long horizon, BooleanSupplier stop, long end) {
    long channels = problem.network().links().channels().size();
    long representatives = IntStream.range(0, (int) channels).filter(c -> orbits.channel(c) == c).count();
    if (horizon * channels > MOST_PAIRS || representatives > MOST_ROWS) {
      return false;
    }
    int edge = (int) Math.min(horizon / 2, Math.max(0, (MOST_ROWS / representatives - 1) / 2));
    RouteProgram program = new RouteProgram(problem, orbits, horizon, edge);
    while (!stop.getAsBoolean()) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      LpSolver.Optimum optimum = solver.solve(program.program(), left).orElse(null);
      if (optimum == null || optimum.value() < RouteProgram.SERVED) {
        return false;
      }
      SlotPrices prices = program.prices(optimum);
      RouteProgram.Pricing pricing = program.extend(prices, optimum);
      if (pricing.proves() && certificate.refutes(prices)) {
        return true;
      }
      if (!pricing.added()) {
        return false;
      }
    }
    return false;
  }
}
