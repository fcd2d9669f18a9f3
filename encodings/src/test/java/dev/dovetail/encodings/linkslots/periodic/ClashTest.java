package dev.dovetail.encodings.linkslots.periodic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClashTest {
  private static TimedRoute route(int[] channels, long[] offsets, long... durations) {
    return new TimedRoute(List.of(), channels, offsets, durations, 0, 0, channels.length);
  }

  private static TimedRoute hold(long duration) {
    return route(new int[] {0}, new long[] {0}, duration);
  }

  private static List<Long> apart(Clash clash) {
    return LongStream.range(0, clash.modulus()).filter(d -> !clash.at(d)).boxed().toList();
  }

  @Test
  void equal_periods_are_a_circle() {
    // T = 10, f holds 3 slots, g 4: g starts when f is over (3) and ends before f comes again (10 - 4 = 6)
    Clash clash = Clash.of(hold(3), 10, hold(4), 10, c -> true);

    assertThat(clash.modulus()).isEqualTo(10);
    assertThat(apart(clash)).containsExactly(3L, 4L, 5L, 6L);
    assertThat(clash.at(-4)).as("g right before f").isFalse();
    assertThat(clash.at(-3)).as("g one slot into f").isTrue();
  }

  @Test
  void different_periods_meet_modulo_their_gcd() {
    // gcd(12, 18) = 6: 2 <= s <= 6 - 3
    Clash clash = Clash.of(hold(2), 12, hold(3), 18, c -> true);

    assertThat(clash.modulus()).isEqualTo(6);
    assertThat(apart(clash)).containsExactly(2L, 3L);
    assertThat(clash.at(2 + 6 * 5)).isFalse();
  }

  @Test
  void holds_that_are_together_longer_than_the_gcd_always_meet() {
    assertThat(Clash.of(hold(2), 12, hold(4), 18, c -> true).isAlways()).as("2 + 4 = 6: one place").isFalse();
    assertThat(Clash.of(hold(3), 12, hold(4), 18, c -> true).isAlways()).as("3 + 4 > 6").isTrue();
    assertThat(Clash.of(hold(1), 5, hold(1), 7, c -> true).isAlways()).as("coprime periods").isTrue();
  }

  @Test
  void messages_on_other_channels_or_on_one_for_several_never_meet() {
    TimedRoute elsewhere = route(new int[] {1}, new long[] {0}, 5);

    assertThat(Clash.of(hold(5), 10, elsewhere, 10, c -> true).isNever()).isTrue();
    assertThat(Clash.of(hold(5), 10, hold(5), 10, c -> false).isNever()).isTrue();
  }

  @Test
  void a_common_way_with_other_steps_is_one_longer_range() {
    // f: 2 slots per channel, steps of 3; g: 1 slot, steps of 2. d + o_g - o_f in 0..1, with o_g - o_f = 0, -1, -2: d in 0..3
    TimedRoute f = route(new int[] {0, 1, 2}, new long[] {0, 3, 6}, 2, 2, 2);
    TimedRoute g = route(new int[] {0, 1, 2}, new long[] {0, 2, 4}, 1, 1, 1);
    Clash clash = Clash.of(f, 20, g, 20, c -> true);

    assertThat(clash.ranges()).isEqualTo(1);
    assertThat(clash.first(0)).isZero();
    assertThat(clash.length(0)).isEqualTo(4);
  }

  @Test
  void agrees_with_a_count_of_slots_over_the_hyperperiod() {
    SplittableRandom random = new SplittableRandom(7);
    long[] periods = {4, 6, 8, 9, 12};
    for (int i = 0; i < 400; i++) {
      long tf = periods[random.nextInt(periods.length)];
      long tg = periods[random.nextInt(periods.length)];
      TimedRoute f = random(random);
      TimedRoute g = random(random);
      Clash clash = Clash.of(f, tf, g, tg, c -> true);
      for (long df = 0; df < tf; df++) {
        for (long dg = 0; dg < tg; dg++) {
          assertThat(clash.at(dg - df)).as("%s, %d and %d, %d", f, tf, g, tg).isEqualTo(meets(f, tf, df, g, tg, dg));
        }
      }
    }
  }

  private static TimedRoute random(SplittableRandom random) {
    int[] channels = IntStream.range(0, 4).filter(c -> random.nextBoolean()).toArray();
    long[] offsets = new long[channels.length];
    long[] durations = new long[channels.length];
    for (int i = 0; i < channels.length; i++) {
      offsets[i] = random.nextInt(12);
      durations[i] = 1 + random.nextInt(3);
    }
    return route(channels, offsets, durations);
  }

  private static boolean meets(TimedRoute f, long tf, long df, TimedRoute g, long tg, long dg) {
    List<Long> held = new ArrayList<>(slots(f, tf, df));
    held.retainAll(slots(g, tg, dg));
    return !held.isEmpty();
  }

  /** Channel and slot modulo a hyperperiod of 72, in one number. */
  private static List<Long> slots(TimedRoute r, long period, long start) {
    List<Long> slots = new ArrayList<>();
    for (int i = 0; i < r.channels().length; i++) {
      for (long t = start + r.offsets()[i]; t < start + r.offsets()[i] + 72; t += period) {
        for (long s = t; s < t + r.durations()[i]; s++) {
          slots.add(r.channels()[i] * 72L + s % 72);
        }
      }
    }
    return slots;
  }
}
