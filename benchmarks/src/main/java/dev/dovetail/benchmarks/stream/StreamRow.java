package dev.dovetail.benchmarks.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Method;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance in Stream's own cost model, and in our event model.
 *
 * @param problem the instance
 * @param ours cycles of our best verified mapping (A'); null if there is none
 * @param claims what was proved of the spaces of mappings (B')
 * @param stated cycles that the file states of Stream (C); null if it states none
 * @param recomputed cycles of the given mapping in our evaluator (D', which must equal C); null if it is not executable or there is none
 * @param seconds wall clock of the search in Stream's model
 * @param events the same instance in our event model; null if it gives no mapping of Stream
 */
record StreamRow(
    StreamProblem problem, @Nullable Long ours, List<Claim> claims, @Nullable Long stated, @Nullable Long recomputed,
    double seconds, @Nullable EventNumbers events) {
  StreamRow {
    claims = List.copyOf(claims);
  }

  /** Solves an instance; every mapping is judged anew. */
  static StreamRow of(
      StreamProblem problem, @Nullable Long stated, @Nullable HardwareDescription hardware,
      Method<StreamProblem, StreamMapping> method, Duration time) {
    StreamEvaluator judge = new StreamEvaluator();
    Long recomputed = problem.given().map(m -> judge.evaluate(problem, m)).filter(Evaluation::isExecutable)
        .map(Evaluation::objective).orElse(null);
    long start = System.nanoTime();
    Ear<StreamMapping> ear = new Ear<>(m -> judge.evaluate(problem, m), Long.MIN_VALUE, start + time.toNanos());
    method.solve(problem, new Limits(time, 0, 1, 1, false, 512), ear);
    double seconds = (System.nanoTime() - start) / 1e9;
    EventNumbers events = hardware == null || recomputed == null
        ? null
        : EventNumbers.of(problem, problem.given().orElseThrow(), hardware, time);
    return new StreamRow(problem, ear.bestObjective() == Long.MAX_VALUE ? null : Long.valueOf(ear.bestObjective()), ear.claims(),
        stated, recomputed, seconds, events);
  }

  /** Whether the given mapping costs here what the file says: if not, the row is void. */
  boolean isVoid() {
    return stated != null && !stated.equals(recomputed);
  }
}
