package dev.dovetail.solver.dramschedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListSearchTest {
  private static final long DECODINGS = 3_000;

  @Test
  void itsScheduleIsExecutableAtTheLatencyItNames() {
    DramScheduleProblem problem = Instances.reference("resnet50_edge_b4-s1-p4");
    ListSearch search = new ListSearch();
    long latency = search.search(Streams.of(problem), 1, DECODINGS, 0, v -> {}, () -> false);
    Evaluation evaluation = new DramScheduleEvaluator().evaluate(problem, search.schedule());
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(latency);
  }

  @Test
  void aSeedAlwaysGivesTheSameSchedulesAndEachIsBetterThanTheOneBefore() {
    Streams streams = Streams.of(Instances.reference("resnet50_edge_b4-s1-p0"));
    ListSearch search = new ListSearch();
    List<Long> first = new ArrayList<>();
    search.search(streams, 5, DECODINGS, 0, first::add, () -> false);
    DramSchedule schedule = search.schedule();
    List<Long> second = new ArrayList<>();
    search.search(streams, 5, DECODINGS, 0, second::add, () -> false);
    assertThat(second).isEqualTo(first).hasSizeGreaterThan(1);
    assertThat(search.schedule()).isEqualTo(schedule);
    for (int i = 1; i < first.size(); i++) {
      assertThat(first.get(i)).isLessThan(first.get(i - 1));
    }
  }

  @Test
  void itStopsWhereALowerBoundIsReached() {
    List<Long> found = new ArrayList<>();
    // The standard lists reach the head-tail bound of this instance.
    Streams streams = Streams.of(Instances.reference("gpt2s_decode_edge_b1-s1-p0"));
    long latency = new ListSearch().search(streams, 1, Long.MAX_VALUE, 500_895, found::add, () -> false);
    assertThat(latency).isEqualTo(500_895);
    assertThat(found).containsExactly(500_895L);
  }
}
