package dev.dovetail.models.mapping;

import dev.dovetail.models.Exact;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.allocation.AllocationBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All lower bounds of kind {@code mapping}. Every schedule of a mapping answers the allocation problem under the user's
 * requirements, so its bounds hold; of the latency bounds only loads of cores and channels also bound a period.
 */
public final class MappingBounds implements LowerBounds<MappingProblem> {
  /** Bounds of work that one sample puts on a core or a channel: in a stream it must fit between two samples. */
  private static final Set<String> LOADS = Set.of("compute-load", "dram-compulsory", "bus-load");

  /**
   * All bounds.
   *
   * @throws dev.dovetail.models.InfeasibleException if there is no mapping, with the requirements that conflict: see {@link Conflicts}
   */
  @Override
  public List<LowerBound> of(MappingProblem problem) {
    Conflicts.check(problem);
    List<LowerBound> bounds = new AllocationBounds().of(problem.allocation());
    if (problem.objective() == MappingObjective.THROUGHPUT) {
      return bounds.stream().filter(b -> LOADS.contains(b.name())).toList();
    }
    List<LowerBound> all = new ArrayList<>(bounds);
    inARow(problem).ifPresent(all::add);
    return List.copyOf(all);
  }

  /**
   * With barriers between groups that the user fixed, latencies and energies of the groups add up: so do their bounds. Each group's schedule
   * answers the group's own problem, because what it reads of others was stored before it began.
   */
  private static Optional<LowerBound> inARow(MappingProblem problem) {
    if (!problem.barriers() || problem.objective() == MappingObjective.EDP) {
      return Optional.empty();
    }
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Groups wish) {
        long sum = 0;
        for (Set<String> group : wish.groups()) {
          long best = new AllocationBounds().of(GroupProblem.of(problem.allocation(), group)).stream()
              .mapToLong(LowerBound::value).max().orElse(0);
          sum = Exact.add(sum, best);
        }
        return Optional.of(new LowerBound("groups-in-a-row", sum,
            "%d fusion groups one after another, each at its own best bound".formatted(wish.groups().size())));
      }
    }
    return Optional.empty();
  }
}
