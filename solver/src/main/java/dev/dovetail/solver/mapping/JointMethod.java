package dev.dovetail.solver.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method of kind {@code allocation}, which decides cores, tiles, order, ways through DRAM and link slots of all layers at once; the
 * fusion groups are what its schedules keep on chip.
 */
final class JointMethod extends NamedMethod<MappingProblem, NetworkMapping> {
  /** Share of the time for the staged answer, from which the search begins. */
  private static final double STAGED_SHARE = 0.1;

  private final Method<AllocationProblem, Schedule> method;
  private final boolean afterStaged;

  /** @param afterStaged whether the search begins from the best staged answer */
  JointMethod(Method<AllocationProblem, Schedule> method, boolean afterStaged) {
    super(method.name(), method.description());
    this.method = method;
    this.afterStaged = afterStaged;
  }

  @Override
  public Optional<Method<MappingProblem, NetworkMapping>> tradingOff(int points) {
    return method.tradingOff(points).map(m -> new JointMethod(m, false));
  }

  @Override
  public boolean reportsFront() {
    return method.reportsFront();
  }

  @Override
  public Outcome solve(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    long started = System.nanoTime();
    ScheduleListener schedules = new ScheduleListener(problem, listener);
    List<Start<Schedule>> starts = new ArrayList<>();
    if (afterStaged && mayCut(problem)) {
      Limits part = limits.withTime(Duration.ofNanos(Math.max(1, (long) (limits.time().toNanos() * STAGED_SHARE))));
      new StagedSearch(problem, part, schedules).run().forEach(s -> starts.add(new Start<>(s, StagedMethod.NAME)));
    }
    Duration left = limits.reproducible() ? limits.time() : limits.time().minusNanos(System.nanoTime() - started);
    Limits rest = limits.withTime(left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left);
    return method.startingFrom(starts).orElse(method).solve(problem.allocation(), rest, schedules);
  }

  /** Whether there is anything to fuse or to cut. */
  private static boolean mayCut(MappingProblem problem) {
    return problem.base().workload().layers().size() > 1 && !problem.base().options().movesItems();
  }
}
