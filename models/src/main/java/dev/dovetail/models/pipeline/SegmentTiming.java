package dev.dovetail.models.pipeline;

import static dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap.NEXT;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When a segment of a plan runs, and what it needs of the DRAM.
 *
 * <p>Role: the judge's own clock, also for pictures. Reconstructed (see {@link PipelineProblem}).
 *
 * @param clusters by position in the segment
 * @param entries cycles from {@code start} to the first sample's entry into each cluster
 * @param borderBytes that a sample reads from DRAM before the segment and writes to it behind
 * @param dramCycles in which they pass; weights that are streamed among them, if they share the DRAM
 * @param loadCycles in which the weights are loaded
 * @param loadStart cycle in which loading begins
 * @param start cycle in which the first sample enters
 * @param end cycle in which the last sample has left
 */
public record SegmentTiming(
    List<ClusterTiming> clusters, List<Long> entries, long borderBytes, long dramCycles, long loadCycles, long loadStart,
    long start,
    long end) {
  public SegmentTiming {
    clusters = List.copyOf(clusters);
    entries = List.copyOf(entries);
  }

  /** The timings of all segments of a plan whose layers, partitions and chiplets exist, for the problem's samples. */
  public static List<SegmentTiming> of(PipelineProblem problem, PipelinePlan plan) {
    return of(problem, plan, clusters(problem, plan), problem.samples());
  }

  /** The timings of the clusters of each segment. */
  static List<List<ClusterTiming>> clusters(PipelineProblem problem, PipelinePlan plan) {
    List<List<ClusterTiming>> clusters = new ArrayList<>();
    for (Segment segment : plan.segments()) {
      clusters.add(IntStream.range(0, segment.clusters().size()).mapToObj(c -> ClusterTiming.of(problem, segment, c)).toList());
    }
    return clusters;
  }

  /**
   * One segment after another. Where weights are loaded ahead, those of the next segment come while a segment runs, if the buffers hold both.
   */
  static List<SegmentTiming> of(PipelineProblem problem, PipelinePlan plan, List<List<ClusterTiming>> clusters, long samples) {
    List<SegmentTiming> timings = new ArrayList<>();
    long loadStart = 0;
    long before = 0;
    for (int s = 0; s < clusters.size(); s++) {
      Segment segment = plan.segments().get(s);
      long load = SegmentRules.up(weights(problem, segment), problem.module().dramBytesPerCycle());
      long start = Math.max(before, Exact.add(loadStart, load));
      Clock clock = Clock.of(problem, segment, clusters.get(s));
      long end = Exact.add(start, clock.run().end(samples));
      long border = PlanBytes.border(problem, segment);
      timings.add(new SegmentTiming(clusters.get(s), clock.entries(), border, dramCycles(problem, border, clusters.get(s)), load,
          loadStart, start, end));
      loadStart = s + 1 < clusters.size() && loadsAhead(problem, segment, plan.segments().get(s + 1)) ? start : end;
      before = end;
    }
    return timings;
  }

  private static boolean loadsAhead(PipelineProblem problem, Segment segment, Segment next) {
    return problem.switches().loadOverlap() == NEXT
        && Exact.add(weights(problem, segment), weights(problem, next)) <= problem.module().weightBufferBytes();
  }

  /** Weights of a segment, bytes. */
  static long weights(PipelineProblem problem, Segment segment) {
    return segment.clusters().stream().flatMap(c -> c.layers().stream()).mapToLong(l -> problem.network().layer(l).weightBytes())
        .reduce(0, Exact::add);
  }

  /** Cycles in which input and output of a sample pass the DRAM; so do streamed weights, if they share it. */
  static long dramCycles(PipelineProblem problem, long borderBytes, List<ClusterTiming> clusters) {
    long rate = problem.module().dramBytesPerCycle();
    long cycles = SegmentRules.up(borderBytes, rate);
    if (problem.switches().dramShared()) {
      for (ClusterTiming cluster : clusters) {
        cycles = Exact.add(cycles, SegmentRules.up(cluster.streamedBytes(), rate));
      }
    }
    return cycles;
  }

  /** The clock of a segment; clusters run in an order in which each stands behind those that it waits for. */
  private record Clock(SegmentRun run, List<Integer> order) {
    static Clock of(PipelineProblem problem, Segment segment, List<ClusterTiming> clusters) {
      List<Integer> order = IntStream.range(0, clusters.size()).boxed().toList();
      List<List<Integer>> waits = order.stream().map(c -> c == 0 ? List.<Integer>of() : List.of(c - 1)).toList();
      if (BranchReads.apply(problem)) {
        BranchReads reads = new BranchReads(problem, segment);
        order = reads.order();
        waits = reads.waits();
      }
      List<Integer> places = order;
      List<List<Integer>> before = new ArrayList<>();
      for (int c : order) {
        before.add(waits.get(c).stream().map(places::indexOf).toList());
      }
      return new Clock(new SegmentRun(problem.switches().timing(), segment.stageCycles(),
          order.stream().map(c -> clusters.get(c).cycles()).toList(), before), order);
    }

    /** Entries of the first sample by position in the segment. */
    List<Long> entries() {
      List<Long> entries = run.entries();
      return IntStream.range(0, order.size()).mapToObj(c -> entries.get(order.indexOf(c))).toList();
    }
  }
}
