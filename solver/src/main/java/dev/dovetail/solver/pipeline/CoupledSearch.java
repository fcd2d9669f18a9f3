package dev.dovetail.solver.pipeline;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.encodings.pipeline.PathEncoding;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.pipeline.Columns.Column;
import dev.dovetail.solver.pipeline.Columns.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Places what the chain programme plans, and searches on only where a segment cannot be placed at its bound.
 *
 * <p>The chain's costs bound those of placed segments from below. The cheapest path over what is known is followed: its first segment that was not
 * placed yet is, at its own cost, and the path is computed anew; once all of a path is placed it is the best plan. Where a segment was placed above
 * its bound without proof that it must be, a constraint model of that segment alone closes the gap.
 */
final class CoupledSearch {
  private final PipelineProblem problem;
  private final Listener<PipelinePlan> listener;
  private final SegmentPlacer placer;
  private final SegmentProof proof;
  private final Columns columns;
  private final Set<Column> closed = new HashSet<>();
  private long best = INFINITE;

  private CoupledSearch(
      PipelineProblem problem, Listener<PipelinePlan> listener, Columns columns, SegmentPlacer placer, SegmentProof proof) {
    this.problem = problem;
    this.listener = listener;
    this.columns = columns;
    this.placer = placer;
    this.proof = proof;
  }

  /** Whether segments share nothing but their order, and cost what a number of clusters and a stage time say. */
  static boolean takes(PipelineProblem problem) {
    return PathEncoding.refusal(problem.with(problem.switches().withoutContention())).isEmpty();
  }

  /**
   * Searches.
   *
   * @param proof closes what placing leaves open
   */
  static Outcome run(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener, SegmentProof proof) {
    ChainProgramme chain;
    try {
      ChainAnswer answer = new ChainAnswer(problem, limits, listener);
      ChainProgramme sequential = answer.programme(Restriction.SEQUENTIAL);
      if (sequential.optimum() != INFINITE) {
        answer.offer(sequential.plan(), "sequential"); // there within seconds, also where the whole programme takes long
      }
      chain = answer.programme(Restriction.MERGED);
    } catch (CancellationException e) {
      return new Outcome(Termination.LIMIT, Proof.NONE, "stopped before the programme was done");
    }
    if (chain.optimum() == INFINITE) {
      return new Outcome(Termination.COMPLETE, Proof.INFEASIBLE,
          ChainAnswer.NO_PLAN);
    }
    listener
        .bound(new LowerBound("chain-programme", chain.optimum(), "cheapest of all chains of segments, each at its least cost"));
    Columns columns = new Columns(chain.segments());
    SegmentPlacer placer = new SegmentPlacer(chain, limits.seed(), listener::shouldStop);
    return new CoupledSearch(problem, listener, columns, placer, proof).search();
  }

  private Outcome search() {
    singleClusters();
    offer();
    placer.chain().plan().segments().forEach(s -> placer.rough(s.first(), s.last())
        .ifPresent(p -> columns.place(new Column(s.first(), s.last()), p.segment(), p.cost())));
    offer();
    while (!listener.shouldStop()) {
      if (isSettled()) {
        return new Outcome(Termination.COMPLETE, Proof.OPTIMAL, "the cheapest path over bounds is placed");
      }
      Optional<Column> next = columns.cheapestHoped().columns().stream().filter(c -> !columns.isSearched(c)).findFirst();
      if (next.isPresent()) {
        place(next.get());
      } else {
        Optional<Column> open = columns.cheapestBound().columns().stream()
            .filter(c -> columns.bound(c) < columns.cost(c) && !closed.contains(c)).findFirst();
        if (open.isEmpty()) {
          return new Outcome(Termination.COMPLETE, Proof.NONE, "a gap is left between what is placed and what is proved");
        }
        prove(open.get());
      }
      offer();
    }
    return new Outcome(Termination.LIMIT, Proof.NONE, "stopped");
  }

  /** Searches once more, now that less is wanted, and asks the backend if that does not settle it. */
  private void prove(Column column) {
    place(column);
    if (!closed.contains(column)) {
      closed.add(column);
      long most = mostOf(column);
      take(column, proof.prove(placer, column, columns.bound(column), columns.segment(column), most), most);
    }
  }

  /** Segments of one cluster have their place: the whole mesh. */
  private void singleClusters() {
    int size = problem.network().size();
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        Column column = new Column(i, j);
        placer.single(i, j).ifPresent(p -> columns.place(column, p.segment(), p.cost()));
      }
    }
  }

  private void place(Column column) {
    long most = mostOf(column);
    SegmentPlacer.Result result = placer.place(column.first(), column.last(), columns.bound(column), most);
    take(column, result, most);
    columns.close(column);
  }

  private void take(Column column, SegmentPlacer.Result result, long most) {
    if (result.isLeast()) {
      closed.add(column);
    }
    result.best().ifPresent(p -> columns.place(column, p.segment(), p.cost()));
    // Where nothing is within the limit, the segment costs more than the limit.
    columns.raise(column, Math.min(result.bound() == INFINITE ? most + 1 : result.bound(), columns.cost(column)));
  }

  /** What a segment may cost in a plan that is better than the best. */
  private long mostOf(Column column) {
    return best == INFINITE ? Long.MAX_VALUE / 4 : best - 1 - columns.around(column);
  }

  private boolean isSettled() {
    Path bound = columns.cheapestBound();
    listener.bound(new LowerBound("placed-segments", Math.min(bound.cost(), best),
        "cheapest chain of segments, each at least at the cost at which its regions can be placed"));
    return bound.cost() >= best;
  }

  private void offer() {
    Path placed = columns.cheapestPlaced();
    if (placed.cost() < best) {
      best = placed.cost();
      var segments = placed.columns().stream().map(c -> columns.segment(c).orElseThrow()).toList();
      listener.incumbent(new PipelinePlan(segments), best, "placed chain");
    }
  }
}
