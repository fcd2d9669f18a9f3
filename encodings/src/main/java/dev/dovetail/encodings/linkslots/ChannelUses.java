package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which messages may hold each channel, over which of their routes, and when.
 *
 * <p>Where all that may hold a channel also holds another one, each the same number of slots later and for as long, the other one's
 * rule implies this one's: such channels are covered. On a common part of all routes one channel is left.
 */
final class ChannelUses {
  private final RouteChoices choices;
  private final List<Channel> channels;
  private final List<List<Use>> uses = new ArrayList<>();

  /**
   * One message on one channel.
   *
   * @param message index
   * @param routes places among the message's routes: those that hold the channel at this offset for this long
   * @param offset slots after the message's start
   * @param duration slots
   */
  record Use(int message, List<Integer> routes, long offset, long duration) {}

  private record Key(int message, List<Integer> routes) {}

  ChannelUses(RouteChoices choices) {
    this.choices = choices;
    this.channels = choices.problem().network().links().channels();
    List<Map<List<Long>, List<Integer>>> found = new ArrayList<>();
    channels.forEach(c -> found.add(new LinkedHashMap<>()));
    for (int m = 0; m < choices.size(); m++) {
      List<TimedRoute> routes = choices.routes().get(m);
      for (int r = 0; r < routes.size(); r++) {
        TimedRoute route = routes.get(r);
        for (int i = 0; i < route.channels().length; i++) {
          found.get(route.channels()[i])
              .computeIfAbsent(List.of((long) m, route.offsets()[i], route.durations()[i]), k -> new ArrayList<>()).add(r);
        }
      }
    }
    for (Map<List<Long>, List<Integer>> of : found) {
      List<Use> list = new ArrayList<>();
      of.forEach((at, routes) -> list.add(new Use(at.get(0).intValue(), List.copyOf(routes), at.get(1), at.get(2))));
      uses.add(List.copyOf(list));
    }
  }

  /** All uses of a channel, by ascending message. */
  List<Use> of(int channel) {
    return uses.get(channel);
  }

  /** The channels on which more may meet than they carry, and that no other one covers; ascending. */
  List<Integer> binding() {
    List<Map<Key, Use>> maps = new ArrayList<>();
    for (List<Use> list : uses) {
      Map<Key, Use> map = new HashMap<>();
      list.forEach(u -> map.put(new Key(u.message(), u.routes()), u));
      maps.add(map);
    }
    List<Integer> left = new ArrayList<>();
    for (int c = 0; c < uses.size(); c++) {
      long messages = uses.get(c).stream().mapToInt(Use::message).distinct().count();
      if (messages > channels.get(c).capacity() && !isCovered(c, maps)) {
        left.add(c);
      }
    }
    return left;
  }

  private boolean isCovered(int c, List<Map<Key, Use>> maps) {
    Use first = uses.get(c).get(0);
    TimedRoute route = choices.routes().get(first.message()).get(first.routes().get(0));
    for (int other : route.channels()) {
      // Of two that cover each other the lower one stays.
      boolean larger = uses.get(other).size() > uses.get(c).size() || (uses.get(other).size() == uses.get(c).size() && other < c);
      boolean covers = other != c && channels.get(other).capacity() <= channels.get(c).capacity()
          && (larger || channels.get(other).capacity() < channels.get(c).capacity());
      if (covers && holdsAll(maps.get(other), uses.get(c))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsAll(Map<Key, Use> other, List<Use> list) {
    Long shift = null;
    for (Use u : list) {
      Use same = other.get(new Key(u.message(), u.routes()));
      if (same == null || same.duration() != u.duration() || (shift != null && same.offset() - u.offset() != shift)) {
        return false;
      }
      shift = same.offset() - u.offset();
    }
    return true;
  }
}
