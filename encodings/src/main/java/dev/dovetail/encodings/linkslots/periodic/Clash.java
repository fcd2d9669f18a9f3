package dev.dovetail.encodings.linkslots.periodic;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which differences between the starts of two periodic messages make them collide.
 *
 * <p>Message f repeats every T_f slots, g every T_g; of d = start_g - start_f only the residue modulo q = gcd(T_f, T_g) matters. On a channel
 * that carries one message at a time, which f holds from offset o_f for n_f slots and g from o_g for n_g, they overlap in some slot if and
 * only if d + o_g - o_f is congruent to one of -n_g + 1 .. n_f - 1. With n_f + n_g > q that is every residue.
 */
public final class Clash {
  private static final Clash NEVER = new Clash(1, new long[0], new long[0], false);

  private final long modulus;
  private final long[] first;
  private final long[] length;
  private final boolean always;

  private Clash(long modulus, long[] first, long[] length, boolean always) {
    this.modulus = modulus;
    this.first = first;
    this.length = length;
    this.always = always;
  }

  /**
   * The collisions of f on one route and g on another.
   *
   * @param f route of f
   * @param periodF slots, at least 1
   * @param g route of g
   * @param periodG slots, at least 1
   * @param exclusive whether a channel, given by index, carries one message at a time; others are not looked at
   */
  public static Clash of(TimedRoute f, long periodF, TimedRoute g, long periodG, IntPredicate exclusive) {
    long q = gcd(periodF, periodG);
    List<long[]> ranges = new ArrayList<>();
    for (int i = 0; i < f.channels().length; i++) {
      int channel = f.channels()[i];
      int j = exclusive.test(channel) ? position(g.channels(), channel) : -1;
      if (j < 0) {
        continue;
      }
      long size = f.durations()[i] + g.durations()[j] - 1;
      if (size >= q) {
        return new Clash(q, new long[0], new long[0], true);
      }
      if (size > 0) {
        ranges.add(new long[] {Math.floorMod(f.offsets()[i] - g.offsets()[j] - g.durations()[j] + 1, q), size});
      }
    }
    return ranges.isEmpty() ? NEVER : union(q, ranges);
  }

  private static int position(int[] channels, int channel) {
    for (int i = 0; i < channels.length; i++) {
      if (channels[i] == channel) {
        return i;
      }
    }
    return -1;
  }

  /** Joins ranges that touch or overlap on the circle of q residues. */
  private static Clash union(long q, List<long[]> ranges) {
    ranges.sort(Comparator.comparingLong(r -> r[0]));
    List<long[]> joined = new ArrayList<>();
    for (long[] r : ranges) {
      long[] last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && r[0] <= last[0] + last[1]) {
        last[1] = Math.max(last[1], r[0] + r[1] - last[0]);
      } else {
        joined.add(r.clone());
      }
    }
    // The last range may run over the end of the circle into the first ones.
    long[] last = joined.get(joined.size() - 1);
    while (joined.size() > 1 && last[0] + last[1] >= joined.get(0)[0] + q) {
      long[] begin = joined.remove(0);
      last[1] = Math.max(last[1], begin[0] + q + begin[1] - last[0]);
    }
    if (last[1] >= q) {
      return new Clash(q, new long[0], new long[0], true);
    }
    return new Clash(
        q, joined.stream().mapToLong(r -> r[0]).toArray(), joined.stream().mapToLong(r -> r[1]).toArray(), false);
  }

  /** Greatest common divisor of two positive numbers. */
  public static long gcd(long a, long b) {
    long x = a;
    long y = b;
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  /** Whether no difference of starts makes them collide. */
  public boolean isNever() {
    return !always && first.length == 0;
  }

  /** Whether they collide whenever they start. */
  public boolean isAlways() {
    return always;
  }

  /** q: only the difference modulo it matters. */
  public long modulus() {
    return modulus;
  }

  /** How many ranges of residues collide, apart from each other; 0 if none or all do. */
  public int ranges() {
    return first.length;
  }

  /** First residue of range i, in 0 .. q - 1. */
  public long first(int i) {
    return first[i];
  }

  /** Residues in range i, at least 1; the range may run over q - 1 and go on at 0. */
  public long length(int i) {
    return length[i];
  }

  /** Whether they collide if g starts {@code difference} slots after f (before f, if negative). */
  public boolean at(long difference) {
    if (always) {
      return true;
    }
    for (int i = 0; i < first.length; i++) {
      if (Math.floorMod(difference - first[i], modulus) < length[i]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Clash c && c.modulus == modulus && c.always == always && Arrays.equals(c.first, first)
        && Arrays.equals(c.length, length);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(first) * 31 + Arrays.hashCode(length);
  }

  @Override
  public String toString() {
    return always ? "always" : "%s + 0..%s mod %d".formatted(Arrays.toString(first), Arrays.toString(length), modulus);
  }
}
