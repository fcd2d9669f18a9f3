package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.Expansion;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.dramschedule.soma.ScheduleAnnealing;
import dev.dovetail.solver.dramschedule.soma.SomaScheduleMethod;
import dev.dovetail.solver.fusion.DoubleBuffering;
import java.util.SplittableRandom;

/**
 * {@code soma-sa} of kind {@code fusion}: SoMa (HPCA 2025) as its public program searches, in one thread. Source:
 * SET-Scheduling-Project/SoMa-HPCA2025.
 *
 * <p>Six passes. Each anneals the plan towards the least energy times latency under double buffering, then the DRAM schedule of the plan found
 * towards the least latency. The first may fill the buffer with double buffering; the others only the part that the first one's plan filled, and
 * 0.9, 0.81, ... of it, which leaves more for the second annealing. A pass fails where the initial plan does not fit.
 *
 * <p>Of lifted rules it takes up that of fully connected layers: their isolation. Tile counts stay powers of two and weights are loaded once, in
 * chunks where the problem has them.
 */
final class SomaMethod implements Method<FusionProblem, FusionMapping> {
  private static final int PASSES = 6;
  private static final double SHRINK = 0.9;

  /** Tensors of the first pass from which on the rounds of the second stage grow no more, and these rounds. */
  private static final int MANY_TENSORS = 3_000;

  /** The same of the other passes. */
  private static final int MANY_TENSORS_LATER = 5_000;

  @Override
  public String name() {
    return SomaScheduleMethod.NAME;
  }

  @Override
  public String description() {
    return "SoMa (HPCA 2025): annealing of the plan under double buffering, then of its DRAM schedule, under six buffer caps;"
        + " of lifted rules it takes up isolateFc alone";
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    LayerCosts costs = new LayerCosts(problem.network(), problem.core());
    PlanReporter reporter = new PlanReporter(problem, costs, listener, name());
    SplittableRandom random = new SplittableRandom(limits.seed());
    PlanAnnealing plans =
        new PlanAnnealing(
            problem,
            new DoubleBuffering(problem, costs),
            true,
            random,
            listener::shouldStop,
            reporter::passing);
    long buffer = problem.core().bufferBytes();
    double cap = buffer;
    int done = 0;
    for (int pass = 0; pass < PASSES && !listener.shouldStop(); pass++) {
      PlanAnnealing.Found found = plans.run((long) cap);
      if (found != null) {
        reporter.last(found);
        if (!listener.shouldStop()) {
          schedule(found, pass, reporter, random, listener);
        }
        done++;
      }
      if (pass == 0 && found != null) {
        cap = found.peakBytes();
      } else {
        cap *= SHRINK;
      }
    }
    if (!reporter.hasReported()) {
      return new Outcome(
          Outcome.Termination.COMPLETE,
          Outcome.Proof.NONE,
          "its initial plan, every layer by itself, does not fit the buffer (%d bytes)".formatted(buffer));
    }
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        "%d of %d passes fitted their buffer caps".formatted(done, PASSES));
  }

  private static void schedule(
      PlanAnnealing.Found found, int pass, PlanReporter reporter, SplittableRandom random, Listener<FusionMapping> listener) {
    Expansion.Expanded expanded = reporter.expand(found.draft());
    FusionPlan plan = found.draft().plan();
    new ScheduleAnnealing(
        expanded.schedule(),
        random,
        listener::shouldStop,
        (schedule, latency) -> reporter.scheduled(plan, schedule, latency, found.femtojoules()))
            .run(rounds(expanded.schedule().tensors().size(), pass));
  }

  /** Rounds of the second stage. */
  static long rounds(int tensors, int pass) {
    return ScheduleAnnealing.ROUNDS_PER_TENSOR * Math.min(tensors, pass == 0 ? MANY_TENSORS : MANY_TENSORS_LATER);
  }
}
