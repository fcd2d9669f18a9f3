package dev.dovetail.models.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  @Test
  void theUsualOnesGiveTheUsualExtents() {
    assertThat(SlidingWindow.of(7).stride(2).pad(3).outputs(224)).isEqualTo(112);
    assertThat(SlidingWindow.of(3).stride(2).pad(1).outputs(112)).isEqualTo(56);
    assertThat(SlidingWindow.of(11).stride(4).outputs(227)).isEqualTo(55);
    assertThat(SlidingWindow.of(3).dilation(2).outputs(10)).isEqualTo(6);
    assertThat(SlidingWindow.of(2).stride(2).transposedOutputs(28)).isEqualTo(56);
    assertThat(SlidingWindow.of(4).stride(2).pad(1).transposedOutputs(14)).isEqualTo(28);
    assertThat(SlidingWindow.of(5).outputs(3)).isLessThan(1);
  }

  @Test
  void roundingUpKeepsALastWindowThatHangsOverTheEnd() {
    assertThat(SlidingWindow.of(3).stride(2).outputs(112)).isEqualTo(55);
    assertThat(SlidingWindow.of(3).stride(2).roundedUp().outputs(112)).isEqualTo(56);
    // a window of 2 at stride 3 over 3 elements and 1 behind: the next would begin at 3, in the padding, and is dropped
    assertThat(SlidingWindow.of(2).stride(3).pad(0, 2).roundedUp().outputs(3)).isEqualTo(2);
    assertThat(SlidingWindow.of(1).stride(3).pad(0, 1).roundedUp().outputs(3)).isEqualTo(2);
    assertThat(SlidingWindow.of(2).stride(3).pad(0, 1).roundedUp().outputs(3)).isEqualTo(1);
  }

  @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void thereAreAsManyOutputsAsWindowsThatFit(@ForAll @IntRange(min = 1, max = 20) int in,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(max = 3) int before, @ForAll @IntRange(max = 3) int after) {
    int fitting = 0;
    for (int start = -before; start + dilation * (kernel - 1) < in + after; start += stride) {
      fitting++;
    }
    assertThat(Math.max(0, new SlidingWindow(kernel, stride, dilation, before, after, false).outputs(in))).isEqualTo(fitting);
  }

  @Test
  void whatIsNoWindowIsRefused() {
    assertThatThrownBy(() -> SlidingWindow.of(0)).hasMessageContaining("kernel (0)");
    assertThatThrownBy(() -> SlidingWindow.of(3).stride(0)).hasMessageContaining("stride (0)");
    assertThatThrownBy(() -> SlidingWindow.of(3).pad(-1)).hasMessageContaining("-1");
  }
}
