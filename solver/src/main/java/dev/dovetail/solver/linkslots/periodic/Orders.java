package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Orders in which a greedy placement takes the messages; whatever a message waits for comes before it. */
final class Orders {
  private final PeriodicInstance instance;

  Orders(PeriodicInstance instance) {
    this.instance = instance;
  }

  /** All orders, by name. */
  List<Named> all() {
    Comparator<Integer> rate = Comparator.comparingLong(instance::period);
    Comparator<Integer> longest = Comparator.comparingLong(this::finish).reversed();
    Comparator<Integer> slack = Comparator.comparingLong(this::slack);
    Comparator<Integer> load = Comparator.comparingDouble(this::load).reversed();
    Comparator<Integer> busiest = Comparator.comparingInt((Integer m) -> instance.partners(m).length).reversed();
    Comparator<Integer> listed = Comparator.comparingInt(m -> 0);
    return List.of(
        named("shortest period, then longest", rate.thenComparing(longest)),
        named("largest share of slots", load.thenComparing(longest)),
        named("longest", longest.thenComparing(rate)),
        named("least slack", slack.thenComparing(rate)),
        named("shortest period, then most partners", rate.thenComparing(busiest)),
        named("listed", listed));
  }

  /** An order with its name for reports. */
  record Named(String name, int[] messages) {}

  /** By a comparison, ties by index; messages that nothing serves are left out. */
  private Named named(String name, Comparator<Integer> comparison) {
    int[] waits = new int[instance.size()];
    PriorityQueue<Integer> ready = new PriorityQueue<>(comparison.thenComparing(Comparator.naturalOrder()));
    for (int m = 0; m < waits.length; m++) {
      waits[m] = instance.before(m).size();
      if (waits[m] == 0) {
        ready.add(m);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int m = ready.remove();
      if (!instance.routes(m).isEmpty()) {
        order.add(m);
      }
      for (PeriodicInstance.Order o : instance.after(m)) {
        if (--waits[o.then()] == 0) {
          ready.add(o.then());
        }
      }
    }
    return new Named(name, order.stream().mapToInt(Integer::intValue).toArray());
  }

  private long finish(int message) {
    return instance.routes(message).stream().mapToLong(TimedRoute::finish).min().orElse(0);
  }

  private long slack(int message) {
    Message m = instance.problem().messages().get(message);
    return m.hasDeadline() ? m.deadline() - finish(message) : Long.MAX_VALUE;
  }

  private double load(int message) {
    return instance.routes(message).stream().mapToLong(r -> Arrays.stream(r.durations()).sum()).min().orElse(0)
        / (double) instance.period(message);
  }
}
