package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.links.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which channels a route of named edges holds, and how long after its start.
 *
 * <p>Role: reads any route a mapping file may name, also a broken one: edges that do not exist or hang in the air are passed over.
 */
final class RouteHolds {
  private final Accelerator accelerator;
  private final Map<String, Integer> edges = new HashMap<>();
  private final Map<String, Integer> nodes = new HashMap<>();
  private final Map<List<Object>, Route> cache = new LinkedHashMap<>();

  RouteHolds(Accelerator accelerator) {
    this.accelerator = accelerator;
    for (int e = 0; e < accelerator.edges().size(); e++) {
      edges.put(accelerator.edges().get(e).name(), e);
    }
    for (int n = 0; n < accelerator.nodes().size(); n++) {
      nodes.put(accelerator.nodes().get(n).name(), n);
    }
  }

  /**
   * @param channel index in the accelerator
   * @param offset cycles after the transfer's start at which it begins to be held
   */
  record Hold(int channel, long offset) {}

  /**
   * @param holds the channels, each once, in the order of the route
   * @param arrival cycles from its start until the first byte has reached the farthest target
   */
  record Route(List<Hold> holds, long arrival) {}

  /** The route from {@code source} over {@code route} to {@code targets}. */
  Route of(String source, List<String> route, List<String> targets) {
    return cache.computeIfAbsent(List.of(source, route, targets), k -> compute(source, route, targets));
  }

  private Route compute(String source, List<String> route, List<String> targets) {
    Map<Integer, Long> reached = new HashMap<>();
    reached.put(nodes.getOrDefault(source, -1), 0L);
    Map<Integer, Long> held = new LinkedHashMap<>();
    List<Integer> waiting = new ArrayList<>();
    for (String name : route) {
      Integer e = edges.get(name);
      if (e != null) {
        waiting.add(e);
      }
    }
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int i = 0; i < waiting.size(); i++) {
        Edge edge = accelerator.edges().get(waiting.get(i));
        Long at = reached.get(edge.from());
        if (at != null) {
          long latency = 0;
          for (int c : edge.channels()) {
            held.putIfAbsent(c, at);
            latency += accelerator.channels().get(c).latencyCycles();
          }
          reached.putIfAbsent(edge.to(), at + latency);
          waiting.remove(i--);
          progress = true;
        }
      }
    }
    long arrival = 0;
    for (String target : targets) {
      arrival = Math.max(arrival, reached.getOrDefault(nodes.getOrDefault(target, -2), 0L));
    }
    List<Hold> holds = new ArrayList<>();
    held.forEach((c, at) -> holds.add(new Hold(c, at)));
    return new Route(List.copyOf(holds), arrival);
  }
}
