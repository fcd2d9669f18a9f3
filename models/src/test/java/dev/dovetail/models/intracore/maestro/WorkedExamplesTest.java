package dev.dovetail.models.intracore.maestro;

import static dev.dovetail.models.intracore.maestro.Examples.core;
import static dev.dovetail.models.intracore.maestro.Examples.layer;
import static dev.dovetail.models.intracore.maestro.Examples.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.dataflow.Directive;
import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Four mappings worked out by hand, case by case: weight, volumes, multiply-accumulates, delays. */
class WorkedExamplesTest {
  private static final LayerShape EDGE_LAYER = layer(LayerType.CONV, "K4 C2 R3 S3 Y5 X8");
  private static final List<Directive> EDGE = mapping("T(2,2)K T(2,2)C T(3,1)Y S(3,1)X");
  private static final LayerShape TWO_LEVEL_LAYER = layer(LayerType.CONV, "K5 C3 R3 S3 Y6 X6");
  private static final List<Directive> TWO_LEVELS =
      mapping("S(2,2)K T(3,3)C T(4,2)Y T(6,4)X Cluster(2) S(2,2)C T(3,1)Y T(3,1)X");
  private static final LayerShape PRODUCT = layer(LayerType.GEMM, "M5 N3 K10");
  private static final List<Directive> PRODUCT_MAPPING =
      mapping("T(1,1)N S(1,1)M T(4,4)K Cluster(4) T(1,1)N T(1,1)M S(1,1)K");
  private static final LayerShape STRIDED_LAYER = layer(LayerType.CONV, "K2 C2 R3 S3 Y9 X9", 2, 2);
  private static final List<Directive> STRIDED = mapping("T(1,1)K T(5,3)Y S(3,1)X");

  /**
   * Four units make one output column each, of six. Case 1: X is the last to move; the first unit takes 2*3*3 = 18 inputs, the second
   * of the two busy ones 2*3*1 = 6. Case 6: Y moves, X starts again: 18 + 3*6 = 36.
   */
  @Test
  void theCasesOfOneLevelWithASpatialEdge() {
    assertThat(CaseLines.of(EDGE_LAYER, EDGE, core(4, 4, 8), MaestroMode.COMPATIBLE, 0)).containsExactly(
        "K:Init Y:Init X:Init | 1 | 72 36 8 | 144 36 | 27 2 36 63",
        "K:Steady Y:Steady X:Edge | 2 | 24 0 4 | 72 36 | 6 1 36 36",
        "K:Steady Y:Steady X:Init | 2 | 36 0 8 | 144 36 | 9 2 36 36",
        "K:Steady Y:Init X:Edge | 1 | 24 0 4 | 72 36 | 6 1 36 36",
        "K:Steady Y:Init X:Init | 1 | 0 36 8 | 144 36 | 9 2 36 36",
        "K:Init Y:Steady X:Edge | 2 | 24 0 4 | 72 36 | 6 1 36 36",
        "K:Init Y:Steady X:Init | 2 | 36 0 8 | 144 36 | 9 2 36 36",
        "K:Init Y:Init X:Edge | 1 | 24 0 4 | 72 36 | 6 1 36 36");
  }

  @Test
  void theTablesOfOneLevelWithASpatialEdge() {
    LevelPlan plan = plan(EDGE_LAYER, EDGE, 4, MaestroMode.COMPATIBLE)[0];
    assertThat(plan.directives).hasToString(mapping("T(2,2)K T(2,2)C T(3,1)Y S(3,1)X T(3,3)R T(3,3)S").toString());
    assertThat(plan.units).isEqualTo(4);
    assertThat(plan.edgeUnits).isEqualTo(2);
    assertThat(plan.map).containsExactly(row("K2 C2 Y3 X3 R3 S3 Y'1 X'1"));
    assertThat(plan.edgeMap).containsExactly(row("K2 C2 Y3 X3 R3 S3 Y'1 X'1"));
    assertThat(plan.fresh).containsExactly(row("K2 Y1 X1 Y'1 X'1"));
    assertThat(plan.edgeFresh).containsExactly(row("Y'1 X'1"));
  }

  /** 63 + 36*11 = 459 cycles; (144 + 72)/8 = 27, halved 13, stays below every delay. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void oneLevelWithASpatialEdge(MaestroMode mode) {
    MaestroStatistics s = evaluate(EDGE_LAYER, EDGE, core(4, 4, 8), mode);
    assertThat(s.runtimeCycles()).isEqualTo(63 + 36 * 11);
    assertThat(s.macs()).isEqualTo(1296).isEqualTo(s.countedMacs());
    assertThat(s.input()).isEqualTo(new TensorStatistics(360, 80, 1296, 360, 144, 36));
    assertThat(s.filter()).isEqualTo(new TensorStatistics(72, 72, 1296, 72, 72, 72));
    assertThat(s.output()).isEqualTo(new TensorStatistics(72, 72, 1296, 1296, 16, 36));
    assertThat(s.l2Elements()).isEqualTo(232);
    assertThat(s.l1Elements()).isEqualTo(144);
    assertThat(s.offChipBandwidth()).isEqualTo(3);
    assertThat(s.peakBandwidth()).isEqualTo(3);
    assertThat(s.averageBandwidth()).isEqualTo((3 + 1 + 2 + 0 + 1 + 1 + 2 + 0) / 12.0);
    assertThat(s.averagePes()).isEqualTo(3);
    assertThat(s.arithmeticIntensity()).isEqualTo(3);
    assertThat(s.ingress()).isEqualTo(new DelayStatistics(6, 27, 9));
    assertThat(s.egress()).isEqualTo(new DelayStatistics(1, 2, 1));
    assertThat(s.compute()).isEqualTo(new DelayStatistics(36, 36, 36));
    assertThat(s.energyScreen()).isCloseTo(24278.96, within(1e-8));
    assertThat(s.energyNanojoules()).isCloseTo(mode == MaestroMode.COMPATIBLE ? 4.9778992 : 5.5841608, within(1e-9));
    assertThat(s.milliwatts()).isCloseTo(8.2969376, within(1e-9));
    assertThat(s.areaSquareMicrometres()).isCloseTo(44467.18636420001, within(1e-7));
  }

  /** Y moves fastest but one: 3 rows, 3 columns each; the second unit of the cluster has one channel of three left. */
  @Test
  void theCasesOfTwoLevelsWithEdges() {
    assertThat(CaseLines.of(TWO_LEVEL_LAYER, TWO_LEVELS, core(4, 8, 16), MaestroMode.COMPATIBLE, 1)).containsExactly(
        "Y:Init X:Init | 1 | 27 54 2 | 54 36 | 11 1 36 47",
        "Y:Steady X:Steady | 3 | 9 0 2 | 54 36 | 2 1 36 36",
        "Y:Steady X:Init | 1 | 27 0 2 | 54 36 | 4 1 36 36",
        "Y:Init X:Steady | 3 | 9 0 2 | 54 36 | 2 1 36 36");
    assertThat(CaseLines.of(TWO_LEVEL_LAYER, TWO_LEVELS, core(4, 8, 16), MaestroMode.COMPATIBLE, 0)).containsExactly(
        "K:Init Y:Init | 1 | 72 108 32 | 864 432 | 23 4 299 322",
        "K:Edge Y:Steady | 1 | 36 0 8 | 216 216 | 5 1 299 299",
        "K:Edge Y:Init | 1 | 0 54 8 | 216 216 | 7 1 299 299",
        "K:Init Y:Steady | 1 | 36 0 32 | 864 432 | 5 4 299 299");
  }

  @Test
  void theTablesOfTwoLevelsWithEdges() {
    LevelPlan[] plan = plan(TWO_LEVEL_LAYER, TWO_LEVELS, 4, MaestroMode.COMPATIBLE);
    assertThat(plan[0].directives).hasToString(mapping("S(2,2)K T(3,3)C T(4,2)Y T(6,4)X T(3,3)R T(3,3)S").toString());
    assertThat(plan[0].units).isEqualTo(2);
    assertThat(plan[0].edgeUnits).isEqualTo(1);
    assertThat(plan[0].map).containsExactly(row("K2 C3 Y4 X6 R3 S3 Y'2 X'4"));
    assertThat(plan[0].fresh).containsExactly(row("K2 Y2 Y'2 X'4"));
    assertThat(plan[0].edgeMap).containsExactly(row("K1 C3 Y4 X6 R3 S3 Y'2 X'4"));
    assertThat(plan[0].edgeFresh).containsExactly(row("K1 Y'2 X'4"));
    assertThat(plan[1].directives).hasToString(mapping("T(3,3)S T(3,3)R T(2,2)K S(2,2)C T(3,1)Y T(3,1)X").toString());
    assertThat(plan[1].units).isEqualTo(2);
    assertThat(plan[1].edgeUnits).isEqualTo(2);
    assertThat(plan[1].map).containsExactly(row("K2 C2 Y3 X3 R3 S3 Y'1 X'1"));
    assertThat(plan[1].fresh).containsExactly(row("C2 Y1 X1 Y'1 X'1"));
    assertThat(plan[1].edgeMap).containsExactly(row("K2 C1 Y3 X3 R3 S3 Y'1 X'1"));
    assertThat(plan[1].edgeFresh).containsExactly(row("C1 Y'1 X'1"));
  }

  /** 322 + 3*299 = 1219 cycles; 864 + 216 + 216 + 864 multiply-accumulates; the leaf's buffers are reported. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void twoLevelsWithEdges(MaestroMode mode) {
    MaestroStatistics s = evaluate(TWO_LEVEL_LAYER, TWO_LEVELS, core(4, 8, 16), mode);
    assertThat(s.runtimeCycles()).isEqualTo(322 + 3 * 299);
    assertThat(s.macs()).isEqualTo(2160).isEqualTo(5 * 3 * 3 * 3 * 4 * 4);
    assertThat(s.input()).isEqualTo(new TensorStatistics(144, 108, 2160, 144, 144, 36));
    assertThat(s.filter()).isEqualTo(new TensorStatistics(162, 135, 2160, 162, 216, 72));
    assertThat(s.output()).isEqualTo(new TensorStatistics(80, 80, 2160, 2160, 64, 36));
    assertThat(s.peakBandwidth()).isZero();
    assertThat(s.averageBandwidth()).isZero();
    assertThat(s.offChipBandwidth()).isZero();
    assertThat(s.averagePes()).isEqualTo(3);
    assertThat(s.arithmeticIntensity()).isEqualTo(24);
    assertThat(s.energyScreen()).isCloseTo(30383.77, within(1e-8));
    assertThat(s.energyNanojoules()).isCloseTo(mode == MaestroMode.COMPATIBLE ? 2.6923087 : 6.9882671, within(1e-9));
    assertThat(s.milliwatts()).isCloseTo(9.2394752, within(1e-9));
    assertThat(s.areaSquareMicrometres()).isCloseTo(80132.49289780001, within(1e-7));
  }

  @Test
  void theCasesOfAMatrixProduct() {
    assertThat(CaseLines.of(PRODUCT, PRODUCT_MAPPING, core(8, 4, 50), MaestroMode.COMPATIBLE, 1))
        .containsExactly(" | 1 | 4 4 1 | 4 1 | 2 1 1 3");
    assertThat(CaseLines.of(PRODUCT, PRODUCT_MAPPING, core(8, 4, 50), MaestroMode.COMPATIBLE, 0)).containsExactly(
        "N:Init M:Init K:Init | 1 | 8 4 2 | 8 4 | 3 1 3 6",
        "N:Steady M:Steady K:Steady | 2 | 8 4 2 | 8 4 | 3 1 3 3",
        "N:Steady M:Steady K:Edge | 2 | 8 4 2 | 4 2 | 3 1 3 3",
        "N:Steady M:Steady K:Init | 2 | 8 0 2 | 8 4 | 2 1 3 3",
        "N:Steady M:Edge K:Steady | 2 | 4 4 1 | 4 4 | 2 1 3 3",
        "N:Steady M:Edge K:Edge | 2 | 4 4 1 | 2 2 | 2 1 3 3",
        "N:Steady M:Edge K:Init | 2 | 4 0 1 | 4 4 | 1 1 3 3",
        "N:Steady M:Init K:Steady | 2 | 8 4 2 | 8 4 | 3 1 3 3",
        "N:Steady M:Init K:Edge | 2 | 8 4 2 | 4 2 | 3 1 3 3",
        "N:Steady M:Init K:Init | 2 | 0 4 2 | 8 4 | 1 1 3 3",
        "N:Init M:Steady K:Steady | 1 | 8 4 2 | 8 4 | 3 1 3 3",
        "N:Init M:Steady K:Edge | 1 | 8 4 2 | 4 2 | 3 1 3 3",
        "N:Init M:Steady K:Init | 1 | 8 0 2 | 8 4 | 2 1 3 3",
        "N:Init M:Edge K:Steady | 1 | 4 4 1 | 4 4 | 2 1 3 3",
        "N:Init M:Edge K:Edge | 1 | 4 4 1 | 2 2 | 2 1 3 3",
        "N:Init M:Edge K:Init | 1 | 4 0 1 | 4 4 | 1 1 3 3",
        "N:Init M:Init K:Steady | 1 | 8 4 2 | 8 4 | 3 1 3 3",
        "N:Init M:Init K:Edge | 1 | 8 4 2 | 4 2 | 3 1 3 3");
  }

  /** 6 + 26*3 = 84 cycles for 5*3*10 multiply-accumulates; 8 or 4 units busy: (18*8 + 9*4)/27. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void aMatrixProduct(MaestroMode mode) {
    MaestroStatistics s = evaluate(PRODUCT, PRODUCT_MAPPING, core(8, 4, 50), mode);
    assertThat(s.runtimeCycles()).isEqualTo(6 + 26 * 3);
    assertThat(s.macs()).isEqualTo(5 * 3 * 10);
    assertThat(s.input()).isEqualTo(new TensorStatistics(164, 50, 150, 164, 16, 2));
    assertThat(s.filter()).isEqualTo(new TensorStatistics(84, 30, 150, 84, 8, 2));
    assertThat(s.output()).isEqualTo(new TensorStatistics(15, 45, 150, 150, 4, 2));
    assertThat(s.averagePes()).isCloseTo((18 * 8 + 9 * 4) / 27.0, within(1e-12));
    assertThat(s.peakBandwidth()).isEqualTo(4);
    assertThat(s.offChipBandwidth()).isEqualTo(4);
    assertThat(s.averageBandwidth()).isCloseTo(2.888888888888889, within(1e-12));
    assertThat(s.arithmeticIntensity()).isEqualTo(4.0 / 12);
    assertThat(s.energyScreen()).isCloseTo(8795.32, within(1e-9));
    assertThat(s.energyNanojoules()).isCloseTo(mode == MaestroMode.COMPATIBLE ? 1.5965519 : 2.0229236, within(1e-10));
  }

  /** Rows: (5+2-3)/2 = 2 outputs, tile 5, step 4; compatible outputs Y' = X' = 7, so a row of 9 gives 3*(3*2) + 3 of them. */
  @Test
  void strideTwoAsThePublicProgramCountsIt() {
    assertThat(CaseLines.of(STRIDED_LAYER, STRIDED, core(4, 4, 8), MaestroMode.COMPATIBLE, 0)).containsExactly(
        "K:Init Y:Init | 1 | 120 18 21 | 216 54 | 35 6 54 89",
        "K:Steady Y:Steady | 1 | 72 0 21 | 216 54 | 18 6 54 54",
        "K:Steady Y:Init | 1 | 0 18 21 | 216 54 | 5 6 54 54",
        "K:Init Y:Steady | 1 | 72 0 21 | 216 54 | 18 6 54 54");
    MaestroStatistics s = evaluate(STRIDED_LAYER, STRIDED, core(4, 4, 8), MaestroMode.COMPATIBLE);
    assertThat(s.runtimeCycles()).isEqualTo(251);
    assertThat(s.macs()).isEqualTo(864);
    assertThat(List.of(s.input().l2Read(), s.filter().l2Read(), s.output().l2Read())).containsExactly(264L, 36L, 98L);
    assertThat(List.of(s.input().l2Write(), s.filter().l2Write(), s.output().l2Write())).containsExactly(162L, 36L, 84L);
    assertThat(s.l2Elements()).isEqualTo(318);
    assertThat(s.l1Elements()).isEqualTo(126);
    assertThat(s.energyScreen()).isCloseTo(19828.88, within(1e-8));
    assertThat(s.energyNanojoules()).isCloseTo(3.942453, within(1e-9));
  }

  /** The same with 4x4 true outputs: a tile of 5 rows gives 2, so a unit does 2*3*3*2 = 36, and 2*2*3*3*4*4 = 576 are done. */
  @Test
  void strideTwoCorrected() {
    LevelPlan plan = plan(STRIDED_LAYER, STRIDED, 4, MaestroMode.CORRECTED)[0];
    assertThat(plan.directives).hasToString(mapping("T(1,1)K T(5,4)Y S(3,2)X T(2,2)C T(3,3)R T(3,3)S").toString());
    assertThat(plan.map).containsExactly(row("K1 Y5 X3 C2 R3 S3 Y'2 X'1"));
    assertThat(plan.fresh).containsExactly(row("K1 Y4 X2 Y'2 X'1"));
    assertThat(CaseLines.of(STRIDED_LAYER, STRIDED, core(4, 4, 8), MaestroMode.CORRECTED, 0)).containsExactly(
        "K:Init Y:Init | 1 | 120 18 8 | 144 36 | 35 2 36 71",
        "K:Steady Y:Steady | 1 | 72 0 8 | 144 36 | 18 2 36 36",
        "K:Steady Y:Init | 1 | 0 18 8 | 144 36 | 5 2 36 36",
        "K:Init Y:Steady | 1 | 72 0 8 | 144 36 | 18 2 36 36");
    MaestroStatistics s = evaluate(STRIDED_LAYER, STRIDED, core(4, 4, 8), MaestroMode.CORRECTED);
    assertThat(s.runtimeCycles()).isEqualTo(71 + 3 * 36);
    assertThat(s.macs()).isEqualTo(576).isEqualTo(s.countedMacs());
    assertThat(List.of(s.input().l2Read(), s.filter().l2Read(), s.output().l2Read())).containsExactly(264L, 36L, 32L);
    assertThat(List.of(s.input().l2Write(), s.filter().l2Write(), s.output().l2Write())).containsExactly(162L, 36L, 32L);
    assertThat(s.l2Elements()).isEqualTo(292);
    assertThat(s.energyScreen()).isCloseTo(15409.54, within(1e-8));
    assertThat(s.energyNanojoules()).isCloseTo(3.5441942, within(1e-9));
  }

  /** 18.61 and 1.68 multiply-accumulates of 0.00023 nJ are 4280.3 and 386.4 fJ: the integer is the real number, rounded up. */
  @Test
  void energyInFemtojoulesIsTheRealNumberRoundedUp() {
    MaestroStatistics s = evaluate(STRIDED_LAYER, STRIDED, core(4, 4, 8), MaestroMode.CORRECTED);
    assertThat(s.energyFemtojoules()).isEqualTo(3_544_195);
  }

  /** The halves of what is double buffered stand in the tables above. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void needsOfBuffersAreKnownBeforeTheEvaluation(MaestroMode mode) {
    PreparedMapping one = new MaestroCostModel(mode).prepare(EDGE_LAYER, EDGE, core(4, 4, 8));
    assertThat(one.l2()).isEqualTo(new BufferNeeds(2 * 72, 2 * 36, 2 * 8));
    assertThat(one.l1()).isEqualTo(new BufferNeeds(36, 72, 36));
    PreparedMapping two = new MaestroCostModel(mode).prepare(TWO_LEVEL_LAYER, TWO_LEVELS, core(4, 8, 16));
    assertThat(two.l2()).isEqualTo(new BufferNeeds(2 * 72, 2 * 108, 2 * 32));
    assertThat(two.l1()).isEqualTo(new BufferNeeds(36, 72, 36));
  }

  /**
   * The cases in which K and Y are at a first or a whole tile and X is at its first: 1, then 1 with K moved, then 2*2 with Y moved
   * (case 6: 36 inputs, no weights). Only the first waits for its 108 elements.
   */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void theFloorAddsTheCasesWithoutAnEdge(MaestroMode mode) {
    PreparedMapping prepared = new MaestroCostModel(mode).prepare(EDGE_LAYER, EDGE, core(4, 4, 8));
    assertThat(prepared.floor()).contains(new MappingFloor(63 + 5 * 36, 1296, 72 + 4 * 36, 36 + 36, 6 * 8));
  }

  /** Peaks of 3 elements per cycle, of both kinds, are a warning if they exceed the bandwidth. */
  @ParameterizedTest
  @CsvSource({"3, 3, PASS", "2, 3, NoC", "3, 2, OffChip", "2, 2, NoC+OffChip"})
  void aBandwidthAsLargeAsThePeakIsEnough(long noc, long offChip, String warning) {
    MaestroStatistics s = evaluate(EDGE_LAYER, EDGE, core(4, noc, offChip), MaestroMode.COMPATIBLE);
    assertThat(s.bandwidthWarning()).isEqualTo(warning);
  }

  /** 232 elements in the shared memory and 144 in a processing element's are a warning if they do not fit. */
  @ParameterizedTest
  @CsvSource({"144, 232, PASS", "143, 232, L1", "144, 231, L2", "143, 231, L1+L2"})
  void aMemoryAsLargeAsTheNeedIsEnough(long l1, long l2, String warning) {
    MaestroStatistics s = evaluate(EDGE_LAYER, EDGE, new MaestroHardware(4, 4, 1, 1, 1, 8, l1, l2), MaestroMode.COMPATIBLE);
    assertThat(s.bufferWarning()).isEqualTo(warning);
  }

  private static MaestroStatistics evaluate(LayerShape layer, List<Directive> mapping, MaestroHardware core, MaestroMode mode) {
    return new MaestroCostModel(mode).evaluate(layer, mapping, core);
  }

  private static LevelPlan[] plan(LayerShape layer, List<Directive> mapping, long pes, MaestroMode mode) {
    ModeRules rules = ModeRules.of(mode);
    return MappingPlan.of(new LayerTensors(layer, false, rules), mapping, pes, rules);
  }

  /** A table by dimension, 0 where nothing is named. */
  private static long[] row(String sizes) {
    long[] row = new long[LayerTensors.DIMS.length];
    layerSizes(sizes).forEach((dim, size) -> row[dim.ordinal()] = size);
    return row;
  }

  private static Map<LoopDim, Long> layerSizes(String sizes) {
    return layer(LayerType.CONV, sizes).sizes();
  }
}
