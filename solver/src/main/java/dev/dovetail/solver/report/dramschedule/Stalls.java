package dev.dovetail.solver.report.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTimeline;
import dev.dovetail.models.dramschedule.DramTimeline.Span;
import dev.dovetail.solver.report.Numbers;
import dev.dovetail.solver.report.dramschedule.Stall.Cause;
import dev.dovetail.solver.report.dramschedule.Stall.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds where each stream waits for the other, and for what. */
final class Stalls {
  private final DramScheduleProblem problem;
  private final DramSchedule schedule;
  private final DramTimeline timeline;
  private final Map<Integer, Integer> latest;
  private final List<Stall> stalls = new ArrayList<>();

  private Stalls(DramScheduleProblem problem, DramSchedule schedule, DramTimeline timeline) {
    this.problem = problem;
    this.schedule = schedule;
    this.timeline = timeline;
    this.latest = latestRequired();
  }

  /** All of them: those of the channel by time, then those of the compute stream by time. */
  static List<Stall> of(DramScheduleProblem problem, DramSchedule schedule, DramTimeline timeline) {
    Stalls found = new Stalls(problem, schedule, timeline);
    found.channel();
    found.compute();
    return found.stalls;
  }

  private void channel() {
    long now = 0;
    for (int x : schedule.order()) {
      Span span = timeline.transfers().get(x);
      if (span.start() > now) {
        add(Stream.CHANNEL, now, span.start(), x,
            problem.tensors().get(x) instanceof DramTensor.Store ? Cause.TILE : Cause.SPACE);
      }
      now = Math.max(now, span.end());
    }
    if (timeline.latencyCycles() > now) {
      add(Stream.CHANNEL, now, timeline.latencyCycles(), -1, Cause.NOTHING);
    }
  }

  private void compute() {
    long now = 0;
    for (int q = 0; q < problem.tiles().size(); q++) {
      Span span = timeline.tiles().get(q);
      if (span.start() > now) {
        Integer x = latest.get(q);
        add(Stream.COMPUTE, now, span.start(), q, x == null ? Cause.NOTHING : cause(x));
      }
      now = Math.max(now, span.end());
    }
  }

  private Cause cause(int tensor) {
    return switch (TensorRole.of(problem.tensors().get(tensor))) {
      case WEIGHTS -> Cause.WEIGHTS;
      case INPUT, LOCAL -> Cause.INPUT;
      case OUTPUT -> Cause.STORE;
    };
  }

  /** By tile: of the tensors that must be through the channel before it, the one that is through last. */
  private Map<Integer, Integer> latestRequired() {
    Map<Integer, Integer> required = new HashMap<>();
    for (int x = 0; x < problem.tensors().size(); x++) {
      int tile = problem.tensors().get(x) instanceof DramTensor.Load load ? load.neededBy() : schedule.times().get(x);
      required.merge(tile, x,
          (a, b) -> timeline.transfers().get(b).end() > timeline.transfers().get(a).end() ? b : a);
    }
    return required;
  }

  private void add(Stream stream, long start, long end, int next, Cause cause) {
    stalls.add(new Stall(stream, start, end, next, cause, words(stream, end - start, next, cause)));
  }

  private String words(Stream stream, long cycles, int next, Cause cause) {
    String before = Numbers.grouped(cycles) + " cycles";
    if (next < 0) {
      return before + ": " + cause.label();
    }
    if (stream == Stream.COMPUTE) {
      Integer x = latest.get(next);
      return before + " before " + problem.tiles().get(next).name()
          + (x == null ? "" : ": waits for " + problem.tensors().get(x).name());
    }
    DramTensor tensor = problem.tensors().get(next);
    int tile = cause == Cause.TILE ? tensor.tile() : schedule.times().get(next) - 1;
    return before + " before " + tensor.name()
        + (tile < 0 ? "" : ": waits for " + problem.tiles().get(tile).name() + " to end");
  }
}
