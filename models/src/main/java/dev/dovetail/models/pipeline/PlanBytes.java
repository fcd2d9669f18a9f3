package dev.dovetail.models.pipeline;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.List;
import java.util.OptionalLong;

/** What a plan moves and stores, in bytes, and what that costs; the judge's own count. */
final class PlanBytes {
  private static final long BITS = 8;

  private final PipelineProblem problem;
  private final PipelinePlan plan;
  private final List<ClusterTiming> timings;

  PlanBytes(PipelineProblem problem, PipelinePlan plan, List<List<ClusterTiming>> timings) {
    this.problem = problem;
    this.plan = plan;
    this.timings = timings.stream().flatMap(List::stream).toList();
  }

  /** Bytes that a segment reads from DRAM for a sample: its input, and what else is live before it. */
  static long takenOver(PipelineProblem problem, Segment segment) {
    if (BranchReads.apply(problem)) {
      return BranchReads.takenOver(problem, segment);
    }
    return problem.network().layer(segment.first()).inputBytes() + problem.network().skipBefore(segment.first());
  }

  /** Bytes that a segment writes to DRAM for a sample: its output, and what else is live after it. */
  static long handedOn(PipelineProblem problem, Segment segment) {
    if (BranchReads.apply(problem)) {
      return BranchReads.handedOn(problem, segment);
    }
    PipelineLayer last = problem.network().layer(segment.last());
    return last.outputBytes() + last.skipBytes();
  }

  /** Bytes that lie in DRAM for each sample when a segment is done. */
  static long stored(PipelineProblem problem, Segment segment) {
    return BranchReads.apply(problem) ? BranchReads.stored(problem, segment) : handedOn(problem, segment);
  }

  /** Bytes of a sample that a segment reads from DRAM and writes to it. */
  static long border(PipelineProblem problem, Segment segment) {
    return Exact.add(takenOver(problem, segment), handedOn(problem, segment));
  }

  /** Bytes that all chiplets receive over the network on package for one sample. */
  long nop() {
    return timings.stream().mapToLong(ClusterTiming::receivedBytes).reduce(0, Exact::add);
  }

  /** Bytes from and to DRAM for all samples: borders of segments, resident weights once, streamed weights for each sample. */
  long dram() {
    long perSample = 0;
    for (Segment segment : plan.segments()) {
      perSample = Exact.add(perSample, border(problem, segment));
    }
    long once = 0;
    for (ClusterTiming timing : timings) {
      perSample = Exact.add(perSample, timing.streamedBytes());
      once = Exact.add(once, timing.residentBytes());
    }
    return Exact.add(Exact.multiply(problem.samples(), perSample), once);
  }

  /** Energy of all samples; empty if an entry of the table is missing. */
  OptionalLong energyFemtojoules() {
    PackageEnergy table = problem.module().energy();
    if (!table.isComplete()) {
      return OptionalLong.empty();
    }
    long macs = 0;
    for (Segment segment : plan.segments()) {
      for (PipelinePlan.Cluster cluster : segment.clusters()) {
        for (int l : cluster.layers()) {
          macs = Exact.add(macs, problem.network().layer(l).macs());
        }
      }
    }
    long computing = Exact.multiply(macs, table.macFemtojoules().getAsLong());
    long network = Exact.multiply(Exact.multiply(BITS, nop()), table.nopFemtojoulesPerBit().getAsLong());
    long memory = Exact.multiply(Exact.multiply(BITS, dram()), table.dramFemtojoulesPerBit().getAsLong());
    return OptionalLong.of(Exact.add(Exact.multiply(problem.samples(), Exact.add(computing, network)), memory));
  }

  /** The most bytes of resident weights in the buffer of a chiplet. */
  long mostWeightsPerChiplet() {
    return timings.stream().mapToLong(ClusterTiming::weightBytesPerChiplet).max().orElse(0);
  }

  /** The most bytes that all samples leave in DRAM between two segments. */
  long mostBetweenSegments() {
    long most = 0;
    for (Segment segment : plan.segments().subList(0, Math.max(0, plan.segments().size() - 1))) {
      most = Math.max(most, Exact.multiply(problem.samples(), stored(problem, segment)));
    }
    return most;
  }
}
