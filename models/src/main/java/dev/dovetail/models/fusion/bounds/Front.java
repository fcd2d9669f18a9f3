package dev.dovetail.models.fusion.bounds;

import java.util.Arrays;

/** Labels (end of compute, shift of the channel), none of which is at most another one in both: end ascending, shift descending. */
final class Front {
  private long[] ends = new long[4];
  private long[] shifts = new long[4];
  private int size;

  int size() {
    return size;
  }

  long end(int i) {
    return ends[i];
  }

  long shift(int i) {
    return shifts[i];
  }

  /** Adds a label unless one that is there is at most it in both; removes those that it makes needless. */
  boolean add(long end, long shift) {
    int at = Arrays.binarySearch(ends, 0, size, end);
    if (at < 0) {
      at = -at - 1;
      if (at > 0 && shifts[at - 1] <= shift) {
        return false;
      }
    } else if (shifts[at] <= shift) {
      return false;
    }
    int last = at;
    while (last < size && shifts[last] >= shift) {
      last++;
    }
    if (last == at) {
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
        shifts = Arrays.copyOf(shifts, 2 * size);
      }
      System.arraycopy(ends, at, ends, at + 1, size - at);
      System.arraycopy(shifts, at, shifts, at + 1, size - at);
      size++;
    } else {
      System.arraycopy(ends, last, ends, at + 1, size - last);
      System.arraycopy(shifts, last, shifts, at + 1, size - last);
      size -= last - at - 1;
    }
    ends[at] = end;
    shifts[at] = shift;
    return true;
  }
}
