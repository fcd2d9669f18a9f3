package dev.dovetail.models.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges plans: checks every rule, and runs all samples through the stages of all segments.
 *
 * <p>Rules by name: {@code empty-segment}, {@code empty-cluster}, {@code empty-region}, {@code unknown-layer}, {@code unknown-chiplet},
 * {@code missing-layer}, {@code layer-twice}, {@code layer-order}, {@code segment-order}, {@code cluster-interval}, {@code cluster-cycle},
 * {@code partition},
 * {@code chiplet-order}, {@code region-overlap}, {@code idle-chiplet}, {@code strip}, {@code rectangle}, {@code segment-weights},
 * {@code weight-buffer}, {@code stage}, {@code stage-dram}, {@code dram-capacity}, {@code traffic}, {@code energy-table};
 * with contention also the rules of kind link-slots behind {@code traffic-}.
 *
 * <p>The cost model is reconstructed (see {@link PipelineProblem}).
 */
public final class PipelineEvaluator implements Evaluator<PipelineProblem, PipelinePlan> {
  /** Cost: cycles of all samples, Total(m). */
  public static final String LATENCY = "latencyCycles";
  /** Cost: cycles per sample in steady state, the sum of the segments' stage times. */
  public static final String STEADY_STATE = "steadyStateCycles";
  /** Cost: cycles of one sample alone at the stage times of the plan, Total(1). */
  public static final String FIRST_SAMPLE = "firstSampleCycles";
  /** Cost: energy of all samples; absent if an entry of the energy table is missing. */
  public static final String ENERGY = "energyFemtojoules";

  @Override
  public Evaluation evaluate(PipelineProblem problem, PipelinePlan plan) {
    Findings findings = new Findings();
    if (!new PlanRules(problem, plan, findings).check()) {
      return new Evaluation(0, Map.of(), findings.violations());
    }
    List<List<ClusterTiming>> timings = SegmentTiming.clusters(problem, plan);
    SegmentRules rules = new SegmentRules(problem, plan, findings);
    for (int s = 0; s < timings.size(); s++) {
      rules.check(s, timings.get(s));
    }
    Map<String, Long> cost = cost(problem, plan, timings);
    if (problem.objective() == PipelineObjective.ENERGY && !cost.containsKey(ENERGY)) {
      findings.add("energy-table", "module", "An entry of the energy table is missing: the energy is not known.");
    }
    return new Evaluation(cost.getOrDefault(keyOf(problem.objective()), 0L), cost, findings.violations());
  }

  /** The name of the cost that is minimised. */
  public static String keyOf(PipelineObjective objective) {
    return switch (objective) {
      case TOTAL -> LATENCY;
      case THROUGHPUT -> STEADY_STATE;
      case LATENCY -> FIRST_SAMPLE;
      case ENERGY -> ENERGY;
    };
  }

  private static Map<String, Long> cost(PipelineProblem problem, PipelinePlan plan, List<List<ClusterTiming>> timings) {
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put(LATENCY, run(problem, plan, timings, problem.samples()));
    cost.put(STEADY_STATE, plan.segments().stream().mapToLong(Segment::stageCycles).reduce(0, Exact::add));
    cost.put(FIRST_SAMPLE, run(problem, plan, timings, 1));
    PlanBytes bytes = new PlanBytes(problem, plan, timings);
    bytes.energyFemtojoules().ifPresent(e -> cost.put(ENERGY, e));
    cost.put("nopBytes", bytes.nop());
    cost.put("dramBytes", bytes.dram());
    cost.put("loadCycles",
        SegmentTiming.of(problem, plan, timings, 1).stream().mapToLong(SegmentTiming::loadCycles).reduce(0, Exact::add));
    cost.put("mostWeightBytesPerChiplet", bytes.mostWeightsPerChiplet());
    cost.put("mostBytesBetweenSegments", bytes.mostBetweenSegments());
    return cost;
  }

  private static long run(PipelineProblem problem, PipelinePlan plan, List<List<ClusterTiming>> timings, long samples) {
    List<SegmentTiming> segments = SegmentTiming.of(problem, plan, timings, samples);
    return segments.isEmpty() ? 0 : segments.get(segments.size() - 1).end();
  }
}
