package dev.dovetail.benchmarks.stream;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Start;
import dev.dovetail.solver.registry.Methods;
import dev.dovetail.solver.stream.event.EventComparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance in our event model, on Stream's machine, cost table and tiles.
 *
 * @param ours cycles of our best verified schedule (A)
 * @param bound what no schedule with these tiles is below (B)
 * @param boundSource what proves it
 * @param ofStream cycles of Stream's mapping as a schedule (D)
 * @param reason why there are no numbers, or null
 */
record EventNumbers(
    @Nullable Long ours, @Nullable Long bound, @Nullable String boundSource, @Nullable Long ofStream, @Nullable String reason) {
  private static final String METHOD = "cp-sat";

  /** The numbers; every schedule is judged. */
  static EventNumbers of(StreamProblem problem, StreamMapping mapping, HardwareDescription hardware, Duration time) {
    EventComparison comparison;
    try {
      comparison = EventComparison.of(problem, mapping, hardware);
    } catch (BadInputException e) {
      return new EventNumbers(null, null, null, null, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    AllocationProblem open = comparison.open();
    LowerBound bound = comparison.bound();
    Optional<Schedule> stream = comparison.ofStream();
    stream.ifPresent(s -> judged(comparison.fixed(), s));
    Ear<Schedule> ear = new Ear<>(s -> judged(open, s), bound.value(), System.nanoTime() + time.toNanos());
    stream.ifPresent(s -> ear.incumbent(s, EventComparison.latency(s), "Stream's mapping"));
    Method<AllocationProblem, Schedule> method = Methods.allocation().method(METHOD).orElseThrow();
    List<Start<Schedule>> starts = stream.map(s -> List.of(new Start<>(s, "Stream's mapping"))).orElse(List.of());
    if (ear.bestObjective() > bound.value()) {
      method.startingFrom(starts).orElse(method).solve(open, new Limits(time, 0, 1, 1, false, 512), ear);
    }
    return new EventNumbers(
        ear.bestObjective() == Long.MAX_VALUE ? null : Long.valueOf(ear.bestObjective()),
        Math.max(bound.value(), ear.bestBound()),
        bound.name(), stream.map(EventComparison::latency).orElse(null),
        stream.isEmpty() ? "no schedule of Stream's decisions fits the memories in the orders tried" : null);
  }

  private static Evaluation judged(AllocationProblem problem, Schedule schedule) {
    Evaluation evaluation = new AllocationEvaluator().evaluate(problem, schedule);
    if (!evaluation.isExecutable()) {
      throw new IllegalStateException("%s: %s".formatted(problem.name(), evaluation.violations()));
    }
    return evaluation;
  }
}
