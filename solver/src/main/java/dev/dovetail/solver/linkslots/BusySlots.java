package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;

/**
 * Busy slots as one bitset per channel and unit of capacity.
 *
 * <p>The starts at which a route is blocked are the bitsets of its channels, moved back by their offsets, joined, and spread backwards over
 * the duration by doubling; the first zero is the earliest start. The bits are looked at in chunks from the earliest slot that can be free.
 */
final class BusySlots implements Occupancy {
  private static final int WORD = Long.SIZE;
  private static final int SHIFT = 6;
  /** Words of starts decided at a time: a few cache lines. */
  private static final int CHUNK = 24;

  private final int[] capacity;
  private final long[][][] busy;
  private final long[] end;
  private final long[] full;
  private long[] blocked = new long[CHUNK * 2];
  private long[] one = new long[CHUNK * 2];
  private long[] all = new long[CHUNK * 2];

  /** All channels free. */
  BusySlots(int[] capacity) {
    this.capacity = capacity;
    busy = new long[capacity.length][][];
    for (int c = 0; c < capacity.length; c++) {
      busy[c] = new long[capacity[c]][CHUNK];
    }
    end = new long[capacity.length];
    full = new long[capacity.length];
  }

  /** Frees everything, keeps the memory. */
  void clear() {
    for (long[][] planes : busy) {
      for (long[] plane : planes) {
        Arrays.fill(plane, 0);
      }
    }
    Arrays.fill(end, 0);
    Arrays.fill(full, 0);
  }

  @Override
  public long earliest(TimedRoute route, long from, long until) {
    int[] channels = route.channels();
    long[] offsets = route.offsets();
    long[] durations = route.durations();
    long first = from;
    long free = from;
    long longest = 0;
    boolean equal = true;
    boolean single = true;
    for (int i = 0; i < channels.length; i++) {
      first = Math.max(first, full[channels[i]] - offsets[i]);
      free = Math.max(free, end[channels[i]] - offsets[i]);
      longest = Math.max(longest, durations[i]);
      equal &= durations[i] == durations[0];
      single &= capacity[channels[i]] == 1;
    }
    if (first >= until) {
      return Long.MAX_VALUE;
    }
    int last = (int) (free >> SHIFT);
    int reach = (int) ((longest - 1) / WORD) + 1;
    for (int base = (int) (first >> SHIFT); base <= last; base += CHUNK) {
      int words = Math.min(CHUNK, last - base + 1);
      int read = words + reach;
      ensure(read + 1);
      Arrays.fill(blocked, 0, read, 0);
      for (int i = 0; i < channels.length; i++) {
        if (end[channels[i]] - offsets[i] > (long) base << SHIFT) {
          join(channels[i], offsets[i], durations[i], base, words, read, equal && single);
        }
      }
      if (equal && single) {
        spread(blocked, read, durations[0]);
      }
      long start = firstZero(base, words, first);
      if (start >= 0) {
        return start < until ? start : Long.MAX_VALUE;
      }
      if ((long) (base + words) << SHIFT >= until) {
        return Long.MAX_VALUE;
      }
    }
    long start = Math.max(first, free);
    return start < until ? start : Long.MAX_VALUE;
  }

  private void ensure(int words) {
    if (blocked.length < words) {
      blocked = new long[words * 2];
      one = new long[words * 2];
      all = new long[words * 2];
    }
  }

  /** Adds the starts that a channel blocks; as busy slots that are not spread yet if {@code later}. */
  private void join(int channel, long offset, long duration, int base, int words, int read, boolean later) {
    long[][] planes = busy[channel];
    if (later) {
      orShifted(planes[0], offset, base, read, blocked);
      return;
    }
    Arrays.fill(all, 0, words, -1L);
    for (long[] plane : planes) {
      Arrays.fill(one, 0, read, 0);
      orShifted(plane, offset, base, read, one);
      spread(one, read, duration);
      for (int w = 0; w < words; w++) {
        all[w] &= one[w];
      }
    }
    for (int w = 0; w < words; w++) {
      blocked[w] |= all[w];
    }
  }

  private static void orShifted(long[] plane, long offset, int base, int read, long[] into) {
    int word = base + (int) (offset >> SHIFT);
    int bit = (int) (offset & (WORD - 1));
    int count = Math.min(read, plane.length - word);
    if (bit == 0) {
      for (int w = 0; w < count; w++) {
        into[w] |= plane[word + w];
      }
      return;
    }
    int inner = Math.min(count, plane.length - word - 1);
    for (int w = 0; w < inner; w++) {
      into[w] |= plane[word + w] >>> bit | plane[word + w + 1] << WORD - bit;
    }
    if (inner >= 0 && inner < count) {
      into[inner] |= plane[word + inner] >>> bit;
    }
  }

  /** Sets each of the {@code duration - 1} bits before a set one. */
  private static void spread(long[] bits, int words, long duration) {
    long done = 1;
    while (done < duration) {
      long step = Math.min(done, duration - done);
      int word = (int) (step >> SHIFT);
      int bit = (int) (step & (WORD - 1));
      for (int w = 0; w + word < words; w++) {
        long low = bits[w + word] >>> bit;
        long high = bit > 0 && w + word + 1 < words ? bits[w + word + 1] << WORD - bit : 0;
        bits[w] |= low | high;
      }
      done += step;
    }
  }

  private long firstZero(int base, int words, long first) {
    for (int w = 0; w < words; w++) {
      long open = ~blocked[w];
      long start = (long) (base + w) << SHIFT;
      if (start < first) {
        open &= first - start >= WORD ? 0 : -1L << (first - start);
      }
      if (open != 0) {
        return start + Long.numberOfTrailingZeros(open);
      }
    }
    return -1;
  }

  @Override
  public void hold(TimedRoute route, long start) {
    int[] channels = route.channels();
    for (int i = 0; i < channels.length; i++) {
      int c = channels[i];
      long begin = start + route.offsets()[i];
      long stop = begin + route.durations()[i];
      int plane = 0;
      while (plane + 1 < capacity[c] && isBusy(busy[c][plane], begin, stop)) {
        plane++;
      }
      busy[c][plane] = set(busy[c][plane], begin, stop);
      end[c] = Math.max(end[c], stop);
      if (capacity[c] == 1 && begin <= full[c] && stop > full[c]) {
        full[c] = nextFree(busy[c][0], full[c]);
      }
    }
  }

  private static boolean isBusy(long[] plane, long begin, long stop) {
    int from = (int) (begin >> SHIFT);
    int to = (int) (stop - 1 >> SHIFT);
    for (int w = from; w <= to && w < plane.length; w++) {
      if ((plane[w] & mask(w, begin, stop)) != 0) {
        return true;
      }
    }
    return false;
  }

  private static long[] set(long[] plane, long begin, long stop) {
    int from = (int) (begin >> SHIFT);
    int to = (int) (stop - 1 >> SHIFT);
    long[] bits = to < plane.length ? plane : Arrays.copyOf(plane, Math.max(to + 1, plane.length + plane.length / 2));
    for (int w = from; w <= to; w++) {
      bits[w] |= mask(w, begin, stop);
    }
    return bits;
  }

  private static long mask(int word, long begin, long stop) {
    long start = (long) word << SHIFT;
    long mask = begin > start ? -1L << (begin - start) : -1L;
    return stop - start < WORD ? mask & ~(-1L << (stop - start)) : mask;
  }

  private static long nextFree(long[] plane, long from) {
    for (int w = (int) (from >> SHIFT); w < plane.length; w++) {
      long open = ~plane[w] & mask(w, from, Long.MAX_VALUE);
      if (open != 0) {
        return ((long) w << SHIFT) + Long.numberOfTrailingZeros(open);
      }
    }
    return (long) plane.length << SHIFT;
  }
}
