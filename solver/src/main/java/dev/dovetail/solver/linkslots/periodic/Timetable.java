package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import java.util.Arrays;

/** Which messages are placed, on which route and from which slot on: the state of the searches. */
final class Timetable {
  /** Route of a message that is not placed. */
  static final int OUT = -1;

  private final PeriodicInstance instance;
  private final int[] route;
  private final long[] start;
  private final int[][] users; // by channel: the placed messages that hold it
  private final int[] userCount;
  private int placed;

  Timetable(PeriodicInstance instance) {
    this.instance = instance;
    this.route = new int[instance.size()];
    this.start = new long[instance.size()];
    Arrays.fill(route, OUT);
    int channels = instance.problem().network().links().channels().size();
    this.users = new int[channels][4];
    this.userCount = new int[channels];
  }

  /** Places a message that is not placed. */
  void place(int message, int onRoute, long at) {
    placed++;
    route[message] = onRoute;
    start[message] = at;
    for (int c : instance.routes(message).get(onRoute).channels()) {
      if (userCount[c] == users[c].length) {
        users[c] = Arrays.copyOf(users[c], 2 * users[c].length);
      }
      users[c][userCount[c]++] = message;
    }
  }

  /** Takes a placed message out again. */
  void remove(int message) {
    placed--;
    for (int c : instance.routes(message).get(route[message]).channels()) {
      int[] list = users[c];
      int i = 0;
      while (list[i] != message) {
        i++;
      }
      list[i] = list[--userCount[c]];
    }
    route[message] = OUT;
  }

  /** Takes another timetable's content into an empty one. */
  void copy(Timetable other) {
    for (int m = 0; m < route.length; m++) {
      if (other.isPlaced(m)) {
        place(m, other.route(m), other.start(m));
      }
    }
  }

  /** Takes a mapping's content if it leaves out fewer; its routes must be those of the instance. */
  void take(SlotTable table) {
    if (table.transmissions().size() > placed) {
      replace(table);
    }
  }

  /** Takes a mapping's content; its routes must be those of the instance. */
  void replace(SlotTable table) {
    for (int m = 0; m < route.length; m++) {
      if (isPlaced(m)) {
        remove(m);
      }
    }
    for (Transmission t : table.transmissions()) {
      int r = 0;
      while (!instance.routes(t.message()).get(r).edges().equals(t.edges())) {
        r++;
      }
      place(t.message(), r, t.start());
    }
  }

  /** How many placed messages hold a channel. */
  int userCount(int channel) {
    return userCount[channel];
  }

  /** A placed message that holds a channel, by position. */
  int user(int channel, int i) {
    return users[channel][i];
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

  /** Takes out what waits for messages that are not placed, until nothing does. */
  void dropFollowers() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int m = 0; m < route.length; m++) {
        if (isPlaced(m) && instance.before(m).stream().anyMatch(o -> o.needsFirst() && !isPlaced(o.first()))) {
          remove(m);
          changed = true;
        }
      }
    }
  }

  /** Routes by message, for hints. */
  int[] routes() {
    return route.clone();
  }

  /** Starts by message, for hints. */
  long[] starts() {
    return start.clone();
  }

  /** The mapping. */
  SlotTable table() {
    return instance.table(route, start);
  }
}
