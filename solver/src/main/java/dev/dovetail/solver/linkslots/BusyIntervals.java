package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;

/** Busy slots as sorted, joined intervals per channel and unit of capacity: for messages too long to be counted slot by slot. */
final class BusyIntervals implements Occupancy {
  private final Plane[][] planes;

  /** Disjoint busy intervals in ascending order. */
  private static final class Plane {
    private long[] begins = new long[8];
    private long[] ends = new long[8];
    private int size;

    /** Index of the first interval that ends after {@code slot}. */
    private int firstAfter(long slot) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (ends[middle] > slot) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    /** First slot from which {@code duration} slots are free. */
    private long fit(long from, long duration) {
      long at = from;
      for (int i = firstAfter(from); i < size && begins[i] < at + duration; i++) {
        at = ends[i];
      }
      return at;
    }

    private void add(long begin, long end) {
      int i = firstAfter(begin);
      boolean left = i > 0 && ends[i - 1] == begin;
      boolean right = i < size && begins[i] == end;
      if (left && right) {
        ends[i - 1] = ends[i];
        System.arraycopy(begins, i + 1, begins, i, size - i - 1);
        System.arraycopy(ends, i + 1, ends, i, size - i - 1);
        size--;
      } else if (left) {
        ends[i - 1] = end;
      } else if (right) {
        begins[i] = begin;
      } else {
        if (size == begins.length) {
          begins = Arrays.copyOf(begins, size * 2);
          ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(begins, i, begins, i + 1, size - i);
        System.arraycopy(ends, i, ends, i + 1, size - i);
        begins[i] = begin;
        ends[i] = end;
        size++;
      }
    }
  }

  /** All channels free. */
  BusyIntervals(int[] capacity) {
    planes = new Plane[capacity.length][];
    for (int c = 0; c < planes.length; c++) {
      planes[c] = new Plane[capacity[c]];
      for (int p = 0; p < planes[c].length; p++) {
        planes[c][p] = new Plane();
      }
    }
  }

  @Override
  public long earliest(TimedRoute route, long from, long until) {
    int[] channels = route.channels();
    long start = from;
    int agreed = 0;
    for (int i = 0; agreed < channels.length && start < until; i = (i + 1) % channels.length) {
      long begin = start + route.offsets()[i];
      long fit = Long.MAX_VALUE;
      for (Plane plane : planes[channels[i]]) {
        fit = Math.min(fit, plane.fit(begin, route.durations()[i]));
      }
      agreed = fit == begin ? agreed + 1 : 1;
      start = fit - route.offsets()[i];
    }
    return start < until ? start : Long.MAX_VALUE;
  }

  @Override
  public void hold(TimedRoute route, long start) {
    for (int i = 0; i < route.channels().length; i++) {
      long begin = start + route.offsets()[i];
      long duration = route.durations()[i];
      for (Plane plane : planes[route.channels()[i]]) {
        if (plane.fit(begin, duration) == begin) {
          plane.add(begin, begin + duration);
          break;
        }
      }
    }
  }
}
