package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;

/** A plan in the making: which messages have a route and a start, who holds what, and which messages wait for a place. */
final class Placements {
  private final SlotInstance instance;
  private final Tracks tracks;
  private final TimedRoute[] route;
  private final int[] start;
  private final int[] waiting;
  private final int[] waitingAt;
  private int waitingCount;

  /** Nothing is placed, all messages wait. */
  Placements(SlotInstance instance) {
    this.instance = instance;
    int n = instance.size();
    tracks = new Tracks(instance.capacity());
    route = new TimedRoute[n];
    start = new int[n];
    waiting = new int[n];
    waitingAt = new int[n];
    clear();
  }

  /** Takes everything out. */
  void clear() {
    tracks.clear();
    waitingCount = route.length;
    for (int m = 0; m < waitingCount; m++) {
      waiting[m] = m;
      waitingAt[m] = m;
    }
  }

  /** Takes over a plan whose slots are ints. */
  void load(SlotPlan plan) {
    tracks.clear();
    waitingCount = 0;
    Arrays.fill(waitingAt, -1);
    for (int m = 0; m < route.length; m++) {
      route[m] = plan.routes()[m];
      start[m] = Math.toIntExact(plan.starts()[m]);
      tracks.add(m, route[m], start[m]);
    }
  }

  SlotInstance instance() {
    return instance;
  }

  Tracks tracks() {
    return tracks;
  }

  boolean isPlaced(int m) {
    return waitingAt[m] < 0;
  }

  /** Route of a message that is placed. */
  TimedRoute route(int m) {
    return route[m];
  }

  /** Start of a message that is placed. */
  int start(int m) {
    return start[m];
  }

  /** Slot after which a message that is placed is finished. */
  long finish(int m) {
    return start[m] + route[m].finish();
  }

  /** How many messages wait. */
  int waiting() {
    return waitingCount;
  }

  /** The message at one of {@code waiting()} positions, in no order. */
  int waiting(int position) {
    return waiting[position];
  }

  /** Places a message that waits; its channels must be free. */
  void place(int m, TimedRoute on, int at) {
    int last = waiting[--waitingCount];
    waiting[waitingAt[m]] = last;
    waitingAt[last] = waitingAt[m];
    waitingAt[m] = -1;
    route[m] = on;
    start[m] = at;
    tracks.add(m, on, at);
  }

  /** Takes out a message that is placed. */
  void take(int m) {
    tracks.remove(m, route[m], start[m]);
    waitingAt[m] = waitingCount;
    waiting[waitingCount++] = m;
  }

  /** The plan, where no message waits. */
  SlotPlan plan() {
    return SlotPlan.of(instance, route, Arrays.stream(start).asLongStream().toArray());
  }
}
