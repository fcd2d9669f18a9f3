package dev.dovetail.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Overlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.testing.ReferencePipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule broken once, and every small change of a good plan. */
class PlanRulesTest {
  private final PipelineProblem problem = ReferencePipelines.worked();
  private final PipelinePlan good = ReferencePipelines.plan(problem, "0-1:n2:WI:1296 2-2:n2:I:1296 | 3-3:n3:W:504");

  private static Evaluation judge(PipelineProblem problem, PipelinePlan plan) {
    return new PipelineEvaluator().evaluate(problem, plan);
  }

  private static List<String> broken(PipelineProblem problem, PipelinePlan plan) {
    return judge(problem, plan).violations().stream().map(Violation::rule).distinct().toList();
  }

  private PipelinePlan with(int s, int c, UnaryOperator<Cluster> change) {
    List<Segment> segments = new ArrayList<>(good.segments());
    List<Cluster> clusters = new ArrayList<>(segments.get(s).clusters());
    clusters.set(c, change.apply(clusters.get(c)));
    segments.set(s, new Segment(clusters, segments.get(s).stageCycles()));
    return new PipelinePlan(segments);
  }

  private PipelinePlan layers(int s, int c, List<Integer> layers) {
    return with(s, c, k -> new Cluster(layers, layers.stream().map(l -> Partition.INPUT_SHARED).toList(), k.chiplets()));
  }

  private PipelinePlan chiplets(int s, int c, Integer... chiplets) {
    return with(s, c, k -> new Cluster(k.layers(), k.partitions(), List.of(chiplets)));
  }

  private PipelineProblem on(Shape shape, int columns, int rows) {
    MultiChipModule m = problem.module();
    MultiChipModule meshed =
        new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), m.dramCapacityBytes(),
            m.clockHertz(), new ChipletMesh(columns, rows, 4), m.energy());
    return new PipelineProblem("meshed", problem.network(), meshed, problem.samples(), base(shape, true, false, false, false),
        problem.objective());
  }

  private static PipelineSwitches base(Shape shape, boolean idle, boolean dramShared, boolean dramCapacity, boolean contention) {
    return new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP, Border.INGRESS, Graph.CHAIN,
        shape, false, dramShared, idle, dramCapacity, contention);
  }

  @Test
  void layersStandOnceEachAndInOrder() {
    assertThat(broken(problem, new PipelinePlan(good.segments().subList(0, 1)))).containsExactly("missing-layer");
    assertThat(broken(problem, layers(1, 0, List.of(2)))).contains("layer-twice", "missing-layer", "segment-order");
    assertThat(broken(problem, layers(1, 0, List.of(4)))).contains("unknown-layer", "missing-layer");
    assertThat(broken(problem, new PipelinePlan(List.of(good.segments().get(1), good.segments().get(0)))))
        .contains("segment-order");
    assertThat(broken(problem, layers(0, 0, List.of(1, 0)))).contains("segment-order", "cluster-interval");
    List<Cluster> clusters = good.segments().get(0).clusters();
    Segment swapped = new Segment(List.of(clusters.get(1), clusters.get(0)), 1296);
    assertThat(broken(problem, new PipelinePlan(List.of(swapped, good.segments().get(1))))).contains("segment-order");
  }

  @Test
  void slotsWhereTransfersTakeNoLinksAreRefused() {
    List<Segment> segments = new ArrayList<>(good.segments());
    segments.set(0, new Segment(segments.get(0).clusters(), 1296, new SlotTable(List.of())));
    assertThat(broken(problem, new PipelinePlan(segments))).containsExactly("traffic");
  }

  @Test
  void emptyThingsAreNamed() {
    assertThat(broken(problem, new PipelinePlan(List.of()))).containsExactly("missing-layer");
    assertThat(broken(problem, new PipelinePlan(List.of(new Segment(List.of(), 5))))).contains("empty-segment");
    assertThat(broken(problem, layers(1, 0, List.of()))).contains("empty-cluster");
    assertThat(broken(problem, chiplets(1, 0))).contains("empty-region");
  }

  @Test
  void partitionsAreThoseThatTheSwitchAllowsAndOneForEachLayer() {
    assertThat(broken(problem, with(1, 0, k -> new Cluster(k.layers(), List.of(Partition.REPLICATED), k.chiplets()))))
        .contains("partition");
    assertThat(broken(problem, with(1, 0, k -> new Cluster(k.layers(), List.of(), k.chiplets())))).containsExactly("partition");
  }

  @Test
  void regionsAreDisjointAscendingAndOnTheModule() {
    assertThat(broken(problem, chiplets(0, 1, 1, 2))).containsExactly("region-overlap");
    assertThat(broken(problem, chiplets(0, 1, 3, 2))).containsExactly("chiplet-order");
    assertThat(broken(problem, chiplets(0, 1, 3, 3))).containsExactly("chiplet-order");
    assertThat(broken(problem, chiplets(0, 1, 3, 4))).containsExactly("unknown-chiplet");
    assertThat(broken(problem, chiplets(0, 1, -1, 3))).containsExactly("unknown-chiplet");
  }

  @Test
  void noChipletIsIdleWhereNoneMayBe() {
    PipelineProblem busy = problem.with(base(Shape.ANY, false, false, false, false));
    assertThat(judge(busy, good).violations()).singleElement().satisfies(v -> {
      assertThat(v.rule()).isEqualTo("idle-chiplet");
      assertThat(v.where()).isEqualTo("segment 2");
    });
  }

  @Test
  void stripsFollowTheSnakeOrder() {
    // 2 x 2, order 0 1 3 2
    PipelineProblem strips = on(Shape.STRIPS, 2, 2);
    assertThat(broken(strips, good)).containsExactly("strip"); // 0 1 2: positions 0, 1, 3
    assertThat(broken(strips, chiplets(1, 0, 0, 1, 3))).isEmpty();
  }

  @Test
  void rectanglesAroundRegionsAreDisjoint() {
    assertThat(broken(on(Shape.RECTANGLES, 2, 2), good)).isEmpty(); // two rows; then three of four
    PipelinePlan crossed = new PipelinePlan(List.of(
        new Segment(List.of(new Cluster(good.segments().get(0).clusters().get(0).layers(),
            good.segments().get(0).clusters().get(0).partitions(), List.of(0, 3)),
            new Cluster(List.of(2), List.of(Partition.INPUT_SHARED), List.of(1, 2))), 1296),
        good.segments().get(1)));
    assertThat(broken(problem, crossed)).isEmpty();
    assertThat(broken(on(Shape.RECTANGLES, 2, 2), crossed)).containsExactly("rectangle");
    assertThat(broken(problem.with(base(Shape.RECTANGLES, true, false, false, false)), good)).containsExactly("rectangle");
  }

  @Test
  void weightsOfSeveralLayersLieInTheBuffers() {
    // all four layers have 9504 bytes, four buffers hold 8192
    PipelinePlan one = ReferencePipelines.plan(problem, "0-1:n2:WI:9000 2-2:n1:I:9000 3-3:n1:W:9000");
    assertThat(broken(problem, one)).containsExactly("segment-weights");
    // b and c have 6912 bytes, three buffers hold 6144
    PipelinePlan tight = ReferencePipelines.plan(problem, "0-0:n1:W:9000 | 1-2:n3:WI:9000 | 3-3:n3:W:504");
    assertThat(judge(problem, tight).violations()).extracting(Violation::where)
        .containsExactly("segment 2, cluster 1 (layers 1..2)");
    assertThat(broken(problem, tight)).containsExactly("weight-buffer");
  }

  @Test
  void replicatedWeightsLieOnEachChipletAndNeverStream() {
    PipelineProblem each = problem.with(new PipelineSwitches(Overlap.MAX, Weights.PER_LAYER, LoadOverlap.NONE, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.ANY, false, false, true, false, false));
    // layer d has 2304 bytes, a buffer holds 2048; layer a has 288
    assertThat(broken(each, ReferencePipelines.plan(each, "0-1:n2:WI:1296 2-2:n2:I:1296 | 3-3:n3:R:504"))).containsExactly(
        "weight-buffer");
    // on two chiplets b in parts takes 1152 bytes, a 288: 1440 each
    PipelinePlan fits = ReferencePipelines.plan(each, "0-1:n2:RI:1296 2-2:n2:I:1296 | 3-3:n3:W:504");
    assertThat(judge(each, fits).violations()).isEmpty();
    assertThat(judge(each, fits).cost()).containsEntry("mostWeightBytesPerChiplet", 1_440L);
  }

  @Test
  void theStageTimeCoversClustersAndDram() {
    assertThat(broken(problem, ReferencePipelines.withStage(good, 0, 1_295))).containsExactly("stage");
    // layer c streams its 4608 bytes in 288 cycles; input and output take (576 + 576 + 288) / 16 = 90
    PipelineProblem slow = ReferencePipelines.worked(2048, 4, 2, 8); // (576 + 864) / 2 = 720 cycles, streaming 2304
    PipelinePlan plan = ReferencePipelines.withStage(good, 0, 2_304);
    assertThat(broken(slow, plan)).containsExactly("stage-dram"); // segment 2: (576 + 288 + 576) / 2 = 720 > 504
    PipelinePlan enough = ReferencePipelines.withStage(plan, 1, 720);
    assertThat(broken(slow, enough)).isEmpty();
    assertThat(broken(slow, ReferencePipelines.withStage(enough, 0, 2_303))).containsExactly("stage");
    PipelineProblem shared = slow.with(base(Shape.ANY, true, true, false, false));
    assertThat(broken(shared, ReferencePipelines.withStage(enough, 0, 720 + 2_304 - 1))).containsExactly("stage-dram");
    assertThat(broken(shared, ReferencePipelines.withStage(enough, 0, 720 + 2_304))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"6912, 0", "6911, 1"})
  void whatStandsBetweenSegmentsFitsIntoDram(long capacity, int violations) {
    // 8 samples of 576 + 288 bytes
    MultiChipModule m = problem.module();
    MultiChipModule small =
        new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), capacity, m.clockHertz(),
            null, m.energy());
    PipelineProblem limited =
        new PipelineProblem("limited", problem.network(), small, 8, base(Shape.ANY, true, false, true, false),
            problem.objective());
    assertThat(judge(limited, good).violations()).hasSize(violations).allMatch(v -> v.rule().equals("dram-capacity"));
  }

  @Test
  void anEnergyWithoutATableIsNotKnown() {
    MultiChipModule m = problem.module();
    MultiChipModule poor = new MultiChipModule(m.types(), m.ingressBytesPerCycle(), m.dramBytesPerCycle(), m.dramCapacityBytes(),
        m.clockHertz(), null, new PackageEnergy(OptionalLong.of(18), OptionalLong.empty(), OptionalLong.of(7500)));
    PipelineProblem unknown =
        new PipelineProblem("poor", problem.network(), poor, 8, problem.switches(), PipelineObjective.ENERGY);
    assertThat(broken(unknown, good)).containsExactly("energy-table");
    assertThat(judge(unknown.with(PipelineObjective.TOTAL), good).violations()).isEmpty();
    assertThat(judge(unknown.with(PipelineObjective.TOTAL), good).cost()).doesNotContainKey(PipelineEvaluator.ENERGY);
  }

  @Test
  void loadingAheadHidesWhereBothWeightsFit() {
    // 2048: 7200 + 2304 > 8192, not ahead; 4096: ahead, the 144 cycles of d hide behind the run
    PipelineSwitches next = new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NEXT, Timing.LOCKSTEP,
        Border.INGRESS, Graph.CHAIN, Shape.ANY, false, false, true, false, false);
    assertThat(judge(problem.with(next), good).objective()).isEqualTo(16_290);
    assertThat(judge(ReferencePipelines.worked(4096, 4, 16, 8).with(next), good).objective()).isEqualTo(16_290 - 144);
  }

  @Test
  void theObjectiveIsOneOfTheCosts() {
    Map<String, Long> cost = judge(problem, good).cost();
    for (PipelineObjective objective : PipelineObjective.values()) {
      assertThat(judge(problem.with(objective), good).objective()).isEqualTo(cost.get(PipelineEvaluator.keyOf(objective)));
    }
  }

  @Test
  void everySmallChangeIsCaughtOrCostsSomethingElse() {
    Evaluation before = judge(problem, good);
    List<PipelinePlan> changed = new ArrayList<>();
    for (int s = 0; s < 2; s++) {
      changed.add(ReferencePipelines.withStage(good, s, good.segments().get(s).stageCycles() + 1));
      changed.add(ReferencePipelines.withStage(good, s, good.segments().get(s).stageCycles() - 1));
      for (int c = 0; c < good.segments().get(s).clusters().size(); c++) {
        Cluster cluster = good.segments().get(s).clusters().get(c);
        for (int i = 0; i < cluster.layers().size(); i++) {
          int at = i;
          for (int step : new int[] {-1, 1}) {
            changed.add(with(s, c, k -> new Cluster(plus(k.layers(), at, step), k.partitions(), k.chiplets())));
          }
          for (Partition p : Partition.values()) {
            if (p != cluster.partitions().get(i)) {
              List<Partition> partitions = new ArrayList<>(cluster.partitions());
              partitions.set(i, p);
              changed.add(with(s, c, k -> new Cluster(k.layers(), partitions, k.chiplets())));
            }
          }
        }
        changed.add(with(s, c, k -> new Cluster(k.layers(), k.partitions(), k.chiplets().subList(1, k.chiplets().size()))));
        changed.add(with(s, c, k -> new Cluster(k.layers().subList(1, k.layers().size()), k.partitions(), k.chiplets())));
        changed.add(with(s, c, k -> new Cluster(k.layers(), k.partitions().subList(1, k.partitions().size()), k.chiplets())));
      }
      List<Cluster> fewer = good.segments().get(s).clusters().subList(1, good.segments().get(s).clusters().size());
      List<Segment> segments = new ArrayList<>(good.segments());
      segments.set(s, new Segment(fewer, good.segments().get(s).stageCycles()));
      changed.add(new PipelinePlan(segments));
    }
    assertThat(changed).hasSizeGreaterThan(20).allSatisfy(plan -> {
      Evaluation after = judge(problem, plan);
      assertThat(!after.violations().isEmpty() || !after.cost().equals(before.cost())).as(plan.toString()).isTrue();
    });
  }

  private static List<Integer> plus(List<Integer> numbers, int i, int step) {
    List<Integer> changed = new ArrayList<>(numbers);
    changed.set(i, changed.get(i) + step);
    return changed;
  }
}
