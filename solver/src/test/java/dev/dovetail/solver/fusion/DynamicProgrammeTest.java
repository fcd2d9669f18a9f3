package dev.dovetail.solver.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.FusionRules;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DynamicProgrammeTest {
  private static final Limits LIMITS = new Limits(Duration.ofMillis(60), 0, 1, 1, true, 64);

  @Test
  void provesLeastEnergyThatNoSearchBeats() {
    int proved = 0;
    int solved = 0;
    for (long seed = 0; seed < 40; seed++) {
      FusionRules rules = new FusionRules(seed % 2 == 0, seed % 3 == 0, 0, false);
      FusionProblem p =
          RandomFusionNetworks.problem(seed, 2 + (int) (seed % 6), rules, Objective.ENERGY, seed % 4 == 0 ? 1500 : 6000);
      Recorder dp = new Recorder(p);
      Outcome outcome = new DynamicProgramme().solve(p, LIMITS, dp);
      Recorder search = new Recorder(p);
      new SearchMethod().solve(p, LIMITS, search);

      if (search.bestObjective() < Long.MAX_VALUE) {
        solved++;
        assertThat(search.bestObjective()).as("seed %d", seed).isGreaterThanOrEqualTo(dp.bestBound());
        assertThat(outcome.proof()).isNotEqualTo(Outcome.Proof.INFEASIBLE);
      }
      if (outcome.proof() == Outcome.Proof.OPTIMAL) {
        proved++;
        assertThat(dp.bestObjective()).as("seed %d", seed).isEqualTo(dp.bestBound()).isLessThanOrEqualTo(search.bestObjective());
      }
    }
    assertThat(solved).isGreaterThan(20);
    assertThat(proved).as("proved of %d", solved).isGreaterThan(solved / 2);
  }

  @Test
  void saysWhenNoPlanFits() {
    FusionProblem p = RandomFusionNetworks.problem(1, 4, new FusionRules(false, true, 0, false), Objective.ENERGY, 40);

    assertThat(new DynamicProgramme().solve(p, LIMITS, new Recorder(p)).proof()).isEqualTo(Outcome.Proof.INFEASIBLE);
  }
}
