package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dramschedule.DramTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a problem whose effect on the expansion is known. */
class MetamorphicTest {
  private static final Map<String, FusionProblem> POINTS = ReferencePlans.points();

  private static FusionProblem with(FusionProblem p, FusionNetwork network, int batch) {
    return new FusionProblem(p.name(), network, batch, p.core(), p.dramBytesPerCycle(), p.rules(), p.objective());
  }

  private static Expansion.Expanded expand(FusionProblem problem, FusionPlan plan) {
    return new PlanExpansion(problem).expand(plan).orThrow();
  }

  private static FusionLayer copy(FusionLayer l, int id, String name, IntUnaryOperator ids) {
    return new FusionLayer(id, name, l.kind(), mapped(l.inputs(), ids), mapped(l.weightInputs(), ids), l.externalInputs(),
        l.out(), l.in(),
        l.kernelHeight(), l.kernelWidth(), l.strideHeight(), l.strideWidth(), l.padHeight(), l.padWidth(), l.groups(),
        l.operands(),
        l.weightBytes(), l.axes());
  }

  private static List<Integer> mapped(List<Integer> ids, IntUnaryOperator to) {
    return ids.stream().map(to::applyAsInt).sorted().toList();
  }

  private static List<String> signatures(Expansion.Expanded e) {
    return e.schedule().tensors().stream().map(t -> t instanceof DramTensor.Load l
        ? "%s %d %d %d %d %s".formatted(l.name(), l.bytes(), l.neededBy(), l.end(), l.defaultStart(),
            l.after().stream().map(a -> e.schedule().tensors().get(a).name()).sorted().toList())
        : "%s %d %s".formatted(t.name(), t.bytes(), t.toString().replaceAll("group=\\d+", ""))).sorted().toList();
  }

  @Test
  void names_mean_nothing() {
    FusionProblem point = POINTS.get("resnet50_edge_b4");
    FusionPlan plan = ReferencePlans.row("resnet50_edge_b4-s1-p4").plan();
    List<FusionLayer> renamed =
        point.network().layers().stream().map(l -> copy(l, l.id(), "wgt:" + (99 - l.id()), IntUnaryOperator.identity())).toList();

    Expansion.Expanded before = expand(point, plan);
    Expansion.Expanded after =
        expand(with(point, new FusionNetwork("other", point.network().externalInputs(), renamed), 4), plan);

    assertThat(after.subGroups()).isEqualTo(before.subGroups());
    assertThat(after.schedule().defaultOrder()).isEqualTo(before.schedule().defaultOrder());
    assertThat(after.schedule().locals()).isEqualTo(before.schedule().locals());
    assertThat(after.energyFemtojoules()).isEqualTo(before.energyFemtojoules());
    assertThat(after.dramCycles()).isEqualTo(before.dramCycles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50_edge_b4-s3-p2", "gpt2s_prefill_edge_b1-s1-p5", "gpt2s_prefill_edge_b1-hand-twoLG",
      "gpt2s_decode_edge_b16-s1-p1"})
  void layers_may_be_numbered_in_the_order_of_the_plan(String instance) {
    ReferencePlans.Row row = ReferencePlans.row(instance);
    FusionProblem point = POINTS.get(row.point());
    List<Integer> order = row.plan().order();
    IntUnaryOperator position = order::indexOf;
    List<FusionLayer> numbered = new ArrayList<>();
    for (int p = 0; p < order.size(); p++) {
      FusionLayer l = point.network().layers().get(order.get(p));
      numbered.add(copy(l, p, l.name(), position));
    }
    FusionPlan natural =
        new FusionPlan(IntStream.range(0, order.size()).boxed().toList(), row.plan().dramCuts(), row.plan().flcCuts(),
            row.plan().tileCounts());

    Expansion.Expanded before = expand(point, row.plan());
    Expansion.Expanded after = expand(
        with(point, new FusionNetwork(point.network().name(), point.network().externalInputs(), numbered), point.batch()),
        natural);

    assertThat(signatures(after)).isEqualTo(signatures(before));
    assertThat(after.schedule().locals()).isEqualTo(before.schedule().locals());
    assertThat(after.computeCycles()).isEqualTo(before.computeCycles());
    assertThat(after.energyFemtojoules()).isEqualTo(before.energyFemtojoules());
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet50_edge_b4-s1-p4", "resnet50_edge_b1-hand-oneLG731", "gpt2s_prefill_edge_b1-hand-T6"})
  void twice_the_samples_in_twice_the_tiles_are_the_same_tiles(String instance) {
    ReferencePlans.Row row = ReferencePlans.row(instance);
    FusionProblem point = POINTS.get(row.point());
    // gcd(2B, 2T) = 2 gcd(B, T): as many samples per tile, and as many parts of rows and columns.
    FusionPlan twice = new FusionPlan(row.plan().order(), row.plan().dramCuts(), row.plan().flcCuts(),
        row.plan().tileCounts().stream().map(t -> 2 * t).toList());

    Expansion.Expanded one = expand(point, row.plan());
    Expansion.Expanded two = expand(with(point, point.network(), 2 * point.batch()), twice);

    assertThat(two.subGroups().stream().map(SubGroup::shapes)).isEqualTo(one.subGroups().stream().map(SubGroup::shapes).toList());
    assertThat(two.computeCycles()).isEqualTo(2 * one.computeCycles());
    long weights = point.network().layers().stream().mapToLong(FusionLayer::weightBytes).sum();
    assertThat(two.dramBytes() - weights).isEqualTo(2 * (one.dramBytes() - weights));
    assertThat(two.energyFemtojoules())
        .isEqualTo(2 * one.energyFemtojoules() - weights * FusionProblem.DRAM_FEMTOJOULES_PER_BYTE);
  }
}
