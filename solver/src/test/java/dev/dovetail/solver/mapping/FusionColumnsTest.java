package dev.dovetail.solver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.solver.allocation.TinyInstances;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionColumnsTest {
  private static MappingProblem problem(long seed, Requirement... requirements) {
    return new MappingProblem(TinyInstances.problem(seed, Objective.LATENCY), List.of(requirements), MappingObjective.LATENCY,
        false);
  }

  private static BitSet set(int... layers) {
    BitSet set = new BitSet();
    for (int l : layers) {
      set.set(l);
    }
    return set;
  }

  /** All ways to cut a run of layers into runs. */
  private static List<List<BitSet>> compositions(int from, int n) {
    List<List<BitSet>> all = new ArrayList<>();
    if (from == n) {
      all.add(List.of());
    }
    for (int end = from + 1; end <= n; end++) {
      BitSet first = new BitSet();
      first.set(from, end);
      for (List<BitSet> rest : compositions(end, n)) {
        List<BitSet> partition = new ArrayList<>(List.of(first));
        partition.addAll(rest);
        all.add(partition);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLabelsFindTheCheapestOfAllRuns(long seed) {
    GroupFacts facts = new GroupFacts(problem(seed).allocation());
    long least = compositions(0, facts.layers()).stream()
        .filter(p -> p.stream().allMatch(facts::seemsToFit))
        .mapToLong(p -> p.stream().mapToLong(facts::trafficBytes).sum()).min().orElseThrow();
    List<List<BitSet>> best = new FusionColumns(problem(seed), facts, facts::trafficBytes).best(3);
    assertThat(best.get(0).stream().mapToLong(facts::trafficBytes).sum()).isEqualTo(least);
    assertThat(best).doesNotHaveDuplicates().allMatch(p -> p.stream().mapToInt(BitSet::cardinality).sum() == facts.layers());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anExcludedGroupAndAllThatContainItAreGone(long seed) {
    GroupFacts facts = new GroupFacts(problem(seed).allocation());
    FusionColumns columns = new FusionColumns(problem(seed), facts, facts::trafficBytes);
    columns.exclude(set(0, 1));
    assertThat(columns.best(9)).isNotEmpty().noneMatch(p -> p.stream().anyMatch(g -> g.get(0) && g.get(1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatTheUserWantsFusedIsNeverParted(long seed) {
    MappingProblem fused = problem(seed, new Requirement.Fuse(Set.of("a", "c")));
    if (fused.base().workload().layer("c") == null) {
      fused = problem(seed, new Requirement.Fuse(Set.of("a", "b")));
    }
    GroupFacts facts = new GroupFacts(fused.allocation());
    // Even if every layer alone were free and every group dear.
    List<List<BitSet>> best = new FusionColumns(fused, facts, g -> g.cardinality() - 1).best(9);
    assertThat(best).isNotEmpty().allMatch(p -> p.stream().anyMatch(g -> g.get(0) && g.get(1)));
  }
}
