package dev.dovetail.models.intracore.maestro;

import static dev.dovetail.models.intracore.maestro.Examples.core;
import static dev.dovetail.models.intracore.maestro.Examples.layer;
import static dev.dovetail.models.intracore.maestro.Examples.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corners that no reference row reaches, computed by hand: what compatible mode keeps, and what corrected mode mends. */
class QuirksTest {
  private static final MaestroHardware WIDE = core(1, 100, 100);

  /**
   * M has tiles of 1 (Init, 3 steady) and of 2 (Init, 1 steady); the last directive's tile and state count for both, both multiply the
   * weights. Cases: first tile (weight 1), both moved (3), first moved (3, looks like a first tile), second moved (1). Each takes
   * 2*2 inputs, because the tile stands in the product twice, and does 2 multiply-accumulates; weights come in when nothing seems to
   * move. Cycles: 2+1, 3*2, 3*(2+1), 2.
   */
  @Test
  void ofTwoDirectivesOnADimensionTheLastOneCounts() {
    MaestroStatistics s = compatible(layer(LayerType.GEMM, "M4 N1 K1"), "T(1,1)M T(2,2)M S(1,1)K", WIDE);
    assertThat(s.runtimeCycles()).isEqualTo(3 + 6 + 9 + 2);
    assertThat(s.macs()).isEqualTo(2 * 8);
    assertThat(s.input()).isEqualTo(new TensorStatistics(4 * 8, 4, 16, 4 * 8, 2 * 4, 2 * 2));
    assertThat(s.filter()).isEqualTo(new TensorStatistics(1 + 3, 1, 16, 1 + 3, 2, 2));
    assertThat(s.output()).isEqualTo(new TensorStatistics(4, 2 * 8, 16, 16, 2 * 2, 2 * 2));
  }

  /** The first case has no output row (2-3+1 = 0) and is skipped, but its 2 inputs and 3 weights are added to the needs. */
  @Test
  void needsAddUpOverLeadingCasesWithoutWork() {
    MaestroStatistics s = compatible(layer(LayerType.CONV, "K1 C1 R3 S1 Y5 X1"), "T(2,6)Y S(1,1)K", WIDE);
    assertThat(s.runtimeCycles()).isEqualTo(9);
    assertThat(s.macs()).isEqualTo(3 * 3);
    assertThat(s.input()).isEqualTo(new TensorStatistics(2, 5, 9, 2, 2 * 2 + 2 * 2, 2 * 2 + 2 * 2));
    assertThat(s.filter()).isEqualTo(new TensorStatistics(0, 3, 9, 0, 2 * 3, 2 * 3 + 2 * 3));
    assertThat(s.output()).isEqualTo(new TensorStatistics(3, 3, 9, 9, 2 * 3, 2 * 2));
    PreparedMapping prepared = prepared(layer(LayerType.CONV, "K1 C1 R3 S1 Y5 X1"), "T(2,6)Y S(1,1)K", WIDE);
    assertThat(prepared.l1()).isEqualTo(new BufferNeeds(8, 12, 4));
    assertThat(prepared.l2()).isEqualTo(new BufferNeeds(8, 6, 6));
  }

  /**
   * Two units share the rows 0..4 and 4..6 of 7. Below, a tile of 4 rows has outputs, but of the part's 3 rows the tile is at its
   * edge, 5-3 = 2 rows without one: both cases of the part (two filters in turn) are skipped. It comes first, so operands are added up
   * twice: 2*2*4 inputs, 2*2*3 weights; outputs 2*4. Above, 2*(5+3) inputs, 2*(2*3) weights, 2*2*(3+1) outputs.
   */
  @Test
  void needsAreThoseOfThePartIfItComesFirst() {
    LayerShape layer = layer(LayerType.CONV, "K2 C1 R3 S1 Y7 X1");
    String mapping = "S(5,4)Y Cluster(1) T(4,3)Y S(1,1)K";
    PreparedMapping prepared = prepared(layer, mapping, core(2, 100, 100));
    assertThat(prepared.l1()).isEqualTo(new BufferNeeds(16, 12, 8));
    MaestroStatistics s = compatible(layer, mapping, core(2, 100, 100));
    assertThat(List.of(s.input().l1Required(), s.filter().l1Required(), s.output().l1Required())).containsExactly(16L, 12L, 8L);
    assertThat(prepared.l2()).isEqualTo(new BufferNeeds(16, 12, 16));
    assertThat(List.of(s.input().l2Required(), s.filter().l2Required(), s.output().l2Required())).containsExactly(16L, 12L, 16L);
  }

  /**
   * K is at its edge with one whole tile less (no part), X has a last part. One unit is busy at K's edge. Case 0: of X only the part is
   * taken, 1 input; the outputs are 2 filters times that part.
   */
  @Test
  void twoSpatialDirectivesWithColumnsInside() {
    LayerShape layer = layer(LayerType.CONV, "K5 C1 R1 S1 Y1 X3");
    assertThat(cases(layer, "S(2,2)K S(2,2)X", core(2, 100, 100))).containsExactly(
        "K:Init | 1 | 1 4 2 | 2 2 | 1 1 2 3",
        "K:Edge | 1 | 0 2 1 | 1 1 | 1 1 1 1");
  }

  /**
   * The other way round two units are busy at X's edge. Outputs end with X: the second unit has a part, 4 + 2*1 and 4 + 1*1; the
   * multiply-accumulates go by the last directive, K, which has none: 4 + 4.
   */
  @Test
  void twoSpatialDirectivesWithFiltersInside() {
    LayerShape layer = layer(LayerType.CONV, "K5 C1 R1 S1 Y1 X3");
    assertThat(cases(layer, "S(2,2)X S(2,2)K", core(2, 100, 100))).containsExactly(
        "K:Init | 1 | 3 4 6 | 8 4 | 1 1 4 5",
        "K:Edge | 1 | 0 4 5 | 8 4 | 1 1 4 4");
  }

  /** A grouped convolution: 2 groups, 3 filters in turn, 4 channels; compatible mode writes each channel's part as an output. */
  @Test
  void aGroupedConvolutionSumsOverItsChannelsInCorrectedModeOnly() {
    LayerShape layer = layer(LayerType.NGCONV, "G2 K3 C4 R1 S1 Y1 X1");
    MaestroStatistics compatible = compatible(layer, "S(1,1)K", WIDE);
    assertThat(compatible.output().l2Write()).isEqualTo(3 * 2 * 4);
    assertThat(compatible.output().l2Read()).isEqualTo(2 * 3 * 4);
    MaestroStatistics corrected = corrected(layer, "S(1,1)K", WIDE);
    assertThat(corrected.output().l2Write()).isEqualTo(3 * 2);
    assertThat(corrected.output().l2Read()).isEqualTo(2 * 3);
    assertThat(corrected.macs()).isEqualTo(2 * 3 * 4).isEqualTo(compatible.macs());
  }

  /** Two units of 3 filters each leave 5 of 11: one whole unit and one with 2. Compatible mode sees only one, with 2: 6 + 2. */
  @Test
  void theLastUnitWithAPartIsBusyInCorrectedModeOnly() {
    LayerShape layer = layer(LayerType.CONV, "K11 C1 R1 S1 Y1 X1");
    assertThat(plan(layer, "S(3,3)K", 2, MaestroMode.COMPATIBLE)[0].edgeUnits).isEqualTo(1);
    assertThat(plan(layer, "S(3,3)K", 2, MaestroMode.CORRECTED)[0].edgeUnits).isEqualTo(2);
    assertThat(compatible(layer, "S(3,3)K", core(2, 100, 100)).macs()).isEqualTo(6 + 2);
    assertThat(corrected(layer, "S(3,3)K", core(2, 100, 100)).macs()).isEqualTo(6 + 5);
  }

  /** X' of 1 under a kernel tile of 3 is an X of 3. Inherited directives stand in front, the last one first. */
  @Test
  void aMapOfOutputsBelowTheOutermostLevel() {
    LayerShape layer = layer(LayerType.CONV, "K2 C1 R3 S3 Y5 X8");
    String top = "S(1,1)K T(4,2)X T(3,1)Y Cluster(2) ";
    assertThat(plan(layer, top + "S(1,1)X' T(3,3)S", 4, MaestroMode.COMPATIBLE)[1].directives)
        .isEqualTo(mapping("T(3,3)R T(1,1)C T(3,1)Y T(1,1)K S(3,1)X T(3,3)S"));
    assertThat(plan(layer, top + "S(1,1)X' T(3,3)S", 4, MaestroMode.CORRECTED)[1].directives)
        .isEqualTo(mapping("T(3,3)R T(1,1)C T(3,1)Y T(1,1)K S(3,1)X T(3,3)S"));
    assertThat(plan(layer, top + "S(1,1)X'", 4, MaestroMode.CORRECTED)[1].directives)
        .isEqualTo(mapping("T(3,3)S T(3,3)R T(1,1)C T(3,1)Y T(1,1)K S(3,1)X"));
    assertThatExceptionOfType(InvalidMappingException.class)
        .isThrownBy(() -> plan(layer, top + "S(1,1)X'", 4, MaestroMode.COMPATIBLE))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Code.MISSING_WINDOW))
        .satisfies(e -> assertThat(e.level()).isEqualTo(1))
        .satisfies(e -> assertThat(e.dimension()).isEqualTo(LoopDim.X_OUT));
  }

  /** Beside a map of Y, a map of Y' of the outermost level becomes a second one of Y: 2+3-1 = 4 rows. */
  @Test
  void mapsOfInputsAndOutputsSideBySideAreTwoMapsOfInputs() {
    LayerShape layer = layer(LayerType.CONV, "K2 C1 R3 S3 Y5 X8");
    assertThat(plan(layer, "S(1,1)K T(3,1)Y T(2,2)Y'", 4, MaestroMode.COMPATIBLE)[0].directives)
        .isEqualTo(mapping("S(1,1)K T(3,1)Y T(4,2)Y T(1,1)C T(3,3)R T(3,3)S T(8,8)X"));
  }

  /** 4 output rows under 3 kernel rows are 6 rows, 6 columns under 5 are 10; the strides are swapped, as the public program does. */
  @Test
  void aLayerMayListItsOutputs() {
    LayerTensors both = tensors(layer(LayerType.CONV, "K1 C2 R3 S5 Y'4 X'6", 2, 3), MaestroMode.COMPATIBLE);
    assertThat(both.extent(LoopDim.Y)).isEqualTo(6);
    assertThat(both.extent(LoopDim.X)).isEqualTo(10);
    assertThat(both.windows()).extracting(Window::input).containsExactly(LoopDim.X, LoopDim.Y);
    assertThat(both.windows()).extracting(Window::stride).containsExactly(2L, 3L);
    assertThat(both.listedVolume(both.input())).isEqualTo(2);
    LayerTensors rows = tensors(layer(LayerType.CONV, "K1 C2 R3 S5 Y'4 X10", 2, 3), MaestroMode.COMPATIBLE);
    assertThat(rows.windows()).extracting(Window::stride).containsExactly(3L, 1L);
    MaestroStatistics s = compatible(layer(LayerType.CONV, "K1 C2 R3 S5 Y'4 X'6"), "S(1,1)K", WIDE);
    assertThat(s).isEqualTo(withListed(compatible(layer(LayerType.CONV, "K1 C2 R3 S5 Y6 X10"), "S(1,1)K", WIDE), 2));
  }

  private static MaestroStatistics withListed(MaestroStatistics s, long inputs) {
    return new MaestroStatistics(s.runtimeCycles(), s.macs(), s.countedMacs(), s.input(), s.filter(), s.output(),
        s.peakBandwidth(),
        s.averageBandwidth(), s.offChipBandwidth(), s.ingress(), s.egress(), s.compute(), s.averagePes(), s.arithmeticIntensity(),
        inputs, s.weightElements(), s.vectorWidth(), s.energyScreen(), s.energyNanojoules(), s.peMilliwatts(), s.l1Milliwatts(),
        s.l2Milliwatts(), s.nocMilliwatts(), s.areaSquareMicrometres(), s.bufferWarning(), s.bandwidthWarning());
  }

  /**
   * Stride 2. Rows have a kernel of 1: compatible mode steps by 2 and, inherited, by 1; corrected mode drops the rows between. Columns
   * have a kernel of 3: tiles of 3, steps of 2. (8-1)/2+1 = 4 output rows, (9-3)/2+1 = 4 columns, 1*3 kernel elements.
   */
  @Test
  void stridesAboveTheKernel() {
    LayerShape layer = layer(LayerType.CONV, "K1 C1 R1 S3 Y8 X9", 2, 2);
    String text = "T(2,1)Y S(3,1)X Cluster(1) S(1,1)K";
    LevelPlan[] compatible = plan(layer, text, 4, MaestroMode.COMPATIBLE);
    assertThat(compatible[0].directives).isEqualTo(mapping("T(1,2)Y S(3,2)X T(1,1)C T(1,1)K T(1,1)R T(3,3)S"));
    assertThat(compatible[1].directives).isEqualTo(mapping("T(3,3)S T(1,1)R T(1,1)C T(3,2)X T(1,1)Y S(1,1)K"));
    LevelPlan[] corrected = plan(layer, text, 4, MaestroMode.CORRECTED);
    assertThat(corrected[0].directives).isEqualTo(mapping("T(1,1)Y S(3,2)X T(1,1)C T(1,1)K T(1,1)R T(3,3)S"));
    assertThat(corrected[1].directives).isEqualTo(mapping("T(3,3)S T(1,1)R T(1,1)C T(3,2)X T(1,1)Y S(1,1)K"));
    assertThat(tensors(layer, MaestroMode.CORRECTED).extent(LoopDim.Y)).isEqualTo(4);
    assertThat(corrected(layer, text, core(4, 100, 100)).macs()).isEqualTo(3 * 4 * 4);
  }

  /** Two outputs of stride 2 under 3 rows are 5 rows. Compatible mode takes 2+3-1 = 4 rows, and finds one output in them. */
  @Test
  void aTileOfOutputsWithAStride() {
    LayerShape layer = layer(LayerType.CONV, "K2 C1 R3 S3 Y9 X9", 2, 2);
    String text = "S(1,1)K T(2,2)Y' T(3,3)R";
    assertThat(plan(layer, text, 2, MaestroMode.COMPATIBLE)[0].directives.get(1)).hasToString("TemporalMap(3,2) Y");
    assertThat(plan(layer, text, 2, MaestroMode.CORRECTED)[0].directives.get(1)).hasToString("TemporalMap(5,4) Y");
    assertThat(corrected(layer, text, core(2, 100, 100)).macs()).isEqualTo(2 * 3 * 3 * 4 * 4);
  }

  /** In time, nothing is new in a tile that is the whole dimension; in space the next unit's tile is said to be. */
  @Test
  void aTileThatIsTheWholeDimensionIsNewInSpaceOnly() {
    LayerShape layer = layer(LayerType.CONV, "K3 C3 R1 S1 Y1 X1");
    LevelPlan plan = plan(layer, "S(4,2)K T(4,2)C", 2, MaestroMode.COMPATIBLE)[0];
    assertThat(plan.fresh[LoopDim.K.ordinal()]).isEqualTo(2);
    assertThat(plan.fresh[LoopDim.C.ordinal()]).isZero();
    assertThat(plan.edgeUnits).isEqualTo(1);
    assertThat(plan.edgeMap[LoopDim.K.ordinal()]).isEqualTo(3 - 2);
    assertThat(plan.edgeFresh[LoopDim.K.ordinal()]).isZero();
  }

  /** A tile above the dimension keeps its size in the buffers: 2*4 weights although there are 3. */
  @Test
  void aTileLargerThanItsDimensionKeepsItsSizeInTheBuffers() {
    MaestroStatistics s = corrected(layer(LayerType.CONV, "K3 C1 R1 S1 Y2 X2"), "T(4,4)K S(1,1)X", core(2, 100, 100));
    assertThat(s.filter().l1Required()).isEqualTo(2 * 4);
    assertThat(s.macs()).isEqualTo(3 * 2 * 2);
  }

  private static MaestroStatistics compatible(LayerShape layer, String mapping, MaestroHardware core) {
    return new MaestroCostModel(MaestroMode.COMPATIBLE).evaluate(layer, mapping(mapping), core);
  }

  private static PreparedMapping prepared(LayerShape layer, String mapping, MaestroHardware core) {
    return new MaestroCostModel(MaestroMode.COMPATIBLE).prepare(layer, mapping(mapping), core);
  }

  private static MaestroStatistics corrected(LayerShape layer, String mapping, MaestroHardware core) {
    return new MaestroCostModel(MaestroMode.CORRECTED).evaluate(layer, mapping(mapping), core);
  }

  private static LayerTensors tensors(LayerShape layer, MaestroMode mode) {
    return new LayerTensors(layer, layer.lists(LoopDim.N), ModeRules.of(mode));
  }

  private static LevelPlan[] plan(LayerShape layer, String mapping, long pes, MaestroMode mode) {
    return MappingPlan.of(tensors(layer, mode), mapping(mapping), pes, ModeRules.of(mode));
  }

  private static List<String> cases(LayerShape layer, String mapping, MaestroHardware core) {
    return CaseLines.of(layer, mapping(mapping), core, MaestroMode.COMPATIBLE, 0);
  }
}
