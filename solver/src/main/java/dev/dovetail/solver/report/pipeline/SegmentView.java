package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.SegmentTiming;
import dev.dovetail.solver.report.Numbers;
import java.util.Comparator;
import java.util.List;

/**
 * A segment of a plan with its times.
 *
 * @param index in the order in which segments run
 * @param segment its clusters and its stage time
 * @param stages its clusters
 * @param timing what the evaluator says of it
 */
record SegmentView(int index, Segment segment, List<StageView> stages, SegmentTiming timing) {
  SegmentView {
    stages = List.copyOf(stages);
  }

  /** The stage time. */
  long stage() {
    return segment.stageCycles();
  }

  /** Cycles in which its weights are loaded. */
  long load() {
    return timing.loadCycles();
  }

  /** Cycles in which a sample's input and output pass the DRAM. */
  long io() {
    return timing.dramCycles();
  }

  /** Cycle in which loading its weights begins. */
  long loadStart() {
    return timing.loadStart();
  }

  /** Cycle in which the first sample enters. */
  long start() {
    return timing.start();
  }

  /** Cycle in which the last sample is done. */
  long end() {
    return timing.end();
  }

  /** Cycles from the first sample's entry to its entry into the last cluster: so long the pipeline fills. */
  long fill() {
    return stages.stream().mapToLong(StageView::entry).max().orElse(0);
  }

  /** Stage times until a sample is in the last cluster, and the one there. */
  int depth() {
    return (int) ((fill() + stage() - 1) / Math.max(1, stage())) + 1;
  }

  /** Cycles from the first sample's begin to the last one's end. */
  long running() {
    return end() - start();
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
    return io() > slowest().time();
  }

  /** Cycles of the stage time that neither a cluster nor the DRAM accounts for. */
  long stretched() {
    return stage() - Math.max(io(), slowest().time());
  }

  /** What sets the stage time, in words. */
  String bottleneck() {
    String who = isDramBound() ? "DRAM input and output" : "cluster " + slowest().letter();
    return stretched() > 0 ? who + ", stretched by " + Numbers.grouped(stretched()) + " cycles" : who;
  }

  /** Whether a cluster sets the stage time. */
  boolean isBottleneck(StageView stage) {
    return !isDramBound() && stage.time() == slowest().time();
  }
}
