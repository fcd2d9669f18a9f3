package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Start;
import java.util.List;
import java.util.Optional;

/**
 * The methods without a constraint solver: {@code list} (portfolio of list schedules) and {@code local-search} (the same, then
 * late-acceptance local search until the limit).
 */
final class SearchMethod implements Method<AllocationProblem, Schedule> {
  private final boolean withLocalSearch;
  private final boolean forStream;
  private final List<Start<Schedule>> starts;

  SearchMethod(boolean withLocalSearch) {
    this(withLocalSearch, false, List.of());
  }

  /**
   * @param forStream whether the busiest core or channel is minimised, instead of the problem's objective; what it then tells of a
   *     schedule as its objective is that, and a little of its latency
   */
  SearchMethod(boolean withLocalSearch, boolean forStream, List<Start<Schedule>> starts) {
    this.withLocalSearch = withLocalSearch;
    this.forStream = forStream;
    this.starts = starts;
  }

  @Override
  public Optional<Method<AllocationProblem, Schedule>> startingFrom(List<Start<Schedule>> known) {
    return Optional.of(new SearchMethod(withLocalSearch, forStream, known));
  }

  @Override
  public String name() {
    return withLocalSearch ? "local-search" : "list";
  }

  @Override
  public String description() {
    return withLocalSearch
        ? "local search over tile grids, cores, order and deliveries, decoded by list scheduling"
        : "list scheduling with a banker's safety test, over a portfolio of tile grids and orders";
  }

  @Override
  public Optional<Method<AllocationProblem, Schedule>> tradingOff(int points) {
    return withLocalSearch ? Optional.of(new FrontMethod(name(), points, null)) : Optional.empty();
  }

  @Override
  public Outcome solve(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
    AllocationSearch search =
        new AllocationSearch(problem, limits, listener, starts, forStream ? Goal.ofStream() : Goal.of(problem.objective()));
    boolean found = search.run(withLocalSearch, listener::shouldStop).isPresent();
    boolean complete = !listener.shouldStop();
    return new Outcome(
        complete ? Outcome.Termination.COMPLETE : Outcome.Termination.LIMIT,
        Outcome.Proof.NONE,
        found ? "searched" : search.nothing());
  }
}
