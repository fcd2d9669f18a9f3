package dev.dovetail.models.allocation;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;

/**
 * The judge of kind {@code allocation}: an event simulation of a schedule in exact longs.
 *
 * <p>Role: recomputes the cost of anybody's schedule, and finds every broken rule with its place. It works on boxes of tensors
 * only and knows no solver, nor a tile grid or a list of routes unless the problem itself admits nothing else. The rules are written
 * down in {@code MACHINE-MODEL.md}, next to this file. Stateless and thread-safe.
 */
public final class AllocationEvaluator implements Evaluator<AllocationProblem, Schedule> {
  @Override
  public Evaluation evaluate(AllocationProblem problem, Schedule schedule) {
    return Simulation.run(problem, schedule).evaluation();
  }
}
