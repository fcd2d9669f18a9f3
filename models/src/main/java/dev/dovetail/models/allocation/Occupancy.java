package dev.dovetail.models.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sums intervals of bytes over time: the bytes that are alive from each cycle on at which they change. */
final class Occupancy {
  /**
   * From {@code cycle} on {@code bytes} bytes are alive.
   *
   * @param cycle first cycle
   * @param bytes until the next step
   */
  record Step(long cycle, long bytes) {}

  private record Change(long cycle, long bytes) {}

  private final List<Change> changes = new ArrayList<>();

  /** {@code bytes} bytes are alive in the cycles {@code [from, until)}. */
  void add(long from, long until, long bytes) {
    changes.add(new Change(from, bytes));
    changes.add(new Change(until, -bytes));
  }

  /** The steps, ascending; all changes of one cycle together make one step, so a release and an allocation do not add up. */
  List<Step> steps() {
    changes.sort(Comparator.comparingLong(Change::cycle));
    List<Step> steps = new ArrayList<>();
    long alive = 0;
    for (int i = 0; i < changes.size(); i++) {
      alive += changes.get(i).bytes();
      boolean last = i + 1 == changes.size() || changes.get(i + 1).cycle() != changes.get(i).cycle();
      if (last && (steps.isEmpty() || steps.get(steps.size() - 1).bytes() != alive)) {
        steps.add(new Step(changes.get(i).cycle(), alive));
      }
    }
    return steps;
  }
}
