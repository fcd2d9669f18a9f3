package dev.dovetail.models.linkslots;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which partial sums flow into which: every flit of a reduce on a link in a slot is one sum of what arrived there.
 *
 * <p>Role: counts, for what is delivered, how often the part of each source is in it.
 */
final class PartialSums {
  private int[] firstPart = new int[64];
  private int[] part = new int[64];
  private int[] nextPart = new int[64];
  private int sums;
  private int parts;

  /** A new sum; answers its id. */
  int create() {
    if (sums == firstPart.length) {
      firstPart = Arrays.copyOf(firstPart, 2 * sums);
    }
    firstPart[sums] = -1;
    return sums++;
  }

  /** Adds another sum to one. */
  void add(int sum, int other) {
    link(sum, other);
  }

  /** Adds the part of the source at a position to a sum. */
  void addSource(int sum, int position) {
    link(sum, ~position);
  }

  private void link(int sum, int what) {
    if (parts == part.length) {
      part = Arrays.copyOf(part, 2 * parts);
      nextPart = Arrays.copyOf(nextPart, 2 * parts);
    }
    part[parts] = what;
    nextPart[parts] = firstPart[sum];
    firstPart[sum] = parts++;
  }

  /** How often each source is in a sum; null if another sum comes into it on two ways. */
  int @Nullable [] contents(int sum, int sources) {
    int[] count = new int[sources];
    BitSet seen = new BitSet();
    int[] stack = new int[16];
    int depth = 0;
    stack[depth++] = sum;
    seen.set(sum);
    while (depth > 0) {
      int s = stack[--depth];
      for (int p = firstPart[s]; p >= 0; p = nextPart[p]) {
        int what = part[p];
        if (what < 0) {
          count[~what]++;
        } else if (seen.get(what)) {
          return null;
        } else {
          seen.set(what);
          if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
          }
          stack[depth++] = what;
        }
      }
    }
    return count;
  }
}
