package dev.dovetail.models.allocation;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Movement;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.links.RouteWalk;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a schedule's transfers, by the names of their edges.
 *
 * <p>Role: looks names up; {@link RouteWalk} is the judge.
 */
final class TransferRoutes {
  private final LinkNetwork network;
  private final Map<String, Integer> edgeIndex;
  private final Map<String, Integer> nodeIndex;
  private final RouteWalk routes;

  TransferRoutes(LinkNetwork network) {
    this.network = network;
    this.edgeIndex = network.edgeIndices();
    this.nodeIndex = network.nodeIndices();
    this.routes = new RouteWalk(network);
  }

  /** Index of the DRAM node of that name, or -1. */
  int dramNode(String name) {
    int n = nodeIndex.getOrDefault(name, -1);
    return n >= 0 && network.nodes().get(n).kind() == Node.Kind.DRAM ? n : -1;
  }

  /** Indices of the edges of those names; null, and a finding at {@code where}, if there is none of some name. */
  @Nullable
  List<Integer> edges(List<String> route, String where, Findings findings) {
    List<Integer> edges = new ArrayList<>(route.size());
    for (String name : route) {
      Integer index = edgeIndex.get(name);
      if (index == null) {
        findings.add("route", where, "The edge (%s) does not exist.", name);
        return null;
      }
      edges.add(index);
    }
    return edges;
  }

  /** Walks from {@code source} along {@code route}; every fault is reported at {@code where}, and then null is returned. */
  @Nullable
  Walk walk(int source, List<String> route, List<Integer> targets, long bytes, String where, Findings findings) {
    List<Integer> edges = edges(route, where, findings);
    return edges == null ? null : routes.walk(Movement.cutThrough(source, targets, bytes), edges, where, findings);
  }

  /** The edges of a sound route in the one order in which it is written: each followed by what lies behind it, lowest index first. */
  List<String> inOrder(List<String> route) {
    if (route.size() < 2) {
      return route;
    }
    List<Integer> edges = route.stream().map(e -> Objects.requireNonNull(edgeIndex.get(e), e)).toList();
    List<String> ordered = new ArrayList<>();
    behind(network.edges().get(edges.get(0)).from(), edges.stream().sorted().toList(), ordered);
    return ordered;
  }

  private void behind(int node, List<Integer> edges, List<String> ordered) {
    for (int e : edges) {
      if (network.edges().get(e).from() == node) {
        ordered.add(network.edges().get(e).name());
        behind(network.edges().get(e).to(), edges, ordered);
      }
    }
  }
}
