package dev.dovetail.models.intracore.array;

import static dev.dovetail.models.intracore.TestLayers.conv;
import static dev.dovetail.models.intracore.TestLayers.elementwise;
import static dev.dovetail.models.intracore.TestLayers.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.LeastReads;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeArrayCostModelTest {
  private static final CostModel MODEL = new PeArrayCostModel();
  private static final Accelerator QUAD = Accelerators.byNameOrFile("quad-core");
  private static final Core MATRIX = QUAD.cores().get(0);
  private static final Core SIMD = QUAD.cores().get(4);
  private static final Core POOL = QUAD.cores().get(5);

  private static Layer layer(Workload w) {
    return w.layers().get(0);
  }

  private static long cycles(Workload w, Core core) {
    return MODEL.points(w, layer(w), layer(w).outputBox(), core).get(0).cycles();
  }

  @Test
  void aConvolutionTakesTheCyclesOfTheModelPage() {
    // ResNet-18 conv1: C = 3, K = 64, 7 x 7, 112 x 112: ceil(3/32) * ceil(64/32) * 49 * 12,544 = 2 * 49 * 12,544 = 1,229,312 on one core,
    // a quarter of which is the 307,328 of the allocation notes, section 3.
    Workload w = conv(3, 64, 112, 112, 7, 2, 3, 1);
    assertThat(cycles(w, MATRIX)).isEqualTo(1_229_312);
    assertThat(MODEL.floor(w, layer(w), MATRIX).orElseThrow().cycles()).isEqualTo(1_229_312);
  }

  @Test
  void theTilesOfTheWorkedExampleTake32And288Cycles() {
    Workload c1 = conv(32, 32, 8, 8, 1, 1, 0, 1);
    Workload c2 = conv(32, 32, 8, 8, 3, 1, 1, 1);
    Box half = Box.of(0, 1, 0, 32, 0, 4, 0, 8);
    assertThat(MODEL.points(c1, layer(c1), half, MATRIX).get(0).cycles()).isEqualTo(32);
    assertThat(MODEL.points(c2, layer(c2), half, MATRIX).get(0).cycles()).isEqualTo(288);
  }

  @Test
  void channelsThatDoNotDivideAreRoundedUp() {
    // C = 33 takes two passes of 32 rows, K = 65 three of 32 columns: 2 * 3 * 4 * 4.
    assertThat(cycles(conv(33, 65, 4, 4, 1, 1, 0, 1), MATRIX)).isEqualTo(96);
  }

  @Test
  void depthwiseGroupsRunOnTheDiagonal() {
    // 96 groups of 1 x 1 channels: 32 groups side by side, so ceil(96/32) * 9 * 14 * 14 = 3 * 1,764.
    assertThat(cycles(conv(96, 96, 14, 14, 3, 1, 1, 96), MATRIX)).isEqualTo(5_292);
    // 4 groups of 8 in, 16 out channels: min(32/8, 32/16) = 2 side by side: 2 * 1 * 5 * 5.
    assertThat(cycles(conv(32, 64, 5, 5, 1, 1, 0, 4), MATRIX)).isEqualTo(50);
    // 2 groups of 48 in and 48 out: one after another, each ceil(48/32) * ceil(48/32) = 4 per position: 2 * 4 * 9.
    assertThat(cycles(conv(96, 96, 3, 3, 1, 1, 0, 2), MATRIX)).isEqualTo(72);
  }

  @Test
  void aTileInsideOfAGroupCountsItsOwnChannels() {
    // 2 groups of 48 channels; channels 40 to 88 are 8 of the first group and 40 of the second.
    Workload w = conv(96, 96, 1, 1, 1, 1, 0, 2);
    Box tile = Box.of(0, 1, 40, 88, 0, 1, 0, 1);
    // (ceil(8/32) + ceil(40/32)) * ceil(48/32) = 3 * 2.
    assertThat(MODEL.points(w, layer(w), tile, MATRIX).get(0).cycles()).isEqualTo(6);
  }

  @Test
  void vectorWorkIsSharedByTheLanes() {
    // The add of the worked example: 1,024 elements / 64 lanes.
    Workload add = elementwise(Operator.ADD, 32, 4, 8);
    assertThat(cycles(add, SIMD)).isEqualTo(16);
    assertThat(cycles(elementwise(Operator.SOFTMAX, 1, 10, 10), SIMD)).isEqualTo(7); // ceil(4 * 100 / 64)
    assertThat(cycles(pool(64, 56, 56, 3, 2), POOL)).isEqualTo(9L * 64 * 56 * 56 / 64);
    assertThat(MODEL.points(add, layer(add), layer(add).outputBox(), MATRIX)).isEmpty();
    assertThat(MODEL.floor(add, layer(add), MATRIX)).isEmpty();
  }

  @Test
  void energyCountsOperationsAndBufferAccesses() {
    // c2 of the worked example, whole: 64 * 32 * 32 * 9 = 589,824 multiply-accumulates at 40 fJ = 23,592,960; inputs 2,048 B in one pass and
    // weights 9,216 B read at 1,626 = 18,315,264; 2,048 B written at 1,478 = 3,026,944. Sum 44,935,168.
    Workload w = conv(32, 32, 8, 8, 3, 1, 1, 1);
    CostPoint p = MODEL.points(w, layer(w), layer(w).outputBox(), MATRIX).get(0);
    assertThat(p.energyFemtojoules()).isEqualTo(44_935_168);
    assertThat(MODEL.floor(w, layer(w), MATRIX).orElseThrow().energyFemtojoules()).isEqualTo(44_935_168);
    // 64 output channels: two passes over the inputs, which the floor counts once.
    Workload wide = conv(32, 64, 8, 8, 1, 1, 0, 1);
    long energy = MODEL.points(wide, layer(wide), layer(wide).outputBox(), MATRIX).get(0).energyFemtojoules();
    assertThat(energy - MODEL.floor(wide, layer(wide), MATRIX).orElseThrow().energyFemtojoules()).isEqualTo(2_048 * 1_626);
  }

  /** 8 * 4 * 32 * 8 = 8,192 multiply-accumulates at 10^12 fJ are 8.192 * 10^15 fJ, below 2^53 = 9.007 * 10^15; at 2 * 10^12 above. */
  @Test
  void moreThanNineJoulesIsNoPlausibleEnergyOfALayer() {
    Workload w = conv(32, 8, 8, 4, 1, 1, 0, 1);
    Core core =
        new Core("c", "c", List.of(8), List.of(), List.of(new LocalMemory("m", 1 << 20, Bandwidth.ofBytesPerCycle(1), 0, 0)),
            Set.of(Operator.CONV), 1_000_000_000_000L);
    assertThat(MODEL.floor(w, layer(w), core).orElseThrow().energyFemtojoules()).isEqualTo(8_192_000_000_000_000L);
    Core hot = new Core("c", "c", core.array(), List.of(), core.memories(), core.operators(), 2_000_000_000_000L);
    assertThatThrownBy(() -> MODEL.floor(w, layer(w), hot))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The layer (conv) takes more than 9 joules on the core (c).");
  }

  @Test
  void aStridedLayerMayBeCutSoThatItSkipsInputs() {
    // 1 x 1, stride 2, 4 x 4 outputs of 7 x 7 inputs: single elements read 16 of the 49 enclosed ones.
    Workload w = conv(1, 1, 4, 4, 1, 2, 0, 1);
    Layer l = layer(w);
    assertThat(l.operands().get(0).needed(l.outputBox()).volume()).isEqualTo(49);
    assertThat(LeastReads.elements(l, l.operands().get(0))).isEqualTo(16);
  }

  @Test
  void onlyNonDominatedUnrollingsAreKept() {
    Core core = new Core("c", "c", List.of(8, 4), List.of(List.of(Dim.C, Dim.K), List.of(Dim.OY, Dim.OX), List.of(Dim.K, Dim.C)),
        List.of(new LocalMemory("m", 1 << 20, Bandwidth.ofBytesPerCycle(1), 1, 1)), Set.of(Operator.CONV), 1);
    Workload w = conv(8, 4, 8, 4, 1, 1, 0, 1);
    // C8|K4: 1*1*8*4 = 32 cycles. OY8|OX4: 8*4*1*1 = 32 cycles. K8|C4: ceil(8/4) * 1 * 32 = 64 cycles, more energy in no case.
    assertThat(MODEL.points(w, layer(w), layer(w).outputBox(), core)).extracting(CostPoint::dataflow).containsExactly("C8|K4");
    // With K = 16 the first one reads its inputs 4 times, OY|OX once: C8|K4 takes 4*32 = 128 cycles, OY8|OX4 8*16 = 128 with less energy.
    Workload wide = conv(8, 16, 8, 4, 1, 1, 0, 1);
    assertThat(MODEL.points(wide, layer(wide), layer(wide).outputBox(), core)).extracting(CostPoint::dataflow)
        .containsExactly("OY8|OX4");
  }
}
