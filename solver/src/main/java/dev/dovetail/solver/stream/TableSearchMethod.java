package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import java.util.function.BooleanSupplier;

/**
 * {@code branch-and-bound}: the best mapping of Stream's decision space that the cost table can price, and a bound for all tile shapes.
 *
 * <p>Two spaces are told apart. With the costs of the table the search is complete on small networks, and its claim is an optimum. Beyond the
 * table a node costs at least its iterations over the array's units, which bounds every mapping that a longer table could add.
 *
 * <p>Stream averages cycles over iterations and rounds to the nearest integer, down to zero: with tiles small enough whole layers cost nothing.
 * And what a window reads in its first tile, clipped at the padding, counts for all tiles, down to nothing. The search leaves such mappings
 * out: what it looks for never rounds an average down, and moves every tensor whole. A mapping that came with the problem is kept even so.
 */
final class TableSearchMethod implements Method<StreamProblem, StreamMapping> {
  /** Candidates of one group: seconds. */
  private static final long MOST_CANDIDATES = 5_000_000;
  private static final int MOST_NODES = 8;

  static final String TABLE =
      "whose costs are in the table, whose slots and routes follow Stream's rules, and which lose nothing to rounding or clipping";
  static final String ANY_TILE =
      "of any tile shapes, missing costs at their roof, whose slots and routes follow Stream's rules, and which lose nothing to rounding or"
          + " clipping";

  @Override
  public String name() {
    return "branch-and-bound";
  }

  @Override
  public String description() {
    return "cores, splits, tiles, loop orders and fusion cuts in Stream's own model: the best that the cost table prices, and a bound beyond it";
  }

  @Override
  public Outcome solve(StreamProblem problem, Limits limits, Listener<StreamMapping> listener) {
    long given = Starts.offer(problem, listener);
    Ground ground = Ground.of(problem, MOST_CANDIDATES);
    if (ground == null) {
      return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          "the accelerator has more cores or links than are searched");
    }
    BooleanSupplier stop = listener::shouldStop;
    FusionCuts cuts = new FusionCuts(problem.workload());
    TableSearch search = new TableSearch(ground, cuts, true, MOST_NODES, stop);
    TableSearch.Answer answer = search.search(Long.MAX_VALUE);
    if (answer != null && answer.total() < given) {
      Starts.offer(problem, answer.mapping(), "branch and bound", listener);
    }
    long inside = answer == null ? Long.MAX_VALUE : answer.total();
    listener
        .claim(new Claim(ANY_TILE, new RoofBound(ground, cuts, MOST_NODES, inside, stop).bound(), inside, Outcome.Proof.NONE));
    String detail = "%,d cores, splits and tiles priced".formatted(search.visited());
    if (!search.isComplete()) {
      return new Outcome(stop.getAsBoolean() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          detail + "; not all that there are");
    }
    if (answer != null) {
      listener.claim(new Claim(TABLE, answer.total(), answer.total(), Outcome.Proof.EXHAUSTED));
    }
    return new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
        answer == null ? detail + "; no other mapping has its costs in the table" : detail);
  }
}
