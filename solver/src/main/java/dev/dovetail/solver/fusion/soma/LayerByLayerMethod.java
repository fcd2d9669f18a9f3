package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.fusion.DoubleBuffering;

/**
 * {@code layer-by-layer}: no fusion. Every layer is a layer group of its own (where fully connected layers are isolated, theirs holds the pooling
 * before it, too), double-buffered; tile counts are improved one layer after another until none can be.
 */
final class LayerByLayerMethod implements Method<FusionProblem, FusionMapping> {
  @Override
  public String name() {
    return "layer-by-layer";
  }

  @Override
  public String description() {
    return "no fusion, double-buffered: the best power-of-two tile count for each layer in turn";
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    LayerCosts costs = new LayerCosts(problem.network(), problem.core());
    return new Descent(problem, new DoubleBuffering(problem, costs), new PlanReporter(problem, costs, listener, name()), listener)
        .run();
  }

  /** Layer after layer, first towards a plan that fits, then towards a cheaper one. */
  private static final class Descent {
    private final FusionProblem problem;
    private final DoubleBuffering doubleBuffering;
    private final PlanReporter reporter;
    private final Listener<FusionMapping> listener;
    private final PlanDraft draft;
    private final long buffer;
    private long overflow = Long.MAX_VALUE;
    private long latency;
    private long femtojoules;

    Descent(
        FusionProblem problem, DoubleBuffering doubleBuffering, PlanReporter reporter, Listener<FusionMapping> listener) {
      this.problem = problem;
      this.doubleBuffering = doubleBuffering;
      this.reporter = reporter;
      this.listener = listener;
      draft = InitialPlan.of(problem);
      buffer = problem.core().bufferBytes();
    }

    Outcome run() {
      take();
      boolean improved = true;
      while (improved && !listener.shouldStop()) {
        improved = false;
        for (int p = 0; p < draft.layers() && !listener.shouldStop(); p++) {
          improved |= improve(p);
        }
        if (overflow == 0) {
          reporter.doubleBuffered(draft.copy(), latency, femtojoules);
        }
      }
      return new Outcome(
          listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
          Outcome.Proof.NONE,
          reporter.hasReported()
              ? "no layer gains from another tile count"
              : "no tile counts were found with which every layer fits the buffer (%d bytes)".formatted(buffer));
    }

    private boolean improve(int position) {
      FusionLayer layer = problem.network().layers().get(draft.order[position]);
      int best = draft.tiles[position];
      boolean improved = false;
      for (long t = 1; t <= PlanMoves.mostTiles(layer, problem.batch()); t *= 2) {
        draft.tiles[position] = (int) t;
        if (take()) {
          best = (int) t;
          improved = true;
        }
      }
      draft.tiles[position] = best;
      return improved;
    }

    /** Takes the draft as it stands if it overflows the buffer less than what was taken before, or as much and costs less. */
    private boolean take() {
      if (!doubleBuffering.take(draft.order, draft.cut, draft.tiles)) {
        return false;
      }
      long energy = doubleBuffering.femtojoules();
      if (overflow == 0 && cost(doubleBuffering.idealCycles(), energy) >= cost(latency, femtojoules)) {
        return false;
      }
      long found = doubleBuffering.latency(Long.MAX_VALUE);
      long over = Math.max(0, doubleBuffering.peakBytes() - buffer);
      if (found == DoubleBuffering.NOT_EXECUTABLE
          || over > overflow
          || (over == overflow && cost(found, energy) >= cost(latency, femtojoules))) {
        return false;
      }
      overflow = over;
      latency = found;
      femtojoules = energy;
      return true;
    }

    private long cost(long cycles, long energy) {
      return problem.objective().of(cycles, energy);
    }
  }
}
