package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.SlotTable;
import java.util.Arrays;

/** Which messages are placed, on which route and from which slot on: the state of the searches. */
final class Timetable {
  /** Route of a message that is not placed. */
  static final int OUT = -1;

  private final PeriodicInstance instance;
  private final int[] route;
  private final long[] start;
  private int placed;

  Timetable(PeriodicInstance instance) {
    this.instance = instance;
    this.route = new int[instance.size()];
    this.start = new long[instance.size()];
    Arrays.fill(route, OUT);
  }

  /** Places a message. */
  void place(int message, int onRoute, long at) {
    placed += route[message] == OUT ? 1 : 0;
    route[message] = onRoute;
    start[message] = at;
  }

  /** Takes a message out again. */
  void remove(int message) {
    placed -= route[message] == OUT ? 0 : 1;
    route[message] = OUT;
  }

  /** Takes another timetable's content. */
  void copy(Timetable other) {
    System.arraycopy(other.route, 0, route, 0, route.length);
    System.arraycopy(other.start, 0, start, 0, start.length);
    placed = other.placed;
  }

  /** Whether a message is placed. */
  boolean isPlaced(int message) {
    return route[message] != OUT;
  }

  /** The route of a message, or {@link #OUT}. */
  int route(int message) {
    return route[message];
  }

  /** The first slot of a placed message. */
  long start(int message) {
    return start[message];
  }

  /** How many messages are placed. */
  int placed() {
    return placed;
  }

  /** How many messages are not. */
  int out() {
    return route.length - placed;
  }

  /** The instance. */
  PeriodicInstance instance() {
    return instance;
  }

  /** The mapping. */
  SlotTable table() {
    return instance.table(route, start);
  }
}
