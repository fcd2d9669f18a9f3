package dev.dovetail.models.intracore.mapper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThinningTest {
  /** At 910 * 10^12, of 10 * 1000 and 190 * 54 only the second leaves 63 bits. */
  @ParameterizedTest
  @ValueSource(longs = {1, 910_000_000_000_000L})
  void theSmallestFactorThatFitsIsRecorded(long scale) {
    List<Vector> vectors =
        List.of(
            vector(100 * scale, 200 * scale),
            vector(101 * scale, 190 * scale),
            vector(120 * scale, 180 * scale),
            vector(140 * scale, 160 * scale),
            vector(160 * scale, 140 * scale),
            vector(200 * scale, 100 * scale));
    // The ends stay. To leave out one of the four others, the cheapest is (101, 190), which (100, 200) covers within 200/190 = 1.0527.
    // Steps of a thousandth: 1 to 40 by 1, then by 5 %, rounded down: 42, 44, 46, 48, 50, 52, 54. The first not below 52.7 is 54.
    Thinning thinning = Thinning.of(vectors, 5);
    assertThat(thinning.kept()).containsExactly(0, 2, 3, 4, 5);
    assertThat(thinning.permille()).hasValue(54);
  }

  /** 210/200 is 1.05 exactly; products with 1000 leave 63 bits (at 10^15) or 64. */
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000_000_000_000L, 10_000_000_000_000_000L})
  void aFactorThatIsJustMetIsEnoughHoweverLargeTheNumbers(long scale) {
    List<Vector> vectors =
        List.of(
            vector(100 * scale, 210 * scale),
            vector(101 * scale, 200 * scale),
            vector(120 * scale, 180 * scale),
            vector(140 * scale, 160 * scale),
            vector(160 * scale, 140 * scale),
            vector(200 * scale, 100 * scale));
    assertThat(Thinning.of(vectors, 5)).isEqualTo(new Thinning(List.of(0, 2, 3, 4, 5), OptionalLong.of(50)));
  }

  @Test
  void theLeastOfAnObjectiveStaysAlthoughAnEarlierVectorComesClose() {
    // 99 is the least energy. (201, 99) covers (200, 100) within 201/200 = 1.005; the other way round it would take 100/99 = 1.0102.
    List<Vector> vectors =
        List.of(vector(100, 210), vector(120, 180), vector(140, 160), vector(160, 140), vector(200, 100), vector(201, 99));
    assertThat(Thinning.of(vectors, 5)).isEqualTo(new Thinning(List.of(0, 1, 2, 3, 5), OptionalLong.of(5)));
  }

  @Test
  void aTableThatFitsIsLeftAlone() {
    List<Vector> five = List.of(vector(1, 5), vector(2, 4), vector(3, 3), vector(4, 2), vector(5, 1));
    assertThat(Thinning.of(five, 5)).isEqualTo(new Thinning(List.of(0, 1, 2, 3, 4), OptionalLong.empty()));
    List<Vector> vectors = List.of(vector(1, 2), vector(2, 1));
    assertThat(Thinning.of(vectors, 5)).isEqualTo(new Thinning(List.of(0, 1), OptionalLong.empty()));
    assertThat(Thinning.of(vectors, 0).permille()).isEmpty();
  }

  @Property(tries = 200)
  void everythingIsCoveredWithinTheFactorAndTheSmallestStay(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 99_999) Long> seeds,
      @ForAll @IntRange(min = 5, max = 12) int most) {
    ParetoArchive<Long> archive = new ParetoArchive<>();
    for (long s : seeds) {
      archive.offer(new Vector(s % 10, s / 10 % 10, s / 100 % 10, s / 1000 % 10, s / 10_000), () -> s);
    }
    List<Vector> vectors = archive.entries().stream().map(ParetoArchive.Entry::vector).toList();
    Thinning thinning = Thinning.of(vectors, most);
    assertThat(thinning.kept()).hasSizeLessThanOrEqualTo(most);
    double factor = 1 + thinning.permille().orElse(0) / 1000.0;
    List<Vector> kept = new ArrayList<>();
    thinning.kept().forEach(i -> kept.add(vectors.get(i)));
    for (int o = 0; o < Vector.OBJECTIVES; o++) {
      int objective = o;
      long least = vectors.stream().mapToLong(v -> v.objective(objective)).min().orElseThrow();
      assertThat(kept).anyMatch(v -> v.objective(objective) == least);
    }
    assertThat(vectors).allMatch(v -> kept.stream().anyMatch(k -> {
      boolean within = true;
      for (int o = 0; o < Vector.OBJECTIVES; o++) {
        within &= k.objective(o) <= Math.max(1, v.objective(o)) * factor + 1e-9;
      }
      return within;
    }));
  }

  private static Vector vector(long cycles, long energy) {
    return new Vector(cycles, energy, 1, 1, 1);
  }
}
