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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which error each wrong layer or mapping gives in which mode, and which one of several. */
class LegalityTest {
  private static final String CONV = "K4 C2 R3 S3 Y8 X8";
  private static final MaestroHardware CORE = core(16, 8, 8);

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      K4 C2 R3 S3 Y8 X0       | S(1,1)K                                     | BAD_LAYER            | BAD_LAYER
      K4 C2 R3 S3 Y8 Y'6 X8   | S(1,1)K                                     | BAD_LAYER            | BAD_LAYER
      C2 R3 S3 Y8 X8          | S(1,1)C                                     | BAD_LAYER            | BAD_LAYER
      K4 C2 R9 S3 Y8 X8       | S(1,1)K                                     |                      | BAD_LAYER
      K4 C2 R3 S3 Y8 X8       | S(0,1)K                                     | BAD_DIRECTIVE        | BAD_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,0)K                                     | BAD_DIRECTIVE        | BAD_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K Cluster(0) S(1,1)C                  | BAD_DIRECTIVE        | BAD_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(2,2)R                             | FILTER_TILE          | FILTER_TILE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(3,1)S                             | FILTER_TILE          | FILTER_TILE
      K4 C2 R3 S3 Y8 X8       | T(1,1)K                                     | SPATIAL_COUNT        | SPATIAL_COUNT
      K4 C2 R3 S3 Y8 X8       | S(1,1)K S(1,1)C S(3,1)X                     | SPATIAL_COUNT        | SPATIAL_COUNT
      K4 C2 R3 S3 Y8 X8       | S(1,1)K Cluster(2) T(1,1)C                  | SPATIAL_COUNT        | SPATIAL_COUNT
      K4 C2 R3 S3 Y8 X8       | S(1,1)K Cluster(17) S(1,1)C                 | TOO_FEW_PES          | TOO_FEW_PES
      K4 C2 R3 S3 Y8 X8       | S(1,1)K Cluster(4) S(1,1)C Cluster(5) S(3,1)X | TOO_FEW_PES        | TOO_FEW_PES
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(1,1)M                             | UNKNOWN_DIMENSION    | UNKNOWN_DIMENSION
      N2 K4 C2 R3 S3 Y8 X8    | S(1,1)K T(1,1)G                             | UNKNOWN_DIMENSION    | UNKNOWN_DIMENSION
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(1,1)Y'                            | MISSING_WINDOW       |
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(1,1)K                             |                      | DUPLICATE_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(3,3)R T(3,1)Y T(1,1)Y'            |                      | DUPLICATE_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K Cluster(2) S(3,1)Y T(1,1)Y' T(3,3)R | UNKNOWN_DIMENSION    | DUPLICATE_DIRECTIVE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(5,1)Y                             |                      | COVERAGE
      K4 C2 R3 S3 Y8 X8       | S(1,1)K T(3,2)Y                             |                      | COVERAGE
      K4 C2 R3 S3 Y8 X8       | S(1,2)K                                     |                      | COVERAGE
      """)
  void aConvolution(String sizes, String mapping, @Nullable Code compatible, @Nullable Code corrected) {
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, sizes), mapping)).isEqualTo(compatible);
    assertThat(error(MaestroMode.CORRECTED, layer(LayerType.CONV, sizes), mapping)).isEqualTo(corrected);
  }

  /** The K of a depthwise layer belongs to no tensor: the public program notices below a cluster only. */
  @Test
  void aDepthwiseConvolutionHasNoFilterDimension() {
    LayerShape layer = layer(LayerType.DSCONV, "K1 C8 R3 S3 Y8 X8");
    assertThat(error(MaestroMode.COMPATIBLE, layer, "T(1,1)K S(1,1)C")).isNull();
    assertThat(error(MaestroMode.COMPATIBLE, layer, "T(1,1)K S(1,1)C Cluster(2) S(3,1)X")).isEqualTo(Code.UNKNOWN_DIMENSION);
    assertThat(error(MaestroMode.CORRECTED, layer, "T(1,1)K S(1,1)C")).isEqualTo(Code.UNKNOWN_DIMENSION);
    assertThat(error(MaestroMode.CORRECTED, layer, "S(1,1)C")).isNull();
  }

  @Test
  void onlyCompatibleModeTakesATransposedConvolutionForAConvolution() {
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.TRCONV, CONV), "S(1,1)K")).isNull();
    assertThat(error(MaestroMode.CORRECTED, layer(LayerType.TRCONV, CONV), "S(1,1)K")).isEqualTo(Code.UNSUPPORTED_LAYER);
  }

  /**
   * 3 rows under a kernel of 3 are one output row. The first tile, of 1 row, has 1-3+1 = -1 of them; the step of 4 leads to an edge tile
   * that is taken for the whole 3 rows, with 1. The cases with work do just the 3 multiply-accumulates of the layer, but the sums that
   * the processing elements write are 3 - 3 = 0.
   */
  @Test
  void tilesWithoutOutputsAreNoCoverEvenIfTheOthersDoAllWork() {
    LayerShape layer = layer(LayerType.CONV, "K1 C1 R3 S1 Y3 X1");
    MaestroStatistics s = new MaestroCostModel(MaestroMode.COMPATIBLE).evaluate(layer, mapping("S(1,1)K T(1,4)Y"), CORE);
    assertThat(s.countedMacs()).isEqualTo(3);
    assertThat(s.output().l1Write()).isZero();
    InvalidMappingException e = failure(MaestroMode.CORRECTED, layer, "S(1,1)K T(1,4)Y", CORE);
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(Code.COVERAGE);
    assertThat(e).hasMessageContaining("take 3 of its 3 multiply-accumulates away");
  }

  @Test
  void aStrideBelowOneIsNoLayer() {
    LayerShape layer = new LayerShape(LayerType.CONV, layer(LayerType.CONV, CONV).sizes(), 1, 0);
    assertThat(error(MaestroMode.COMPATIBLE, layer, "S(1,1)K")).isEqualTo(Code.BAD_LAYER);
    assertThat(error(MaestroMode.CORRECTED, layer, "S(1,1)K")).isEqualTo(Code.BAD_LAYER);
  }

  @Test
  void fourLevelsAreAllowedAndFiveAreNot() {
    String four = "S(1,1)K Cluster(2) S(1,1)C Cluster(2) S(3,1)Y Cluster(2) S(3,1)X";
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, CONV), four)).isNull();
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, CONV), four + " Cluster(1) S(3,1)X"))
        .isEqualTo(Code.TOO_MANY_LEVELS);
  }

  /** Level 0 has M in tiles of 6 by its second directive; level 1 inherits the first, of 2: fresh data per step are 0 there. */
  @Test
  void aStepThatBringsNothingNew() {
    LayerShape layer = layer(LayerType.GEMM, "M12 N2 K2");
    assertThat(error(MaestroMode.COMPATIBLE, layer, "T(2,2)M T(6,6)M S(1,1)K Cluster(2) S(1,1)N")).isEqualTo(Code.ZERO_UNIQUE);
  }

  /** The lower level's tile of X is narrower than the kernel: X' = 1-3+1 = -1, nothing is computed, and level 0 divides by it. */
  @Test
  void aComputeDelayOfZero() {
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, CONV), "S(1,1)K Cluster(2) S(1,1)X"))
        .isEqualTo(Code.DIVISION_BY_ZERO);
  }

  @Test
  void aCoreWithoutBandwidthDividesByZero() {
    InvalidMappingException e = failure(MaestroMode.CORRECTED, layer(LayerType.CONV, CONV), "S(1,1)K", core(16, 0, 8));
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(Code.DIVISION_BY_ZERO);
    PreparedMapping prepared =
        new MaestroCostModel(MaestroMode.CORRECTED).prepare(layer(LayerType.CONV, CONV), mapping("S(1,1)K"), core(16, 0, 8));
    assertThatExceptionOfType(InvalidMappingException.class).isThrownBy(prepared::floor)
        .satisfies(f -> assertThat(f.code()).isEqualTo(Code.DIVISION_BY_ZERO));
  }

  /** 32768 * 65535 = 2147450880 steps of K and C fit into 31 bits, 32769 * 65536 = 2147549184 do not; 2^31-1 steps do, 2^31 do not. */
  @Test
  void compatibleModeCountsOccurrencesTo31Bits() {
    LayerShape below = layer(LayerType.CONV, "K32769 C65536 R1 S1 Y1 X1");
    LayerShape above = layer(LayerType.CONV, "K32770 C65537 R1 S1 Y1 X1");
    String mapping = "T(1,1)K T(1,1)C S(1,1)X";
    assertThat(error(MaestroMode.COMPATIBLE, below, mapping)).isNull();
    assertThat(error(MaestroMode.COMPATIBLE, above, mapping)).isEqualTo(Code.OVERFLOW);
    assertThat(error(MaestroMode.CORRECTED, above, mapping)).isNull();
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, "K2147483648 C1 R1 S1 Y1 X1"), mapping)).isNull();
    assertThat(error(MaestroMode.COMPATIBLE, layer(LayerType.CONV, "K2147483649 C1 R1 S1 Y1 X1"), mapping))
        .isEqualTo(Code.OVERFLOW);
  }

  @Test
  void whatLeaves64BitsIsAnOverflowInBothModes() {
    String tooMuch = "K4294967296 C4294967296 R1 S1 Y1 X1";
    for (MaestroMode mode : MaestroMode.values()) {
      assertThat(error(mode, layer(LayerType.CONV, tooMuch), "T(1,1)K T(1,1)C S(1,1)X")).isEqualTo(Code.OVERFLOW);
    }
    assertThat(error(MaestroMode.CORRECTED, layer(LayerType.CONV, CONV), "S(9223372036854775807,9223372036854775807)K"))
        .isEqualTo(Code.OVERFLOW);
  }

  /** 2^55 multiply-accumulates, each with at least 5 * 386.4 fJ of accesses, are counted, but not in femtojoules of 64 bits. */
  @Test
  void correctedModeRefusesAnEnergyBeyond64Bits() {
    LayerShape layer = layer(LayerType.GEMM, "M262144 N262144 K524288");
    String mapping = "T(1,1)M T(1,1)K S(262144,262144)N";
    assertThat(error(MaestroMode.CORRECTED, layer, mapping)).isEqualTo(Code.OVERFLOW);
    assertThat(error(MaestroMode.CORRECTED, layer(LayerType.GEMM, "M262144 N262144 K256"), mapping)).isNull();
  }

  /** Layer, then directives, then clusters, then levels from the outermost, then the evaluation. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      K0 C2 R3 S3 Y8 X8 | S(0,1)K                                                        | BAD_LAYER
      K4 C2 R3 S3 Y8 X8 | T(1,1)K Cluster(1) S(1,1)C T(2,2)R                             | FILTER_TILE
      K4 C2 R3 S3 Y8 X8 | S(0,1)K T(2,2)R                                                | BAD_DIRECTIVE
      K4 C2 R3 S3 Y8 X8 | T(2,2)R S(0,1)K                                                | FILTER_TILE
      K4 C2 R3 S3 Y8 X8 | Cluster(99) Cluster(1) Cluster(1) Cluster(1)                   | TOO_MANY_LEVELS
      K4 C2 R3 S3 Y8 X8 | T(1,1)K Cluster(99) S(1,1)C                                    | TOO_FEW_PES
      K4 C2 R3 S3 Y8 X8 | T(1,1)K Cluster(2) S(1,1)M                                     | SPATIAL_COUNT
      K4 C2 R3 S3 Y8 X8 | S(1,1)M Cluster(2) T(1,1)K                                     | UNKNOWN_DIMENSION
      K4 C2 R3 S3 Y8 X8 | T(1,1)M                                                        | UNKNOWN_DIMENSION
      """)
  void theFirstOfSeveralMistakesIsReported(String sizes, String mapping, Code code) {
    for (MaestroMode mode : MaestroMode.values()) {
      assertThat(error(mode, layer(LayerType.CONV, sizes), mapping)).as(mode.toString()).isEqualTo(code);
    }
  }

  @Test
  void anErrorNamesLevelAndDimension() {
    InvalidMappingException e = failure(MaestroMode.CORRECTED, layer(LayerType.CONV, CONV), "S(1,1)K Cluster(2) S(1,1)M", CORE);
    assertThat(e).isNotNull();
    assertThat(e.level()).isEqualTo(1);
    assertThat(e.dimension()).isEqualTo(LoopDim.M);
    assertThat(e).hasMessageContaining("SpatialMap(1,1) M").hasMessageContaining("level 1").hasMessageContaining("Maybe");
  }

  /** Per element: 2*(2*3*3 + 2*3*3 + 3*3) = 90 for one tile of inputs, one of weights, one of outputs by input size. */
  @Test
  void capacitiesAreCheckedOnRequestInCorrectedMode() {
    LayerShape layer = layer(LayerType.CONV, CONV);
    String text = "S(1,1)K T(3,1)Y T(3,1)X";
    PreparedMapping prepared = new MaestroCostModel(MaestroMode.CORRECTED).prepare(layer, mapping(text), CORE);
    assertThat(prepared.l1()).isEqualTo(new BufferNeeds(36, 36, 18));
    long l2 = prepared.l2().total();
    assertThat(capacityError(MaestroMode.CORRECTED, true, 90, l2)).isNull();
    assertThat(capacityError(MaestroMode.CORRECTED, true, 89, l2)).isEqualTo(Code.CAPACITY_L1);
    assertThat(capacityError(MaestroMode.CORRECTED, true, 90, l2 - 1)).isEqualTo(Code.CAPACITY_L2);
    assertThat(capacityError(MaestroMode.CORRECTED, false, 1, 1)).isNull();
    assertThat(capacityError(MaestroMode.COMPATIBLE, true, 1, 1)).isNull();
  }

  private static @Nullable Code capacityError(MaestroMode mode, boolean check, long l1, long l2) {
    try {
      new MaestroCostModel(mode, check)
          .evaluate(layer(LayerType.CONV, CONV), mapping("S(1,1)K T(3,1)Y T(3,1)X"),
              new MaestroHardware(16, 8, 1, 1, 1, 8, l1, l2));
      return null;
    } catch (InvalidMappingException e) {
      return e.code();
    }
  }

  /** The public program's file decides by its first layer whether N counts; a layer that lacks it then is none. */
  @Test
  void theFileMayDecideWhetherABatchCounts() {
    MaestroCostModel model = new MaestroCostModel(MaestroMode.COMPATIBLE);
    LayerShape layer =
        new LayerShape(LayerType.CONV, Map.of(LoopDim.N, 2L, LoopDim.K, 4L, LoopDim.C, 2L, LoopDim.R, 1L, LoopDim.S, 1L,
            LoopDim.Y, 4L, LoopDim.X, 4L));
    assertThat(model.prepare(layer, true, mapping("S(1,1)K"), CORE).evaluate().macs()).isEqualTo(2 * 4 * 2 * 4 * 4);
    assertThat(model.prepare(layer, false, mapping("S(1,1)K"), CORE).evaluate().macs()).isEqualTo(4 * 2 * 4 * 4);
    assertThat(new MaestroCostModel(MaestroMode.CORRECTED).prepare(layer, false, mapping("S(1,1)K"), CORE).evaluate().macs())
        .isEqualTo(2 * 4 * 2 * 4 * 4);
  }

  private static @Nullable Code error(MaestroMode mode, LayerShape layer, String mapping) {
    InvalidMappingException e = failure(mode, layer, mapping, CORE);
    return e == null ? null : e.code();
  }

  private static @Nullable InvalidMappingException failure(MaestroMode mode, LayerShape layer, String mapping,
      MaestroHardware core) {
    try {
      new MaestroCostModel(mode).evaluate(layer, mapping(mapping), core);
      return null;
    } catch (InvalidMappingException e) {
      return e;
    }
  }
}
