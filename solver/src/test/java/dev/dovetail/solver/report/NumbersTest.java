package dev.dovetail.solver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void gapsAreRoundedUpAndSharesDown() {
    // 1 / 1,000,000 = 0.0001 %: a gap that is not zero never reads 0.00 %.
    assertThat(Numbers.gap(1_000_000, 999_999)).isEqualTo("0.01 %");
    assertThat(Numbers.gap(1_000_000, 1_000_000)).isEqualTo("0.00 %");
    assertThat(Numbers.gap(934_619, 907_283)).isEqualTo("2.93 %"); // 27,336 / 934,619 = 2.9248 %
    assertThat(Numbers.percent(999_999, 1_000_000)).isEqualTo("99.9 %");
    assertThat(Numbers.gap(0, 0)).isEqualTo("–");
  }

  @Test
  void bytesAndEnergiesHaveThreeDigitsAndAUnit() {
    assertThat(
        List.of(Numbers.bytes(0), Numbers.bytes(1_023), Numbers.bytes(1_024), Numbers.bytes(2_097_152), Numbers.bytes(70_000)))
            .containsExactly("0 B", "1023 B", "1.00 KiB", "2.00 MiB", "68.4 KiB");
    assertThat(List.of(Numbers.energy(999), Numbers.energy(1_000), Numbers.energy(999_999), Numbers.energy(12_345_678_901L)))
        .containsExactly("999 fJ", "1.00 pJ", "1.00 nJ", "12.3 µJ");
  }

  @Test
  void secondsAreShort() {
    assertThat(
        List.of(Numbers.seconds(0.001), Numbers.seconds(0.1), Numbers.seconds(1), Numbers.seconds(12.34), Numbers.seconds(60)))
            .containsExactly("1 ms", "100 ms", "1 s", "12.3 s", "60 s");
  }

  @Property
  void ticksNeverComeTooClose(@ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 10) long horizon) {
    List<Long> ticks = new TimeAxis(horizon).ticks();
    assertThat(ticks).hasSizeBetween(2, 10).first().isEqualTo(0L);
    assertThat(ticks.get(ticks.size() - 1)).isLessThanOrEqualTo(horizon);
  }
}
