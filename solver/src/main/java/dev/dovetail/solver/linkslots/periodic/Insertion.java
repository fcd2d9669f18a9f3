package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.Clash;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a message fits into a timetable, or whom it would push out at least cost.
 *
 * <p>Every placed message that shares a channel forbids ranges of starts, which repeat with the gcd of both periods; a channel that
 * carries several messages forbids those in which it is full.
 */
final class Insertion {
  /** What a start costs that no ejection makes possible. */
  static final long BLOCKED = 1L << 40;

  private final PeriodicInstance instance;
  private final Timetable timetable;
  private final Profile profile = new Profile();
  private final SharedChannels shared;

  private int bestRoute;
  private long bestStart;
  private long bestWeight;

  Insertion(Timetable timetable) {
    this.instance = timetable.instance();
    this.timetable = timetable;
    this.shared = new SharedChannels(timetable);
  }

  /**
   * Finds the route and start at which the messages to be pushed out weigh least; among equals the earliest finish, or a random one.
   *
   * @param message not placed
   * @param weights by message, at least 1; null if nobody may be pushed out
   * @param random for ties, or null
   * @param keepFollowers whether the message must be over before placed ones that wait for it; otherwise those count as pushed out for nothing
   * @return whether there is such a place
   */
  boolean search(int message, long @Nullable [] weights, @Nullable SplittableRandom random, boolean keepFollowers) {
    bestWeight = BLOCKED;
    long bestFinish = Long.MAX_VALUE;
    int ties = 0;
    for (int r = 0; r < instance.routes(message).size(); r++) {
      if (!window(message, r, keepFollowers)) {
        continue;
      }
      fill(message, r, weights);
      profile.search(random);
      long finish = profile.bestSlot() + instance.routes(message).get(r).finish();
      boolean equal = profile.bestWeight() == bestWeight;
      ties = equal ? ties + 1 : 1;
      boolean take = profile.bestWeight() < bestWeight
          || (equal && bestWeight < BLOCKED && (random == null ? finish < bestFinish : random.nextInt(ties) == 0));
      if (take) {
        bestWeight = profile.bestWeight();
        bestRoute = r;
        bestStart = profile.bestSlot();
        bestFinish = finish;
      }
    }
    return bestWeight < (weights == null ? 1 : BLOCKED);
  }

  private boolean window(int message, int route, boolean keepFollowers) {
    long low = instance.release(message);
    for (PeriodicInstance.Order o : instance.before(message)) {
      if (timetable.isPlaced(o.first())) {
        low = Math.max(low, timetable.start(o.first()) + instance.gap(o, timetable.route(o.first())));
      }
    }
    long high = Math.min(instance.latest(message, route), low + instance.period(message) - 1);
    if (keepFollowers) {
      for (PeriodicInstance.Order o : instance.after(message)) {
        if (timetable.isPlaced(o.then())) {
          high = Math.min(high, timetable.start(o.then()) - instance.gap(o, route));
        }
      }
    }
    if (low > high) {
      return false;
    }
    profile.open(low, high);
    return true;
  }

  private void fill(int message, int route, long @Nullable [] weights) {
    if (instance.keepsClashes()) {
      byPartner(message, route, weights);
    } else {
      byChannel(message, route, weights);
    }
    shared.fill(message, route, profile);
  }

  private void byPartner(int message, int route, long @Nullable [] weights) {
    for (int f : instance.partners(message)) {
      if (!timetable.isPlaced(f)) {
        continue;
      }
      Clash clash = instance.clash(f, timetable.route(f), message, route);
      long weight = weights == null ? 1 : weights[f];
      if (clash.isAlways()) {
        profile.addEverywhere(weight);
      }
      for (int i = 0; i < clash.ranges(); i++) {
        profile.add(timetable.start(f) + clash.first(i), clash.length(i), clash.modulus(), weight);
      }
    }
  }

  /** Without kept collisions: a message that shares several channels weighs once for each, which only matters for who is pushed out. */
  private void byChannel(int message, int route, long @Nullable [] weights) {
    TimedRoute own = instance.routes(message).get(route);
    for (int i = 0; i < own.channels().length; i++) {
      int c = own.channels()[i];
      for (int u = 0; instance.isExclusive(c) && u < timetable.userCount(c); u++) {
        int f = timetable.user(c, u);
        TimedRoute other = instance.routes(f).get(timetable.route(f));
        int j = 0;
        while (other.channels()[j] != c) {
          j++;
        }
        long modulus = Clash.gcd(instance.period(f), instance.period(message));
        long length = other.durations()[j] + own.durations()[i] - 1;
        long weight = weights == null ? 1 : weights[f];
        if (length >= modulus) {
          profile.addEverywhere(weight);
        } else if (length > 0) {
          profile.add(timetable.start(f) + other.offsets()[j] - own.offsets()[i] - own.durations()[i] + 1, length, modulus,
              weight);
        }
      }
    }
  }

  /** Route of the place that was found. */
  int route() {
    return bestRoute;
  }

  /** Start of the place that was found. */
  long start() {
    return bestStart;
  }

  /** Weight of those in its way. */
  long weight() {
    return bestWeight;
  }

  /** The placed messages that collide with a message on a route from a slot on, or that it would finish too late for. */
  int[] inTheWay(int message, int route, long start) {
    IntPredicate collides = f -> timetable.isPlaced(f)
        && instance.clash(f, timetable.route(f), message, route).at(start - timetable.start(f));
    int[] colliding = Arrays.stream(instance.partners(message)).filter(collides).toArray();
    int[] early = instance.after(message).stream()
        .filter(o -> timetable.isPlaced(o.then()) && timetable.start(o.then()) < start + instance.gap(o, route))
        .mapToInt(PeriodicInstance.Order::then).toArray();
    return IntStream.concat(Arrays.stream(colliding), Arrays.stream(early)).distinct().toArray();
  }
}
