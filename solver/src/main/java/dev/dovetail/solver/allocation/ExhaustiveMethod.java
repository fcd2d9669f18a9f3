package dev.dovetail.solver.allocation;

import dev.dovetail.encodings.allocation.JointEncoding;
import dev.dovetail.encodings.allocation.TileEnumerator;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.Optional;

/** Complete enumeration of the searched space of a tiny problem that fixes all grids: the oracle. */
final class ExhaustiveMethod implements Method<AllocationProblem, Schedule> {
  private static final int MOST_TILES = 8;
  private static final long MOST_ASSIGNMENTS = 20_000;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "complete enumeration: the oracle for problems with fixed tiles, at most %d of them".formatted(MOST_TILES);
  }

  /**
   * Enumerates.
   *
   * @throws BadInputException if some grid is open, or there is too much to enumerate
   */
  @Override
  public Outcome solve(AllocationProblem problem, Limits limits, Listener<Schedule> listener) {
    if (!problem.handovers().throughDram().isEmpty()) {
      throw new BadInputException(
          "The problem (%s) demands ways through DRAM, which exhaustive does not enumerate.".formatted(problem.name()),
          "use --solver cp-sat.");
    }
    TileGraph graph = JointEncoding.fixedGraph(problem);
    long[] best = {Long.MAX_VALUE};
    TileEnumerator all =
        new TileEnumerator(
            problem,
            graph,
            listener::shouldStop,
            (schedule, cost) -> {
              best[0] = Math.min(best[0], cost);
              listener.incumbent(schedule, cost, name());
            });
    if (graph.nodes() > MOST_TILES || all.assignments() > MOST_ASSIGNMENTS) {
      throw new BadInputException(
          "The problem (%s) has %d tiles with %,d assignments to cores; exhaustive takes at most %d tiles and %,d assignments."
              .formatted(problem.name(), graph.nodes(), all.assignments(), MOST_TILES, MOST_ASSIGNMENTS),
          "use --solver cp-sat, or fewer tiles per layer.");
    }
    if (!all.run()) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped after %,d plans".formatted(all.plans()));
    }
    String detail = "enumerated %,d plans".formatted(all.plans());
    ProofScope scope = ProofScope.of(problem, graph);
    if (best[0] < Long.MAX_VALUE) {
      scope.tell(listener, name(), best[0], best[0], Outcome.Proof.EXHAUSTED);
      return new Outcome(
          Outcome.Termination.COMPLETE, scope.of(Outcome.Proof.EXHAUSTED), detail + ": all of the searched space");
    }
    Optional<String> tooLarge = LargestTile.fitsNowhere(new Machine(problem), graph);
    return tooLarge.isPresent()
        ? new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, detail + ": " + tooLarge.get())
        : new Outcome(
            Outcome.Termination.COMPLETE, scope.of(Outcome.Proof.INFEASIBLE), detail + ": nothing of the searched space fits");
  }
}
