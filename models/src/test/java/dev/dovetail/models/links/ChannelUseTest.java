package dev.dovetail.models.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Findings;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChannelUseTest {
  private static ChannelUse use(int capacity) {
    List<Node> nodes = List.of(new Node("a", Node.Kind.ROUTER, -1), new Node("b", Node.Kind.ROUTER, -1));
    Channel ab = new Channel("ab", Channel.Kind.LINK, Bandwidth.ofBytesPerCycle(1), 1, 0, capacity);
    return new ChannelUse(new LinkNetwork(nodes, List.of(ab), List.of(new Edge("ab", 0, 1, List.of(0)))));
  }

  private static List<String> found(ChannelUse use) {
    Findings findings = new Findings();
    use.check(new ChannelUse.Wording("full", "slot", c -> "link " + c, u -> "m" + u), findings);
    return findings.violations().stream().map(Object::toString).toList();
  }

  private static List<String> found(int capacity, long[]... holds) {
    ChannelUse use = use(capacity);
    for (int i = 0; i < holds.length; i++) {
      use.hold(0, holds[i][0], holds[i][1], holds[i][2], i);
    }
    return found(use);
  }

  @Test
  void one_hold_may_begin_when_another_ends_but_not_before() {
    assertThat(found(1, new long[] {3, 7, 0}, new long[] {0, 3, 0}, new long[] {7, 8, 0})).isEmpty();
    assertThat(found(1, new long[] {3, 7, 0}, new long[] {0, 4, 0}))
        .containsExactly("full at link 0: In slot 3 it carries both m1 and m0.");
  }

  @Test
  void a_wide_channel_carries_as_many_as_its_capacity() {
    assertThat(found(2, new long[] {0, 5, 0}, new long[] {1, 3, 0}, new long[] {3, 4, 0})).isEmpty();
    assertThat(found(2, new long[] {0, 5, 0}, new long[] {1, 4, 0}, new long[] {3, 4, 0}))
        .containsExactly("full at link 0: In slot 3 it carries m0, m1, m2, 3 at a time, its capacity is 2.");
  }

  @Test
  void what_is_held_adds_up() {
    ChannelUse use = use(1);
    use.hold(0, 0, 4, 0, 0);
    use.hold(0, 10, 13, 0, 1);
    assertThat(use.busy(0)).isEqualTo(7);
    assertThat(use.busiest()).isEqualTo(7);
  }

  /** Modulo 8: [6, 9) is 6, 7, 0; so slot 0 is taken, and slots 1 to 5 are free. */
  @Test
  void periodic_holds_wrap_around() {
    assertThat(found(1, new long[] {6, 9, 8}, new long[] {1, 6, 8})).isEmpty();
    assertThat(found(1, new long[] {6, 9, 8}, new long[] {16, 17, 8}))
        .containsExactly("full at link 0: In slot 0 of each 8 it carries both m0 and m1.");
  }

  @Test
  void a_hold_longer_than_its_period_meets_itself() {
    assertThat(found(1, new long[] {0, 8, 8})).isEmpty();
    assertThat(found(1, new long[] {0, 9, 8})).containsExactly("full at link 0: In slot 0 of each 8 it carries both m0 and m0.");
  }

  /** q = gcd(4, 6) = 2. Starts 0 and 1: the distance, 1, leaves room for lengths of 1 and 1. Starts 0 and 2: they meet in slot 8. */
  @Test
  void holds_of_different_periods_are_compared_modulo_their_greatest_common_divisor() {
    assertThat(found(1, new long[] {0, 1, 4}, new long[] {1, 2, 6})).isEmpty();
    assertThat(found(1, new long[] {0, 1, 4}, new long[] {2, 3, 6}))
        .containsExactly("full at link 0: In slot 8 it carries both m0 and m1.");
  }

  /** Of three holds at periods 2, 3 and 5, two meet often, all three first in slot 0 of 30. */
  @Test
  void a_wide_channel_with_different_periods_is_judged_over_their_common_multiple() {
    assertThat(found(3, new long[] {0, 1, 2}, new long[] {0, 1, 3}, new long[] {0, 1, 5})).isEmpty();
    assertThat(found(2, new long[] {0, 1, 2}, new long[] {0, 1, 3}, new long[] {0, 1, 5}))
        .containsExactly("full at link 0: In slot 0 of each 30 it carries m0, m1, m2, 3 at a time, its capacity is 2.");
  }

  @Test
  void periods_that_take_too_long_to_unroll_are_refused() {
    assertThat(found(2, new long[] {0, 1, 1_000_003}, new long[] {0, 1, 1_000_033}, new long[] {0, 1, 7})).singleElement()
        .asString()
        .contains("too long to judge");
  }

  /** The oracle counts in every slot of three common multiples of the periods 0 (never), 4 and 6. */
  @Property(tries = 500)
  void a_count_in_every_slot_agrees(
      @ForAll @IntRange(min = 1, max = 2) int capacity,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 10_000) Integer> codes,
      @ForAll @IntRange(max = 2) int mode) {
    long[] periods = mode == 0 ? new long[] {0} : mode == 1 ? new long[] {6} : new long[] {4, 6};
    List<long[]> holds = new ArrayList<>();
    for (int code : codes) {
      long from = code % 13;
      holds.add(new long[] {from, from + 1 + code / 13 % 3, periods[code / 39 % periods.length]});
    }
    int[] count = new int[60];
    for (long[] h : holds) {
      for (long at = h[2] == 0 ? h[0] : h[0] % h[2] - h[2]; at < count.length; at += h[2] == 0 ? count.length : h[2]) {
        for (long s = Math.max(0, at); s < Math.min(count.length, at + h[1] - h[0]); s++) {
          count[(int) s]++;
        }
      }
    }
    boolean free = java.util.Arrays.stream(count).allMatch(n -> n <= capacity);
    assertThat(found(capacity, holds.toArray(new long[0][])).isEmpty()).isEqualTo(free);
  }
}
