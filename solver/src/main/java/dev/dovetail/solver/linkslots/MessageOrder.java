package dev.dovetail.solver.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * In which order the greedy scheduler places messages.
 *
 * <p>Ties keep the order of the list. Distances are links on the first candidate route, to the farthest member of a tree.
 */
enum MessageOrder {
  /** Slots times destinations, plus distance, descending. */
  LONGEST("longest"),
  /** Distance, then slots, descending. */
  DISTANCE_DESCENDING("dist-desc"),
  /** Distance, then slots, ascending. */
  DISTANCE_ASCENDING("dist-asc"),
  /** As listed. */
  LISTED("listed"),
  /** The load of the more loaded of its ports, then distance, descending. */
  PORT("port"),
  /** Earliest deadline, or earliest latest start, first. */
  DEADLINE("deadline"),
  /** Weight for each slot, descending: the rule of Smith for one machine. */
  WEIGHT("weight"),
  /** Shuffled. */
  RANDOM("random"),
  /** Distance descending, shuffled among equals. */
  DISTANCE_RANDOM("dist-random");

  private final String label;

  MessageOrder(String label) {
    this.label = label;
  }

  /** As it stands in tables. */
  String label() {
    return label;
  }

  /** Whether another seed gives another order. */
  boolean isRandom() {
    return this == RANDOM || this == DISTANCE_RANDOM;
  }

  /** Message indices in this order. */
  int[] of(SlotInstance instance, long seed) {
    int n = instance.size();
    long[] slots = new long[n];
    long[] distance = new long[n];
    for (int m = 0; m < n; m++) {
      TimedRoute route = instance.routes(m)[0];
      slots[m] = Arrays.stream(route.durations()).max().orElse(0);
      distance[m] = route.finish() - slots[m];
    }
    Comparator<Integer> order = switch (this) {
      case LONGEST -> descending(key(n, m -> slots[m] * fan(instance.message(m)) + distance[m]));
      case DISTANCE_DESCENDING -> descending(distance).thenComparing(descending(slots));
      case DISTANCE_ASCENDING -> descending(distance).reversed().thenComparing(descending(slots).reversed());
      case LISTED -> Comparator.naturalOrder();
      case PORT -> descending(portLoads(instance, slots)).thenComparing(descending(distance));
      case DEADLINE -> descending(key(n, m -> instance.routes(m)[0].finish() - instance.message(m).deadline()));
      case WEIGHT -> Comparator.comparingDouble((Integer m) -> -(double) instance.message(m).weight() / slots[m]);
      case RANDOM -> descending(random(n, seed));
      case DISTANCE_RANDOM -> descending(distance).thenComparing(descending(random(n, seed)));
    };
    return IntStream.range(0, n).boxed().sorted(order).mapToInt(Integer::intValue).toArray();
  }

  private static long fan(Message message) {
    return message.destinations().size();
  }

  private interface Key {
    long of(int message);
  }

  private static long[] key(int n, Key key) {
    return IntStream.range(0, n).mapToLong(key::of).toArray();
  }

  private static Comparator<Integer> descending(long[] key) {
    return (a, b) -> Long.compare(key[b], key[a]);
  }

  private static long[] random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, n).mapToLong(m -> random.nextLong()).toArray();
  }

  private static long[] portLoads(SlotInstance instance, long[] slots) {
    List<Channel> channels = instance.problem().network().links().channels();
    long[] load = new long[channels.size()];
    boolean[] port = new boolean[load.length];
    for (int c = 0; c < load.length; c++) {
      port[c] = channels.get(c).kind() == Channel.Kind.INJECT || channels.get(c).kind() == Channel.Kind.EJECT;
    }
    boolean ports = false;
    for (boolean p : port) {
      ports |= p;
    }
    boolean all = !ports; // without ports, the most loaded channel counts
    for (int m = 0; m < slots.length; m++) {
      for (int c : instance.routes(m)[0].channels()) {
        load[c] += slots[m];
      }
    }
    return key(slots.length, m -> {
      long most = 0;
      for (int c : instance.routes(m)[0].channels()) {
        most = port[c] || all ? Math.max(most, load[c]) : most;
      }
      return most;
    });
  }
}
