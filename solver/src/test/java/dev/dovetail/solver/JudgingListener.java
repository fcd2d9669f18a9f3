package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Has every mapping that a method tells of judged, and keeps what is said; stops nobody.
 *
 * <p>Role: the ear of tests of methods. A mapping that breaks a rule, or costs something else than the method says, fails the test.
 */
public class JudgingListener<M extends Mapping> implements Listener<M> {
  private final Function<M, Evaluation> judge;
  private final List<M> mappings = new ArrayList<>();
  private final List<Long> objectives = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private long best = Long.MAX_VALUE;
  private long bound;

  /**
   * @param judge evaluates a mapping of the problem
   * @param bound that is known before; {@link Long#MIN_VALUE} for none
   */
  public JudgingListener(Function<M, Evaluation> judge, long bound) {
    this.judge = judge;
    this.bound = bound;
  }

  @Override
  public synchronized void incumbent(M mapping, long objective, String source) {
    Evaluation evaluation = judge.apply(mapping);
    assertThat(evaluation.violations()).as("%s of %s", mapping, source).isEmpty();
    assertThat(evaluation.objective()).as("%s of %s", mapping, source).isEqualTo(objective);
    mappings.add(mapping);
    objectives.add(objective);
    best = Math.min(best, objective);
  }

  @Override
  public synchronized void bound(LowerBound lower) {
    bound = Math.max(bound, lower.value());
  }

  @Override
  public synchronized void claim(Claim claim) {
    claims.add(claim);
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
    return false;
  }

  /** All mappings, in the order in which they were told. */
  public synchronized List<M> mappings() {
    return List.copyOf(mappings);
  }

  /** What they cost, in the same order. */
  public synchronized List<Long> objectives() {
    return List.copyOf(objectives);
  }

  /** All claims, in the order in which they were told. */
  public synchronized List<Claim> claims() {
    return List.copyOf(claims);
  }
}
