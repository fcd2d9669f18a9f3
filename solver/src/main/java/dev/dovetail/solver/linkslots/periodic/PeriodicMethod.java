package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A method of kind link-slots that also answers problems whose messages repeat, that ask for a common period, or for deadlines only.
 *
 * <p>Role: the one seam between the methods of one-time schedules and those of periodic ones, so that a user names the same method for both.
 */
public final class PeriodicMethod implements Method<LinkSlotsProblem, SlotTable> {
  private final Method<LinkSlotsProblem, SlotTable> once;
  private final boolean searches;
  private final @Nullable Supplier<Backend> backend;

  private PeriodicMethod(
      Method<LinkSlotsProblem, SlotTable> once, boolean searches, @Nullable Supplier<Backend> backend) {
    this.once = once;
    this.searches = searches;
    this.backend = backend;
  }

  /** A greedy method: periodic problems get the best of several orders. */
  public static PeriodicMethod greedy(Method<LinkSlotsProblem, SlotTable> once) {
    return new PeriodicMethod(once, false, null);
  }

  /**
   * A search or a constraint solver: periodic problems get an ejection search, then a constraint model.
   *
   * @param backend makes the backend when it is needed, so that listing methods loads no solver
   */
  public static PeriodicMethod exact(Method<LinkSlotsProblem, SlotTable> once, Supplier<Backend> backend) {
    return new PeriodicMethod(once, true, backend);
  }

  /** A constraint solver that finds and proves on its own, without a search before it. */
  public static PeriodicMethod oracle(Method<LinkSlotsProblem, SlotTable> once, Supplier<Backend> backend) {
    return new PeriodicMethod(once, false, backend);
  }

  /** Whether a problem is one that {@link #solve} does not leave to the method of one-time schedules. */
  public static boolean isPeriodic(LinkSlotsProblem problem) {
    Goal goal = problem.rules().goal();
    return problem.isPeriodic() || goal == Goal.PERIOD || goal == Goal.DEADLINE;
  }

  @Override
  public String name() {
    return once.name();
  }

  @Override
  public String description() {
    return once.description();
  }

  @Override
  public Outcome solve(LinkSlotsProblem problem, Limits limits, Listener<SlotTable> listener) {
    if (!isPeriodic(problem)) {
      return once.solve(problem, limits, listener);
    }
    Run run = new Run(problem, name(), limits, listener, backend, System.nanoTime());
    return switch (problem.rules().goal()) {
      case DEADLINE -> new DeadlineRun(run, searches).run();
      case PERIOD -> new CommonPeriodRun(run, searches).run();
      case MAKESPAN, WEIGHTED_FINISH -> new FinishRun(run, searches).run();
    };
  }
}
