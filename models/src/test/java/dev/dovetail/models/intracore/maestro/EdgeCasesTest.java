package dev.dovetail.models.intracore.maestro;

import static dev.dovetail.models.intracore.maestro.Examples.core;
import static dev.dovetail.models.intracore.maestro.Examples.layer;
import static dev.dovetail.models.intracore.maestro.Examples.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes, reuse and busy units where tiles end: at the spatial edge, below a part of a tile, just at the extent. */
class EdgeCasesTest {
  /** Three columns under a tile of 4: one unit of the two is busy, with a part. It takes 1 input and 3 weights, and makes 3 outputs. */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void aSpatialTileWiderThanItsDimensionIsAPartOfATile(MaestroMode mode) {
    LayerShape layer = layer(LayerType.GEMM, "M1 N3 K1");
    assertThat(CaseLines.of(layer, mapping("S(4,4)N"), core(2, 100, 100), mode, 0))
        .containsExactly(" | 1 | 1 3 3 | 3 3 | 1 1 3 4");
  }

  /**
   * K has a tile of 4 for 3 filters, and so one busy unit. But the last spatial dimension, X, fits its two units and says that there
   * is no part: outputs and multiply-accumulates are those of 4 filters and 2 columns. Weights end with K: 3. Inputs know X only: 2+2.
   */
  @Test
  void theLastSpatialDimensionSaysWhetherThereIsAPart() {
    LayerShape layer = layer(LayerType.CONV, "K3 C1 R1 S1 Y1 X4");
    assertThat(CaseLines.of(layer, mapping("S(4,4)K S(2,2)X"), core(2, 100, 100), MaestroMode.COMPATIBLE, 0))
        .containsExactly(" | 1 | 4 3 8 | 8 8 | 1 1 8 9");
  }

  /** The other way round: K fits its one unit, X has 3 columns under a tile of 4. All that X is in ends with the part. */
  @Test
  void aPartOfTheLastSpatialDimensionCountsWhereTheFirstFits() {
    LayerShape layer = layer(LayerType.CONV, "K2 C1 R1 S1 Y1 X3");
    assertThat(CaseLines.of(layer, mapping("S(2,2)K S(4,4)X"), core(1, 100, 100), MaestroMode.COMPATIBLE, 0))
        .containsExactly(" | 1 | 3 2 6 | 6 6 | 1 1 6 7");
  }

  /**
   * M is mapped in time first and then in space, so it counts as mapped in time; 2 rows under tiles of 3. K is spatial over two units.
   * The first unit takes 2*2 inputs, both tiles of M being at their edge; of the following one, the spatial tile counts as 1: 2.
   */
  @Test
  void aFollowingUnitTakesNothingAlongADimensionWithOneBusyUnit() {
    LayerShape layer = layer(LayerType.GEMM, "M2 N1 K2");
    assertThat(CaseLines.of(layer, mapping("T(3,3)M S(3,3)M S(1,1)K"), core(2, 100, 100), MaestroMode.COMPATIBLE, 0))
        .containsExactly(" | 1 | 6 2 2 | 2 2 | 1 1 2 3");
  }

  /**
   * M is mapped in time (4 tiles of 1), then in space (2 units with 2 each): the first counts, so no unit adds to another's outputs.
   * In each of 4 steps: 2*2 inputs, 1 weight, 2 outputs, 2 units with 2 multiply-accumulates.
   */
  @Test
  void ofTwoDirectivesOnADimensionTheFirstSaysWhetherItIsSpatial() {
    LayerShape layer = layer(LayerType.GEMM, "M4 N1 K1");
    LevelPlan plan = plan(layer, "T(1,1)M S(2,2)M", 2, MaestroMode.COMPATIBLE)[0];
    assertThat(plan.isSpatial(LoopDim.M.ordinal())).isFalse();
    MaestroStatistics s = evaluate(layer, "T(1,1)M S(2,2)M", core(2, 100, 100), MaestroMode.COMPATIBLE);
    assertThat(s.input().l2Read()).isEqualTo(4 * 4);
    assertThat(s.filter().l2Read()).isEqualTo(4 * 1);
    assertThat(s.output().l2Write()).isEqualTo(4 * 2);
    assertThat(s.countedMacs()).isEqualTo(4 * 2 * 2);
  }

  /**
   * Tiles of 4 and 3 of K. Below, 4 are a tile of 3 and an edge of 1: 3+1 cycles with the delivery, then 1. 3 are just one tile, not
   * an edge: 3+1 cycles. Above: 5+1, then 4.
   */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void anExtentOfOneTileIsNoEdge(MaestroMode mode) {
    LayerShape layer = layer(LayerType.GEMM, "M1 N1 K7");
    MaestroStatistics s = evaluate(layer, "S(1,1)M T(4,4)K Cluster(1) S(1,1)M T(3,3)K", core(1, 100, 100), mode);
    assertThat(s.compute()).isEqualTo(new DelayStatistics(3 + 1, 3 + 1 + 1, (4 + 5) / 2));
    assertThat(s.runtimeCycles()).isEqualTo(5 + 1 + 4);
    assertThat(s.macs()).isEqualTo(7);
  }

  /**
   * Three clusters of two units have 3, 3 and 2 columns. 3 columns are two steps, with 2 units and with 1 busy: 1.5 on average. The
   * part's 2 columns are one step of both: 1.5 + 1.5 + 2 = 5 of 6. The clusters take in 3 + 3 + 2 columns of weights. Cycles: 1+1, then 1; and 1 for the first delivery above.
   */
  @ParameterizedTest
  @EnumSource(MaestroMode.class)
  void busyUnitsOfAPartAreCountedOnce(MaestroMode mode) {
    MaestroStatistics s =
        evaluate(layer(LayerType.GEMM, "M1 N8 K1"), "S(3,3)N Cluster(2) S(1,1)N", core(6, 100, 100), mode);
    assertThat(s.averagePes()).isEqualTo(1.5 + 1.5 + 2);
    assertThat(s.runtimeCycles()).isEqualTo(1 + 1 + 1 + 1);
    assertThat(s.macs()).isEqualTo(8);
    assertThat(s.filter().l2Read()).isEqualTo(3 + 3 + 2);
    assertThat(s.filter().l2Required()).isEqualTo(2 * (3 + 3 + 2));
  }

  /** Moving one directive puts the others back to their first tile: Y brings 36 inputs (X starts again), K 36 weights. */
  @Test
  void movingOneDirectivePutsTheOthersBack() {
    LayerTensors layer =
        new LayerTensors(layer(LayerType.CONV, "K4 C2 R3 S3 Y5 X8"), false, ModeRules.of(MaestroMode.CORRECTED));
    LevelPlan plan = MappingPlan.of(layer, mapping("T(2,2)K T(2,2)C T(3,1)Y S(3,1)X"), 4, ModeRules.of(MaestroMode.CORRECTED))[0];
    CaseSweep sweep = new CaseSweep(layer, plan, new IterationStates(plan, layer.extents()));
    assertThat(List.of(sweep.steady(0), sweep.steady(1), sweep.steady(2))).containsExactly(1L, 2L, 0L);
    sweep.moveOnly(1);
    assertThat(List.of(sweep.weight(), sweep.inputIngress(), sweep.filterIngress())).containsExactly(2L, 36L, 0L);
    sweep.moveOnly(0);
    assertThat(List.of(sweep.weight(), sweep.inputIngress(), sweep.filterIngress())).containsExactly(1L, 0L, 36L);
  }

  /** (9-3)/2+1 = 4 output rows with the stride; the public program leaves it out: 9-3+1 = 7. Columns have no stride: 8-2+1 = 7. */
  @Test
  void onlyCorrectedModeCountsOutputsWithTheStride() {
    LayerShape layer = layer(LayerType.CONV, "K2 C2 R3 S2 Y9 X8", 2, 1);
    LayerTensors compatible = new LayerTensors(layer, false, ModeRules.of(MaestroMode.COMPATIBLE));
    assertThat(List.of(compatible.extent(LoopDim.Y_OUT), compatible.extent(LoopDim.X_OUT))).containsExactly(7L, 7L);
    LayerTensors corrected = new LayerTensors(layer, false, ModeRules.of(MaestroMode.CORRECTED));
    assertThat(List.of(corrected.extent(LoopDim.Y_OUT), corrected.extent(LoopDim.X_OUT))).containsExactly(4L, 7L);
  }

  private static MaestroStatistics evaluate(LayerShape layer, String mapping, MaestroHardware core, MaestroMode mode) {
    return new MaestroCostModel(mode).evaluate(layer, mapping(mapping), core);
  }

  private static LevelPlan[] plan(LayerShape layer, String mapping, long pes, MaestroMode mode) {
    ModeRules rules = ModeRules.of(mode);
    return MappingPlan.of(new LayerTensors(layer, false, rules), mapping(mapping), pes, rules);
  }
}
