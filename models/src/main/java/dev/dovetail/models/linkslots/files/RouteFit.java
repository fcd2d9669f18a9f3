package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a list of edges is a path or tree of a message. */
final class RouteFit {
  private final SlotNetwork network;
  private final LinkNetwork links;
  private final Map<Integer, Integer> injectOf = new HashMap<>();
  private final Map<Integer, Integer> ejectOf = new HashMap<>();

  RouteFit(SlotNetwork network) {
    this.network = network;
    this.links = network.links();
    injectPorts(network, injectOf);
    for (int e = 0; e < links.edges().size(); e++) {
      if (kind(links, e) == Channel.Kind.EJECT) {
        ejectOf.put(links.edges().get(e).to(), e);
      }
    }
  }

  /** Collects the inject ports by the node that they leave. */
  static void injectPorts(SlotNetwork network, Map<Integer, Integer> into) {
    LinkNetwork links = network.links();
    for (int e = 0; e < links.edges().size(); e++) {
      if (kind(links, e) == Channel.Kind.INJECT) {
        into.put(links.edges().get(e).from(), e);
      }
    }
  }

  private static Channel.Kind kind(LinkNetwork links, int edge) {
    return links.channels().get(links.edges().get(edge).channels().get(0)).kind();
  }

  /** The edges with those of the local ports of a message, if they are without. */
  List<Integer> withPorts(Message m, List<Integer> edges) {
    if (injectOf.isEmpty() || edges.stream().anyMatch(e -> injectOf.containsValue(e) || ejectOf.containsValue(e))) {
      return edges;
    }
    List<Integer> whole = new ArrayList<>();
    for (int s : m.sources()) {
      whole.add(injectOf.get(network.tiles().get(s).source()));
    }
    whole.addAll(edges);
    for (int d : m.destinations()) {
      whole.add(ejectOf.get(network.tiles().get(d).sink()));
    }
    return whole;
  }

  /** Whether the edges lead from the source to all destinations, each after the edge that leads to it, and nowhere else. */
  boolean fits(Message m, List<Integer> edges) {
    long hops = edges.stream().filter(e -> !injectOf.containsValue(e) && !ejectOf.containsValue(e)).count();
    if (m.shape() == Message.Shape.LINK && hops != 1) {
      return false;
    }
    boolean in = m.shape() == Message.Shape.IN_TREE;
    List<Integer> outwards = new ArrayList<>(edges);
    if (in) {
      Collections.reverse(outwards);
    }
    List<Integer> ends = (in ? m.sources() : m.destinations()).stream().map(network.tiles()::get)
        .map(in ? Tile::source : Tile::sink).toList();
    Tile root = network.tiles().get(in ? m.destinations().get(0) : m.source());
    Set<Integer> reached = new HashSet<>(List.of(in ? root.sink() : root.source()));
    Set<Integer> left = new HashSet<>();
    for (int e : outwards) {
      Edge edge = links.edges().get(e);
      int from = in ? edge.to() : edge.from();
      if (!reached.contains(from) || !reached.add(in ? edge.from() : edge.to())) {
        return false;
      }
      left.add(from);
    }
    boolean all = reached.containsAll(ends);
    reached.removeAll(left); // what stays are leaves
    return all && ends.containsAll(reached);
  }
}
