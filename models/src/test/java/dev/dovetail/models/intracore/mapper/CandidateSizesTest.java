package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LayerType;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CandidateSizesTest {
  @Test
  void divisorsQuotientsAndPowersOfTwo() {
    // Divisors of 14: 1 2 7 14. ceil(14/q), q = 1..4: 14 7 5 4. Powers of two: 1 2 4 8.
    assertThat(CandidateSizes.of(14)).containsExactly(1L, 2L, 4L, 5L, 7L, 8L, 14L);
    // Divisors of 7: 1 7. ceil(7/q), q = 1..3: 7 4 3. Powers of two: 1 2 4.
    assertThat(CandidateSizes.of(7)).containsExactly(1L, 2L, 3L, 4L, 7L);
    assertThat(CandidateSizes.of(1)).containsExactly(1L);
  }

  @Test
  void rowsAndColumnsAreCountedInOutputs() {
    LayerShape layer = conv(7, 3, 2);
    // (7 - 3) / 2 + 1 = 3 output rows, 7 - 3 + 1 = 5 output columns.
    assertThat(CandidateSizes.of(layer, LoopDim.Y_OUT)).containsExactly(1L, 2L, 3L);
    assertThat(CandidateSizes.of(layer, LoopDim.X)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(CandidateSizes.of(layer, LoopDim.N)).as("not listed").containsExactly(1L);
  }

  @Test
  void thinningKeepsBothEndsAndIsGeometric() {
    // 1..64 by doubling: 1 2 4 8 16 32 64; four of them: 64^(1/3) = 4, 64^(2/3) = 16.
    assertThat(CandidateSizes.thinned(CandidateSizes.of(64), 4)).containsExactly(1L, 4L, 16L, 64L);
    assertThat(CandidateSizes.thinned(CandidateSizes.of(64), 2)).containsExactly(1L, 64L);
    // Targets 1, 10^(1/2) = 3.2, 10: of 1 2 3 4 5 8 10 the nearest by ratio to 3.2 is 3.
    assertThat(CandidateSizes.of(10)).containsExactly(1L, 2L, 3L, 4L, 5L, 8L, 10L);
    assertThat(CandidateSizes.thinned(CandidateSizes.of(10), 3)).containsExactly(1L, 3L, 10L);
  }

  @Test
  void targetsLieBetweenTheEndsAndLeaveEnoughLargerOnes() {
    // The root of 2 * 32 is 8.
    assertThat(CandidateSizes.thinned(List.of(2L, 3L, 8L, 9L, 32L), 3)).containsExactly(2L, 8L, 32L);
    // Targets 64^(1/4) = 2.8, 8, 22.6: 3 is nearest to 2.8; 5 would be to 8, but then nothing would be left for 22.6.
    assertThat(CandidateSizes.thinned(List.of(1L, 2L, 3L, 4L, 5L, 64L), 5)).containsExactly(1L, 3L, 4L, 5L, 64L);
  }

  @Test
  void aLayerThatListsOutputsHasTheirSizes() {
    LayerShape layer =
        new LayerShape(
            LayerType.CONV,
            Map.of(LoopDim.K, 4L, LoopDim.C, 4L, LoopDim.R, 3L, LoopDim.S, 3L, LoopDim.Y_OUT, 5L, LoopDim.X_OUT, 2L),
            2,
            2);
    // ceil(5/q), q = 1..3: 5 3 2. Powers of two: 1 2 4.
    assertThat(CandidateSizes.of(layer, LoopDim.Y)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(CandidateSizes.of(layer, LoopDim.X_OUT)).containsExactly(1L, 2L);
  }

  @Property(tries = 300)
  void everyCandidateHasItsReason(@ForAll @LongRange(min = 1, max = 5000) long size) {
    TreeSet<Long> expected = new TreeSet<>();
    for (long t = 1; t <= size; t++) {
      boolean divides = size % t == 0;
      boolean power = Long.bitCount(t) == 1;
      boolean quotient = false;
      for (long q = 1; q <= Math.ceil(Math.sqrt(size)); q++) {
        quotient |= t == (size + q - 1) / q;
      }
      if (divides || power || quotient) {
        expected.add(t);
      }
    }
    assertThat(CandidateSizes.of(size)).containsExactlyElementsOf(expected);
  }

  @Property(tries = 300)
  void thinningKeepsExactlyAsManyAsAllowed(
      @ForAll @LongRange(min = 1, max = 100_000) long size,
      @ForAll @IntRange(min = 2, max = 20) int most) {
    List<Long> all = CandidateSizes.of(size);
    List<Long> kept = CandidateSizes.thinned(all, most);
    assertThat(kept).hasSize(Math.min(most, all.size())).isSorted().doesNotHaveDuplicates().startsWith(1L).endsWith(size);
    assertThat(all).containsAll(kept);
  }

  private static LayerShape conv(long extent, long kernel, long strideY) {
    Map<LoopDim, Long> sizes =
        Map.of(
            LoopDim.K,
            4L,
            LoopDim.C,
            4L,
            LoopDim.R,
            kernel,
            LoopDim.S,
            kernel,
            LoopDim.Y,
            extent,
            LoopDim.X,
            extent);
    return new LayerShape(LayerType.CONV, sizes, strideY, 1);
  }
}
