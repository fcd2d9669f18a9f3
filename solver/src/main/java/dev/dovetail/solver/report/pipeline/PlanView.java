package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An executable plan arranged for drawing: what each layer, cluster and segment takes, and when.
 *
 * <p>Role: the cost itself comes from the evaluator; this breaks it down for pictures and tables.
 */
final class PlanView {
  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final List<SegmentView> segments = new ArrayList<>();

  PlanView(PipelineProblem problem, PipelinePlan plan) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    @Nullable SegmentView before = null;
    for (int s = 0; s < plan.segments().size(); s++) {
      before = segment(s, plan.segments().get(s), before);
      segments.add(before);
    }
  }

  /** The problem. */
  PipelineProblem problem() {
    return problem;
  }

  /** The segments in their order. */
  List<SegmentView> segments() {
    return segments;
  }

  /** Cycles until the last sample leaves the last segment. */
  long end() {
    return segments.get(segments.size() - 1).end();
  }

  /** Cycles between two samples in steady state, over all segments. */
  long steady() {
    return segments.stream().mapToLong(SegmentView::stage).sum();
  }

  /** Multiply-accumulates per cycle of all chiplets. */
  long macsPerCycle() {
    return problem.module().types().stream().mapToLong(t -> t.count() * t.macsPerCycle()).sum();
  }

  /** Name of a layer. */
  String name(int layer) {
    return problem.network().layer(layer).name();
  }

  /** Cycles from a sample's begin in a segment to its begin in a cluster. */
  long passed(SegmentView segment, StageView stage) {
    return problem.switches().timing() == Timing.ASYNC
        ? segment.stages().subList(0, stage.index()).stream().mapToLong(StageView::time).sum()
        : stage.level() * segment.stage();
  }

  private SegmentView segment(int index, Segment segment, @Nullable SegmentView before) {
    List<StageView> stages = new ArrayList<>();
    for (int c = 0; c < segment.clusters().size(); c++) {
      stages.add(stage(segment, c, level(segment, c, stages)));
    }
    int depth = 1 + stages.stream().mapToInt(StageView::level).max().orElse(0);
    int first = segment.first();
    int last = segment.last();
    long weights = stages.stream().mapToLong(StageView::weightBytes).sum();
    long load = LayerCosts.ceil(weights, problem.module().dramBytesPerCycle());
    long samples = problem.samples();
    long running = problem.switches().timing() == Timing.ASYNC
        ? stages.stream().mapToLong(StageView::time).sum() + (samples - 1) * segment.stageCycles()
        : (samples + depth - 1) * segment.stageCycles();
    long loadStart = before == null ? 0 : before.end();
    if (before != null && problem.switches().loadOverlap() == LoadOverlap.NEXT
        && weights + before.weightBytes() <= problem.module().weightBufferBytes()) {
      loadStart = before.start();
    }
    long start = Math.max(before == null ? 0 : before.end(), loadStart + load);
    long border = costs.borderBytes(first, last);
    return new SegmentView(index, segment, stages, load, costs.io(first, last), border, depth, loadStart, start, start + running);
  }

  /** How many clusters a sample passes before cluster {@code c}: all earlier ones of a chain, or those on the longest way through the graph. */
  private int level(Segment segment, int c, List<StageView> earlier) {
    PipelineNetwork network = problem.network();
    if (problem.switches().graph() == Graph.CHAIN || network.edges().isEmpty()) {
      return c;
    }
    Cluster cluster = segment.clusters().get(c);
    int level = 0;
    for (StageView other : earlier) {
      boolean feeds = network.edges().stream()
          .anyMatch(e -> cluster.layers().contains(e.to()) && other.cluster().layers().contains(e.from()));
      level = feeds ? Math.max(level, other.level() + 1) : level;
    }
    return level;
  }

  private StageView stage(Segment segment, int c, int level) {
    ClusterTiming timing = ClusterTiming.of(problem, segment, c);
    List<LayerView> layers = timing.works().stream()
        .map(w -> new LayerView(problem.network().layer(w.layer()), w, transfer(w))).toList();
    return new StageView(c, level, segment.clusters().get(c), layers, timing);
  }

  /** Cycles in which the bytes of a layer arrive. */
  private long transfer(ClusterTiming.Work work) {
    if (problem.switches().overlap() == Overlap.SUM) {
      return work.cycles() - work.computeCycles();
    }
    // What hides behind computing is not longer than the bytes take at the receiver, or it would not be hidden.
    return work.cycles() > work.computeCycles() ? work.cycles() : costs.transfer(work.receivedBytes());
  }
}
