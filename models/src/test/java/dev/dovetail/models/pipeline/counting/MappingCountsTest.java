package dev.dovetail.models.pipeline.counting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.ReferenceProblems;
import dev.dovetail.models.pipeline.SegmentEnumeration;
import dev.dovetail.models.pipeline.TinyProblems;
import dev.dovetail.models.pipeline.chain.Effort;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Counts against published numbers of the worked example, and against plain enumeration. */
class MappingCountsTest {
  private static final PipelineProblem EXAMPLE = ReferenceProblems.workedExample(2048, 4, 16, 8);

  @Test
  void theExampleHas1031AllocationsOfWhich719Fit() {
    MappingCounts counts = MappingCounts.of(EXAMPLE, Population.ALLOCATIONS, Effort.SINGLE);
    assertThat(counts.all()).isEqualTo(1031);
    assertThat(counts.feasible()).isEqualTo(719);
    // The optimum is 16290; 17104, 17919 and 24435 lie 5, 10 and 50 % above, 17154 is the sequential total.
    assertThat(atMost(counts, 16_289, 16_290, 17_104, 17_154, 17_919, 24_435)).containsExactly(0L, 1L, 2L, 4L, 17L, 236L);
  }

  @Test
  void theExampleHas16496ChoicesOfPartitionsOfWhich11504Fit() {
    MappingCounts counts = MappingCounts.of(EXAMPLE, Population.PARTITIONS, Effort.SINGLE);
    assertThat(counts.all()).isEqualTo(16_496);
    assertThat(counts.feasible()).isEqualTo(11_504);
    assertThat(atMost(counts, 16_289, 16_290, 17_104, 17_154, 17_919, 24_435)).containsExactly(0L, 4L, 8L, 10L, 70L, 1841L);
  }

  private static List<Long> atMost(MappingCounts counts, long... costs) {
    return Arrays.stream(costs).mapToObj(counts::percentile).peek(p -> assertThat(p.isExact()).isTrue())
        .map(p -> p.atMost().longValueExact()).toList();
  }

  @ParameterizedTest
  @EnumSource(Population.class)
  void countsOfRandomProblemsAreThoseOfEnumeration(Population population) {
    int merged = 0;
    for (long seed = 0; seed < 80; seed++) {
      PipelineProblem problem = TinyProblems.random(seed, 4, 4);
      if (seed % 3 == 0) {
        problem = problem.with(problem.switches().withIdle(false));
      }
      MappingCounts counts = MappingCounts.of(problem, population, Effort.SINGLE);
      NavigableMap<Long, Long> totals = totals(problem, population);
      assertThat(counts.all()).as(problem.name()).isEqualTo(sum(totals));
      long feasible = sum(totals.headMap(Long.MAX_VALUE, false));
      assertThat(counts.feasible()).as(problem.name()).isEqualTo(feasible);
      List<Long> distinct = List.copyOf(totals.headMap(Long.MAX_VALUE, false).keySet());
      for (int share = 0; share <= 6 && !distinct.isEmpty(); share++) {
        long cost = distinct.get((distinct.size() - 1) * share * share / 36);
        for (long near : new long[] {cost - 1, cost}) {
          Percentile percentile = counts.percentile(near);
          assertThat(percentile.atMost()).as("%s at %d", problem.name(), near).isEqualTo(sum(totals.headMap(near, true)));
          assertThat(percentile.isExact()).isTrue();
        }
      }
      merged += totals.size() > 10 ? 1 : 0;
    }
    assertThat(merged).isGreaterThan(25);
  }

  private static long sum(NavigableMap<Long, Long> totals) {
    return totals.values().stream().mapToLong(c -> c).sum();
  }

  /** How many mappings have each total; those that do not fit at {@link Long#MAX_VALUE}. */
  private static NavigableMap<Long, Long> totals(PipelineProblem problem, Population population) {
    SegmentEnumeration enumeration = new SegmentEnumeration(problem);
    int size = problem.network().size();
    List<NavigableMap<Long, Long>> paths = new java.util.ArrayList<>();
    paths.add(new TreeMap<>(java.util.Map.of(0L, 1L)));
    for (int end = 1; end <= size; end++) {
      NavigableMap<Long, Long> sums = new TreeMap<>();
      for (int i = 0; i < end; i++) {
        for (var segment : segments(enumeration, i, end - 1, population).entrySet()) {
          for (var path : paths.get(i).entrySet()) {
            boolean fits = segment.getKey() != Long.MAX_VALUE && path.getKey() != Long.MAX_VALUE;
            sums.merge(fits ? segment.getKey() + path.getKey() : Long.MAX_VALUE, segment.getValue() * path.getValue(), Long::sum);
          }
        }
      }
      paths.add(sums);
    }
    return paths.get(size);
  }

  private static NavigableMap<Long, Long> segments(SegmentEnumeration enumeration, int first, int last, Population population) {
    NavigableMap<Long, Long> totals = new TreeMap<>();
    List<SegmentEnumeration.Segment> all = enumeration.segments(first, last);
    if (population == Population.PARTITIONS) {
      all.forEach(s -> totals.merge(s.cost(), 1L, Long::sum));
    } else {
      // The fastest partitions of each allocation.
      all.stream().collect(Collectors.toMap(s -> s.clusters().stream().map(c -> c.last() + "x" + c.chiplets()).toList(),
          SegmentEnumeration.Segment::cost, Math::min)).values().forEach(cost -> totals.merge(cost, 1L, Long::sum));
    }
    return totals;
  }

  @Test
  void aShareIsRoundedUp() {
    Percentile third =
        new Percentile(Population.ALLOCATIONS, 5, BigInteger.ONE, BigInteger.ONE, BigInteger.valueOf(3000),
            BigInteger.valueOf(3));
    assertThat(third.share()).isEqualByComparingTo("0.000334");
    assertThat(third.shareOfFeasible()).isEqualByComparingTo("0.334");
    assertThat(Percentile.percent(third.share())).isEqualTo("0.0334 %");
    assertThat(Percentile.percent(third.share().movePointLeft(20))).isEqualTo("3.34e-22 %");
  }
}
