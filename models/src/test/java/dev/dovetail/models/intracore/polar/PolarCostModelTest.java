package dev.dovetail.models.intracore.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.intracore.polar.PolarLayer.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tiles on the edge core, by hand. It has 16 input channels by 32 output channels per element, 4x4 elements, 256 bytes per cycle; an element
 * holds 1024 input positions, 2048 weights and 256 sums per lane.
 */
class PolarCostModelTest {
  private static final PolarCore EDGE = new PolarCore(4, 512, 8 << 20, 256);
  private static final PolarCostModel MODEL = new PolarCostModel(EDGE);

  // picojoules per byte: read and write
  private static final double AL1 = 2.24871 + 0.32085;
  private static final double WL1 = 0.51204 + 0.50589;
  private static final double OL1_READ = 0.284592;
  private static final double OL1_WRITE = 0.371712;
  private static final double OL2 = 0.537485751 + 0.695652474;
  private static final double BUFFER_READ = 1.52588502;
  private static final double BUFFER_WRITE = 1.644652812;
  private static final double MAC = 0.018;

  /** 16 to 32 channels, 4x4, 1x1: 512 weights, 512 outputs, 256 inputs, 8192 multiply-accumulates. */
  private static final double SMALL_ENERGY =
      256 * AL1 // each input is written to one element and used once
          + 2048 * WL1 // 512 weights on the 4 elements of different columns
          + 2048 * OL1_WRITE // 512 outputs in 4 parts, one per element of different channels
          + 4096 * OL1_READ // each part is added to, and read at the end
          + 512 * OL2
          + (256 + 512) * BUFFER_READ
          + 512 * BUFFER_WRITE
          + 8192 * MAC;

  @Test
  void a_small_convolution_unrolls_channels_and_columns() {
    // 4 rows take 4 cycles; the buffer gives 768 bytes in 3. Rows and columns together take 3 cycles, but 16 copies of the weights.
    TileCost cost = MODEL.cost(conv(16, 32, false), 1, 32, 4, 4);

    assertThat(cost.cycles()).isEqualTo(4);
    assertThat(cost.picojoules()).isCloseTo(SMALL_ENERGY, within(1e-6));
    assertThat(cost.femtojoules()).isEqualTo(Math.round(SMALL_ENERGY * 1000));
  }

  @Test
  void weights_from_a_layer_are_other_weights_for_each_sample() {
    // 16 channels fill the element's inputs: no two samples side by side, 3 after each other
    TileCost cost = MODEL.cost(conv(16, 32, true), 3, 32, 4, 4);

    assertThat(cost.cycles()).isEqualTo(3 * 4);
    assertThat(cost.picojoules()).isCloseTo(3 * SMALL_ENERGY, within(1e-6));
  }

  @Test
  void groups_run_side_by_side_where_they_fit() {
    // depthwise, 16 channels: 16 groups on one element, each 9 weights, 16 outputs, 144 multiply-accumulates.
    // Rows and columns unrolled: 9 cycles; inputs with overlaps (4 + 2*3)^2 = 100; the buffer gives 16*(100+9) bytes in 7.
    TileCost cost = MODEL.cost(new PolarLayer(Kind.GROUPCONV, 16, 16, 3, 3, 1, 1, 16, 1, false), 1, 16, 4, 4);

    double one = 100 * 0.32085 + 144 * 2.24871 // AL1 written and read
        + 9 * 16 * WL1
        + 144 * OL1_WRITE
        + (144 + 16) * OL1_READ
        + 16 * OL2
        + (100 + 9) * BUFFER_READ
        + 16 * BUFFER_WRITE
        + 144 * MAC;
    assertThat(cost.cycles()).isEqualTo(9);
    assertThat(cost.picojoules()).isCloseTo(16 * one, within(1e-6));
  }

  @Test
  void a_group_wider_than_an_element_knows_no_limit_by_the_buffer() {
    // two groups of 32 to 32 channels, one output position: 32 / 16 inputs leave room for 0 groups side by side, so the 1056 bytes of each
    // count as 0 instead of 5 cycles; channels are unrolled both ways, 1 cycle each
    PolarLayer layer = new PolarLayer(Kind.GROUPCONV, 64, 64, 1, 1, 1, 1, 2, 1, false);
    TileCost cost = MODEL.cost(layer, 1, 64, 1, 1);

    double one = 4 * 32 * AL1 // an element of each of the 4 columns of output channels
        + 1024 * WL1
        + 4 * 32 * OL1_WRITE
        + 2 * 4 * 32 * OL1_READ
        + 32 * OL2
        + (32 + 1024) * BUFFER_READ
        + 32 * BUFFER_WRITE
        + 1024 * MAC;
    assertThat(cost.cycles()).isEqualTo(2);
    assertThat(cost.picojoules()).isCloseTo(2 * one, within(1e-6));
  }

  @Test
  void part_of_one_group_is_a_convolution_of_that_part() {
    PolarLayer grouped = new PolarLayer(Kind.GROUPCONV, 32, 64, 1, 1, 1, 1, 2, 1, false); // 16 to 32 channels each

    assertThat(MODEL.cost(grouped, 1, 20, 4, 4)).isEqualTo(MODEL.cost(conv(16, 32, false), 1, 20, 4, 4));
  }

  @Test
  void the_vector_unit_has_a_sixteenth_of_the_lanes() {
    // 512 * 16 / 16 = 512 lanes; 2 samples of 8x4x4 are 256 elements
    assertThat(MODEL.cost(vector(Kind.POOL, 3, 1), 2, 8, 4, 4)).isEqualTo(new TileCost(5, 0.0873 * 2304)); // 256*9
    assertThat(MODEL.cost(vector(Kind.ELTWISE, 1, 3), 2, 8, 4, 4)).isEqualTo(new TileCost(2, 0.0873 * 768)); // 256*3
    assertThat(MODEL.cost(vector(Kind.POINTWISE, 1, 1), 2, 8, 4, 4)).isEqualTo(new TileCost(1, 0.0873 * 256));
    assertThat(MODEL.cost(vector(Kind.TRANSPOSE, 1, 1), 2, 8, 4, 4)).isEqualTo(new TileCost(1, 0.0873 * 256));
    assertThat(MODEL.cost(vector(Kind.UPSAMPLE, 1, 1), 2, 8, 4, 4)).isEqualTo(new TileCost(1, 0.0873 * 256));
  }

  @Test
  void what_no_element_holds_is_impossible_and_no_error() {
    PolarLayer wideKernel = new PolarLayer(Kind.CONV, 1, 1, 40, 40, 1, 1, 1, 1, false); // 1600 of 1024 input positions
    PolarLayer manyChannels = conv(16 * 4 * 1025, 1, false); // 1025 channel tiles for 1024 positions, even over 4 elements

    assertThat(MODEL.cost(wideKernel, 1, 1, 1, 1)).isEqualTo(TileCost.IMPOSSIBLE);
    assertThat(MODEL.cost(manyChannels, 1, 1, 1, 1).isPossible()).isFalse();
    assertThat(MODEL.cost(conv(16 * 4 * 1024, 1, false), 1, 1, 1, 1).isPossible()).isTrue();
    assertThat(MODEL.cost(conv(1, 1, false), 1, 1, 0, 1)).isEqualTo(TileCost.IMPOSSIBLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 1024, 2048})
  void elements_of_unknown_energy_are_refused(int macsPerPe) {
    PolarCore core = new PolarCore(4, macsPerPe, 8 << 20, 256);

    assertThatThrownBy(() -> new PolarCostModel(core)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("macsPerPe (%d)", macsPerPe).hasMessageContaining("Maybe");
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 128, 256, 512, 4096, 8192, 1 << 30})
  void elements_of_known_energy_cost_something(int macsPerPe) {
    TileCost cost = new PolarCostModel(new PolarCore(4, macsPerPe, 8 << 20, 256)).cost(conv(16, 32, false), 1, 32, 4, 4);

    assertThat(cost.isPossible()).isTrue();
    assertThat(cost.cycles()).isPositive();
    assertThat(cost.picojoules()).isGreaterThan(8192 * MAC);
  }

  private static PolarLayer conv(int channels, int outChannels, boolean weightsFromLayer) {
    return new PolarLayer(Kind.CONV, channels, outChannels, 1, 1, 1, 1, 1, 1, weightsFromLayer);
  }

  private static PolarLayer vector(Kind kind, int window, int operands) {
    return new PolarLayer(kind, 8, 8, window, window, 1, 1, 1, operands, false);
  }
}
