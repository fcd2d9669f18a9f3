package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.Optional;

/**
 * What a dynamic programme over the boundaries of sub-groups says of the least energy.
 *
 * <p>Role: energy does not depend on the DRAM schedule and adds up over sub-groups, so that the cheapest path is a shortest one. Its plan is the best of all if its
 * energy, recomputed by the evaluator, equals the bound and its tensors have a schedule; the path respects the buffer only as far as the bound does.
 *
 * @param femtojoules no plan of those looked at takes less; the largest number if none fits the buffer
 * @param plan that the cheapest path stands for, its layers by id within each sub-group; empty if the path crosses a part of the network that is not followed
 */
public record LeastEnergyPlan(long femtojoules, Optional<FusionPlan> plan) {
  /** Over all plans. */
  public static LeastEnergyPlan overAllOrders(FusionProblem problem) {
    return new EnergyBound(PlanSpace.of(problem), FusionBounds.MOST_EFFORT).answer();
  }

  /** Over plans with the layers in the order of their ids. */
  public static LeastEnergyPlan inOrderOfIds(FusionProblem problem) {
    return new EnergyBound(PlanSpace.ofIds(problem), FusionBounds.MOST_EFFORT).answer();
  }
}
