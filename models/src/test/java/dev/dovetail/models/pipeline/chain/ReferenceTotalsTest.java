package dev.dovetail.models.pipeline.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.ReferenceProblems;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programme and its restrictions against the tables in {@code reference/scope}. */
class ReferenceTotalsTest {
  static List<ReferenceProblems.Row> fullSize() {
    return ReferenceProblems.results();
  }

  static List<ReferenceProblems.Row> small() {
    return ReferenceProblems.small();
  }

  @ParameterizedTest
  @MethodSource({"fullSize", "small"})
  void everyTotalIsThatOfTheTable(ReferenceProblems.Row row) {
    ClusterTimes times = ClusterTimes.of(row.problem(), Effort.SINGLE);
    assertThat(optimum(times, Restriction.SEQUENTIAL)).isEqualTo(row.total("sequential"));
    assertThat(optimum(times, Restriction.FULL)).isEqualTo(row.total("full_pipeline"));
    assertThat(optimum(times, Restriction.SEGMENTED)).isEqualTo(row.total("segmented"));
    assertThat(optimum(times, Restriction.MERGED)).isEqualTo(row.total("exact"));
  }

  @ParameterizedTest
  @MethodSource("small")
  void everySteadyStateIsThatOfTheTable(ReferenceProblems.Row row) {
    PipelineProblem problem = row.problem().with(PipelineObjective.THROUGHPUT);
    assertThat(ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE).optimum())
        .isEqualTo(row.total("steady_state_cycles_per_sample"));
  }

  private static long optimum(ClusterTimes times, Restriction restriction) {
    return ChainProgramme.of(times, restriction, Effort.SINGLE).optimum();
  }
}
