package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.ReferenceProblems;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pruned, parallel or amortised gives the values of the programme as it is written down. */
class ChainProgrammeTest {
  @Test
  void everySegmentOfRandomChainsCostsWhatThePlainProgrammeSays() {
    int merged = 0;
    for (long seed = 0; seed < 600; seed++) {
      PipelineProblem problem = RandomChains.problem(seed, 9, 11);
      ChainProgramme programme = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE);
      assertEqualToPlain(programme);
      if (programme.optimum() != INFINITE) {
        merged += programme.plan().segments().stream().anyMatch(s -> s.clusters().size() > 1) ? 1 : 0;
      }
    }
    assertThat(merged).isGreaterThan(200); // else the test would be about single clusters
  }

  @ParameterizedTest
  @ValueSource(strings = {"darknet19_n16_m64", "darknet19_n64_m64", "darknet19_n256_m64", "resnet18_n16_m64", "resnet18_n64_m64",
      "resnet50_n16_m64"})
  void everySegmentOfNetworksCostsWhatThePlainProgrammeSays(String name) {
    PipelineProblem problem =
        ReferenceProblems.results().stream().map(ReferenceProblems.Row::problem).filter(p -> p.name().equals(name)).findFirst()
            .orElseThrow();
    assertEqualToPlain(ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE));
  }

  private static void assertEqualToPlain(ChainProgramme programme) {
    ClusterTimes times = programme.segments().times();
    long[][] plain = new PlainProgramme(times).segments();
    for (int i = 0; i < times.layers(); i++) {
      for (int j = i; j < times.layers(); j++) {
        assertThat(programme.segments().cost(i, j)).as("layers %d to %d of %s", i, j, times.problem().name())
            .isEqualTo(plain[i][j]);
      }
    }
  }

  @Test
  void everySegmentDecodesToClustersThatCostAsMuch() {
    for (long seed = 0; seed < 200; seed++) {
      PipelineProblem problem = RandomChains.problem(seed, 8, 9);
      ClusterTimes times = ClusterTimes.of(problem, Effort.SINGLE);
      for (Restriction restriction : Restriction.values()) {
        SegmentCosts segments = SegmentCosts.of(times, restriction, Effort.SINGLE);
        for (int i = 0; i < times.layers(); i++) {
          for (int j = i; j < times.layers(); j++) {
            if (segments.cost(i, j) != INFINITE) {
              assertConsistent(problem, segments.segment(i, j), i, j);
            }
          }
        }
      }
    }
  }

  private static void assertConsistent(PipelineProblem problem, ChainPlan.Segment segment, int first, int last) {
    assertThat(segment.first()).isEqualTo(first);
    assertThat(segment.last()).isEqualTo(last);
    int next = first;
    for (ChainPlan.Cluster cluster : segment.clusters()) {
      assertThat(cluster.first()).isEqualTo(next);
      assertThat(cluster.partitions()).hasSize(cluster.last() - cluster.first() + 1);
      assertThat(cluster.cycles()).isLessThanOrEqualTo(segment.stageCycles());
      next = cluster.last() + 1;
    }
    assertThat(segment.chiplets()).isLessThanOrEqualTo(problem.module().size());
    if (!problem.switches().idle()) {
      assertThat(segment.chiplets()).isEqualTo(problem.module().size());
    }
    long m = problem.objective() == PipelineObjective.LATENCY ? 1 : problem.samples();
    assertThat(segment.cost()).isEqualTo(problem.objective() == PipelineObjective.THROUGHPUT
        ? segment.stageCycles()
        : segment.loadCycles() + (m + segment.clusters().size() - 1) * segment.stageCycles());
  }

  @Test
  void theJudgeChargesWhatTheProgrammeSays() {
    for (long seed = 0; seed < 300; seed++) {
      PipelineProblem problem = RandomChains.problem(seed, 8, 9);
      for (Restriction restriction : Restriction.values()) {
        ChainProgramme programme = ChainProgramme.of(problem, restriction, Effort.SINGLE);
        if (programme.optimum() != INFINITE) {
          Evaluation judged = new PipelineEvaluator().evaluate(problem, new ChainPlacement(problem).place(programme.plan()));
          assertThat(judged.violations()).as("%s %s", problem.name(), restriction).isEmpty();
          assertThat(judged.objective()).as("%s %s", problem.name(), restriction).isEqualTo(programme.optimum());
        }
      }
    }
  }

  @Test
  void potentialsMeetAtEveryCutOfTheCheapestChain() {
    for (long seed = 0; seed < 100; seed++) {
      ChainProgramme programme = ChainProgramme.of(RandomChains.problem(seed, 9, 9), Restriction.MERGED, Effort.SINGLE);
      assertThat(programme.backward(0)).isEqualTo(programme.optimum());
      for (ChainPlan.Segment segment : programme.plan().segments()) {
        assertThat(programme.through(segment.first(), segment.last())).isEqualTo(programme.optimum());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void theNumberOfThreadsChangesNothing(int threads) {
    PipelineProblem problem = ReferenceProblems.results().get(4).problem(); // resnet18 on 64 chiplets
    ChainProgramme one = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE);
    ChainProgramme several = ChainProgramme.of(problem, Restriction.MERGED, Effort.of(threads));
    assertThat(several.plan()).isEqualTo(one.plan());
    assertThat(several.segments().steps()).isEqualTo(one.segments().steps());
    for (int i = 0; i < problem.network().size(); i++) {
      assertThat(several.forward(i)).isEqualTo(one.forward(i));
      assertThat(several.backward(i)).isEqualTo(one.backward(i));
    }
  }

  @Test
  void whoeverStopsItEndsIt() {
    PipelineProblem problem = ReferenceProblems.results().get(4).problem();
    for (int threads = 1; threads <= 2; threads++) {
      AtomicInteger asked = new AtomicInteger();
      Effort stopped = Effort.of(threads, () -> asked.incrementAndGet() > 100);
      assertThatThrownBy(() -> ChainProgramme.of(problem, Restriction.MERGED, stopped)).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aModuleOfOneChipletHasSegmentsOfOneCluster() {
    for (long seed = 0; seed < 20; seed++) {
      PipelineProblem some = RandomChains.problem(seed, 5, 2);
      PipelineProblem one = new PipelineProblem("one", some.network(), MultiChipModule.uniform(1, 8, 8, 2, 6_000, 4),
          some.samples(), some.switches(), some.objective());
      assertEqualToPlain(ChainProgramme.of(one, Restriction.MERGED, Effort.SINGLE));
    }
  }

  @Test
  void energyIsNoMatterOfStages() {
    PipelineProblem problem = RandomChains.problem(1, 3, 3).with(PipelineObjective.ENERGY);
    assertThatThrownBy(() -> ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ENERGY");
    assertThat(ChainModel.of(problem)).isEqualTo(ChainModel.NONE);
  }
}
