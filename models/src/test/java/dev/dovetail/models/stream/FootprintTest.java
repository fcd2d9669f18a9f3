package dev.dovetail.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.stream.StreamNodes.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FootprintTest {
  /** Smallest and largest index that any combination of loops reaches. */
  private static long[] reached(AxisIndex index, long[] sizes) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    long[] at = new long[sizes.length];
    while (true) {
      long i = index.at(at);
      least = Math.min(least, i);
      most = Math.max(most, i);
      int d = 0;
      while (d < at.length && ++at[d] == sizes[d]) {
        at[d++] = 0;
      }
      if (d == at.length) {
        return new long[] {least, most};
      }
    }
  }

  @Test
  void extentsOfGroupedAndDilatedConvolutionsAreThoseOfEveryIndexEnumerated() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Window window = new Window(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3),
          random.nextInt(3), random.nextInt(3));
      long[] sizes = new long[8];
      for (int d = 0; d < 8; d++) {
        sizes[d] = 1 + random.nextInt(3);
      }
      StreamNode node = StreamNodes.groupedConv("c", sizes, window, new int[] {0, 1, 2});
      for (StreamOperand o : node.operands()) {
        for (AxisIndex a : o.axes()) {
          long[] ends = reached(a, sizes);
          assertThat(ends[0]).isEqualTo(a.offset());
          assertThat(a.extent(sizes)).isEqualTo(ends[1] - ends[0] + 1);
        }
      }
    }
  }

  @Test
  void depthwiseChannelsTieLikeAnyOtherChannels() {
    // One channel per group: input and output channel are the group itself.
    StreamNode node = StreamNodes.groupedConv("dw", new long[] {1, 8, 4, 4, 1, 1, 3, 3}, Window.padded(1), new int[] {0, 1, 2});
    assertThat(node.inputs().get(0).axes().get(1)).isEqualTo(AxisIndex.of(1));
    assertThat(node.outputs().get(0).axes().get(1)).isEqualTo(AxisIndex.of(1));
    // Two channels in, three out per group.
    StreamNode grouped = StreamNodes.groupedConv("g", new long[] {1, 4, 4, 4, 3, 2, 3, 3}, Window.padded(1), new int[] {0, 1, 2});
    assertThat(grouped.inputs().get(0).axes().get(1)).isEqualTo(AxisIndex.sum(1, 2, 5, 1, 0));
    assertThat(grouped.outputs().get(0).axes().get(1)).isEqualTo(AxisIndex.sum(1, 3, 4, 1, 0));
  }

  @Test
  void aHalfIsRoundedToTheEvenNeighbour() {
    assertThat(LoopEffects.presentCycles(135, 1, 4)).isEqualTo(34); // 33.75
    assertThat(LoopEffects.presentCycles(1, 1, 2)).isZero(); // 0.5
    assertThat(LoopEffects.presentCycles(3, 1, 2)).isEqualTo(2); // 1.5
    assertThat(LoopEffects.presentCycles(5, 1, 2)).isEqualTo(2); // 2.5
  }

  @Test
  void aLinkIsTwoResourcesAndTheLastConnectionOfAPairCounts() {
    StreamCore a = new StreamCore(0, "a", StreamCore.Kind.COMPUTE, 8, 1, null);
    StreamCore b = new StreamCore(1, "a", StreamCore.Kind.COMPUTE, 8, 1, null);
    StreamCore d = new StreamCore(2, "d", StreamCore.Kind.DRAM, 8, 0, null);
    java.util.List<StreamCore> cores = java.util.List.of(a, b, d);
    StreamConnection link = new StreamConnection("l", false, java.util.List.of(0, 1), BitRate.of(32));
    StreamConnection dram = new StreamConnection("m", false, java.util.List.of(0, 2), BitRate.of(16));
    StreamConnection bus = new StreamConnection("bus2", true, java.util.List.of(0, 1, 2), BitRate.of(128));
    RouteTable links = new RouteTable(new StreamHardware("h", cores, 2, java.util.List.of(link, dram), java.util.List.of()));
    // DRAM reaches core 1 over core 0 only; 100 bits over the slower of 16 and 32.
    java.util.BitSet plan = links.plan(java.util.List.of(2), java.util.List.of(0, 1)).orElseThrow();
    assertThat(plan.stream().mapToObj(links::name)).containsExactlyInAnyOrder("2->0", "0->1");
    assertThat(links.cycles(plan, 100)).isEqualTo(7);
    RouteTable both = new RouteTable(new StreamHardware("h", cores, 2, java.util.List.of(link, dram, bus), java.util.List.of()));
    assertThat(both.plan(java.util.List.of(0), java.util.List.of(0, 1)).orElseThrow().stream().mapToObj(both::name))
        .containsExactly("bus2");
    assertThat(both.plan(java.util.List.of(0), java.util.List.of(0)).orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void bandwidthsAreExactFractions() {
    assertThat(BitRate.of(new java.math.BigDecimal("25.6")).cyclesFor(256)).isEqualTo(10);
    assertThat(BitRate.of(new java.math.BigDecimal("25.6")).cyclesFor(257)).isEqualTo(11);
    assertThat(BitRate.of(new java.math.BigDecimal("0.5"))).isLessThan(BitRate.of(1));
  }
}
