package dev.dovetail.benchmarks.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance in Stream's own cost model; the numbers of the event model are another table's.
 *
 * @param problem the instance
 * @param ours cycles of our best verified mapping (A'); null if there is none
 * @param claims what was proved of the spaces of mappings (B')
 * @param stated cycles that the file states of Stream (C); null if it states none
 * @param recomputed cycles of the given mapping in our evaluator (D', which must equal C); null if it is not executable or there is none
 * @param seconds wall clock of the search
 */
record StreamRow(
    StreamProblem problem, @Nullable Long ours, List<Claim> claims, @Nullable Long stated, @Nullable Long recomputed,
    double seconds) {
  StreamRow {
    claims = List.copyOf(claims);
  }

  /** Solves an instance; every mapping is judged anew. */
  static StreamRow of(StreamProblem problem, @Nullable Long stated, Method<StreamProblem, StreamMapping> method, Duration time) {
    StreamEvaluator judge = new StreamEvaluator();
    Long recomputed = problem.given().map(m -> judge.evaluate(problem, m)).filter(Evaluation::isExecutable)
        .map(Evaluation::objective).orElse(null);
    long start = System.nanoTime();
    Ear ear = new Ear(problem, judge, start + time.toNanos());
    method.solve(problem, new Limits(time, 0, 1, 1, false, 512), ear);
    return new StreamRow(problem, ear.best == Long.MAX_VALUE ? null : ear.best, ear.claims, stated, recomputed,
        (System.nanoTime() - start) / 1e9);
  }

  /** Whether the given mapping costs here what the file says: if not, the row is void. */
  boolean isVoid() {
    return stated != null && !stated.equals(recomputed);
  }

  /** Hears the search; a mapping that the judge refuses, or prices otherwise, ends the run. */
  private static final class Ear implements Listener<StreamMapping> {
    private final StreamProblem problem;
    private final StreamEvaluator judge;
    private final long end;
    private final List<Claim> claims = new ArrayList<>();
    private long best = Long.MAX_VALUE;

    Ear(StreamProblem problem, StreamEvaluator judge, long end) {
      this.problem = problem;
      this.judge = judge;
      this.end = end;
    }

    @Override
    public void incumbent(StreamMapping mapping, long objective, String source) {
      Evaluation evaluation = judge.evaluate(problem, mapping);
      if (!evaluation.isExecutable() || evaluation.objective() != objective) {
        throw new IllegalStateException("%s: %s says %d cycles, the evaluator %d %s".formatted(problem.name(), source, objective,
            evaluation.objective(), evaluation.violations()));
      }
      best = Math.min(best, objective);
    }

    @Override
    public void bound(LowerBound bound) {
      // Claims say what was proved, and of which mappings.
    }

    @Override
    public void claim(Claim claim) {
      claims.add(claim);
    }

    @Override
    public long bestObjective() {
      return best;
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      return System.nanoTime() >= end;
    }
  }
}
