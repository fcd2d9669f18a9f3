package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.Clash;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Channels that carry several messages at a time: in which slots of their hyperperiod they are full. */
final class SharedChannels {
  private final PeriodicInstance instance;
  private final Timetable timetable;
  private final Map<Integer, long[]> users = new HashMap<>(); // channel -> messages and routes that may need it
  private final Map<Integer, Long> hyperperiods = new HashMap<>();

  SharedChannels(Timetable timetable) {
    this.timetable = timetable;
    this.instance = timetable.instance();
    Map<Integer, List<Long>> found = new HashMap<>();
    for (int m = 0; m < instance.size(); m++) {
      int message = m;
      instance.routes(m).stream().flatMapToInt(r -> Arrays.stream(r.channels())).filter(c -> !instance.isExclusive(c)).distinct()
          .forEach(c -> found.computeIfAbsent(c, k -> new ArrayList<>()).add((long) message));
    }
    found.forEach((c, list) -> {
      users.put(c, list.stream().mapToLong(Long::longValue).toArray());
      hyperperiods.put(c, instance.hyperperiod(c));
    });
  }

  /** Blocks the starts at which a message would enter a full channel. */
  void fill(int message, int route, Profile profile) {
    if (users.isEmpty()) {
      return;
    }
    TimedRoute r = instance.routes(message).get(route);
    for (int i = 0; i < r.channels().length; i++) {
      if (!instance.isExclusive(r.channels()[i]) && r.durations()[i] > 0) {
        block(message, r.channels()[i], r.offsets()[i], r.durations()[i], profile);
      }
    }
  }

  private void block(int message, int channel, long offset, long duration, Profile profile) {
    int hyperperiod = Math.toIntExact(hyperperiods.get(channel));
    int[] change = new int[hyperperiod + 1];
    for (long user : users.get(channel)) {
      int f = (int) user;
      if (f != message && timetable.isPlaced(f)) {
        TimedRoute route = instance.routes(f).get(timetable.route(f));
        for (int i = 0; i < route.channels().length; i++) {
          if (route.channels()[i] == channel) {
            hold(change, timetable.start(f) + route.offsets()[i], route.durations()[i], instance.period(f));
          }
        }
      }
    }
    int capacity = instance.problem().network().links().channels().get(channel).capacity();
    // Full slots repeat for this message with the gcd of its period and the hyperperiod, which is a multiple of it.
    long modulus = Clash.gcd(instance.period(message), hyperperiod);
    int load = 0;
    int fullSince = -1;
    for (int t = 0; t <= hyperperiod; t++) {
      load += change[t];
      boolean full = t < hyperperiod && load >= capacity;
      if (full && fullSince < 0) {
        fullSince = t;
      } else if (!full && fullSince >= 0) {
        long length = Math.min(modulus, t - fullSince + duration - 1);
        profile.add(fullSince - offset - duration + 1, length, modulus, Insertion.BLOCKED);
        fullSince = -1;
      }
    }
  }

  private static void hold(int[] change, long start, long duration, long period) {
    int hyperperiod = change.length - 1;
    for (long t = Math.floorMod(start, period); t < hyperperiod; t += period) {
      change[(int) t]++;
      long end = t + duration;
      if (end <= hyperperiod) {
        change[(int) end]--;
      } else {
        change[0]++;
        change[(int) (end - hyperperiod)]--;
      }
    }
  }
}
