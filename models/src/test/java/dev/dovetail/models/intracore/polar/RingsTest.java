package dev.dovetail.models.intracore.polar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Candidates with rings, by hand; no reference row is won by one, so nothing else checks them. */
class RingsTest {
  private static final PolarCore EDGE = new PolarCore(4, 512, 8 << 20, 256);
  private static final ArrayEnergies ENERGIES = ArrayEnergies.of(EDGE);

  @Test
  void weights_pass_from_element_to_element() {
    // 16384 to 128 channels, 1x1, 8x8, rows and columns unrolled: 1024 channel tiles, 4 kernel tiles in 2 blocks of 2; 2x2 input blocks
    NestCost cost = cost(layer(16384, 128, 1), 8, 8, ArrayPartition.HEIGHT_WIDTH);
    cost.moveTo(1, 1);
    cost.evaluate(Rings.WEIGHTS);

    long filter = 2_097_152;
    long input = 1_048_576; // 8*8*16384, read once: both blocks of kernels are in the ring
    long copies = 134_217_728; // filter * 4 input blocks * 16 elements
    long moved = copies - filter;
    long share = 117_440_512; // 16384 weights of each of 128 kernels, 4 blocks, (15*2) mod 16 = 14 elements
    assertThat(cost.cycles()).isEqualTo(1024 * 4 * 2 * 2); // the buffer takes 3145728 / 256 = 12288
    assertThat(cost.picojoules()).isCloseTo(
        input * 0.32085 + 4_194_304 * 2.24871 // each input for 4 kernel tiles
            + copies * 0.50589 + (copies + moved - share) * 0.51204
            + 8_388_608 * 0.371712 + (8_388_608 + 8192) * 0.284592 // 8192 outputs in 1024 channel tiles
            + (filter + input) * 1.52588502
            + 8192 * (0.537485751 + 0.695652474 + 1.644652812)
            + moved * 0.018
            + 134_217_728 * 0.018, // multiply-accumulates: 16384*128*64
        within(0.5)); // of 1.5e8
    // a block takes 2048 cycles, in which the bus moves 131072 of its 1048576 bytes of weights
    assertThat(cost.admits(Rings.WEIGHTS)).isFalse();
  }

  @Test
  void inputs_pass_from_element_to_element_while_weights_are_staged() {
    // 8192 to 512 channels, kernel 1x2, 2x6, batch and kernels unrolled: 512 channel tiles, 4 kernel tiles in 2 blocks of 2, 2x6 blocks of
    // one output each, in rings of 4 along the columns: 2 rings
    NestCost cost = cost(layer(8192, 512, 2), 2, 6, ArrayPartition.BATCH_KERNEL);
    cost.moveTo(1, 1);
    cost.evaluate(Rings.STAGED_INPUTS);

    long filter = 8_388_608;
    long inputReads = 2 * 6 * 8192 * 2; // for each block of kernels
    long overlap = 2 * 8192 * 2; // a column more per ring, for each block of kernels
    long inputWrites = 2 * 8192 * 7 * 2 * 4 + overlap * 2 * 3; // 6 columns and one overlap, 2 blocks of kernels, 4 elements
    long moved = inputWrites - inputReads;
    long share = (2 * 8192 * 3 * 2 + overlap) * 2; // the last 3 columns; (3*6) mod 4 = 2 elements
    assertThat(moved).isEqualTo(917_504);
    assertThat(share).isEqualTo(262_144);
    assertThat(cost.cycles()).isEqualTo(filter * 4 / 256); // weights once per ring and row, above 49152 cycles of the array
    assertThat(cost.picojoules()).isCloseTo(
        inputWrites * 0.32085 + (3_145_728 + moved - share) * 2.24871 // 196608 inputs of outputs, for 4*4 kernel tiles
            + filter * 4 * 4 * 0.50589 + filter * 12 * 4 * 0.51204
            + 6_291_456 * 0.371712 + (6_291_456 + 6144) * 0.284592 // 6144 outputs, 2 columns of kernel, 512 channel tiles
            + (inputReads + filter) * 1.52588502
            + 6144 * (0.537485751 + 0.695652474 + 1.644652812)
            + moved * 0.018
            + 100_663_296 * 0.018,
        within(0.5)); // of 3e8
  }

  @Test
  void a_block_without_anything_to_share_has_no_rings() {
    NestCost cost = cost(layer(16, 32, 1), 4, 4, ArrayPartition.HEIGHT_KERNEL);
    cost.moveTo(4, 1);

    assertThat(cost.admits(Rings.NONE)).isTrue();
    assertThat(cost.admits(Rings.WEIGHTS)).isFalse();
    assertThat(cost.admits(Rings.BOTH)).isFalse();
    assertThat(cost.admits(Rings.STAGED_INPUTS)).isFalse();
    assertThat(cost.admits(Rings.STAGED_BOTH)).isFalse();
  }

  private static PolarLayer layer(int channels, int outChannels, int kernelWidth) {
    return new PolarLayer(PolarLayer.Kind.CONV, channels, outChannels, 1, kernelWidth, 1, 1, 1, 1, false);
  }

  private static NestCost cost(PolarLayer layer, int h, int w, ArrayPartition partition) {
    GroupTile tile = GroupTile.of(layer, EDGE, 1, layer.outChannels(), h, w);
    return new NestCost(new UnrolledTile(tile, EDGE, LocalMemories.of(EDGE), partition), ENERGIES,
        EDGE.bufferReadBytesPerCycle());
  }
}
