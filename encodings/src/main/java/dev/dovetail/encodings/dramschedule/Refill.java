package dev.dovetail.encodings.dramschedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How many cycles of loads at least must run between the end of one tile and the start of a later one.
 *
 * <p>Of the loads that the tiles between them need first, only so many bytes fit into the buffer at the earlier tile, beside what
 * no schedule can avoid to keep there; the others start after it. Tensors are whole: what fits is a sum of sizes.
 */
final class Refill {
  /** Most words of 64 sums that are written for all pairs together; beyond it sums of any size count as possible. */
  private static final long MOST_WORK = 1L << 28;

  private static final long MOST_WORDS = 1L << 16;

  /**
   * A pair of tiles with loads that do not all fit.
   *
   * @param from the earlier tile, or -1: nothing runs before tile 0
   * @param to the later one
   * @param cycles that the loads which are needed first between them, and are not resident at {@code from}, take at least
   */
  record Pair(int from, int to, long cycles) {}

  private final Instance in;
  /** Most words of one table of sums. */
  private final long mostWords;

  Refill(Instance in) {
    this.in = in;
    long tables = in.loadsOf.stream().mapToLong(List::size).sum() * in.tiles;
    mostWords = MOST_WORK / Math.max(1, tables);
  }

  /** All pairs whose later tile needs a load; by ascending later tile. */
  List<Pair> pairs() {
    List<List<Pair>> byTarget = new ArrayList<>();
    for (int q = 0; q < in.tiles; q++) {
      byTarget.add(new ArrayList<>());
    }
    for (int from = -1; from + 1 < in.tiles; from++) {
      from(from, byTarget);
    }
    return byTarget.stream().flatMap(List::stream).toList();
  }

  /** The loads of a pair: those that the tiles between need first and that need not be resident at the earlier one. */
  List<Integer> loads(Pair pair) {
    List<Integer> loads = new ArrayList<>();
    for (int q = pair.from() + 1; q <= pair.to(); q++) {
      in.loadsOf.get(q).stream().filter(x -> in.most[x] > pair.from()).forEach(loads::add);
    }
    return loads;
  }

  private void from(int from, List<List<Pair>> byTarget) {
    long room = in.free[from + 1];
    Sums sums = new Sums(room, unit(from), mostWords);
    long bytes = 0;
    for (int to = from + 1; to < in.tiles; to++) {
      boolean more = false;
      for (int x : in.loadsOf.get(to)) {
        if (in.most[x] > from && in.bytes[x] > 0) {
          bytes += in.bytes[x];
          // A load that cannot be resident there yet is not among what fills the room.
          if (in.least[x] <= from) {
            sums.add(in.bytes[x]);
          }
          more = true;
        }
      }
      long left = bytes - sums.largest();
      if (more && left > 0) {
        byTarget.get(to).add(new Pair(from, to, (left + in.bytesPerCycle - 1) / in.bytesPerCycle));
      }
    }
  }

  private long unit(int from) {
    long unit = 0;
    for (int x = 0; x < in.tensors; x++) {
      if (in.load[x] && in.most[x] > from) {
        unit = gcd(in.bytes[x], unit);
      }
    }
    return Math.max(1, unit);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The sums of sizes that are no larger than the room. */
  private static final class Sums {
    private final long room;
    private final long unit;
    private final BitSet possible = new BitSet();
    private final boolean exact;
    private long all;

    Sums(long room, long unit, long mostWords) {
      this.room = room;
      this.unit = unit;
      exact = room / unit / Long.SIZE < Math.min(mostWords, MOST_WORDS);
      possible.set(0);
    }

    void add(long size) {
      all += size;
      int by = exact && size <= room ? (int) (size / unit) : 0;
      if (by > 0) {
        possible.or(shifted(by, (int) (room / unit)));
      }
    }

    private BitSet shifted(int by, int last) {
      long[] words = possible.toLongArray();
      int skip = by >> 6;
      int bits = by & 63;
      long[] moved = new long[words.length + skip + 1];
      for (int i = 0; i < words.length; i++) {
        moved[i + skip] |= words[i] << bits;
        if (bits > 0) {
          moved[i + skip + 1] |= words[i] >>> (64 - bits);
        }
      }
      BitSet result = BitSet.valueOf(moved);
      result.clear(last + 1, Math.max(last + 1, result.length()));
      return result;
    }

    long largest() {
      return exact ? (possible.length() - 1) * unit : Math.min(all, room);
    }
  }
}
