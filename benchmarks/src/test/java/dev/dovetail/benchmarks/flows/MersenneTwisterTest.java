package dev.dovetail.benchmarks.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected numbers are those of CPython 3: {@code r = random.Random(seed)}, then {@code r.getrandbits(32)} or {@code r.randrange(n)}. */
class MersenneTwisterTest {
  @Test
  void givesTheWordsOfPython() {
    MersenneTwister random = new MersenneTwister(1);

    assertThat(IntStream.range(0, 4).mapToLong(i -> Integer.toUnsignedLong(random.nextWord())))
        .containsExactly(577_090_037L, 2_444_712_010L, 3_639_700_191L, 3_445_702_192L);
  }

  @Test
  void goesOnBehindItsFirstBlockOf624Words() {
    MersenneTwister random = new MersenneTwister(1);
    long[] words = IntStream.range(0, 1_400).mapToLong(i -> Integer.toUnsignedLong(random.nextWord())).toArray();

    assertThat(new long[] {words[623], words[624], words[625], words[1_399]})
        .containsExactly(802_355_090L, 1_360_367_077L, 3_404_757_168L, 1_054_096_051L);
  }

  @Test
  void takesSeedsOfTwoWords() {
    MersenneTwister random = new MersenneTwister((1L << 40) + 7);

    assertThat(IntStream.range(0, 3).mapToLong(i -> Integer.toUnsignedLong(random.nextWord())))
        .containsExactly(2_635_837_658L, 3_209_733_218L, 3_500_038_837L);
  }

  @Test
  void drawsBelowABoundAsRandrange() {
    MersenneTwister random = new MersenneTwister(7);

    assertThat(IntStream.range(0, 12).map(i -> random.below(16))).containsExactly(10, 4, 12, 1, 2, 3, 11, 1, 6, 1, 2, 13);
  }

  @Test
  void refusesNegativeSeedsAndEmptyRanges() {
    assertThatThrownBy(() -> new MersenneTwister(-1)).hasMessageContaining("(-1)");
    assertThatThrownBy(() -> new MersenneTwister(1).below(0)).hasMessageContaining("(0)");
  }
}
