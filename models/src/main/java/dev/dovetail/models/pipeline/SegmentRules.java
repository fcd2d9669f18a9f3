package dev.dovetail.models.pipeline;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.List;

/** The rules of what a segment needs: buffers for its weights, a stage time that all of its work fits into, DRAM for what it hands on. */
final class SegmentRules {
  private final PipelineProblem problem;
  private final PipelinePlan plan;
  private final Findings findings;

  SegmentRules(PipelineProblem problem, PipelinePlan plan, Findings findings) {
    this.problem = problem;
    this.plan = plan;
    this.findings = findings;
  }

  /** Checks segment {@code s}, whose clusters have these timings. */
  void check(int s, List<ClusterTiming> timings) {
    Segment segment = plan.segments().get(s);
    String where = PlanPlaces.segment(s);
    weights(segment, where);
    for (int c = 0; c < timings.size(); c++) {
      cluster(segment, PlanPlaces.cluster(plan, s, c), timings.get(c));
    }
    dram(segment, where, timings);
    if (problem.switches().dramCapacity() && s + 1 < plan.segments().size()) {
      long stored = Exact.multiply(problem.samples(), PlanBytes.stored(problem, segment));
      if (stored > problem.module().dramCapacityBytes()) {
        findings.add("dram-capacity", where, "It leaves %,d bytes for the next segment in DRAM, which holds %,d.", stored,
            problem.module().dramCapacityBytes());
      }
    }
    if (problem.switches().contention()) {
      TrafficRules.check(problem, plan, s, findings);
    } else if (segment.traffic() != null) {
      findings.add("traffic", where, "It has slots for %d transfers, but transfers take no links in this problem.",
          segment.traffic().transmissions().size());
    }
  }

  /** Weights of several layers lie in the buffers; one layer may stream. */
  private void weights(Segment segment, String where) {
    long layers = segment.clusters().stream().mapToLong(c -> c.layers().size()).sum();
    long weights = SegmentTiming.weights(problem, segment);
    if (layers > 1 && weights > problem.module().weightBufferBytes()) {
      findings.add("segment-weights", where, "Its %d layers have %,d bytes of weights, all buffers together hold %,d.", layers,
          weights, problem.module().weightBufferBytes());
    }
  }

  private void cluster(Segment segment, String where, ClusterTiming timing) {
    if (!timing.fits()) {
      findings.add("weight-buffer", where, "It stores %,d bytes of weights per chiplet in buffers of %,d bytes.",
          timing.weightBytesPerChiplet(), timing.leastBuffer());
    }
    if (timing.cycles() > segment.stageCycles()) {
      findings.add("stage", where, "It takes %,d cycles, the stage time is %,d.", timing.cycles(), segment.stageCycles());
    }
  }

  /** Input and output of a sample pass within a stage time; so do streamed weights, if they share the DRAM. */
  private void dram(Segment segment, String where, List<ClusterTiming> timings) {
    long cycles = SegmentTiming.dramCycles(problem, PlanBytes.border(problem, segment), timings);
    if (cycles > segment.stageCycles()) {
      findings.add("stage-dram", where, "The DRAM is busy for %,d cycles per sample, the stage time is %,d.", cycles,
          segment.stageCycles());
    }
  }

  /** a / b, rounded up. */
  static long up(long a, long b) {
    return a / b + (a % b == 0 ? 0 : 1);
  }
}
