package dev.dovetail.solver.report.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.intracore.maestro.MaestroHardware;
import org.junit.jupiter.api.Test;

class BottleneckTest {
  private static MaestroHardware core(long offChip) {
    return new MaestroHardware(4, 8, 1, 1, 1, offChip, 200, 400);
  }

  @Test
  void theSlowestComesFirst() {
    // 360 elements of operands over 16 per cycle take 22 cycles, half of it per step of a double buffer: 11
    assertThat(Bottleneck.of(Views.statistics(), core(16)))
        .containsExactly(
            new Bottleneck("computing", 299),
            new Bottleneck("off-chip traffic", 11),
            new Bottleneck("operands over the network", 10),
            new Bottleneck("outputs over the network", 2));
  }

  @Test
  void halfOfADoubleBufferComesInPerStep() {
    // 144 + 216 = 360 elements at 1 per cycle, half of them: 180
    assertThat(Bottleneck.of(Views.statistics(), core(1)).get(1)).isEqualTo(new Bottleneck("off-chip traffic", 180));
  }
}
