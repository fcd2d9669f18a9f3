package dev.dovetail.solver.pipeline.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.encodings.pipeline.segment.SegmentEncoding;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.bounds.SegmentRelaxation;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.solver.Backend;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.choco.ChocoBackend;
import dev.dovetail.solver.cpsat.CpSatBackend;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search and constraint models of segments against complete enumeration. */
class ClusterSearchTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 0, 1, 1, true, 512);

  private static List<PipelineProblem> small() {
    return IntStream.range(0, 5).boxed().flatMap(seed -> List.of(
        SmallGraphs.problem(seed, 4, 1, Graph.BRANCHES, Weights.DISTRIBUTED),
        SmallGraphs.problem(seed, 4, 2, Graph.BRANCHES, Weights.PER_LAYER),
        SmallGraphs.problem(seed, 4, 2, Graph.CHAIN, Weights.DISTRIBUTED),
        SmallGraphs.problem(seed, 4, 1, Graph.CHAIN, Weights.PER_LAYER),
        SmallGraphs.problem(seed, 4, 1, Graph.CHAIN, Weights.REPLICATED)).stream()).toList();
  }

  private static JudgingListener<PipelinePlan> listener(PipelineProblem problem) {
    return new JudgingListener<>(plan -> new PipelineEvaluator().evaluate(problem, plan), Long.MIN_VALUE);
  }

  private static JudgingListener<PipelinePlan> enumerated(PipelineProblem problem) {
    JudgingListener<PipelinePlan> oracle = listener(problem);
    assertThat(ClusterEnumeration.solve(problem, oracle).proof()).isEqualTo(Proof.EXHAUSTED);
    return oracle;
  }

  private static JudgingListener<PipelinePlan> searched(PipelineProblem problem, @Nullable Backend backend) {
    JudgingListener<PipelinePlan> listener = listener(problem);
    Outcome outcome = ClusterSearch.solve(problem, LIMITS, listener, new BackendRun(LIMITS, listener, 512),
        backend == null ? null : () -> backend);
    assertThat(outcome.proof()).as("%s", outcome)
        .isIn(backend == null ? EnumSet.of(Proof.NONE, Proof.OPTIMAL) : EnumSet.of(Proof.OPTIMAL));
    return listener;
  }

  @ParameterizedTest
  @MethodSource("small")
  void cpSatProvesWhatEnumerationFinds(PipelineProblem problem) {
    JudgingListener<PipelinePlan> proved = searched(problem, new CpSatBackend());
    assertThat(proved.bestObjective()).isEqualTo(enumerated(problem).bestObjective());
    assertThat(proved.bestBound()).isEqualTo(proved.bestObjective());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4})
  void chocoProvesTheSame(long seed) {
    PipelineProblem problem = SmallGraphs.problem(seed, 3, 1, Graph.BRANCHES, Weights.DISTRIBUTED);
    assertThat(searched(problem, new ChocoBackend()).bestObjective())
        .isEqualTo(enumerated(problem).bestObjective());
  }

  @ParameterizedTest
  @MethodSource("small")
  void noPlanBeatsTheRelaxation(PipelineProblem problem) {
    SegmentRelaxation relaxation = new SegmentRelaxation(problem);
    JudgingListener<PipelinePlan> oracle = enumerated(problem);
    assertThat(relaxation.total()).isPositive().isLessThanOrEqualTo(oracle.bestObjective());
  }

  @ParameterizedTest
  @MethodSource("small")
  void whatSearchFindsWithoutProofIsNoBetterThanTheOptimum(PipelineProblem problem) {
    assertThat(searched(problem, null).bestObjective()).isGreaterThanOrEqualTo(enumerated(problem).bestObjective());
  }

  @ParameterizedTest
  @MethodSource("small")
  void aSegmentIsAHintOfItsOwnModel(PipelineProblem problem) {
    PipelinePlan plan = enumerated(problem).mappings().get(0);
    SegmentEncoding encoding = new SegmentEncoding(problem);
    for (PipelinePlan.Segment segment : plan.segments()) {
      SegmentChoice choice =
          SegmentChoice.of(encoding.costs(), encoding.prices(), SegmentChoice.choices(problem.module(), segment)).orElseThrow();
      var model = encoding.encode(segment.first(), segment.last(), choice.cost()).withHint(choice);
      var hint = model.model().hint().orElseThrow();
      assertThat(model.model().check(hint)).isEmpty();
      assertThat(model.decode(hint)).isEqualTo(choice);
    }
  }

  @Test
  void theSameSeedGivesTheSamePlans() {
    PipelineProblem problem = SmallGraphs.problem(11, 9, 2, Graph.BRANCHES, Weights.PER_LAYER);
    assertThat(searched(problem, null).mappings()).isEqualTo(searched(problem, null).mappings());
  }

  @Test
  void branchesInDifferentClustersBeatEveryPlanOfIntervals() {
    // Four stages of 49 cycles each; b and c fill at once, or one after the other. Weights: ceil(196 / 64).
    PipelineProblem parted = SmallGraphs.twoBranches(Graph.BRANCHES);
    assertThat(enumerated(parted).bestObjective()).isEqualTo(4 + (4 + 2) * 49);
    assertThat(searched(parted, null).bestObjective()).isEqualTo(4 + (4 + 2) * 49);
    assertThat(enumerated(SmallGraphs.twoBranches(Graph.CHAIN)).bestObjective()).isEqualTo(4 + (4 + 3) * 49);
  }

  /** 11^5 ways to use up five of the types are too many to tell apart: clusters then stay within a type. */
  @Test
  void sixTypesOfTenChipletsEachArePlanned() {
    PipelineProblem problem = SmallGraphs.problem(2, 5, 6, Graph.CHAIN, Weights.DISTRIBUTED);
    MultiChipModule small = problem.module();
    MultiChipModule large = new MultiChipModule(
        small.types().stream()
            .map(t -> new ChipletType(t.name(), 10, t.outputLanes(), t.inputLanes(), t.weightBufferBytes())).toList(),
        small.ingressBytesPerCycle(), small.dramBytesPerCycle(), Long.MAX_VALUE, 1_000_000_000, null, PackageEnergy.SET);
    PipelineProblem varied = new PipelineProblem("varied", problem.network(), large, 8, problem.switches().withIdle(true),
        PipelineObjective.TOTAL);
    JudgingListener<PipelinePlan> listener = searched(varied, null);
    assertThat(listener.mappings()).isNotEmpty();
    assertThat(listener.bestBound()).isLessThanOrEqualTo(listener.bestObjective());
  }
}
