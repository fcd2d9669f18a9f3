package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Follows the edges of a transfer one by one, and computes what it holds from them alone.
 *
 * <p>Role: the judge's own arithmetic of routes; it accepts any tree, not only the routes that methods choose from.
 */
final class RouteWalk {
  /**
   * What a transfer over the walked tree holds.
   *
   * @param channels channel indices, each once
   * @param offsets cycles after the start at which each channel begins to be held
   * @param arrival cycles after the start at which the first byte is at the farthest target
   * @param bandwidth of the slowest channel
   * @param femtojoulesPerByte sum over the channels
   */
  record Walk(List<Integer> channels, List<Long> offsets, long arrival, Bandwidth bandwidth, long femtojoulesPerByte) {}

  private final Accelerator accelerator;
  private final Map<String, Integer> edgeIndex = new HashMap<>();
  private final Map<String, Integer> nodeIndex = new HashMap<>();
  private final long[] depth;
  private final boolean[] leaf;

  RouteWalk(Accelerator accelerator) {
    this.accelerator = accelerator;
    for (int e = 0; e < accelerator.edges().size(); e++) {
      edgeIndex.put(accelerator.edges().get(e).name(), e);
    }
    for (int n = 0; n < accelerator.nodes().size(); n++) {
      nodeIndex.put(accelerator.nodes().get(n).name(), n);
    }
    depth = new long[accelerator.nodes().size()];
    leaf = new boolean[accelerator.nodes().size()];
  }

  /** Index of the DRAM node of that name, or -1. */
  int dramNode(String name) {
    int n = nodeIndex.getOrDefault(name, -1);
    return n >= 0 && accelerator.nodes().get(n).kind() == Node.Kind.DRAM ? n : -1;
  }

  /** Walks from {@code source} along {@code route}; every fault is reported at {@code where}, and then null is returned. */
  @Nullable
  Walk walk(int source, List<String> route, List<Integer> targets, String where, Findings findings) {
    Arrays.fill(depth, -1);
    Arrays.fill(leaf, false);
    depth[source] = 0;
    List<Integer> entered = new ArrayList<>();
    Map<Integer, Long> held = new LinkedHashMap<>();
    Bandwidth slowest = null;
    long energy = 0;
    boolean sound = true;
    for (String name : route) {
      Integer index = edgeIndex.get(name);
      if (index == null) {
        findings.add("route", where, "The edge (%s) does not exist.", name);
        return null;
      }
      Edge edge = accelerator.edges().get(index);
      if (depth[edge.from()] < 0 || depth[edge.to()] >= 0) {
        findings.add("route", where, "The edge (%s) must leave a node that the route has reached and enter one that it has not.",
            name);
        return null;
      }
      if (edge.from() != source && accelerator.nodes().get(edge.from()).kind() == Node.Kind.DRAM) {
        findings.add("route", where, "The edge (%s) leaves a DRAM node, which forwards nothing.", name);
        sound = false;
      }
      long at = depth[edge.from()];
      long latency = 0;
      for (int c : edge.channels()) {
        Channel channel = accelerator.channels().get(c);
        Long before = held.putIfAbsent(c, at);
        if (before == null) {
          energy = Exact.add(energy, channel.femtojoulesPerByte());
          slowest = slowest == null ? channel.bandwidth() : slowest.min(channel.bandwidth());
        } else if (before != at) {
          findings.add("channel-twice", where, "The route enters the channel (%s) %d and again %d cycles after its start.",
              channel.name(), before, at);
          sound = false;
        }
        latency = Math.addExact(latency, channel.latencyCycles());
      }
      depth[edge.to()] = Math.addExact(at, latency);
      leaf[edge.from()] = false;
      leaf[edge.to()] = true;
      entered.add(edge.to());
    }
    long arrival = 0;
    for (int target : targets) {
      if (target == source || depth[target] < 0) {
        findings.add("route", where, "The route does not lead from (%s) to (%s).", node(source), node(target));
        sound = false;
      }
      arrival = Math.max(arrival, depth[target]);
    }
    for (int n : entered) {
      if (leaf[n] && !targets.contains(n)) {
        findings.add("route", where, "A branch of the route ends at (%s), which is no target.", node(n));
        sound = false;
      }
    }
    if (slowest == null && sound) {
      findings.add("route", where, "The route holds no channel.");
    }
    return sound && slowest != null
        ? new Walk(List.copyOf(held.keySet()), List.copyOf(held.values()), arrival, slowest, energy)
        : null;
  }

  /** The edges of a sound route in the one order in which it is written: each followed by what lies behind it, lowest index first. */
  List<String> inOrder(List<String> route) {
    if (route.size() < 2) {
      return route;
    }
    List<Integer> edges = route.stream().map(e -> Objects.requireNonNull(edgeIndex.get(e), e)).toList();
    List<String> ordered = new ArrayList<>();
    behind(accelerator.edges().get(edges.get(0)).from(), edges.stream().sorted().toList(), ordered);
    return ordered;
  }

  private void behind(int node, List<Integer> edges, List<String> ordered) {
    for (int e : edges) {
      if (accelerator.edges().get(e).from() == node) {
        ordered.add(accelerator.edges().get(e).name());
        behind(accelerator.edges().get(e).to(), edges, ordered);
      }
    }
  }

  private String node(int n) {
    return accelerator.nodes().get(n).name();
  }
}
