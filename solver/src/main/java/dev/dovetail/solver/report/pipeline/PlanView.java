package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.SegmentTiming;
import java.util.ArrayList;
import java.util.List;

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
    List<SegmentTiming> timings = SegmentTiming.of(problem, plan);
    for (int s = 0; s < timings.size(); s++) {
      Segment segment = plan.segments().get(s);
      List<StageView> stages = new ArrayList<>();
      for (int c = 0; c < segment.clusters().size(); c++) {
        ClusterTiming timing = timings.get(s).clusters().get(c);
        List<LayerView> layers = timing.works().stream()
            .map(w -> new LayerView(problem.network().layer(w.layer()), w, transfer(w))).toList();
        stages.add(new StageView(c, timings.get(s).entries().get(c), segment.clusters().get(c), layers, timing));
      }
      segments.add(new SegmentView(s, segment, stages, timings.get(s)));
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

  /** A segment's share of the time that is minimised: of all samples, of one in steady state, or of one alone. */
  long cost(SegmentView segment) {
    return switch (problem.objective()) {
      case TOTAL, ENERGY -> segment.end() - segment.loadStart();
      case THROUGHPUT -> segment.stage();
      case LATENCY -> segment.load() + segment.fill() + segment.stage();
    };
  }

  /** Multiply-accumulates per cycle of all chiplets. */
  long macsPerCycle() {
    return problem.module().types().stream().mapToLong(t -> t.count() * t.macsPerCycle()).sum();
  }

  /** Name of a layer. */
  String name(int layer) {
    return problem.network().layer(layer).name();
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
