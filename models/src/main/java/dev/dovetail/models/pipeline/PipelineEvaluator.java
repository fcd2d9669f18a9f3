package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap.NEXT;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    List<List<ClusterTiming>> timings = new ArrayList<>();
    for (Segment segment : plan.segments()) {
      timings.add(IntStream.range(0, segment.clusters().size()).mapToObj(c -> ClusterTiming.of(problem, segment, c)).toList());
    }
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
    cost.put("loadCycles", plan.segments().stream().mapToLong(s -> load(problem, s)).reduce(0, Exact::add));
    cost.put("mostWeightBytesPerChiplet", bytes.mostWeightsPerChiplet());
    cost.put("mostBytesBetweenSegments", bytes.mostBetweenSegments());
    return cost;
  }

  /**
   * Cycle in which the last of so many samples leaves the last segment. Where weights are loaded ahead, those of the next segment come while
   * a segment runs, if the buffers hold both.
   */
  private static long run(PipelineProblem problem, PipelinePlan plan, List<List<ClusterTiming>> timings, long samples) {
    List<Segment> segments = plan.segments();
    long loaded = segments.isEmpty() ? 0 : load(problem, segments.get(0));
    long end = 0;
    for (int s = 0; s < segments.size(); s++) {
      long start = Math.max(end, loaded);
      end = Exact.add(start, clock(problem, segments.get(s), timings.get(s)).end(samples));
      if (s + 1 < segments.size()) {
        Segment next = segments.get(s + 1);
        boolean ahead = problem.switches().loadOverlap() == NEXT
            && Exact.add(weights(problem, segments.get(s)), weights(problem, next)) <= problem.module().weightBufferBytes();
        loaded = Exact.add(ahead ? start : end, load(problem, next));
      }
    }
    return end;
  }

  private static SegmentRun clock(PipelineProblem problem, Segment segment, List<ClusterTiming> timings) {
    if (BranchReads.apply(problem)) {
      return branchClock(problem, segment, timings);
    }
    List<List<Integer>> before = IntStream.range(0, timings.size()).mapToObj(c -> c == 0 ? List.<Integer>of() : List.of(c - 1))
        .toList();
    return new SegmentRun(problem.switches().timing(), segment.stageCycles(),
        timings.stream().map(ClusterTiming::cycles).toList(),
        before);
  }

  /** Clusters run in an order in which each stands behind those that it waits for. */
  private static SegmentRun branchClock(PipelineProblem problem, Segment segment, List<ClusterTiming> timings) {
    BranchReads reads = new BranchReads(problem, segment);
    List<Integer> order = reads.order();
    List<List<Integer>> waits = reads.waits();
    return new SegmentRun(problem.switches().timing(), segment.stageCycles(),
        order.stream().map(c -> timings.get(c).cycles()).toList(),
        order.stream().map(c -> waits.get(c).stream().map(order::indexOf).toList()).toList());
  }

  static long weights(PipelineProblem problem, Segment segment) {
    return segment.clusters().stream().flatMap(c -> c.layers().stream()).mapToLong(l -> problem.network().layer(l).weightBytes())
        .reduce(0, Exact::add);
  }

  private static long load(PipelineProblem problem, Segment segment) {
    return SegmentRules.up(weights(problem, segment), problem.module().dramBytesPerCycle());
  }
}
