package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.TraceWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trace of a plan: a process for each segment with a lane for its weights and one for each cluster, with a slice for each layer of each
 * sample; of many samples the first and the last ones.
 */
final class PlanTrace {
  private static final long MOST_SLICES = 20_000;

  private final TraceWriter trace;
  private final PlanView plan;
  private final long ends;

  private PlanTrace(TraceWriter trace, PlanView plan, long ends) {
    this.trace = trace;
    this.plan = plan;
    this.ends = ends;
  }

  static void write(PipelineProblem problem, PipelinePlan plan, Evaluation evaluation, Path file) throws IOException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("problem", problem.name());
    about.put("network", problem.network().name());
    about.put("costModel", PlanWords.COST_MODEL);
    long samples = problem.samples();
    // A layer of a sample is a slice; at least two samples at both ends.
    long ends = Math.max(2, MOST_SLICES / problem.network().size() / 2);
    if (samples > 2 * ends) {
      about.put("samples", "the first and the last " + Numbers.grouped(ends) + " of " + Numbers.grouped(samples));
    }
    long objective = evaluation.isExecutable() ? evaluation.objective() : 0;
    try (TraceWriter trace = new TraceWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), about, objective)) {
      if (evaluation.isExecutable()) {
        PlanView view = new PlanView(problem, plan);
        PlanTrace all = new PlanTrace(trace, view, ends);
        for (SegmentView s : view.segments()) {
          all.segment(s);
        }
      }
    }
  }

  private void segment(SegmentView s) throws IOException {
    int pid = s.index() + 1;
    trace.process(pid, "segment " + (s.index() + 1));
    Lane weights = new Lane(0, "DRAM", "weights of the segment", List.of());
    trace.thread(pid, weights);
    if (s.load() > 0) {
      trace.slice("load weights", "weights", pid, weights, new Bar(s.loadStart(), s.loadStart() + s.load(), 0, 0),
          Map.of("bytes", s.weightBytes()));
    }
    for (StageView c : s.stages()) {
      Lane lane = new Lane(c.index() + 1, "cluster " + c.letter(), "chiplets " + PlanWords.ranges(c.cluster().chiplets(), "-"),
          List.of());
      trace.thread(pid, lane);
      long samples = plan.problem().samples();
      for (long x = 0; x < samples; x = x + 1 == ends && samples > 2 * ends ? samples - ends : x + 1) {
        sample(s, c, lane, x);
      }
    }
  }

  private void sample(SegmentView s, StageView c, Lane lane, long x) throws IOException {
    long t = s.start() + c.entry() + x * s.stage();
    for (LayerView l : c.layers()) {
      if (l.time() > 0) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("sample", x + 1);
        arguments.put("partition", Character.toString(l.partition().letter()));
        arguments.put("computeCycles", l.compute());
        arguments.put("transferCycles", l.transfer());
        arguments.put("bytesPerChiplet", l.bytes());
        trace.slice(l.layer().name(), l.limit(), s.index() + 1, lane, new Bar(t, t + l.time(), 0, 0), arguments);
      }
      t += l.time();
    }
  }
}
