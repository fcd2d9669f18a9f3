package dev.dovetail.solver.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.EnergyProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.TradeOffProgramme;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongUnaryOperator;

/**
 * A method and, behind it, the front of total time and energy by {@link TradeOffProgramme}.
 *
 * <p>Role: {@code --pareto}. Points of a small problem are proved, and all of them if so many are asked for; of a large one each carries the bound on
 * the energy of all mappings that are as fast.
 */
final class TradeOffMethod implements Method<PipelineProblem, PipelinePlan> {
  private static final String SOURCE = "trade-off programme";
  private static final String FASTEST = "chain programme";

  private final Method<PipelineProblem, PipelinePlan> inner;
  private final int points;

  /**
   * @param inner searches the best mapping first
   * @param points most mappings reported, at least 2
   */
  TradeOffMethod(Method<PipelineProblem, PipelinePlan> inner, int points) {
    this.inner = inner;
    this.points = points;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String description() {
    return "trade-off between latency and energy: least energy of the chain by each of many limits on its stages";
  }

  @Override
  public boolean reportsFront() {
    return true;
  }

  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    Outcome best = inner.solve(problem, limits, listener);
    if (listener.shouldStop() || !problem.module().energy().isComplete()) {
      return best;
    }
    try {
      front(problem, limits, listener);
      return best;
    } catch (CancellationException e) {
      return new Outcome(Outcome.Termination.LIMIT, best.proof(), "stopped before the front was done");
    }
  }

  private void front(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    Effort effort = Effort.of(limits.threads(), listener::shouldStop);
    PlacedChain placement = new PlacedChain(problem, limits.seed(), listener::shouldStop);
    ChainModel model = ChainModel.of(problem.with(PipelineObjective.TOTAL));
    List<TradeOff<PipelinePlan>> ends = ends(problem, placement, model, effort);
    if (!ends.isEmpty()) {
      listener.front(new Front<>(ends, false)); // of a large problem the rest takes its time
    }
    TradeOffProgramme programme = TradeOffProgramme.of(problem, effort);
    LongUnaryOperator bound = model == ChainModel.NONE ? cycles -> 0 : programme::energyBy;
    List<TradeOff<PipelinePlan>> found = new ArrayList<>();
    boolean all = programme.size() <= points;
    for (int at : all ? every(programme) : spread(programme, points - (programme.isComplete() ? 0 : 1))) {
      if (listener.shouldStop()) {
        break;
      }
      offer(problem, placement, programme.point(at).plan(), bound, SOURCE).ifPresent(found::add);
    }
    boolean complete = all && programme.isComplete() && model == ChainModel.EXACT && found.size() == programme.size();
    if (!programme.isComplete()) {
      // Of a large problem the fastest chain may lie between two limits.
      ends.stream().filter(p -> p.source().equals(FASTEST)).forEach(
          p -> found.add(
              new TradeOff<>(p.mapping(), p.latencyCycles(), p.energyFemtojoules(), bound.applyAsLong(p.latencyCycles()),
                  FASTEST)));
    }
    if (!found.isEmpty()) {
      listener.front(new Front<>(found, complete));
    }
  }

  /** The fastest chain and the one of least energy, whose energy bounds that of every mapping. */
  private static List<TradeOff<PipelinePlan>> ends(
      PipelineProblem problem, PlacedChain placement, ChainModel model, Effort effort) {
    ChainProgramme fastest = ChainProgramme.of(problem.with(PipelineObjective.TOTAL), Restriction.MERGED, effort);
    EnergyProgramme frugal = EnergyProgramme.of(problem, effort);
    List<TradeOff<PipelinePlan>> ends = new ArrayList<>();
    if (fastest.optimum() != ClusterTimes.INFINITE && frugal.optimum() != ClusterTimes.INFINITE) {
      long least = model == ChainModel.NONE ? 0 : frugal.optimum();
      offer(problem, placement, fastest.plan(), cycles -> least, FASTEST).ifPresent(ends::add);
      offer(problem, placement, frugal.plan(), cycles -> least, "energy programme").ifPresent(ends::add);
    }
    return ends;
  }

  private static List<Integer> every(TradeOffProgramme programme) {
    List<Integer> all = new ArrayList<>();
    for (int at = 0; at < programme.size(); at++) {
      all.add(at);
    }
    return all;
  }

  /** Both ends, and between them points that are each slower than the one before by about the same factor. */
  private static List<Integer> spread(TradeOffProgramme programme, int points) {
    int last = programme.size() - 1;
    double first = programme.cycles(0);
    double ratio = programme.cycles(last) / first;
    List<Integer> chosen = new ArrayList<>(List.of(0));
    for (int p = 1; p < points; p++) {
      double wanted = first * StrictMath.pow(ratio, (double) p / (points - 1));
      int at = chosen.get(chosen.size() - 1) + 1;
      while (at < last && (p == points - 1 || programme.cycles(at) < wanted)) {
        at++;
      }
      if (at <= last) {
        chosen.add(at);
      }
    }
    return chosen;
  }

  private static Optional<TradeOff<PipelinePlan>> offer(
      PipelineProblem problem, PlacedChain placement, ChainPlan chain, LongUnaryOperator bound, String source) {
    Optional<PipelinePlan> placed = placement.place(chain);
    if (placed.isEmpty()) {
      return Optional.empty();
    }
    Evaluation judged = new PipelineEvaluator().evaluate(problem, placed.get());
    if (!judged.isExecutable()) {
      return Optional.empty();
    }
    long cycles = judged.cost().get(PipelineEvaluator.LATENCY);
    long energy = judged.cost().get(PipelineEvaluator.ENERGY);
    return Optional.of(new TradeOff<>(placed.get(), cycles, energy, bound.applyAsLong(cycles), source));
  }
}
