package dev.dovetail.models.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Costs of clusters of any shape, against the judge and by hand. */
class GraphCostsTest {
  /**
   * A diamond of 1x1 convolutions on 4x4 maps; d reads b and c, concatenated, and adds a.
   *
   * <pre>
   * input 64 -> a (4 -> 4) -> b (4 -> 2) -> d (4 -> 4)
   *                       \-> c (4 -> 2) -/
   *                        \----- + -----/
   * </pre>
   */
  private static PipelineProblem diamond() {
    List<PipelineLayer> layers =
        List.of(convolution("a", 4, 4), convolution("b", 4, 2), convolution("c", 4, 2), convolution("d", 4, 4));
    List<Edge> edges = List.of(new Edge(-1, 0, 64, false), new Edge(0, 1, 64, false), new Edge(0, 2, 64, false),
        new Edge(0, 3, 64, true), new Edge(1, 3, 32, false), new Edge(2, 3, 32, false));
    PipelineProblem base = new PipelineProblem("diamond", new PipelineNetwork("diamond", layers, edges),
        MultiChipModule.uniform(4, 1, 1, 8, 64, 4), 10, dev.dovetail.models.pipeline.PipelineSwitches.BASE,
        PipelineObjective.TOTAL);
    return SmallGraphs.reading(base, Graph.BRANCHES);
  }

  private static PipelineLayer convolution(String name, long inputs, long outputs) {
    return new PipelineLayer(name, "conv", inputs, outputs, 1, 1, 1, 4, 4, 4, 4, 16 * inputs, 16 * outputs, inputs * outputs,
        16 * inputs * outputs, 0);
  }

  private static Evaluation judge(PipelineProblem problem, PipelinePlan plan) {
    return new PipelineEvaluator().evaluate(problem, plan);
  }

  private static Cluster cluster(List<Integer> layers, String partitions, List<Integer> chiplets) {
    List<Partition> list = partitions.chars()
        .mapToObj(c -> c == 'W' ? Partition.WEIGHT_SHARED : c == 'I' ? Partition.INPUT_SHARED : Partition.REPLICATED).toList();
    return new Cluster(layers, list, chiplets);
  }

  @Test
  void branchesInTwoClustersMakeThePipelineNoDeeper() {
    // a, b and c, d on one chiplet each; b and c both wait for a, d for both: three levels.
    // a: 256 cycles of computing; b, c: 128; d: 256, against (32 + 32 + 64) / 8 = 16 of transfer. DRAM: (64 + 64) / 4 = 32. Load: 48 / 4 = 12.
    List<Cluster> clusters = List.of(cluster(List.of(0), "W", List.of(0)), cluster(List.of(1), "W", List.of(1)),
        cluster(List.of(2), "W", List.of(2)), cluster(List.of(3), "I", List.of(3)));
    Evaluation evaluation = judge(diamond(), new PipelinePlan(List.of(new Segment(clusters, 256))));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(12 + (10 + 2) * 256);
    // a 64; b 64; c 64; d 64 + 64: one chiplet each.
    assertThat(evaluation.cost()).containsEntry("nopBytes", 64L + 64 + 64 + 128);
  }

  @Test
  void layersThatAreNoIntervalMayFormACluster() {
    // {a, d} cannot be one cluster beside {b} and {c}; {b} and {a, c, d} neither, since b waits for a and d for b.
    List<Cluster> cyclic = List.of(cluster(List.of(0, 3), "WW", List.of(0)), cluster(List.of(1), "W", List.of(1)),
        cluster(List.of(2), "W", List.of(2)));
    assertThat(judge(diamond(), new PipelinePlan(List.of(new Segment(cyclic, 1_000)))).violations()).extracting("rule")
        .containsExactly("cluster-cycle", "cluster-cycle", "cluster-cycle");
    // {a, c} and {b, d} may: b waits for a, d for c. Loads 12, one edge deep. {a, c}: 256 + 128. {b, d}: 128 + 256.
    List<Cluster> crossed = List.of(cluster(List.of(0, 2), "WW", List.of(0)), cluster(List.of(1, 3), "WW", List.of(1)));
    Evaluation evaluation = judge(diamond(), new PipelinePlan(List.of(new Segment(crossed, 384))));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(12 + (10 + 1) * 384);
    // a 64, c 0 more on one chiplet; b 64, d 32 of c and 64 of a to add, b lies there.
    assertThat(evaluation.cost()).containsEntry("nopBytes", 64L + 64 + 96);
  }

  @Test
  void aTensorThatCrossesTwoBordersIsReadOnceInEachSegmentThatReadsIt() {
    // {a} writes 64. {b} reads 64, writes 32. {c} reads 64, writes 32. {d} reads 32 + 32 + 64, writes 64.
    List<Segment> segments = new ArrayList<>();
    for (int l = 0; l < 4; l++) {
      segments.add(new Segment(List.of(cluster(List.of(l), "W", List.of(0))), 300));
    }
    Evaluation evaluation = judge(diamond(), new PipelinePlan(segments));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.cost()).containsEntry("dramBytes", 10L * (64 + 64 + 64 + 32 + 64 + 32 + 128 + 64) + 48);
    // Behind b: its 32 and the 64 of a.
    assertThat(evaluation.cost()).containsEntry("mostBytesBetweenSegments", 10L * (64 + 32 + 32));
  }

  @Test
  void concatenatedInputsAreExchangedEachByTheWayItsProducerIsSplit() {
    GraphCosts costs = new GraphCosts(diamond());
    Partition w = Partition.WEIGHT_SHARED;
    Partition i = Partition.INPUT_SHARED;
    // d on 2 chiplets; weights 16, of which W gathers 8. Sources of d: a, b, c.
    assertThat(costs.sources(3)).containsExactly(0, 1, 2);
    // W: b inside after I: floor(floor(32/2) * 1/2) = 8; c inside after W: no halo of a 1x1; a outside, to add: ceil(64/2).
    assertThat(costs.bytes(3, 2, w, new Partition[] {null, i, w})).isEqualTo(8 + 8 + 0 + 32);
    // I: floor(32 * 1/2) each from inside; a inside: nothing.
    assertThat(costs.bytes(3, 2, i, new Partition[] {w, i, w})).isEqualTo(16 + 16);
    // I, b outside: all of it; a outside: half.
    assertThat(costs.bytes(3, 2, i, new Partition[] {null, null, w})).isEqualTo(32 + 16 + 32);
    assertThat(costs.io(1, 2)).isEqualTo((64 + 32 + 32) / 4);
  }

  @Test
  void aRegionOfTwoTypesIsAsFastAsItsSlowestAndHoldsAsMuchAsItsSmallest() {
    List<ChipletType> types = List.of(new ChipletType("big", 2, 4, 4, 64), new ChipletType("small", 2, 2, 2, 8));
    PipelineProblem d = diamond();
    MultiChipModule module = new MultiChipModule(types, 8, 4, Long.MAX_VALUE, 1, null, d.module().energy());
    PipelineProblem problem = new PipelineProblem("two types", d.network(), module, 10, d.switches(), d.objective());
    // d: 4 -> 4 channels. I on a big and a small one: 2 output channels each; small: 1 group of 2 times 2 groups of inputs, 16 positions: 32.
    GraphCosts costs = new GraphCosts(problem);
    assertThat(costs.compute(3, 2, Partition.INPUT_SHARED, types)).isEqualTo(32);
    assertThat(costs.compute(3, 2, Partition.INPUT_SHARED, types.subList(0, 1))).isEqualTo(16);
    assertThat(Region.of(module, List.of(2, 0)).room()).isEqualTo(128);
    assertThat(Region.of(module, List.of(1, 1)).room()).isEqualTo(16);
  }

  @Property(tries = 300)
  void onAChainBothReadingsCostTheSame(@ForAll long seed) {
    Random random = new Random(seed);
    PipelineNetwork network = SmallGraphs.chain(random, 2 + random.nextInt(5));
    PipelineProblem chain = SmallGraphs.varied(random, SmallGraphs.problem(random, network, 1 + random.nextInt(2), Graph.CHAIN));
    PipelineProblem branches = SmallGraphs.reading(chain, Graph.BRANCHES);
    PipelinePlan plan = RandomPlans.any(random, chain);
    assertThat(judge(branches, plan)).isEqualTo(judge(chain, plan));
    GraphCosts a = new GraphCosts(chain);
    GraphCosts b = new GraphCosts(branches);
    for (int first = 0; first < network.size(); first++) {
      for (int last = first; last < network.size(); last++) {
        assertThat(a.io(first, last)).isEqualTo(b.io(first, last)).isEqualTo(new LayerCosts(chain).io(first, last));
      }
    }
  }

  @Property(tries = 300)
  void segmentsCostWhatTheJudgeSays(@ForAll long seed) {
    Random random = new Random(seed);
    PipelineNetwork network = SmallGraphs.graph(random, 1 + random.nextInt(6));
    PipelineProblem problem = SmallGraphs.problem(random, network, 1 + random.nextInt(3), Graph.BRANCHES);
    GraphCosts costs = new GraphCosts(problem);
    SegmentPrices prices = new SegmentPrices(costs);
    PipelinePlan plan = RandomPlans.any(random, problem);
    List<Segment> segments = new ArrayList<>();
    long sum = 0;
    for (Segment segment : plan.segments()) {
      Optional<SegmentChoice> choice = SegmentChoice.of(costs, prices, SegmentChoice.choices(problem.module(), segment));
      if (choice.isEmpty() || !prices.exists(segment.first(), segment.last())) {
        assertThat(judge(problem, plan).violations()).extracting("rule").containsAnyOf("cluster-cycle", "weight-buffer",
            "segment-weights");
        return;
      }
      sum += choice.get().cost();
      segments.add(choice.get().segment(problem.module()));
    }
    Evaluation evaluation = judge(problem, new PipelinePlan(segments));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(sum);
  }

  @Property(tries = 200)
  void theFastestPartitionsAreFasterThanAllOthers(@ForAll long seed) {
    Random random = new Random(seed);
    PipelineNetwork network = SmallGraphs.graph(random, 1 + random.nextInt(6));
    PipelineProblem problem = SmallGraphs.problem(random, network, 1 + random.nextInt(2), Graph.BRANCHES);
    int[] layers = random.ints(0, network.size()).limit(4).distinct().sorted().toArray();
    List<Region> regions = Region.all(problem.module());
    Region region = regions.get(random.nextInt(regions.size()));
    ClusterTimes times = new ClusterTimes(new GraphCosts(problem));
    Optional<ClusterTimes.Fastest> fastest = times.of(layers, region.size(), region.present());
    Map<Long, Integer> all = new TreeMap<>();
    new EverySegment(problem).partitions(layers.length,
        partitions -> times.with(layers, partitions, region.size(), region.present())
            .ifPresent(f -> all.merge(f.cycles(), 1, Integer::sum)));
    assertThat(fastest.map(ClusterTimes.Fastest::cycles)).isEqualTo(all.keySet().stream().findFirst());
    fastest.ifPresent(f -> assertThat(times.with(layers, f.partitions(), region.size(), region.present())).contains(f));
  }

  @Property(tries = 200)
  void intervalsGrownLayerByLayerAreAsFastAsClustersOfTheirOwn(@ForAll long seed) {
    Random random = new Random(seed);
    PipelineNetwork network = SmallGraphs.graph(random, 1 + random.nextInt(6));
    PipelineProblem problem = SmallGraphs.problem(random, network, 1 + random.nextInt(2), Graph.BRANCHES);
    List<Region> regions = Region.all(problem.module());
    Region region = regions.get(random.nextInt(regions.size()));
    ClusterTimes times = new ClusterTimes(new GraphCosts(problem));
    int first = random.nextInt(network.size());
    long[] grown = times.intervals(first, region.size(), region.present());
    for (int last = first; last < network.size(); last++) {
      Optional<ClusterTimes.Fastest> own =
          times.of(IntStream.rangeClosed(first, last).toArray(), region.size(), region.present());
      assertThat(grown[last - first]).isEqualTo(own.map(ClusterTimes.Fastest::cycles).orElse(Long.MAX_VALUE));
    }
  }
}
