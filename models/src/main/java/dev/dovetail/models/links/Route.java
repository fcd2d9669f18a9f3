package dev.dovetail.models.links;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A path or multicast tree, with what a transfer over it holds.
 *
 * @param source node index
 * @param edges edge indices, each after the edge that leads to it
 * @param destinations node indices
 * @param channels the channels held, each once
 * @param offsets cycles after the transfer's start at which each channel begins to be held
 * @param arrival cycles after its start at which the first byte reaches the farthest destination
 * @param bandwidth the slowest channel's
 * @param femtojoulesPerByte sum over the channels
 */
public record Route(
    int source,
    List<Integer> edges,
    List<Integer> destinations,
    int[] channels,
    long[] offsets,
    long arrival,
    Bandwidth bandwidth,
    long femtojoulesPerByte) {

  /**
   * The route over a tree of edges; empty if a channel would be entered from two nodes, so perhaps at two times.
   *
   * @param edges each after the edge that leads to its start
   */
  static Optional<Route> of(LinkNetwork network, int source, List<Integer> edges, List<Integer> destinations) {
    Map<Integer, Long> depth = new HashMap<>();
    depth.put(source, 0L);
    Map<Integer, Long> held = new LinkedHashMap<>();
    Map<Integer, Integer> sender = new HashMap<>();
    Bandwidth slowest = null;
    long energy = 0;
    for (int e : edges) {
      Edge edge = network.edges().get(e);
      long at = Objects.requireNonNull(depth.get(edge.from()));
      long latency = 0;
      for (int c : edge.channels()) {
        Channel channel = network.channels().get(c);
        latency += channel.latencyCycles();
        Integer before = sender.putIfAbsent(c, edge.from());
        if (before == null) {
          held.put(c, at);
          energy = Math.addExact(energy, channel.femtojoulesPerByte());
          slowest = slowest == null ? channel.bandwidth() : slowest.min(channel.bandwidth());
        } else if (before != edge.from()) {
          return Optional.empty();
        }
      }
      depth.put(edge.to(), at + latency);
    }
    long arrival = destinations.stream().mapToLong(depth::get).max().orElse(0);
    return Optional.of(
        new Route(
            source,
            edges,
            destinations,
            held.keySet().stream().mapToInt(Integer::intValue).toArray(),
            held.values().stream().mapToLong(Long::longValue).toArray(),
            arrival,
            Objects.requireNonNull(slowest),
            energy));
  }

  /** Cycles for which each channel is held to carry {@code bytes}. */
  public long duration(long bytes) {
    return bandwidth.cyclesFor(bytes);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Route r && r.source == source && r.edges.equals(edges) && r.destinations.equals(destinations);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, edges, destinations);
  }

  @Override
  public String toString() {
    return "Route" + edges + Arrays.toString(channels);
  }
}
