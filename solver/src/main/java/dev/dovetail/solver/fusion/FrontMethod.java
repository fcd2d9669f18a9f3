package dev.dovetail.solver.fusion;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionFeasibility;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.bounds.FusionBounds;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A search for the trade-off between latency and energy: the fastest plan, the one of least energy, the one of the least
 * product, then least energy by each of several deadlines in between.
 *
 * <p>Role: the front beside the best mapping. A point is proven where its energy is the bound on the energy of every plan.
 */
final class FrontMethod implements Method<FusionProblem, FusionMapping> {
  private static final double SHARE_OF_LATENCY = 0.3;
  private static final double SHARE_OF_ENERGY = 0.2;
  private static final double SHARE_OF_PRODUCT = 0.15;

  /** Deadlines between the fastest plan and the one of least energy. */
  private static final int MOST_DEADLINES = 8;

  private final String name;
  private final int points;

  /** @param points most mappings reported, at least 2 */
  FrontMethod(String name, int points) {
    this.name = name;
    this.points = points;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "trade-off between latency and energy: least energy by each of several deadlines";
  }

  @Override
  public boolean reportsFront() {
    return true;
  }

  @Override
  public Outcome solve(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
    FusionFeasibility.check(problem);
    Run run = new Run(problem, limits, listener);
    run.search(Objective.LATENCY, SHARE_OF_LATENCY);
    run.leastEnergy();
    run.search(Objective.EDP, SHARE_OF_PRODUCT);
    run.between(1 - SHARE_OF_LATENCY - SHARE_OF_ENERGY - SHARE_OF_PRODUCT);
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        run.front.isEmpty() ? JointSearch.NOTHING : "searched");
  }

  private final class Run {
    private final FusionProblem problem;
    private final Limits limits;
    private final Listener<FusionMapping> listener;
    private final long energyBound;
    private final List<TradeOff<FusionMapping>> front = new ArrayList<>();

    Run(FusionProblem problem, Limits limits, Listener<FusionMapping> listener) {
      this.problem = problem;
      this.limits = limits;
      this.listener = listener;
      this.energyBound = new FusionBounds().best(with(Objective.ENERGY)).value();
    }

    private FusionProblem with(Objective objective) {
      return new FusionProblem(
          problem.name(), problem.network(), problem.batch(), problem.core(), problem.dramBytesPerCycle(), problem.rules(),
          objective);
    }

    void search(Objective objective, double share) {
      if (!listener.shouldStop()) {
        new PlanSearch(with(objective), limits, new Archive()).run(nanos(share), listener::shouldStop);
      }
    }

    /** The dynamic programme first; where it proves its plan, nothing is left to search. */
    void leastEnergy() {
      if (!listener.shouldStop()) {
        new DynamicProgramme().solve(with(Objective.ENERGY), limits, new Archive());
      }
      if (front.isEmpty() || front.get(front.size() - 1).energyFemtojoules() > energyBound) {
        search(Objective.ENERGY, SHARE_OF_ENERGY);
      }
    }

    private long nanos(double share) {
      return (long) (limits.time().toNanos() * share);
    }

    void between(double share) {
      if (front.size() < 2) {
        return;
      }
      long fastest = front.get(0).latencyCycles();
      long slowest = front.get(front.size() - 1).latencyCycles();
      int deadlines = Math.max(1, Math.min(MOST_DEADLINES, points - 2));
      for (int i = 1; i <= deadlines && !listener.shouldStop(); i++) {
        // Evenly in ratios: most is to be gained close to the fastest plan.
        double ratio = Math.pow((double) slowest / fastest, (double) i * i / ((deadlines + 1.0) * (deadlines + 1)));
        long deadline = (long) (fastest * ratio);
        List<FusionPlan> known = front.stream().filter(p -> p.latencyCycles() <= deadline).map(p -> p.mapping().plan()).toList();
        List<FusionPlan> last = known.subList(Math.max(0, known.size() - 2), known.size());
        new PlanSearch(with(Objective.ENERGY), limits, new Archive(), deadline, last)
            .run(nanos(share / deadlines), listener::shouldStop);
      }
    }

    private void keep(FusionMapping mapping, String source) {
      Evaluation evaluation = new FusionEvaluator().evaluate(problem, mapping);
      if (!evaluation.isExecutable()) {
        listener.incumbent(mapping, evaluation.objective(), source); // a disagreement, which the listener reports
        return;
      }
      long latency = evaluation.cost().getOrDefault(TradeOff.LATENCY, Long.MAX_VALUE);
      long energy = evaluation.cost().getOrDefault(TradeOff.ENERGY, Long.MAX_VALUE);
      if (front.stream().anyMatch(p -> p.latencyCycles() <= latency && p.energyFemtojoules() <= energy)) {
        return;
      }
      front.removeIf(p -> p.latencyCycles() >= latency && p.energyFemtojoules() >= energy);
      front.add(new TradeOff<>(mapping, latency, energy, energyBound, source));
      front.sort(Comparator.comparingLong(TradeOff::latencyCycles));
      thin();
      if (evaluation.objective() < listener.bestObjective()) {
        listener.incumbent(mapping, evaluation.objective(), source);
      }
      listener.front(new Front<>(front, false));
    }

    /** Gives up the points between which least is lost. */
    private void thin() {
      while (front.size() > points) {
        int least = 1;
        double leastLoss = Double.POSITIVE_INFINITY;
        for (int i = 1; i + 1 < front.size(); i++) {
          double latency = (double) front.get(i + 1).latencyCycles() / front.get(i).latencyCycles() - 1;
          double energy = (double) front.get(i - 1).energyFemtojoules() / front.get(i).energyFemtojoules() - 1;
          if (latency * energy < leastLoss) {
            leastLoss = latency * energy;
            least = i;
          }
        }
        front.remove(least);
      }
    }

    /** Takes every mapping of a single search to the front. */
    private final class Archive implements Listener<FusionMapping> {
      private long best = Long.MAX_VALUE;

      @Override
      public void incumbent(FusionMapping mapping, long objective, String source) {
        synchronized (Run.this) {
          best = Math.min(best, objective);
          keep(mapping, source);
        }
      }

      @Override
      public void bound(LowerBound lower) {
        // A search for plans proves nothing.
      }

      @Override
      public long bestObjective() {
        return best;
      }

      @Override
      public long bestBound() {
        return Long.MIN_VALUE;
      }

      @Override
      public boolean shouldStop() {
        return listener.shouldStop();
      }
    }
  }
}
