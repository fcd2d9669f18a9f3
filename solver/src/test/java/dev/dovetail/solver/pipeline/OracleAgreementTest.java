package dev.dovetail.solver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.EnergyProgramme;
import dev.dovetail.models.pipeline.chain.LabelProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The programme against the oracle on generated chains. Sizes here are small for speed; {@link #main} runs as many of any size as asked.
 */
class OracleAgreementTest {
  private static final int COUNT = 520;
  private static final int SWITCHED = 400;

  /** How many problems were compared, and how many of the optima had a segment of several clusters. */
  private static final class Tally {
    private int compared;
    private int pipelined;
  }

  @Test
  void theProgrammeFindsTheOptimumOfTheOracle() {
    Tally tally = new Tally();
    for (long seed = 0; seed < COUNT; seed++) {
      compare(draw(seed, 4, 6), tally);
    }
    assertThat(tally.compared).isEqualTo(COUNT);
    assertThat(tally.pipelined * 3).isGreaterThanOrEqualTo(COUNT);
  }

  /** All switches but those of geometry, branches and traffic, in any combination; the programme of labels closes what the chain leaves open. */
  @Test
  void withAnySwitchesTheProgrammesFindTheOptimumOfTheOracle() {
    int coupled = 0;
    for (long seed = 0; seed < SWITCHED; seed++) {
      coupled += compareSwitched(seed, 4, 5);
    }
    assertThat(coupled).isGreaterThan(SWITCHED / 4);
  }

  /** Whether the chain programme alone is not exact there. */
  private static int compareSwitched(long seed, int mostLayers, int mostChiplets) {
    PipelineProblem problem = new RandomPipelines(seed).switched(mostLayers, mostChiplets);
    boolean isEnergy = problem.objective() == PipelineObjective.ENERGY;
    if (isEnergy ? EnergyProgramme.model(problem) != ChainModel.EXACT : !LabelProgramme.takes(problem)) {
      return 0;
    }
    JudgingListener<PipelinePlan> listener =
        new JudgingListener<>(p -> new PipelineEvaluator().evaluate(problem, p), Long.MIN_VALUE);
    Outcome outcome = new ProgrammeMethod().solve(problem, ExhaustiveMethodTest.LIMITS, listener);
    long optimum = ExhaustiveMethodTest.optimum(problem);
    assertThat(listener.bestObjective()).as("seed %d: %s", seed, problem).isEqualTo(optimum);
    assertThat(outcome.proof()).as("seed %d: %s", seed, problem)
        .isEqualTo(optimum == Long.MAX_VALUE ? Outcome.Proof.INFEASIBLE : Outcome.Proof.OPTIMAL);
    return ChainModel.of(problem) == ChainModel.EXACT ? 0 : 1;
  }

  /** Where weights may be replicated the kind's first method knows what the programmes prove, whatever its own search would leave open. */
  @Test
  void withReplicatedWeightsTheConstraintMethodFindsTheOptimumOfTheOracle() {
    int replicated = 0;
    for (long seed = 0; seed < SWITCHED; seed++) {
      PipelineProblem problem = new RandomPipelines(seed).switched(4, 4);
      if (problem.switches().weights() == Weights.DISTRIBUTED || !LabelProgramme.takes(problem)) {
        continue;
      }
      replicated++;
      JudgingListener<PipelinePlan> listener =
          new JudgingListener<>(p -> new PipelineEvaluator().evaluate(problem, p), Long.MIN_VALUE);
      Outcome outcome = new ConstraintMethod("test", "", CpSatBackend::new).solve(problem, ExhaustiveMethodTest.LIMITS, listener);
      long optimum = ExhaustiveMethodTest.optimum(problem);
      assertThat(listener.bestObjective()).as("seed %d: %s", seed, problem).isEqualTo(optimum);
      assertThat(outcome.proof()).as("seed %d: %s", seed, problem)
          .isEqualTo(optimum == Long.MAX_VALUE ? Outcome.Proof.INFEASIBLE : Outcome.Proof.OPTIMAL);
    }
    assertThat(replicated).isGreaterThan(SWITCHED / 4);
  }

  /**
   * A campaign.
   *
   * @param args how many problems, most layers, most chiplets
   */
  public static void main(String[] args) {
    Tally tally = new Tally();
    for (long seed = 0; seed < Integer.parseInt(args[0]); seed++) {
      compare(draw(seed, Integer.parseInt(args[1]), Integer.parseInt(args[2])), tally);
    }
    for (long seed = 0; seed < Integer.parseInt(args[0]); seed++) {
      compareSwitched(seed, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
    System.out.printf("%,d problems agree; the optima of %,d have a segment of several clusters%n", tally.compared,
        tally.pipelined);
  }

  private static PipelineProblem draw(long seed, int mostLayers, int mostChiplets) {
    Random random = new Random(seed);
    PipelineObjective[] objectives = {PipelineObjective.TOTAL, PipelineObjective.TOTAL, PipelineObjective.THROUGHPUT,
        PipelineObjective.LATENCY};
    return new RandomPipelines(seed).base(3 + random.nextInt(mostLayers - 2), 3 + random.nextInt(mostChiplets - 2))
        .with(objectives[random.nextInt(objectives.length)]);
  }

  private static void compare(PipelineProblem problem, Tally tally) {
    assertThat(ChainModel.of(problem)).isEqualTo(ChainModel.EXACT);
    JudgingListener<PipelinePlan> listener =
        new JudgingListener<>(p -> new PipelineEvaluator().evaluate(problem, p), Long.MIN_VALUE);
    new ProgrammeMethod().solve(problem, ExhaustiveMethodTest.LIMITS, listener);
    assertThat(listener.bestObjective()).as(problem.toString()).isEqualTo(ExhaustiveMethodTest.optimum(problem));
    assertThat(listener.bestBound()).isEqualTo(listener.bestObjective());
    PipelinePlan best = listener.mappings().get(listener.mappings().size() - 1);
    tally.compared++;
    tally.pipelined += best.segments().stream().anyMatch(s -> s.clusters().size() > 1) ? 1 : 0;
    ChainAnswer answer = new ChainAnswer(problem, ExhaustiveMethodTest.LIMITS, listener);
    for (Restriction restriction : Restriction.values()) {
      assertThat(answer.programme(restriction).optimum()).isGreaterThanOrEqualTo(listener.bestObjective());
    }
  }
}
