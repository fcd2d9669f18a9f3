package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainPlacement;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.SegmentCosts;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What plans without merged pipelines cost, each kind of them solved exactly.
 *
 * <p>Role: what a report compares with. Each cost is that of a plan which the evaluator has verified.
 */
final class Baselines {
  /** More table entries than this would keep the reader waiting. */
  private static final long MOST_ENTRIES = 8_000_000;

  private static final Map<Restriction, String> NAMES =
      new EnumMap<>(Map.of(Restriction.SEQUENTIAL, "sequential", Restriction.FULL,
          "full-pipeline", Restriction.SEGMENTED, "segmented"));

  private final Map<String, OptionalLong> costs = new LinkedHashMap<>();
  private final Map<Restriction, SegmentCosts> segments = new EnumMap<>(Restriction.class);

  private Baselines() {}

  /** The baselines of a problem, as far as the chain of layers says what they cost; none where that takes long. */
  static Baselines of(PipelineProblem problem) {
    Baselines baselines = new Baselines();
    long layers = problem.network().size();
    ChainModel model = ChainModel.of(problem);
    if (model == ChainModel.NONE || layers * (layers + 1) / 2 * problem.module().size() > MOST_ENTRIES) {
      return baselines;
    }
    ClusterTimes times = ClusterTimes.of(problem, Effort.SINGLE);
    NAMES.forEach((restriction, name) -> {
      ChainProgramme programme = ChainProgramme.of(times, restriction, Effort.SINGLE);
      if (model == ChainModel.EXACT) {
        baselines.segments.put(restriction, programme.segments());
      }
      if (programme.optimum() == ClusterTimes.INFINITE) {
        baselines.costs.put(name, OptionalLong.empty());
      } else {
        Evaluation judged = new PipelineEvaluator().evaluate(problem, new ChainPlacement(problem).place(programme.plan()));
        // Where the chain leaves something out, only a plan at its cost is known to be the best of the restriction.
        if (judged.isExecutable() && judged.objective() == programme.optimum()) {
          baselines.costs.put(name, OptionalLong.of(judged.objective()));
        }
      }
    });
    return baselines;
  }

  /** Whether parts of the chain can be compared, too. */
  boolean hasSegments() {
    return !segments.isEmpty();
  }

  /** Costs by the names of the methods that answer the same; empty where there is no such plan; missing where it is not known. */
  Map<String, OptionalLong> costs() {
    return costs;
  }

  /** Least cost of layers {@code first..last} as segments of their own under a restriction; empty if it is not known or there is none. */
  OptionalLong cost(Restriction restriction, int first, int last) {
    SegmentCosts columns = segments.get(restriction);
    if (columns == null) {
      return OptionalLong.empty();
    }
    long[] least = new long[last - first + 2];
    for (int end = 1; end < least.length; end++) {
      least[end] = ClusterTimes.INFINITE;
      for (int begin = 0; begin < end; begin++) {
        boolean exists = first + end - 1 <= columns.longest(first + begin) && least[begin] < ClusterTimes.INFINITE;
        if (exists) {
          least[end] = Math.min(least[end], Exact.add(least[begin], columns.cost(first + begin, first + end - 1)));
        }
      }
    }
    long cost = least[least.length - 1];
    return cost < ClusterTimes.INFINITE ? OptionalLong.of(cost) : OptionalLong.empty();
  }
}
