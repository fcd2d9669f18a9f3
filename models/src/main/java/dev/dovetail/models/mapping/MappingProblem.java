package dev.dovetail.models.mapping;

import dev.dovetail.models.Problem;
import dev.dovetail.models.allocation.AllocationProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The joint problem: fusion groups, cores, tiles, DRAM transfers and link slots of a network on an accelerator.
 *
 * @param base network, machine and costs, without any wish of the user
 * @param requirements the user's wishes
 * @param objective what is minimised
 * @param barriers whether fusion groups run strictly one after another: no transfer or task of a group begins before all of the groups
 *     before it are done
 * @param allocation {@code base} under all requirements, with the objective of one sample: every schedule of a mapping answers it
 */
public record MappingProblem(
    AllocationProblem base, List<Requirement> requirements, MappingObjective objective, boolean barriers,
    AllocationProblem allocation)
    implements Problem {
  public MappingProblem {
    Objects.requireNonNull(base);
    requirements = List.copyOf(requirements);
  }

  /**
   * The problem under requirements.
   *
   * @throws dev.dovetail.models.InfeasibleException if what they say of fusion cannot be, whatever the machine
   */
  public MappingProblem(AllocationProblem base, List<Requirement> requirements, MappingObjective objective, boolean barriers) {
    this(base, requirements, objective, barriers,
        Requirements.applied(base.withObjective(objective.ofOneSample()), requirements));
  }

  @Override
  public String kind() {
    return "mapping";
  }

  @Override
  public String name() {
    return base.name();
  }

  /** The same problem under other requirements. */
  public MappingProblem with(List<Requirement> others) {
    return new MappingProblem(base, others, objective, barriers);
  }

  /** The same problem with another objective. */
  public MappingProblem with(MappingObjective other) {
    return new MappingProblem(base, requirements, other, barriers);
  }

  /** The same problem under one more requirement. */
  public MappingProblem and(Requirement more) {
    List<Requirement> all = new ArrayList<>(requirements);
    all.add(more);
    return with(all);
  }
}
