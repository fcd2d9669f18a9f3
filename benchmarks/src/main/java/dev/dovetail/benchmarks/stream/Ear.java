package dev.dovetail.benchmarks.stream;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import dev.dovetail.solver.Claim;
import dev.dovetail.solver.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Hears a search until its time is over; a mapping that the judge refuses, or prices otherwise, ends the run. */
final class Ear<M extends Mapping> implements Listener<M> {
  private final Function<M, Evaluation> judge;
  private final long end;
  private final List<Claim> claims = new ArrayList<>();
  private long best = Long.MAX_VALUE;
  private long bound;

  /**
   * @param judge evaluates a mapping
   * @param bound that is known before; {@link Long#MIN_VALUE} for none
   * @param end when to stop, on the clock of {@link System#nanoTime()}
   */
  Ear(Function<M, Evaluation> judge, long bound, long end) {
    this.judge = judge;
    this.bound = bound;
    this.end = end;
  }

  @Override
  public synchronized void incumbent(M mapping, long objective, String source) {
    Evaluation evaluation = judge.apply(mapping);
    if (!evaluation.isExecutable() || evaluation.objective() != objective) {
      throw new IllegalStateException("%s says %d, the evaluator %d %s".formatted(source, objective, evaluation.objective(),
          evaluation.violations()));
    }
    best = Math.min(best, objective);
  }

  @Override
  public synchronized void bound(LowerBound proved) {
    bound = Math.max(bound, proved.value());
  }

  @Override
  public synchronized void claim(Claim claim) {
    claims.add(claim);
  }

  /** What was proved of a part of all mappings. */
  synchronized List<Claim> claims() {
    return List.copyOf(claims);
  }

  @Override
  public synchronized long bestObjective() {
    return best;
  }

  @Override
  public synchronized long bestBound() {
    return bound;
  }

  @Override
  public boolean shouldStop() {
    return bestObjective() <= bestBound() || System.nanoTime() >= end;
  }
}
