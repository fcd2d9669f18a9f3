package dev.dovetail.models.mapping;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.allocation.AllocationBounds;
import java.util.List;
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
    return problem.objective() == MappingObjective.THROUGHPUT
        ? bounds.stream().filter(b -> LOADS.contains(b.name())).toList()
        : bounds;
  }
}
