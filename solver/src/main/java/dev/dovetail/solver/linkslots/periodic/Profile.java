package dev.dovetail.solver.linkslots.periodic;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to start a message in each slot of a window: a sum of weighted ranges, some of which repeat. Reused from message to message.
 *
 * <p>A short window is an array of slots, a long one a sorted list of where ranges begin and end, so that a search costs no more in
 * nanoseconds than in microseconds.
 */
final class Profile {
  /** Windows of more slots are sorted lists. */
  private static final int LONGEST_ARRAY = 1 << 14;

  private long low;
  private long width;
  private boolean sorted;
  private final long[] slots = new long[LONGEST_ARRAY + 1];
  private long[] keys = new long[1024];
  private long[] changes = new long[1024];
  private int events;
  private long everywhere;

  private long bestWeight;
  private long bestSlot;
  private int ties;

  /** Begins a new window low .. high, which is not empty. */
  void open(long lowest, long highest) {
    low = lowest;
    width = highest - lowest + 1;
    sorted = width > LONGEST_ARRAY;
    events = 0;
    everywhere = 0;
    if (!sorted) {
      Arrays.fill(slots, 0, (int) width + 1, 0);
    }
  }

  /** Adds to every slot. */
  void addEverywhere(long weight) {
    everywhere += weight;
  }

  /** Adds to the slots first .. first + length - 1 and to those any multiple of {@code modulus} away. */
  void add(long first, long length, long modulus, long weight) {
    long at = Math.floorMod(first - low, modulus); // the first repetition that begins inside the window
    if (at + length > modulus) {
      range(0, at + length - modulus, weight);
    }
    for (; at < width; at += modulus) {
      range(at, at + length, weight);
    }
  }

  private void range(long from, long to, long weight) {
    long end = Math.min(to, width);
    if (!sorted) {
      slots[(int) from] += weight;
      slots[(int) end] -= weight;
      return;
    }
    if (events + 2 > keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length);
      changes = Arrays.copyOf(changes, 2 * changes.length);
    }
    change(from, weight);
    change(end, -weight);
  }

  private void change(long at, long weight) {
    // The place in the list goes with the slot through the sort.
    keys[events] = Math.addExact(Math.multiplyExact(at, 1L << 22), events);
    changes[events++] = weight;
  }

  /**
   * Finds the cheapest slot.
   *
   * @param random to pick one of the equally cheap stretches, at one of its ends; null for the earliest slot
   */
  void search(@Nullable SplittableRandom random) {
    bestWeight = Long.MAX_VALUE;
    bestSlot = low;
    ties = 0;
    if (sorted) {
      searchEvents(random);
    } else {
      searchSlots(random);
    }
    bestWeight += everywhere;
  }

  private void searchSlots(@Nullable SplittableRandom random) {
    long level = 0;
    int begin = 0;
    for (int t = 0; t <= width; t++) {
      if (t == width || (t > 0 && slots[t] != 0)) {
        stretch(level, begin, t - 1, random);
        begin = t;
      }
      level += slots[t];
    }
  }

  private void searchEvents(@Nullable SplittableRandom random) {
    Arrays.sort(keys, 0, events);
    long level = 0;
    long begin = 0;
    for (int i = 0; i < events; i++) {
      long at = keys[i] >> 22;
      if (at >= width) {
        break;
      }
      if (at > begin) {
        stretch(level, begin, at - 1, random);
        begin = at;
      }
      level += changes[(int) (keys[i] & (1 << 22) - 1)];
    }
    stretch(level, begin, width - 1, random);
  }

  /** Looks at slots of the same cost, relative to the window. */
  private void stretch(long weight, long from, long to, @Nullable SplittableRandom random) {
    if (weight > bestWeight || (weight == bestWeight && random == null)) {
      return;
    }
    ties = weight < bestWeight ? 1 : ties + 1;
    bestWeight = weight;
    if (random == null) {
      bestSlot = low + from;
    } else if (random.nextInt(ties) == 0) {
      bestSlot = low + (random.nextBoolean() ? from : to);
    }
  }

  /** The least cost in the window. */
  long bestWeight() {
    return bestWeight;
  }

  /** A slot of that cost. */
  long bestSlot() {
    return bestSlot;
  }
}
