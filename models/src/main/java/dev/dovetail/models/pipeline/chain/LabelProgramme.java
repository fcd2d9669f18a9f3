package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest chain where the switches couple more than {@link ChainProgramme} knows: stages that begin when their input is there, senders that
 * limit transfers, streamed weights that share the DRAM, loads that hide behind the segment before.
 *
 * <p>Role: exact on chains of equal chiplets whose regions may have any shape; all objectives but energy. Segments are labelled one first layer after
 * another ({@link LabelSearch}); what cannot be part of a plan that is better than a known one is left out, by the potentials of the relaxed {@link
 * ChainProgramme}. Plans of segments are a shortest path, over pairs of neighbours where loads hide. Source: switches of the reconstructed model of
 * Scope (arXiv 2602.14393).
 */
public final class LabelProgramme {
  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final ChainProgramme relaxed;
  private final Runs runs;
  private final long below;
  private final boolean hidden;
  private final boolean throughput;
  private final int size;

  /** Segments as they run, without being loaded. */
  private interface Runs {
    /** Least cycles in which all samples pass layers i..j, or {@link ClusterTimes#INFINITE}. */
    long cycles(int i, int j);

    /** The segment that takes so long. */
    ChainPlan.Segment segment(int i, int j);
  }

  private LabelProgramme(ChainProgramme relaxed, long below, long mostSteps, BooleanSupplier stop) {
    this.problem = relaxed.segments().times().problem();
    this.costs = new LayerCosts(problem);
    this.relaxed = relaxed;
    this.below = below;
    this.throughput = problem.objective() == PipelineObjective.THROUGHPUT;
    this.hidden = problem.switches().loadOverlap() == LoadOverlap.NEXT && !throughput;
    this.size = problem.network().size();
    this.runs = isCoupled(problem) ? labelled(mostSteps, stop) : uncoupled(Effort.of(1, stop));
  }

  /** Whether the clusters of a segment share more than the chiplets. */
  private static boolean isCoupled(PipelineProblem problem) {
    PipelineSwitches switches = problem.switches();
    return switches.border() == Border.EGRESS || switches.dramShared()
        || switches.timing() == Timing.ASYNC && problem.objective() != PipelineObjective.THROUGHPUT;
  }

  /** Whether a problem is a chain of equal chiplets whose regions may have any shape. */
  public static boolean takes(PipelineProblem problem) {
    PipelineSwitches switches = problem.switches();
    return problem.module().isUniform() && switches.graph() == Graph.CHAIN && switches.shape() != Shape.RECTANGLES
        && !switches.contention() && problem.objective() != PipelineObjective.ENERGY;
  }

  /**
   * The cheapest plan below a cost.
   *
   * @param relaxed the merged chain programme of a problem that {@link #takes}
   * @param below what a known plan costs; {@link ClusterTimes#INFINITE} if there is none
   * @param mostSteps deterministic limit of work
   * @param stop asked now and then
   * @return empty if no plan costs less
   * @throws CancellationException if a limit was reached: then nothing is known
   */
  public static Optional<ChainPlan> cheapest(ChainProgramme relaxed, long below, long mostSteps, BooleanSupplier stop) {
    return new LabelProgramme(relaxed, below, mostSteps, stop).plan();
  }

  /** Segments of the base model: their least cost but for the load. */
  private Runs uncoupled(Effort effort) {
    PipelineProblem plain = problem.with(problem.switches().withoutLoadOverlap());
    SegmentCosts costly = SegmentCosts.of(ClusterTimes.of(plain, effort), Restriction.MERGED, effort);
    return new Runs() {
      @Override
      public long cycles(int i, int j) {
        long cost = costly.cost(i, j);
        return cost == INFINITE || throughput ? cost : cost - costs.load(i, j);
      }

      @Override
      public ChainPlan.Segment segment(int i, int j) {
        return costly.segment(i, j);
      }
    };
  }

  private Runs labelled(long mostSteps, BooleanSupplier stop) {
    long[] steps = {0};
    LabelSearch search = new LabelSearch(problem, () -> {
      if (++steps[0] > mostSteps || (steps[0] & 0xFFFF) == 0 && stop.getAsBoolean()) {
        throw new CancellationException("The search for labels was stopped.");
      }
    });
    LabelSearch.Label[][] best = new LabelSearch.Label[size][];
    for (int i = 0; i < size; i++) {
      best[i] = labelled(search, i);
    }
    return new Runs() {
      @Override
      public long cycles(int i, int j) {
        LabelSearch.Label label = j - i < best[i].length ? best[i][j - i] : null;
        return label == null || !relaxed.segments().leavesRoom(j) ? INFINITE : search.cost(i, label);
      }

      @Override
      public ChainPlan.Segment segment(int i, int j) {
        LabelSearch.Label label = Objects.requireNonNull(best[i][j - i]);
        return new ChainPlan.Segment(search.clusters(label), search.stage(i, label), costs.load(i, j), search.cost(i, label));
      }
    };
  }

  private @Nullable LabelSearch.Label[] labelled(LabelSearch search, int i) {
    int end = relaxed.segments().longest(i);
    if (relaxed.forward(i) == INFINITE) {
      return new LabelSearch.Label[end - i + 1];
    }
    long[] behind = new long[end - i + 2];
    behind[end - i + 1] = INFINITE;
    for (int j = end; j >= i; j--) {
      behind[j - i] = Math.min(behind[j - i + 1], Exact.add(loading(i, j), relaxed.backward(j + 1)));
    }
    return search.cheapest(i, end, (j, partial) -> Exact.add(Exact.add(relaxed.forward(i), partial), behind[j - i]), below);
  }

  /** Cycles that the load of a segment adds at least. */
  private long loading(int i, int j) {
    return throughput || hidden && i > 0 ? 0 : costs.load(i, j);
  }

  /** Cycles from a segment's beginning to that of the next one. */
  private long until(int h, int i, int j) {
    long running = runs.cycles(h, i - 1);
    if (throughput) {
      return running;
    }
    long load = costs.load(i, j);
    boolean ahead = hidden && problem.network().weightBytes(h, j) <= problem.module().weightBufferBytes();
    return ahead ? Math.max(running, load) : Exact.add(running, load);
  }

  /** Paths over segments, each after the one before it: the cost of a segment's beginning depends on what runs ahead of it. */
  private Optional<ChainPlan> plan() {
    long[][] begins = new long[size][size];
    int[][] from = new int[size][size];
    long least = below;
    int last = -1;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        begins[i][j] = runs.cycles(i, j) == INFINITE ? INFINITE : begin(i, j, begins, from);
        long whole = Exact.add(begins[i][j], runs.cycles(i, j));
        if (j == size - 1 && whole < least) {
          least = whole;
          last = i;
        }
      }
    }
    return last < 0 ? Optional.empty() : Optional.of(plan(from, last, least));
  }

  private long begin(int i, int j, long[][] begins, int[][] from) {
    if (i == 0) {
      return loading(0, j);
    }
    long least = INFINITE;
    for (int h = 0; h < i; h++) {
      if (begins[h][i - 1] == INFINITE) {
        continue;
      }
      long begin = Exact.add(begins[h][i - 1], until(h, i, j));
      if (begin < least) {
        least = begin;
        from[i][j] = h;
      }
    }
    return least;
  }

  private ChainPlan plan(int[][] from, int last, long cost) {
    List<ChainPlan.Segment> path = new LinkedList<>();
    int i = last;
    int j = size - 1;
    while (true) {
      path.add(0, runs.segment(i, j));
      if (i == 0) {
        return new ChainPlan(new ArrayList<>(path), cost);
      }
      int h = from[i][j];
      j = i - 1;
      i = h;
    }
  }
}
