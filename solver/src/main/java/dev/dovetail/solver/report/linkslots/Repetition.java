package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.Bar;
import java.math.BigInteger;
import java.util.List;

/**
 * How messages repeat, and over which time they are drawn: the least common multiple of their periods, or, if that holds too many
 * repetitions, the longest period.
 */
final class Repetition {
  private static final long MOST_REPETITIONS = 100_000;

  private final long common;
  private final long span;
  private final boolean whole;

  Repetition(LinkSlotsProblem problem, SlotTable table) {
    this.common = table.period();
    if (common > 0 || !problem.isPeriodic()) {
      this.span = Math.max(1, common);
      this.whole = true;
      return;
    }
    BigInteger multiple = BigInteger.ONE;
    long longest = 1;
    for (Message m : problem.messages()) {
      BigInteger period = BigInteger.valueOf(m.period());
      multiple = multiple.divide(multiple.gcd(period)).multiply(period);
      longest = Math.max(longest, m.period());
    }
    BigInteger all = BigInteger.ZERO;
    for (Message m : problem.messages()) {
      all = all.add(multiple.divide(BigInteger.valueOf(m.period())));
    }
    this.whole = all.compareTo(BigInteger.valueOf(MOST_REPETITIONS)) <= 0;
    this.span = whole ? multiple.longValueExact() : longest;
  }

  /** Whether no message repeats. */
  boolean isNever() {
    return common == 0 && span == 1;
  }

  /** The time that is drawn, if messages repeat. */
  long span() {
    return span;
  }

  /** Whether everything repeats after the time that is drawn. */
  boolean isWhole() {
    return whole;
  }

  /** Period of a message, 0 if it is sent once. */
  long of(Message message) {
    return common > 0 ? common : message.period();
  }

  /** Adds a hold to a link's bars as often as it repeats in the time that is drawn; what crosses its end goes on at its begin. */
  void spread(Message message, long begin, long length, int group, int position, List<Bar> bars) {
    long period = of(message);
    if (period == 0) {
      bars.add(new Bar(begin, begin + length, group, position));
      return;
    }
    for (long from = begin % period; from < span; from += period) {
      long end = from + length;
      bars.add(new Bar(from, Math.min(span, end), group, position));
      if (end > span) {
        bars.add(new Bar(0, end - span, group, position));
      }
    }
  }
}
