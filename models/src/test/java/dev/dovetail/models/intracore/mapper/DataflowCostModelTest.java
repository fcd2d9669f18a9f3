package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.DataflowArray;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DirectiveText;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.dataflow.NamedDataflows;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.TestLayers;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.NetworkBuilder;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataflowCostModelTest {
  private static final CostModel MODEL = new DataflowCostModel();
  /** 4 input and 2 output channels, 2 x 3 outputs, no window: 48 multiply-accumulates. */
  private static final Workload POINTWISE = TestLayers.conv(4, 2, 2, 3, 1, 1, 0, 1);

  /** 8 processing elements; a network of 8 elements per cycle and latency 1. */
  private static Core core(String dataflow, long elementBytes, boolean energies) {
    LocalMemory own = new LocalMemory("pe", elementBytes, Bandwidth.ofBytesPerCycle(1), energies ? 7 : 0, energies ? 11 : 0);
    LocalMemory shared = new LocalMemory("buffer", 4096, Bandwidth.ofBytesPerCycle(1), energies ? 40 : 0, energies ? 30 : 0);
    return new Core("c", "c", List.of(8), List.of(), List.of(own, shared), Set.of(Operator.values()), energies ? 5 : 0, 8,
        new DataflowArray(List.of(NamedDataflows.named(dataflow)), 8, 1, 1, 64));
  }

  private static List<CostPoint> points(Workload w, Core core) {
    return MODEL.points(w, w.layers().get(0), w.layers().get(0).outputBox(), core);
  }

  /**
   * kcp_ws with tc = 4: 8 / 4 = 2 clusters, one output channel each, over 6 positions. A position takes 2 cycles in the cluster (8
   * elements in 1, one multiply-accumulate in 1). The first one waits 1 + ceil(12 / 8) - 1 = 2 for 4 inputs and 8 weights. 2 + 6 * 2 = 14.
   */
  @Test
  void aSmallConvolutionByHand() {
    CostPoint fastest = points(POINTWISE, core("kcp_ws", 64, false)).get(0);
    // Shared memory: inputs 4 * 6 = 24 in and 24 out, weights 8 and 8, outputs 12 and 12: 88. Elements: 4 * 48 + 24 + 8 = 224.
    // (42,803 * 88 + 3,864 * 224 + 2,300 * 48) / 10 = 474,260 fJ.
    assertThat(fastest).isEqualTo(new CostPoint(14, 474_260, 0, 0, false, "kcp_ws(tc=4)"));
  }

  @Test
  void declaredEnergiesAreChargedPerByteOfEachAccess() {
    // Reads of the shared memory 24 + 8 + 12 at 40, writes as many at 30; of elements 3 * 48 at 7 and 48 + 24 + 8 at 11; 48 * 5.
    assertThat(points(POINTWISE, core("kcp_ws", 64, true)).get(0).energyFemtojoules())
        .isEqualTo(44 * 40 + 44 * 30 + 144 * 7 + 80 * 11 + 240);
  }

  @Test
  void whatNoMappingFitsRunsOneByOneAndSaysSo() {
    // 48 times: latency 1, two elements over 8 per cycle 1, and 1 to compute.
    assertThat(points(POINTWISE, core("kcp_ws", 1, false)))
        .extracting(CostPoint::cycles, CostPoint::estimated, CostPoint::dataflow)
        .containsExactly(tuple(144L, true, "one by one"));
  }

  @Test
  void equalPiecesCostTheirMultiple() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Workload one = b.output(b.attentionScores("s", b.input("q", 5, 4), b.input("k", 6, 4), 1)).build();
    NetworkBuilder c = NetworkBuilder.named("n");
    Workload three = c.output(c.attentionScores("s", c.input("q", 5, 12), c.input("k", 6, 12), 3)).build();
    Core core = core("gemm_os", 64, false);
    assertThat(points(three, core)).hasSameSizeAs(points(one, core)).hasSizeGreaterThan(0);
    for (int i = 0; i < points(one, core).size(); i++) {
      CostPoint p = points(one, core).get(i);
      assertThat(points(three, core).get(i)).isEqualTo(
          new CostPoint(3 * p.cycles(), 3 * p.energyFemtojoules(), 0, 0, false, "3 x " + p.dataflow()));
    }
  }

  @Test
  void aDilatedTileIsMarkedAsEstimated() {
    NetworkBuilder b = NetworkBuilder.named("n");
    Workload w = b.output(
        b.conv("c", b.input("x", 1, 2, 8, 8), 2, dev.dovetail.models.workload.SlidingWindow.of(3).dilation(2))).build();
    assertThat(points(w, core("kcp_ws", 256, false))).isNotEmpty().allMatch(CostPoint::estimated);
  }

  @Test
  void whatIsNoMatrixOperatorCostsWhatTheArraySays() {
    Workload pool = TestLayers.pool(4, 6, 6, 2, 2);
    Core core = core("kcp_ws", 64, false);
    Layer layer = pool.layers().get(0);
    CostModel array = new PeArrayCostModel();
    assertThat(points(pool, core)).isEqualTo(array.points(pool, layer, layer.outputBox(), core));
    assertThat(MODEL.floor(pool, layer, core)).isEqualTo(array.floor(pool, layer, core));
    assertThat(MODEL.elementFloor(pool, layer, core)).isEqualTo(array.elementFloor(pool, layer, core));
  }

  @Test
  void theFloorIsPeakRateAndWhatEveryMappingAccesses() {
    Core core = core("kcp_ws", 64, false);
    // 2 output channels and 4 summed ones keep all 8 elements busy, each for a cycle after a latency of one: 2 * 48 / 8 = 12. 44 accesses less than the point above: operands
    // are written (24 + 8) and outputs read (12), and elements are accessed 4 * 48 times.
    long energy = (42_803L * 44 + 3_864 * 192 + 2_300 * 48 + 9) / 10;
    assertThat(MODEL.floor(POINTWISE, POINTWISE.layers().get(0), core)).contains(new CostFloor(12, energy));
    // 4 multiply-accumulates per output, 4 per cycle.
    assertThat(MODEL.leastCycles(POINTWISE, POINTWISE.layers().get(0), core)).isEqualTo(1);
  }

  /** The second level holds 2 of 8 channels and calls it all: 8 multiply-accumulates in one cycle of 2 elements. */
  @Test
  void aMappingThatLeavesWorkOutIsNotOffered() {
    Dataflow gaps =
        new Dataflow(
            "gaps",
            Set.of(LayerType.CONV),
            List.of(),
            DirectiveText.parse("S(1,1) K; T(8,8) C; RS; Y1; X1; Cluster(2); S(1,4) C"));
    Workload w = TestLayers.conv(8, 1, 2, 3, 1, 1, 0, 1);
    LocalMemory memory = new LocalMemory("buffer", 4096, Bandwidth.ofBytesPerCycle(1), 0, 0);
    Core core = new Core("c", "c", List.of(2), List.of(), List.of(memory), Set.of(Operator.CONV), 0, 1,
        new DataflowArray(List.of(gaps), 64, 0, 1, 64));
    // 48 multiply-accumulates on 2 elements take 24 cycles; one by one 48 * 2.
    assertThat(MODEL.floor(w, w.layers().get(0), core).orElseThrow().cycles()).isEqualTo(24);
    assertThat(points(w, core)).extracting(CostPoint::cycles).containsExactly(96L);
  }

  /** 64 to 64 channels, 3 x 3, 56 x 56: 10 cycles for each of 12,544 steps, and some to begin with. */
  @Test
  void theFloorIsTightWhereTheArrayFits() {
    Workload w = TestLayers.conv(64, 64, 56, 56, 3, 1, 1, 1);
    LocalMemory memory = new LocalMemory("buffer", 1 << 21, Bandwidth.ofBytesPerCycle(1), 0, 0);
    Core core = new Core("c", "c", List.of(1024), List.of(), List.of(memory), Set.of(Operator.CONV), 0, 1,
        new DataflowArray(List.of(NamedDataflows.named("kcp_ws")), 1000, 1, 1, 64));
    long fastest = points(w, core).get(0).cycles();
    long floor = MODEL.floor(w, w.layers().get(0), core).orElseThrow().cycles();
    assertThat(floor).isBetween(125_439L, 125_440L); // rates are rounded up in the last of 2^16 parts of a unit
    assertThat(fastest).isBetween(125_440L, 125_500L);
  }

  private static long unitsTimes65536(String dataflow, LayerShape shape, long pes) {
    return rate(dataflow, shape, pes, 0);
  }

  private static long rate(String dataflow, LayerShape shape, long pes, long latency) {
    long no = MaestroHardware.UNLIMITED;
    return PeakRate.of(NamedDataflows.named(dataflow), shape, new MaestroHardware(pes, no, 1, latency, 1, no, no, no));
  }

  private static LayerShape conv(long k, long c, long kernel, long inputs) {
    return new LayerShape(LayerType.CONV,
        Map.of(LoopDim.K, k, LoopDim.C, c, LoopDim.R, kernel, LoopDim.S, kernel, LoopDim.Y, inputs,
            LoopDim.X, inputs));
  }

  @Test
  void peakRatesByHand() {
    // 3 input channels fill a cluster of 3; of 341 clusters 64 have an output channel.
    assertThat(unitsTimes65536("kcp_ws", conv(64, 3, 7, 230), 1024)).isBetween(192L << 16, (192L << 16) + 1);
    // 5 input channels, 2 output channels, 8 elements: clusters of 3 take 2 rounds for 5, so 2.5 of them are busy, twice.
    assertThat(unitsTimes65536("kcp_ws", conv(2, 5, 1, 4), 8)).isBetween(5L << 16, (5L << 16) + 1);
    // No kernel index is spread: output rows count, (10 - 3) + 1 = 8, and 8 columns.
    assertThat(unitsTimes65536("yxp_os", conv(64, 64, 3, 10), 1024)).isBetween(64L << 16, (64L << 16) + 1);
  }

  @Test
  void everyStepOfClustersWaitsForTheNetwork() {
    // 16 clusters of 64: a step of 9 multiply-accumulates in each of 1024 elements takes 9 + 3 cycles.
    assertThat(rate("kcp_ws", conv(64, 64, 3, 58), 1024, 3)).isBetween((1024L << 16) * 9 / 12, (1024L << 16) * 9 / 12 + 1);
    // One level has no clusters that start anew: 4 columns of 4 at once.
    assertThat(rate("xp_ws", conv(8, 8, 1, 4), 8, 3)).isBetween(4L << 16, (4L << 16) + 1);
  }
}
