package dev.dovetail.models.linkslots;

import dev.dovetail.models.Findings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What arrives at tiles during a replay: each unit of each message (a flit, or the frame as a whole) at each destination, in order, exactly
 * once; of a reduce with the part of every source in it, exactly once.
 */
final class Deliveries {
  private static final String RULE = "table-delivery";

  private final TableRows rows;
  private final Findings findings;
  private final PartialSums sums;
  private final long[] @Nullable [] next; // by message and destination: the next unit
  private final int[] @Nullable [] total; // of reduces, by message and unit: the sum that arrived, or -1
  private final long[] @Nullable [] arrived; // of reduces, by message and unit: the slot

  Deliveries(TableRows rows, PartialSums sums) {
    this.rows = rows;
    this.findings = rows.findings;
    this.sums = sums;
    int messages = rows.problem.messages().size();
    next = new long[messages][];
    total = new int[messages][];
    arrived = new long[messages][];
  }

  /**
   * One unit arrives.
   *
   * @param sum what it is made of, if the message is a reduce
   * @param units of the message
   */
  void deliver(int tile, Message message, int unit, int units, long slot, int sum) {
    int m = message.index();
    int position = message.destinations().indexOf(tile);
    if (position < 0) {
      findings.add(RULE, rows.tile(tile), "In slot %d flit %d of %s arrives, which does not go there.", slot, unit,
          rows.message(m));
      return;
    }
    if (message.shape() == Message.Shape.IN_TREE) {
      add(message, unit, units, slot, sum);
      return;
    }
    long[] expected = next[m];
    if (expected == null) {
      expected = new long[message.destinations().size()];
      next[m] = expected;
    }
    if (expected[position] != unit) {
      findings.add(RULE, rows.tile(tile), "In slot %d flit %d of %s arrives instead of flit %d.", slot, unit, rows.message(m),
          expected[position]);
    }
    expected[position] = unit + 1L;
  }

  private void add(Message message, int unit, int units, long slot, int sum) {
    int m = message.index();
    int[] all = total[m];
    long[] when = arrived[m];
    if (all == null || when == null) {
      all = new int[units];
      Arrays.fill(all, -1);
      when = new long[units];
      total[m] = all;
      arrived[m] = when;
    }
    if (all[unit] < 0) {
      all[unit] = sums.create();
      when[unit] = slot;
      if (unit > 0 && (all[unit - 1] < 0 || when[unit - 1] >= slot)) {
        findings.add(RULE, rows.message(m), "In slot %d flit %d arrives before flit %d.", slot, unit, unit - 1);
      }
    } else if (when[unit] != slot) {
      findings.add("table-alignment", rows.message(m), "Parts of flit %d arrive in slot %d and in slot %d.", unit, when[unit],
          slot);
    }
    sums.add(all[unit], sum);
  }

  /**
   * Nothing more arrives.
   *
   * @param served by message: whether it must be delivered
   * @param units by message
   */
  void end(boolean[] served, int[] units) {
    for (Message message : rows.problem.messages()) {
      int m = message.index();
      if (!served[m]) {
        continue;
      }
      if (message.shape() == Message.Shape.IN_TREE) {
        contents(message, units[m]);
        continue;
      }
      long[] got = next[m];
      for (int d = 0; d < message.destinations().size(); d++) {
        long n = got == null ? 0 : got[d];
        if (n != units[m]) {
          findings.add(RULE, rows.tile(message.destinations().get(d)), "Of %s %d of %d flits have arrived.", rows.message(m), n,
              units[m]);
        }
      }
    }
  }

  private void contents(Message message, int units) {
    List<Integer> sources = message.sources();
    int[] all = total[message.index()];
    for (int k = 0; k < units; k++) {
      if (all == null || all[k] < 0) {
        findings.add(RULE, rows.tile(message.destinations().get(0)), "Flit %d of %s has not arrived.", k,
            rows.message(message.index()));
        return;
      }
      int[] count = sums.contents(all[k], sources.size());
      if (count == null) {
        findings.add("table-sum", rows.message(message.index()), "In flit %d a partial sum is added twice.", k);
        return;
      }
      for (int s = 0; s < count.length; s++) {
        if (count[s] != 1) {
          findings.add("table-sum", rows.message(message.index()), "In flit %d the part of the %s is added %d times.", k,
              rows.tile(sources.get(s)), count[s]);
          return;
        }
      }
    }
  }
}
