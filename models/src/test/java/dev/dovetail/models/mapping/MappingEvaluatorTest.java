package dev.dovetail.models.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.Violation;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.testing.ThreeLayerExample;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked example of the machine model, whose schedule of 1,328 cycles keeps every handover on chip: c1 -> c2 -> add, c1 -> add. */
class MappingEvaluatorTest {
  private static final Schedule SCHEDULE = ThreeLayerExample.schedule();

  private static MappingProblem problem(boolean barriers, Requirement... requirements) {
    return new MappingProblem(ThreeLayerExample.problem(), List.of(requirements), MappingObjective.LATENCY, barriers);
  }

  private static NetworkMapping mapping(FusionGroup... groups) {
    return new NetworkMapping(List.of(groups), SCHEDULE, 1_328);
  }

  private static FusionGroup group(String name, String... layers) {
    return new FusionGroup(name, List.of(layers));
  }

  private static List<String> rules(MappingProblem problem, NetworkMapping mapping) {
    return new MappingEvaluator().evaluate(problem, mapping).violations().stream().map(Violation::rule).distinct().toList();
  }

  @Test
  void theWholeNetworkIsOneGroup() {
    assertThat(FusionGroups.of(problem(false), SCHEDULE)).containsExactly(group("group0", "c1", "c2", "add"));
    Evaluation evaluation = new MappingEvaluator().evaluate(problem(false), mapping(group("all", "c1", "c2", "add")));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(1_328);
    assertThat(evaluation.cost()).containsEntry("periodCycles", 1_328L).containsEntry("fusionGroups", 1L);
  }

  @Test
  void throughputChargesThePeriod() {
    MappingProblem stream = problem(false).with(MappingObjective.THROUGHPUT);
    NetworkMapping slow = new NetworkMapping(List.of(group("all", "c1", "c2", "add")), SCHEDULE, 2_000);
    assertThat(new MappingEvaluator().evaluate(stream, slow).objective()).isEqualTo(2_000);
    assertThat(new MappingEvaluator().evaluate(problem(false), slow).objective()).isEqualTo(1_328);
    assertThat(rules(stream, new NetworkMapping(List.of(group("all", "c1", "c2", "add")), SCHEDULE, 0)))
        .containsExactly("period");
  }

  @Test
  void whatStaysOnChipMustNotCrossABorder() {
    assertThat(rules(problem(false), mapping(group("a", "c1", "c2"), group("b", "add")))).containsExactly("group-border");
  }

  @Test
  void groupsThatReadFromEachOtherHaveNoOrder() {
    assertThat(rules(problem(false), mapping(group("b", "c2"), group("a", "c1", "add")))).contains("group-order");
    assertThat(rules(problem(false), mapping(group("a", "c1", "add"), group("b", "c2")))).contains("group-order");
  }

  @Test
  void everyLayerIsInExactlyOneGroup() {
    assertThat(rules(problem(false), mapping(group("a", "c1", "c2")))).containsExactly("group-partition");
    assertThat(rules(problem(false), mapping(group("a", "c1", "c2", "add"), group("b", "c2"))))
        .containsExactly("group-partition");
    assertThat(rules(problem(false), mapping(group("a", "c1", "c2", "add", "d")))).containsExactly("unknown-layer");
    assertThat(rules(problem(false), mapping(group("a", "c1"), group("a", "c2", "add")))).contains("group-name");
  }

  @Test
  void demandedGroupsAreTheGroups() {
    Requirement all = new Requirement.Groups(List.of(Set.of("c1", "c2", "add")));
    assertThat(rules(problem(false, all), mapping(group("x", "c1", "c2", "add")))).isEmpty();
    Requirement two = new Requirement.Groups(List.of(Set.of("c1", "c2"), Set.of("add")));
    assertThat(rules(problem(false, two), mapping(group("x", "c1", "c2", "add")))).containsExactly("handover", "group-fused");
    Requirement fused = new Requirement.Fuse(Set.of("c1", "c2"));
    assertThat(rules(problem(false, fused), mapping(group("x", "c1", "c2", "add")))).isEmpty();
    assertThat(rules(problem(false, fused), mapping(group("x", "c1"), group("y", "c2", "add")))).contains("group-fused");
  }

  @Test
  void barriersKeepGroupsApart() {
    // With {c1} before {c2, add} the load of w2, cycles 192 to 768, begins before c1.1 ends in cycle 224.
    NetworkMapping two = mapping(group("a", "c1"), group("b", "c2", "add"));
    assertThat(rules(problem(true), two)).contains("barrier");
    assertThat(rules(problem(false), two)).doesNotContain("barrier");
    assertThat(rules(problem(true), mapping(group("x", "c1", "c2", "add")))).isEmpty();
  }

  @Test
  void requirementsMakeASmallerAllocationProblem() {
    MappingProblem pinned = problem(false, new Requirement.Pin("c1", Set.of("core0", "core2")),
        new Requirement.Forbid("c1", Set.of("core2")), new Requirement.ReserveCore("core3"), new Requirement.Cap("core1", 1_000));
    assertThat(pinned.allocation().allowed().get("c1")).containsExactly("core0");
    assertThat(pinned.allocation().allowed().get("c2")).containsExactlyInAnyOrder("core0", "core1", "core2", "simd");
    assertThat(pinned.allocation().accelerator().cores().get(1).capacityBytes()).isEqualTo(1_000);
    assertThat(pinned.allocation().accelerator().cores().get(3).capacityBytes()).isZero();
    assertThat(pinned.base().accelerator().cores().get(1).capacityBytes()).isEqualTo(16_384);
    assertThat(problem(false, new Requirement.ReserveChannel("bus")).allocation().accelerator().edges()).isEmpty();
    assertThat(problem(false, new Requirement.Cut("c1", "c2")).allocation().handovers().throughDram())
        .containsExactly(new Handovers.Handover("c1", "c2"));
    assertThat(rules(problem(false, new Requirement.Cut("c1", "c2")), mapping(group("x", "c1", "c2", "add"))))
        .containsExactly("handover");
    assertThat(rules(problem(false, new Requirement.ReserveCore("core2")), mapping(group("x", "c1", "c2", "add"))))
        .contains("core-allowed", "memory-capacity");
  }

  @Test
  void fusingWhatIsCutIsInfeasible() {
    assertThatThrownBy(() -> problem(false, new Requirement.Cut("c1", "c2"), new Requirement.Fuse(Set.of("c1", "c2"))))
        .isInstanceOf(InfeasibleException.class)
        .hasMessageContaining("the layers c1, c2 are fused").hasMessageContaining("(c1) hands over to (c2) goes through DRAM");
  }
}
