package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * For a message and a route, the weight of the placed messages in its way at every start at once, and the start where it is least.
 *
 * <p>Each interval that a channel is held blocks a window of starts; a sweep over the ends of these windows adds up weights. A message that
 * is met on several channels of a common stretch blocks the same window there, and counts once. Among equally good starts only those
 * at which a window begins or ends are taken: there the message leaves no gap.
 */
final class ConflictSweep {
  private final Placements placements;
  private final Tracks tracks;
  private final SlotInstance instance;
  private final SplittableRandom random;
  private final int[] seenAt;
  private final long[] seenIn;
  private final int[] found;
  private int foundCount;
  private long sweep;
  private long work;
  private int[] change = new int[64];
  private int[] plane = new int[0];
  private int[] leastPlane = new int[0];

  private int cost;
  private int start;
  private int ties;

  /** Weight of a message, now. */
  @FunctionalInterface
  interface Weights {
    /** At least 1. */
    int of(int message);
  }

  ConflictSweep(Placements placements, SplittableRandom random) {
    this.placements = placements;
    this.tracks = placements.tracks();
    this.instance = placements.instance();
    this.random = random;
    this.seenAt = new int[instance.size()];
    this.seenIn = new long[instance.size()];
    this.found = new int[instance.size()];
  }

  /** Steps taken so far: a measure of time that does not depend on the machine. */
  long work() {
    return work;
  }

  /** Forgets the best start. */
  void reset() {
    cost = Integer.MAX_VALUE;
    ties = 0;
  }

  /** The least cost since {@link #reset}; {@link Integer#MAX_VALUE} if no start was possible. */
  int cost() {
    return cost;
  }

  /** The start with that cost. */
  int start() {
    return start;
  }

  /**
   * Looks at all starts of a message on a route.
   *
   * @param m message that waits
   * @param route one of its own
   * @param target slot after which it must be finished, if its deadline is not earlier
   * @param extra what the route costs beside the messages in its way
   * @param weights of the placed messages
   * @return whether the best start since {@link #reset} is one on this route
   */
  boolean look(int m, TimedRoute route, long target, int extra, Weights weights) {
    Message message = instance.message(m);
    int first = (int) message.release();
    int last = (int) (Math.min(target, instance.deadline(m)) - route.finish());
    if (last < first || extra > cost) {
      return false;
    }
    if (change.length < last + 2) {
      change = new int[last + 2 + last / 4];
    }
    sweep++;
    for (int p = 0; p < route.channels().length; p++) {
      int c = route.channels()[p];
      int offset = (int) route.offsets()[p];
      int duration = (int) route.durations()[p];
      if (tracks.endTrack(c) - tracks.firstTrack(c) == 1) {
        block(tracks.firstTrack(c), offset, duration, first, last, change, true, weights);
      } else {
        blockByLeastPlane(c, offset, duration, first, last, weights);
      }
    }
    if (instance.isOrdered()) {
      keepOrder(m, route, first, last, weights);
    }
    return scan(first, last, extra);
  }

  private void block(int track, int offset, int duration, int first, int last, int[] into, boolean once, Weights weights) {
    int[] begins = tracks.begins(track);
    int[] ends = tracks.ends(track);
    int[] owners = tracks.owners(track);
    int n = tracks.size(track);
    int from = tracks.firstEndingAfter(track, first + offset);
    int i = from;
    for (; i < n; i++) {
      int low = begins[i] - offset - duration + 1;
      if (low > last) {
        break;
      }
      int o = owners[i];
      if (once) {
        if (seenIn[o] == sweep && seenAt[o] == low) {
          continue;
        }
        seenIn[o] = sweep;
        seenAt[o] = low;
      }
      int w = weights.of(o);
      into[Math.max(low, first)] += w;
      int high = ends[i] - offset;
      if (high <= last) {
        into[high] -= w;
      }
    }
    work += i - from + 8;
  }

  /** At each start, of a channel that carries several messages only the unit of capacity that costs least. */
  private void blockByLeastPlane(int channel, int offset, int duration, int first, int last, Weights weights) {
    if (plane.length < last + 2) {
      plane = new int[change.length];
      leastPlane = new int[change.length];
    }
    Arrays.fill(leastPlane, first, last + 1, Integer.MAX_VALUE);
    for (int t = tracks.firstTrack(channel); t < tracks.endTrack(channel); t++) {
      block(t, offset, duration, first, last, plane, false, weights);
      int sum = 0;
      for (int s = first; s <= last; s++) {
        sum += plane[s];
        plane[s] = 0;
        leastPlane[s] = Math.min(leastPlane[s], sum);
      }
    }
    int before = 0;
    for (int s = first; s <= last; s++) {
      change[s] += leastPlane[s] - before;
      before = leastPlane[s];
    }
    work += last - first;
  }

  /** Placed messages that would have to come before or after are in the way, too. */
  private void keepOrder(int m, TimedRoute route, int first, int last, Weights weights) {
    for (SlotInstance.Order o : instance.before(m)) {
      if (placements.isPlaced(o.first())) {
        long least = placements.start(o.first()) + instance.separation(o, placements.route(o.first()), route);
        if (least > first) {
          change[first] += weights.of(o.first());
          if (least <= last) {
            change[(int) least] -= weights.of(o.first());
          }
        }
      }
    }
    for (SlotInstance.Order o : instance.after(m)) {
      if (placements.isPlaced(o.second())) {
        long most = placements.start(o.second()) - instance.separation(o, route, placements.route(o.second()));
        if (most < last) {
          change[(int) Math.max(first, most + 1)] += weights.of(o.second());
        }
      }
    }
  }

  private boolean scan(int first, int last, int extra) {
    int sum = extra + change[first];
    change[first] = 0;
    boolean better = offer(first, sum);
    for (int t = first + 1; t <= last; t++) {
      int d = change[t];
      if (d != 0) {
        change[t] = 0;
        better |= offer(t - 1, sum);
        sum += d;
        better |= offer(t, sum);
      }
    }
    better |= offer(last, sum);
    work += (last - first) / 8;
    return better;
  }

  private boolean offer(int at, int sum) {
    if (sum > cost) {
      return false;
    }
    if (sum < cost) {
      cost = sum;
      ties = 1;
    } else if (random.nextInt(++ties) > 0) {
      return false;
    }
    start = at;
    return true;
  }

  /** Gathers the messages in the way of a start; see {@link #inTheWay(int)}. Answers how many there are. */
  int gather(int m, TimedRoute route, int at, Weights weights) {
    foundCount = 0;
    sweep++;
    for (int p = 0; p < route.channels().length; p++) {
      int begin = at + (int) route.offsets()[p];
      int end = begin + (int) route.durations()[p];
      int c = route.channels()[p];
      int chosen = tracks.firstTrack(c);
      if (tracks.endTrack(c) - chosen > 1) {
        long least = Long.MAX_VALUE;
        for (int t = tracks.firstTrack(c); t < tracks.endTrack(c); t++) {
          long w = 0;
          for (int i = tracks.firstEndingAfter(t, begin); i < tracks.size(t) && tracks.begins(t)[i] < end; i++) {
            w += weights.of(tracks.owners(t)[i]);
          }
          chosen = w < least ? t : chosen;
          least = Math.min(least, w);
        }
      }
      for (int i = tracks.firstEndingAfter(chosen, begin); i < tracks.size(chosen) && tracks.begins(chosen)[i] < end; i++) {
        find(tracks.owners(chosen)[i]);
      }
    }
    if (instance.isOrdered()) {
      gatherOrder(m, route, at);
    }
    return foundCount;
  }

  private void gatherOrder(int m, TimedRoute route, int at) {
    for (SlotInstance.Order o : instance.before(m)) {
      if (placements.isPlaced(o.first())
          && at < placements.start(o.first()) + instance.separation(o, placements.route(o.first()), route)) {
        find(o.first());
      }
    }
    for (SlotInstance.Order o : instance.after(m)) {
      if (placements.isPlaced(o.second())
          && at > placements.start(o.second()) - instance.separation(o, route, placements.route(o.second()))) {
        find(o.second());
      }
    }
  }

  private void find(int o) {
    if (seenIn[o] != sweep) {
      seenIn[o] = sweep;
      found[foundCount++] = o;
    }
  }

  /** The message in the way at a position. */
  int inTheWay(int position) {
    return found[position];
  }
}
