package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;

/**
 * Who holds which channel when: sorted intervals with their owners, one list per channel and unit of capacity.
 *
 * <p>Role: the state of the local search. Slots are ints here.
 */
final class Tracks {
  private final int[] firstTrack;
  private final int[] size;
  private final int[][] begins;
  private final int[][] ends;
  private final int[][] owners;

  /** All channels free. */
  Tracks(int[] capacity) {
    firstTrack = new int[capacity.length + 1];
    for (int c = 0; c < capacity.length; c++) {
      firstTrack[c + 1] = firstTrack[c] + capacity[c];
    }
    int n = firstTrack[capacity.length];
    size = new int[n];
    begins = new int[n][8];
    ends = new int[n][8];
    owners = new int[n][8];
  }

  int firstTrack(int channel) {
    return firstTrack[channel];
  }

  /** One after the last track of a channel. */
  int endTrack(int channel) {
    return firstTrack[channel + 1];
  }

  int size(int track) {
    return size[track];
  }

  int[] begins(int track) {
    return begins[track];
  }

  int[] ends(int track) {
    return ends[track];
  }

  int[] owners(int track) {
    return owners[track];
  }

  /** Position of the first interval that ends after a slot. */
  int firstEndingAfter(int track, int slot) {
    int[] e = ends[track];
    int low = 0;
    int high = size[track];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (e[middle] > slot) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean isFree(int track, int begin, int end) {
    int i = firstEndingAfter(track, begin);
    return i == size[track] || begins[track][i] >= end;
  }

  /** Holds the channels of a route; on each there must be a track that is free. */
  void add(int owner, TimedRoute route, int start) {
    for (int p = 0; p < route.channels().length; p++) {
      int begin = start + (int) route.offsets()[p];
      int end = begin + (int) route.durations()[p];
      int track = firstTrack[route.channels()[p]];
      int last = firstTrack[route.channels()[p] + 1] - 1;
      while (track < last && !isFree(track, begin, end)) {
        track++;
      }
      insert(track, begin, end, owner);
    }
  }

  private void insert(int track, int begin, int end, int owner) {
    int i = firstEndingAfter(track, begin);
    int n = size[track]++;
    if (n == begins[track].length) {
      begins[track] = Arrays.copyOf(begins[track], n * 2);
      ends[track] = Arrays.copyOf(ends[track], n * 2);
      owners[track] = Arrays.copyOf(owners[track], n * 2);
    }
    System.arraycopy(begins[track], i, begins[track], i + 1, n - i);
    System.arraycopy(ends[track], i, ends[track], i + 1, n - i);
    System.arraycopy(owners[track], i, owners[track], i + 1, n - i);
    begins[track][i] = begin;
    ends[track][i] = end;
    owners[track][i] = owner;
  }

  /** Frees the channels that a message holds. */
  void remove(int owner, TimedRoute route, int start) {
    for (int p = 0; p < route.channels().length; p++) {
      int begin = start + (int) route.offsets()[p];
      for (int track = firstTrack[route.channels()[p]]; track < firstTrack[route.channels()[p] + 1]; track++) {
        int i = firstEndingAfter(track, begin);
        if (i < size[track] && owners[track][i] == owner) {
          int n = --size[track];
          System.arraycopy(begins[track], i + 1, begins[track], i, n - i);
          System.arraycopy(ends[track], i + 1, ends[track], i, n - i);
          System.arraycopy(owners[track], i + 1, owners[track], i, n - i);
          break;
        }
      }
    }
  }

  /** Frees everything. */
  void clear() {
    Arrays.fill(size, 0);
  }
}
