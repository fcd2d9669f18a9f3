package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.solver.dramschedule.soma.Cooling;
import dev.dovetail.solver.fusion.DoubleBuffering;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * SoMa's first stage: annealing of the fusion plan towards the least energy times latency under double buffering. Source: public program
 * SET-Scheduling-Project/SoMa-HPCA2025.
 */
final class PlanAnnealing {
  private static final double ROUNDS_PER_LAYER = 100;
  private static final int STOP_INTERVAL = 64;

  private final FusionProblem problem;
  private final DoubleBuffering doubleBuffering;
  private final PlanMoves moves;
  private final SplittableRandom random;
  private final BooleanSupplier stop;
  private final Consumer<Found> improved;

  /**
   * A plan that fits.
   *
   * @param draft the plan
   * @param latencyCycles under double buffering
   * @param femtojoules its energy
   * @param peakBytes most bytes in the buffer
   * @param tensors that travel
   */
  record Found(PlanDraft draft, long latencyCycles, long femtojoules, long peakBytes, long tensors) {
    double product() {
      return (double) latencyCycles * femtojoules;
    }
  }

  /**
   * An annealing that has not begun.
   *
   * @param subGroups whether layer groups may have sub-groups
   * @param random every random choice
   * @param stop asked now and then whether to end
   * @param improved is given every plan that is better than all before
   */
  PlanAnnealing(
      FusionProblem problem,
      DoubleBuffering doubleBuffering,
      boolean subGroups,
      SplittableRandom random,
      BooleanSupplier stop,
      Consumer<Found> improved) {
    this.problem = problem;
    this.doubleBuffering = doubleBuffering;
    this.moves = new PlanMoves(problem, random, subGroups);
    this.random = random;
    this.stop = stop;
    this.improved = improved;
  }

  /** How many moves are tried: 100 per layer, and more with the square root of the batch. */
  static long rounds(FusionProblem problem) {
    return (long) Math.floor(ROUNDS_PER_LAYER * problem.network().layers().size() * Math.sqrt(problem.batch()));
  }

  /**
   * Anneals from the initial plan.
   *
   * @param capacity what the buffer may hold, in bytes
   * @return the best plan, or null if the initial one does not fit
   */
  @Nullable
  Found run(long capacity) {
    Found current = evaluate(InitialPlan.of(problem), capacity, Double.POSITIVE_INFINITY);
    if (current == null) {
      return null;
    }
    improved.accept(current);
    Found best = current;
    long rounds = rounds(problem);
    long restart = (long) (rounds * Cooling.RESTART);
    for (long round = 0; round < rounds; round++) {
      if (round % STOP_INTERVAL == 0 && stop.getAsBoolean()) {
        break;
      }
      if (round == restart) {
        current = best;
      }
      PlanDraft candidate = current.draft().copy();
      if (!moves.change(candidate)) {
        continue;
      }
      double limit = Cooling.threshold(current.product(), 0, (double) round / rounds, random.nextDouble());
      Found next = evaluate(candidate, capacity, limit);
      if (next != null) {
        current = next;
        if (next.product() < best.product()) {
          best = next;
          improved.accept(best);
        }
      }
    }
    return best;
  }

  /** The plan with its cost, or null if it is impossible, does not fit, or its product exceeds the limit. */
  private @Nullable Found evaluate(PlanDraft draft, long capacity, double limit) {
    if (!doubleBuffering.take(draft.order, draft.cut, draft.tiles)
        || (double) doubleBuffering.idealCycles() * doubleBuffering.femtojoules() > limit) {
      return null;
    }
    long latency = doubleBuffering.latency(capacity);
    if (latency == DoubleBuffering.NOT_EXECUTABLE || (double) latency * doubleBuffering.femtojoules() > limit) {
      return null;
    }
    return new Found(
        draft, latency, doubleBuffering.femtojoules(), doubleBuffering.peakBytes(), doubleBuffering.tensors());
  }
}
