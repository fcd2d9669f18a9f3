package dev.dovetail.models.links;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BandwidthTest {
  /** 7 bytes in 2 cycles: 22 bytes take 44/7 = 6.3 cycles. */
  @Test
  void cyclesAreRoundedUp() {
    assertThat(new Bandwidth(7, 2).cyclesFor(22)).isEqualTo(7);
    assertThat(new Bandwidth(7, 2).cyclesFor(21)).isEqualTo(6);
    assertThat(new Bandwidth(7, 2).cyclesFor(0)).isZero();
  }

  /** 2^50 bytes at a millionth of a byte per cycle: 2^50 * 10^6 is more than 2^63. Twice as many at 2/10^6 take as long. */
  @Test
  void whatDoesNotFitIsTheLargestNumberAndWhatOnlyPassesThroughIsExact() {
    assertThat(new Bandwidth(1, 1_000_000).cyclesFor(1L << 50)).isEqualTo(Long.MAX_VALUE);
    assertThat(new Bandwidth(1_000_001, 1_000_000).cyclesFor(1_000_001L << 40)).isEqualTo(1_000_000L << 40);
    assertThat(new Bandwidth(1_000_001, 1_000_000).cyclesFor((1_000_001L << 40) + 1)).isEqualTo((1_000_000L << 40) + 1);
  }

  /** Four rates of 6 decimals: 0.123457 + 0.123457 + 0.123459 + 0.123461 = 0.493834 bytes per cycle; 1/2 + 1/3 = 5/6. */
  @Test
  void ratesAddUpExactly() {
    Bandwidth sum =
        new Bandwidth(123_457, 1_000_000)
            .plus(new Bandwidth(123_457, 1_000_000))
            .plus(new Bandwidth(123_459, 1_000_000))
            .plus(new Bandwidth(123_461, 1_000_000));
    assertThat(sum).isEqualTo(new Bandwidth(493_834, 1_000_000));
    assertThat(new Bandwidth(1, 2).plus(new Bandwidth(1, 3))).isEqualTo(new Bandwidth(5, 6));
  }
}
