package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DynamicProgrammeTest {
  private static final Limits LIMITS = new Limits(Duration.ofMillis(60), 0, 1, 1, true, 64);

  /** Keeps the best mapping that the judge accepts. */
  private static final class Best implements Listener<FusionMapping> {
    private final FusionProblem problem;
    private long objective = Long.MAX_VALUE;
    private long bound = Long.MIN_VALUE;

    Best(FusionProblem problem) {
      this.problem = problem;
    }

    @Override
    public void incumbent(FusionMapping mapping, long claimed, String source) {
      Evaluation e = new FusionEvaluator().evaluate(problem, mapping);
      assertThat(e.violations()).isEmpty();
      assertThat(e.objective()).isEqualTo(claimed);
      objective = Math.min(objective, claimed);
    }

    @Override
    public void bound(LowerBound b) {
      bound = Math.max(bound, b.value());
    }

    @Override
    public long bestObjective() {
      return objective;
    }

    @Override
    public long bestBound() {
      return bound;
    }

    @Override
    public boolean shouldStop() {
      return false;
    }
  }

  @Test
  void provesLeastEnergyThatNoSearchBeats() {
    int proved = 0;
    int solved = 0;
    for (long seed = 0; seed < 40; seed++) {
      FusionRules rules = new FusionRules(seed % 2 == 0, seed % 3 == 0, 0, false);
      FusionProblem p =
          RandomFusionNetworks.problem(seed, 2 + (int) (seed % 6), rules, Objective.ENERGY, seed % 4 == 0 ? 1500 : 6000);
      Best dp = new Best(p);
      Outcome outcome = new DynamicProgramme().solve(p, LIMITS, dp);
      Best search = new Best(p);
      new SearchMethod().solve(p, LIMITS, search);

      if (search.objective < Long.MAX_VALUE) {
        solved++;
        assertThat(search.objective).as("seed %d", seed).isGreaterThanOrEqualTo(dp.bound);
        assertThat(outcome.proof()).isNotEqualTo(Outcome.Proof.INFEASIBLE);
      }
      if (outcome.proof() == Outcome.Proof.OPTIMAL) {
        proved++;
        assertThat(dp.objective).as("seed %d", seed).isEqualTo(dp.bound).isLessThanOrEqualTo(search.objective);
      }
    }
    assertThat(solved).isGreaterThan(20);
    assertThat(proved).as("proved of %d", solved).isGreaterThan(solved / 2);
  }

  @Test
  void saysWhenNoPlanFits() {
    FusionProblem p = RandomFusionNetworks.problem(1, 4, new FusionRules(false, true, 0, false), Objective.ENERGY, 40);

    assertThat(new DynamicProgramme().solve(p, LIMITS, new Best(p)).proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
  }
}
