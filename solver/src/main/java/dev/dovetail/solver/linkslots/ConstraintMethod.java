package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.linkslots.ExactSlots.RouteScope;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Local search first, then constraint models: symmetric mappings, proofs that no smaller makespan can be met, routes and starts together.
 *
 * <p>Role: the methods {@code cp-sat} and {@code choco} for problems that do not repeat.
 */
final class ConstraintMethod extends NamedMethod<LinkSlotsProblem, SlotTable> {
  /** Share of the time for the search before columns, before a small model of intervals, and before a large one. */
  private static final double BEFORE_COLUMNS = 0.1;

  private static final double BEFORE_INTERVALS = 0.2;
  private static final double BEFORE_MANY_INTERVALS = 0.7;

  /** Holds from which on a model of intervals takes a solver longer than a search takes to be as good. */
  private static final long MANY_HOLDS = 10_000;

  private static final double SHARE_OF_HALVING = 0.6;

  /** One of so many shares of the time goes to the linear programme. */
  private static final int SHARES_OF_BOUND = 10;

  /** Most heap of a child, mebibytes: native memory comes on top. */
  private static final int CHILD_HEAP = 1024;

  private final long mostHolds;
  private final long mostColumns;
  private final Supplier<Backend> backend;

  /**
   * @param name of the method
   * @param mostHolds largest model of intervals that the solver is given, holds of channels
   * @param mostColumns largest model over slots that it is given, columns; 0 for none
   * @param backend makes the backend when it is needed, so that listing methods loads no solver
   */
  ConstraintMethod(String name, String description, long mostHolds, long mostColumns, Supplier<Backend> backend) {
    super(name, description);
    this.mostHolds = mostHolds;
    this.mostColumns = mostColumns;
    this.backend = backend;
  }

  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    if (!LinkSlotsEncoding.takes(problem)) {
      // Waiting, too, may help: the models have no words for it, local search has.
      new LocalSearchMethod().solve(problem, limits, listener);
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE,
          "searched; the models of %s hold no messages that wait or are left out".formatted(name()));
    }
    if (problem.messages().size() > RouteOptions.MANY_MESSAGES) {
      new LocalSearchMethod().solve(problem, limits, listener);
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE,
          "searched; %,d messages are too many for a model of %s".formatted(problem.messages().size(), name()));
    }
    return new Run(problem, limits, listener).run();
  }

  private final class Run {
    private final LinkSlotsProblem problem;
    private final Limits limits;
    private final Listener<SlotTable> listener;
    private final BackendRun run;
    private final ExactSlots exact;

    Run(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
      this.problem = problem;
      this.limits = limits;
      this.listener = listener;
      this.run = new BackendRun(limits, listener, CHILD_HEAP);
      this.exact = new ExactSlots(name(), backend.get(), listener);
    }

    Outcome run() {
      RouteOptions options = new RouteOptions(problem);
      RouteChoices choices = RouteChoices.of(problem, options);
      RouteScope scope = new RouteScope(options.isComplete(),
          "whose routes are among the first %d candidates of each message".formatted(RouteOptions.CAP));
      HalvingSearch halving = new HalvingSearch(choices, exact, run, listener, scope, mostColumns);
      RoundSearch rounds =
          new RoundSearch(new SlotInstance(problem, options), choices, exact, run, listener, mostColumns);
      boolean columns = mostColumns > 0 && problem.rules().goal() == Goal.MAKESPAN;
      boolean halves = columns && halving.isPromising();
      boolean packs = columns && rounds.isPromising();
      long part = (long) (limits.time().toNanos() * share(choices.holds(), halves || packs));
      new SlotSearch(problem, options).run(Duration.ofNanos(part), limits, exact.hearing(), "local search");
      if (run.settled()) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "searched; the bound is met or the limit reached");
      }
      if (mostColumns > 0 && !limits.reproducible()) {
        PathLpBound.raise(problem, listener, limits.time().dividedBy(SHARES_OF_BOUND));
      }
      if (exact.best() != null) {
        if (halves) {
          halving.run(run.until(SHARE_OF_HALVING));
        }
        if (packs) {
          rounds.run(run.until(SHARE_OF_HALVING));
        }
        if (columns) {
          new MakespanProof(choices, exact, run, listener, scope, mostColumns).run();
        }
      }
      if (run.settled()) {
        return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE, "the bound is met or the limit reached");
      }
      if (choices.holds() > mostHolds) {
        return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE,
            "searched; a model of %,d holds is too large for %s".formatted(choices.holds(), name()));
      }
      RouteChoices all = exact.best() == null ? choices : choices.with(exact.best());
      return exact.optimum(all, scope, run.left());
    }

    private double share(long holds, boolean columns) {
      if (columns) {
        return BEFORE_COLUMNS;
      }
      if (holds > mostHolds) {
        return 1;
      }
      return holds > MANY_HOLDS ? BEFORE_MANY_INTERVALS : BEFORE_INTERVALS;
    }
  }
}
