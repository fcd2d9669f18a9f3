package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import java.util.Comparator;
import java.util.List;

/**
 * A segment of a plan with its times.
 *
 * @param index in the order in which segments run
 * @param segment its clusters and its stage time
 * @param stages its clusters
 * @param load cycles in which its weights are loaded
 * @param io cycles in which a sample's input and output pass the DRAM
 * @param borderBytes of a sample's input and output
 * @param depth clusters that a sample passes one after another
 * @param loadStart cycle in which loading its weights begins
 * @param start cycle in which the first sample enters
 * @param end cycle in which the last sample is done
 */
record SegmentView(
    int index, Segment segment, List<StageView> stages, long load, long io, long borderBytes, int depth, long loadStart,
    long start, long end) {
  SegmentView {
    stages = List.copyOf(stages);
  }

  /** The stage time. */
  long stage() {
    return segment.stageCycles();
  }

  /** Cycles from the first sample's begin to the last one's end. */
  long running() {
    return end - start;
  }

  /** Chiplets that compute. */
  int used() {
    return stages.stream().mapToInt(StageView::chiplets).sum();
  }

  /** Weights, bytes. */
  long weightBytes() {
    return stages.stream().mapToLong(StageView::weightBytes).sum();
  }

  /** Multiply-accumulates of a sample. */
  long macs() {
    return stages.stream().mapToLong(StageView::macs).sum();
  }

  /** Number of layers. */
  int layers() {
    return stages.stream().mapToInt(s -> s.layers().size()).sum();
  }

  /** The slowest cluster; the first among equals. */
  StageView slowest() {
    return stages.stream().max(Comparator.comparingLong(StageView::time).thenComparing(s -> -s.index())).orElseThrow();
  }

  /** Whether the DRAM takes longer than each cluster. */
  boolean isDramBound() {
    return io > slowest().time();
  }

  /** Cycles of the stage time that neither a cluster nor the DRAM accounts for. */
  long stretched() {
    return stage() - Math.max(io, slowest().time());
  }

  /** What sets the stage time, in words. */
  String bottleneck() {
    String who = isDramBound() ? "DRAM input and output" : "cluster " + slowest().letter();
    return stretched() > 0 ? who + ", stretched by " + dev.dovetail.solver.report.Numbers.grouped(stretched()) + " cycles" : who;
  }

  /** Whether a cluster sets the stage time. */
  boolean isBottleneck(StageView stage) {
    return !isDramBound() && stage.time() == slowest().time();
  }
}
