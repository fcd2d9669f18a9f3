package dev.dovetail.solver.pipeline;

import dev.dovetail.encodings.pipeline.segment.SegmentEncoding;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.pipeline.clusters.ClusterEnumeration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code exhaustive}: all segments, clusters, regions and partitions of a tiny chain, one after another: the oracle.
 *
 * <p>Role: what the programmes and constraint models must agree with; it uses none of their tables. Of each interval of layers the cheapest
 * segment is found once by complete enumeration; then all ways to cut the chain into segments are priced.
 */
final class ExhaustiveMethod implements Method<PipelineProblem, PipelinePlan> {
  private static final int MOST_LAYERS = 7;
  private static final int MOST_CHIPLETS = 8;

  @Override
  public String name() {
    return "exhaustive";
  }

  @Override
  public String description() {
    return "complete enumeration of segments, clusters, regions and partitions: the oracle for at most %d layers on %d chiplets"
        .formatted(MOST_LAYERS, MOST_CHIPLETS);
  }

  /**
   * Enumerates.
   *
   * @throws BadInputException if there is too much to enumerate, transfers need slots, or branches may be parted and segments are coupled
   */
  @Override
  public Outcome solve(PipelineProblem problem, Limits limits, Listener<PipelinePlan> listener) {
    int layers = problem.network().size();
    int chiplets = problem.module().size();
    boolean parted = problem.switches().graph() == Graph.BRANCHES;
    if (layers > MOST_LAYERS || chiplets > MOST_CHIPLETS || problem.switches().contention()
        || parted && !SegmentEncoding.takes(problem)) {
      throw new BadInputException(
          "The problem (%s, %d layers, %d chiplets) is not one for exhaustive: at most %d layers on %d chiplets, no contention, and segments that share nothing where branches may be parted."
              .formatted(problem.name(), layers, chiplets, MOST_LAYERS, MOST_CHIPLETS),
          "use --solver dp or --solver cp-sat.");
    }
    if (parted) {
      return ClusterEnumeration.solve(problem, listener);
    }
    Chains chains = new Chains(problem, listener);
    chains.enumerate();
    SegmentEnumeration segments = chains.segments;
    if (segments.isStopped()) {
      return new Outcome(Outcome.Termination.LIMIT, Outcome.Proof.NONE, "stopped after %,d segments".formatted(segments.tried()));
    }
    String detail = "enumerated %,d segments with their clusters, regions and partitions".formatted(segments.tried());
    return chains.best == null
        ? new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.INFEASIBLE, detail + ": no chain of them is a plan")
        : new Outcome(Outcome.Termination.COMPLETE, Outcome.Proof.EXHAUSTED, detail);
  }

  /** All ways to cut the chain into segments. */
  private static final class Chains {
    private final PipelineProblem problem;
    private final Listener<PipelinePlan> listener;
    private final SegmentEnumeration segments;
    private final SegmentEnumeration.@Nullable Priced[][] cheapest;
    private @Nullable PipelinePlan best;
    private long least = Long.MAX_VALUE;

    Chains(PipelineProblem problem, Listener<PipelinePlan> listener) {
      this.problem = problem;
      this.listener = listener;
      this.segments = new SegmentEnumeration(problem, listener::shouldStop);
      int size = problem.network().size();
      this.cheapest = new SegmentEnumeration.Priced[size][size];
    }

    void enumerate() {
      int size = problem.network().size();
      for (int i = 0; i < size; i++) {
        for (int j = i; j < size && !segments.isStopped(); j++) {
          cheapest[i][j] = segments.cheapest(i, j);
        }
      }
      for (int cuts = 0; cuts < 1 << size - 1 && !segments.isStopped(); cuts++) {
        chain(cuts);
      }
    }

    /** Prices the chain that is cut behind layer b where bit b is set. */
    private void chain(int cuts) {
      List<SegmentEnumeration.Priced> parts = new ArrayList<>();
      int first = 0;
      for (int l = 0; l < problem.network().size(); l++) {
        boolean isLast = l == problem.network().size() - 1;
        if (isLast || (cuts >> l & 1) == 1) {
          SegmentEnumeration.Priced part = cheapest[first][l];
          if (part == null || !isLast && !isStorable(l)) {
            return;
          }
          parts.add(part);
          first = l + 1;
        }
      }
      long cost = cost(parts);
      if (cost < least) {
        least = cost;
        best = new PipelinePlan(parts.stream().map(SegmentEnumeration.Priced::segment).toList());
        listener.incumbent(best, cost, "exhaustive");
      }
    }

    private boolean isStorable(int l) {
      long left = problem.network().layer(l).outputBytes() + problem.network().layer(l).skipBytes();
      return !problem.switches().dramCapacity() || problem.samples() * left <= problem.module().dramCapacityBytes();
    }

    private long cost(List<SegmentEnumeration.Priced> parts) {
      if (problem.objective() == PipelineObjective.THROUGHPUT || problem.objective() == PipelineObjective.ENERGY) {
        return parts.stream().mapToLong(SegmentEnumeration.Priced::cost).sum();
      }
      long sum = load(parts.get(0).segment());
      for (int s = 0; s < parts.size(); s++) {
        long run = parts.get(s).cost();
        if (s + 1 == parts.size()) {
          sum += run;
        } else {
          Segment next = parts.get(s + 1).segment();
          boolean ahead = problem.switches().loadOverlap() == LoadOverlap.NEXT
              && weights(parts.get(s).segment()) + weights(next) <= problem.module().weightBufferBytes();
          sum += ahead ? Math.max(run, load(next)) : run + load(next);
        }
      }
      return sum;
    }

    private long weights(Segment segment) {
      return segments.weights(segment.first(), segment.last());
    }

    private long load(Segment segment) {
      long rate = problem.module().dramBytesPerCycle();
      return (weights(segment) + rate - 1) / rate;
    }
  }
}
