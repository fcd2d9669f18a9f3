package dev.dovetail.models.links;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An interconnect: nodes, channels, and directed edges between nodes that hold channels.
 *
 * <p>Role: the one model of links. An accelerator has one, and so has a problem of kind link-slots; the rules of what may be on a
 * channel at the same time are checked on it by one judge. Indices into its lists are the names that code uses.
 *
 * @param nodes names are unique
 * @param channels names are unique; an edge's hold excludes others up to the channel's capacity
 * @param edges names are unique; both ends and all channels exist
 */
public record LinkNetwork(List<Node> nodes, List<Channel> channels, List<Edge> edges) {
  public LinkNetwork {
    nodes = List.copyOf(nodes);
    channels = List.copyOf(channels);
    edges = List.copyOf(edges);
    for (Edge edge : edges) {
      if (Math.min(edge.from(), edge.to()) < 0 || Math.max(edge.from(), edge.to()) >= nodes.size()) {
        throw new IllegalArgumentException("The edge (%s) must join two of %d nodes.".formatted(edge.name(), nodes.size()));
      }
      for (int c : edge.channels()) {
        if (c < 0 || c >= channels.size()) {
          throw new IllegalArgumentException("The channel (%d) of the edge (%s) does not exist.".formatted(c, edge.name()));
        }
      }
    }
  }

  /** The edges that leave each node, by node, in index order. */
  public List<List<Integer>> outgoing() {
    List<List<Integer>> outgoing = new ArrayList<>();
    nodes.forEach(n -> outgoing.add(new ArrayList<>()));
    for (int e = 0; e < edges.size(); e++) {
      outgoing.get(edges.get(e).from()).add(e);
    }
    return outgoing;
  }

  /** Edge index by name. */
  public Map<String, Integer> edgeIndices() {
    Map<String, Integer> indices = new HashMap<>();
    for (int e = 0; e < edges.size(); e++) {
      indices.put(edges.get(e).name(), e);
    }
    return indices;
  }

  /** Node index by name. */
  public Map<String, Integer> nodeIndices() {
    Map<String, Integer> indices = new HashMap<>();
    for (int n = 0; n < nodes.size(); n++) {
      indices.put(nodes.get(n).name(), n);
    }
    return indices;
  }
}
