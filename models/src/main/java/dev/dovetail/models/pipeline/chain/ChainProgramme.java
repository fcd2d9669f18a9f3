package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;

/**
 * The cheapest chain of segments: a shortest path over the layers, with potentials from both ends.
 *
 * <p>Role: the exact optimum where {@link ChainModel#of} says {@code EXACT}, a lower bound where it says {@code LOWER_BOUND}, and what columns are
 * filtered by. Source: Scope (arXiv 2602.14393), reconstructed.
 */
public final class ChainProgramme {
  private final SegmentCosts segments;
  private final Restriction restriction;
  private final long[] forward;
  private final long[] backward;

  private ChainProgramme(SegmentCosts segments, Restriction restriction) {
    this.segments = segments;
    this.restriction = restriction;
    int size = segments.times().layers();
    forward = new long[size + 1];
    backward = new long[size + 1];
    Arrays.fill(forward, INFINITE);
    Arrays.fill(backward, INFINITE);
    forward[0] = 0;
    backward[size] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j <= segments.longest(i); j++) {
        forward[j + 1] = Math.min(forward[j + 1], Exact.add(forward[i], segments.cost(i, j)));
      }
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int j = i; j <= segments.longest(i); j++) {
        backward[i] = Math.min(backward[i], Exact.add(segments.cost(i, j), backward[j + 1]));
      }
    }
  }

  /**
   * Solves the chain of a problem under its objective: total, throughput or latency.
   *
   * @throws IllegalArgumentException if the objective is energy, which is no function of stage times
   * @throws java.util.concurrent.CancellationException if {@code effort} says stop
   */
  public static ChainProgramme of(PipelineProblem problem, Restriction restriction, Effort effort) {
    return of(ClusterTimes.of(problem, effort), restriction, effort);
  }

  /** The same with tables that are there. */
  public static ChainProgramme of(ClusterTimes times, Restriction restriction, Effort effort) {
    if (times.problem().objective() == PipelineObjective.ENERGY) {
      throw new IllegalArgumentException("The objective (ENERGY) is no function of stage times.");
    }
    return new ChainProgramme(SegmentCosts.of(times, restriction, effort), restriction);
  }

  /** Least cost, or {@link ClusterTimes#INFINITE} if the restriction has no solution. */
  public long optimum() {
    return forward[forward.length - 1];
  }

  /** G_f[i]: least cost of layers 0..i-1; 0 for i = 0. */
  public long forward(int i) {
    return forward[i];
  }

  /** G_b[i]: least cost of layers i..L-1; 0 for i = L. */
  public long backward(int i) {
    return backward[i];
  }

  /** Least cost of all chains in which layers i..j are a segment, or {@link ClusterTimes#INFINITE}: forward + S + backward. */
  public long through(int i, int j) {
    return Exact.add(Exact.add(forward[i], segments.cost(i, j)), backward[j + 1]);
  }

  /** Costs of segments. */
  public SegmentCosts segments() {
    return segments;
  }

  /** What the path was restricted to. */
  public Restriction restriction() {
    return restriction;
  }

  /**
   * A cheapest chain; of equally cheap ones that with the longest last segments.
   *
   * @throws IllegalStateException if there is none
   */
  public ChainPlan plan() {
    if (optimum() == INFINITE) {
      throw new IllegalStateException("The chain has no solution under the restriction %s.".formatted(restriction));
    }
    List<ChainPlan.Segment> path = new LinkedList<>();
    int end = forward.length - 1;
    while (end > 0) {
      int i = 0;
      while (forward[i] == INFINITE || Exact.add(forward[i], segments.cost(i, end - 1)) != forward[end]) {
        i++;
      }
      path.add(0, segments.segment(i, end - 1));
      end = i;
    }
    return new ChainPlan(path, optimum());
  }
}
