package dev.dovetail.models.links;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/**
 * Who holds which channel when; the rule that a channel carries no more at a time than its capacity.
 *
 * <p>Role: the judge of contention, for accelerators and slot tables alike. A hold lasts for whole cycles [from, until); one with a period
 * repeats for ever. Two periodic holds on a channel of capacity 1 may stand together if, with q the greatest common divisor of their
 * periods, the distance of their starts modulo q leaves room for the first before the second and for the second before the first.
 */
public final class ChannelUse {
  /** Occurrences of periodic holds up to which a channel of greater capacity is unrolled over the common multiple of its periods. */
  static final long MOST_OCCURRENCES = 4_000_000;

  /**
   * How findings are worded.
   *
   * @param rule name of the broken rule
   * @param unit of time, in the singular
   * @param channel names a channel as a place
   * @param user names a user
   */
  public record Wording(String rule, String unit, IntFunction<String> channel, IntFunction<String> user) {}

  /** One hold; {@code period} 0 is once. */
  record Hold(long from, long until, long period, int user) {
    static final Comparator<Hold> BY_START = Comparator.comparingLong(Hold::from).thenComparingInt(Hold::user);

    long length() {
      return until - from;
    }

    Hold at(long start) {
      return new Hold(start, Exact.add(start, length()), period, user);
    }
  }

  private final LinkNetwork network;
  private final List<List<Hold>> holds = new ArrayList<>();

  /** Nothing is held. */
  public ChannelUse(LinkNetwork network) {
    this.network = network;
    network.channels().forEach(c -> holds.add(new ArrayList<>()));
  }

  /**
   * Everything that a movement holds.
   *
   * @param walk over its route
   * @param start cycle, at least 0
   * @param period cycles after which it repeats, 0 for never
   * @param user index that findings name
   */
  public void hold(Walk walk, long start, long period, int user) {
    for (int i = 0; i < walk.channels().length; i++) {
      long from = Exact.add(start, walk.offsets()[i]);
      hold(walk.channels()[i], from, Exact.add(from, walk.durations()[i]), period, user);
    }
  }

  /** One channel during the cycles [from, until), and again after each {@code period} if that is positive. */
  public void hold(int channel, long from, long until, long period, int user) {
    holds.get(channel).add(new Hold(from, until, period, user));
  }

  /** Cycles that a channel is held, summed over its holds. */
  public long busy(int channel) {
    long busy = 0;
    for (Hold hold : holds.get(channel)) {
      busy = Exact.add(busy, hold.length());
    }
    return busy;
  }

  /** The most cycles that any channel is held. */
  public long busiest() {
    long busiest = 0;
    for (int c = 0; c < holds.size(); c++) {
      busiest = Math.max(busiest, busy(c));
    }
    return busiest;
  }

  /** Reports every hold that begins while its channel is full, with the cycle, and who is there. */
  public void check(Wording wording, Findings findings) {
    for (int c = 0; c < holds.size(); c++) {
      List<Hold> onChannel = holds.get(c);
      if (onChannel.isEmpty()) {
        continue;
      }
      long period = onChannel.get(0).period();
      boolean same = onChannel.stream().allMatch(h -> h.period() == period);
      int capacity = network.channels().get(c).capacity();
      Conflicts conflicts = new Conflicts(c, capacity, wording, findings);
      if (same && period == 0) {
        onChannel.sort(Hold.BY_START);
        conflicts.sweep(onChannel, 0, 0);
      } else if (same) {
        conflicts.sweep(circle(onChannel, period), period, period);
      } else if (capacity == 1) {
        conflicts.pairs(onChannel);
      } else {
        conflicts.unroll(onChannel);
      }
    }
  }

  /** Each hold twice, once in each of two rounds: whatever is held in the second round stands there completely. */
  private static List<Hold> circle(List<Hold> onChannel, long period) {
    List<Hold> unrolled = new ArrayList<>();
    for (Hold hold : onChannel) {
      Hold first = hold.at(Math.floorMod(hold.from(), period));
      unrolled.add(first);
      unrolled.add(first.at(Exact.add(first.from(), period)));
    }
    unrolled.sort(Hold.BY_START);
    return unrolled;
  }

  /** Finds and words what is too much on one channel. */
  private static final class Conflicts {
    private final int channel;
    private final int capacity;
    private final Wording wording;
    private final Findings findings;

    Conflicts(int channel, int capacity, Wording wording, Findings findings) {
      this.channel = channel;
      this.capacity = capacity;
      this.wording = wording;
      this.findings = findings;
    }

    /**
     * In order of their starts; reports the holds that begin in or after {@code reported} while the channel is full.
     *
     * @param period of all holds, for the wording; 0 for none
     */
    void sweep(List<Hold> sorted, long reported, long period) {
      PriorityQueue<Hold> active = new PriorityQueue<>(Comparator.comparingLong(Hold::until));
      Hold last = null;
      for (Hold hold : sorted) {
        if (capacity == 1) {
          if (last != null && hold.from() < last.until() && hold.from() >= reported) {
            both(hold.from() - reported, period, last.user(), hold.user());
          }
          if (last == null || hold.until() > last.until()) {
            last = hold;
          }
          continue;
        }
        while (!active.isEmpty() && active.element().until() <= hold.from()) {
          active.remove();
        }
        active.add(hold);
        if (active.size() > capacity && hold.from() >= reported) {
          tooMany(hold.from() - reported, period, active);
        }
      }
    }

    /** Two by two; all holds repeat, at different periods, or some do not. */
    void pairs(List<Hold> onChannel) {
      for (int j = 0; j < onChannel.size(); j++) {
        Hold b = onChannel.get(j);
        if (b.period() > 0 && b.length() > b.period()) {
          both(b.from(), b.period(), b.user(), b.user());
        }
        for (int i = 0; i < j; i++) {
          Hold a = onChannel.get(i);
          long meeting = Meeting.of(a, b);
          if (meeting >= 0) {
            both(meeting, 0, a.user(), b.user());
          }
        }
      }
    }

    /** All occurrences of one common multiple of the periods, and of one more round before it. */
    void unroll(List<Hold> onChannel) {
      long round = 1;
      for (Hold hold : onChannel) {
        if (hold.period() > 0) {
          round = Exact.multiply(round / Meeting.gcd(round, hold.period()), hold.period());
        }
      }
      long occurrences = 0;
      boolean once = false;
      for (Hold hold : onChannel) {
        occurrences = Exact.add(occurrences, hold.period() > 0 ? round / hold.period() : 1);
        once |= hold.period() == 0;
      }
      if (once || occurrences > MOST_OCCURRENCES) {
        findings.add(wording.rule(), wording.channel().apply(channel),
            "Its users' periods repeat together only after %d %ss: too long to judge what it carries.", round, wording.unit());
        return;
      }
      List<Hold> unrolled = new ArrayList<>();
      for (Hold hold : onChannel) {
        long first = Math.floorMod(hold.from(), hold.period());
        for (long at = first; at < 2 * round; at += hold.period()) {
          unrolled.add(hold.at(at));
        }
      }
      unrolled.sort(Hold.BY_START);
      sweep(unrolled, round, round);
    }

    private void both(long at, long period, int one, int other) {
      findings.add(wording.rule(), wording.channel().apply(channel), "In %s it carries both %s and %s.", when(at, period),
          wording.user().apply(one), wording.user().apply(other));
    }

    private void tooMany(long at, long period, PriorityQueue<Hold> active) {
      List<String> users = active.stream().sorted(Hold.BY_START).map(h -> wording.user().apply(h.user())).toList();
      findings.add(wording.rule(), wording.channel().apply(channel), "In %s it carries %s, %d at a time, its capacity is %d.",
          when(at, period), String.join(", ", users), users.size(), capacity);
    }

    private String when(long at, long period) {
      return wording.unit() + " " + at + (period > 0 ? " of each " + period : "");
    }
  }
}
