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
import java.util.Optional;

/**
 * A method of kind {@code allocation}, which decides cores, tiles, order, ways through DRAM and link slots of all layers at once; the
 * fusion groups are what its schedules keep on chip.
 */
final class JointMethod extends NamedMethod<MappingProblem, NetworkMapping> {
  private final Method<AllocationProblem, Schedule> method;

  JointMethod(Method<AllocationProblem, Schedule> method) {
    super(method.name(), method.description());
    this.method = method;
  }

  @Override
  public Optional<Method<MappingProblem, NetworkMapping>> tradingOff(int points) {
    return method.tradingOff(points).map(JointMethod::new);
  }

  @Override
  public boolean reportsFront() {
    return method.reportsFront();
  }

  @Override
  public Outcome solve(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    return method.solve(problem.allocation(), limits, new ScheduleListener(problem, listener));
  }
}
