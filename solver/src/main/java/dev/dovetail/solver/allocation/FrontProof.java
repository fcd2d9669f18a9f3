package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.JointEncoding.Limit;
import dev.dovetail.encodings.allocation.JointModel;
import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.solver.BackendListener;
import dev.dovetail.solver.BackendRefusal;
import dev.dovetail.solver.BackendResult;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Front;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.TradeOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves a front on a fixed tile grid, from the least energy down to the least latency.
 *
 * <p>Role: the epsilon-constraint method with a complete solver. Least energy by the deadline, then least latency with that energy: a point
 * that nothing of the searched space dominates. The next deadline is one cycle earlier, until nothing ends by it. What is proved holds over
 * {@link JointEncoding#SPACE}, which may be all that the problem admits; else what each point carries as its bound holds for every
 * mapping.
 */
final class FrontProof {
  private final AllocationProblem problem;
  private final Limits limits;
  private final Listener<Schedule> listener;
  private final int points;
  private final FrontMethod.Prover prover;
  private final String name;
  private final FrontMethod.Bounds bounds;
  private final TileGraph graph;
  private final boolean items; // whether the searched space is all that the problem admits
  private final List<TradeOff<Schedule>> proven = new ArrayList<>();
  private long until;

  FrontProof(
      AllocationProblem problem, Limits limits, Listener<Schedule> listener, int points, FrontMethod.Prover prover, String name) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.points = points;
    this.prover = prover;
    this.name = name;
    this.bounds = new FrontMethod.Bounds(problem, true);
    this.graph = JointEncoding.fixedGraph(problem);
    this.items = problem.options().movesItems();
  }

  /**
   * Runs until all is proved or the time is over.
   *
   * @param found by search: starts, and points of the front where no proof comes
   * @param nanos most time; a reproducible run only ends by what its solver counts
   */
  Outcome run(Front<Schedule> found, long nanos) {
    until = System.nanoTime() + nanos;
    long deadline = Long.MAX_VALUE;
    while (proven.size() < points) {
      Answer energy = solve(Objective.ENERGY, new Limit(deadline, Long.MAX_VALUE), best(found, deadline));
      if (energy.none()) {
        return proven.isEmpty() || best(found, deadline) == null
            ? complete()
            : ended("a mapping that is faster lies outside of the searched space");
      }
      Schedule frugal = energy.schedule();
      if (frugal == null) {
        return ended(energy.why());
      }
      Limit limit = new Limit(deadline, energy.objective());
      Answer fastest = solve(Objective.LATENCY, limit, frugal);
      Schedule point = fastest.schedule();
      if (point == null) {
        return ended(fastest.why());
      }
      if (found.points().stream()
          .anyMatch(p -> p.latencyCycles() <= fastest.objective() && p.energyFemtojoules() < energy.objective())) {
        return ended("a mapping with less energy lies outside of the searched space");
      }
      long bound = items ? energy.objective() : Math.min(bounds.energyBy(fastest.objective()), energy.objective());
      proven.add(new TradeOff<>(point, fastest.objective(), energy.objective(), bound, name));
      report(found, false);
      deadline = fastest.objective() - 1;
    }
    return ended("the front has more than %d mappings".formatted(points));
  }

  /** What the solver said: an optimal schedule, that there is none, or nothing. */
  private record Answer(@Nullable Schedule schedule, long objective, boolean none, String why) {}

  private Answer solve(Objective objective, Limit limit, @Nullable Schedule known) {
    long left = limits.reproducible() ? Long.MAX_VALUE : until - System.nanoTime();
    if (left <= 0 || listener.shouldStop()) {
      return new Answer(null, 0, false, "the time is over");
    }
    JointModel model = prover.encoding().encode(problem.withObjective(objective), graph, Long.MIN_VALUE, known, limit);
    Limits part =
        new Limits(
            limits.reproducible() ? limits.time() : Duration.ofNanos(left),
            0,
            limits.seed(),
            limits.threads(),
            limits.reproducible(),
            Math.min(ConstraintMethod.CHILD_HEAP, limits.memoryMebibytes()));
    BackendResult result;
    try {
      result = prover.backend().get().solve(model.model(), part, new Patience());
    } catch (BackendRefusal e) {
      return new Answer(null, 0, false, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    if (result.proof() == Outcome.Proof.INFEASIBLE) {
      return new Answer(null, 0, true, result.detail());
    }
    if (!result.isOptimal()) {
      return new Answer(null, 0, false, result.detail());
    }
    return new Answer(result.solution().map(model::decode).orElse(null), result.objective(), false, result.detail());
  }

  /** Listens to nothing but the clock. */
  private final class Patience implements BackendListener {
    @Override
    public void solution(dev.dovetail.encodings.cp.Assignment assignment, long objective) {}

    @Override
    public void bound(long lowerBound) {}

    @Override
    public boolean shouldStop() {
      return listener.shouldStop();
    }
  }

  private static @Nullable Schedule best(Front<Schedule> found, long deadline) {
    return found.points().stream().filter(p -> p.latencyCycles() <= deadline).reduce((a, b) -> b).map(TradeOff::mapping)
        .orElse(null);
  }

  /** The product of each proved point is a candidate for the best mapping. */
  private void report(Front<Schedule> found, boolean complete) {
    List<TradeOff<Schedule>> shown = new ArrayList<>(proven);
    if (!complete) {
      // Proofs came from the slow end: what search found faster than them stays as it is.
      long fastest = proven.stream().mapToLong(TradeOff::latencyCycles).min().orElse(Long.MAX_VALUE);
      found.points().stream().filter(p -> p.latencyCycles() < fastest).limit(Math.max(0, points - proven.size()))
          .forEach(shown::add);
    }
    for (TradeOff<Schedule> p : proven) {
      long cost = problem.objective().of(p.latencyCycles(), p.energyFemtojoules());
      if (cost < listener.bestObjective()) {
        listener.incumbent(p.mapping(), cost, name);
      }
    }
    boolean all = items && complete;
    listener.front(new Front<>(shown, all, complete && !all ? JointEncoding.SPACE : null));
  }

  private Outcome complete() {
    if (proven.isEmpty()) {
      Optional<String> tooLarge = LargestTile.fitsNowhere(new Machine(problem), graph);
      return new Outcome(
          Outcome.Termination.COMPLETE,
          (items || tooLarge.isPresent()) && listener.bestObjective() == Long.MAX_VALUE
              ? Outcome.Proof.INFEASIBLE
              : Outcome.Proof.NONE,
          tooLarge.orElse("nothing of the searched space fits"));
    }
    report(new Front<>(List.of(), false), true);
    long best =
        proven.stream().mapToLong(p -> problem.objective().of(p.latencyCycles(), p.energyFemtojoules())).min()
            .orElse(Long.MAX_VALUE);
    if (items) {
      ProofScope.of(problem, graph).tell(listener, name, best, best, Outcome.Proof.OPTIMAL);
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.OPTIMAL, "the whole front is proved");
    }
    listener.claim(new Claim(JointEncoding.SPACE, best, best, Outcome.Proof.OPTIMAL));
    return new Outcome(
        Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        listener.bestObjective() < best
            ? "a mapping outside of the searched space is better than its whole front, which is proved"
            : "the whole front is proved over the searched space");
  }

  private Outcome ended(String why) {
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE,
        Outcome.Proof.NONE,
        "%d mappings of the front are proved; %s".formatted(proven.size(), why));
  }
}
