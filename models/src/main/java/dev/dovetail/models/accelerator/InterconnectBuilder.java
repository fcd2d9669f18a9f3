package dev.dovetail.models.accelerator;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects nodes, channels and edges of an accelerator file.
 *
 * <p>Role: the bookkeeping below {@link InterconnectReader}: every name once, every reference to something that exists.
 */
final class InterconnectBuilder {
  private static final int MAX_EDGES = 1_000_000;

  /** A shared bus and who is on it. */
  record Bus(String name, int channel, List<Integer> members) {}

  final List<Node> nodes = new ArrayList<>();
  final List<Channel> channels = new ArrayList<>();
  final List<Edge> edges = new ArrayList<>();
  private final Map<String, Integer> nodeByName = new LinkedHashMap<>();
  private final Map<String, Bus> buses = new LinkedHashMap<>();
  private final Set<String> channelNames = new HashSet<>();
  private final Set<String> edgeNames = new HashSet<>();

  /** Adds a node; its name must be new among nodes and buses. */
  int addNode(DataNode where, String name, Node.Kind kind, int core) {
    checkNew(where, name);
    nodeByName.put(name, nodes.size());
    nodes.add(new Node(name, kind, core));
    return nodes.size() - 1;
  }

  /** Adds a bus without edges. */
  void addBus(DataNode where, Bus bus) {
    checkNew(where, bus.name());
    buses.put(bus.name(), bus);
  }

  private void checkNew(DataNode where, String name) {
    if (nodeByName.containsKey(name) || buses.containsKey(name)) {
      throw where.error("The name (%s) is given twice.".formatted(name),
          "rename one: cores, routers, buses and DRAM ports share their names.");
    }
  }

  /** Adds a channel and returns its index. */
  int addChannel(DataNode where, Channel channel) {
    if (!channelNames.add(channel.name())) {
      throw where.error(
          "The channel (%s) is given twice.".formatted(channel.name()),
          "the two ends are linked twice: remove one link, or give it a 'name' of its own.");
    }
    channels.add(channel);
    return channels.size() - 1;
  }

  /** Adds a directed hop. */
  void addEdge(DataNode where, String name, int from, int to, List<Integer> held) {
    if (!edgeNames.add(name) || edges.size() >= MAX_EDGES) {
      throw where.error(
          "The edge (%s) is given twice, or more than %d edges are.".formatted(name, MAX_EDGES),
          "give the link or bus another name.");
    }
    edges.add(new Edge(name, from, to, held));
  }

  /** Adds a directed link with a channel of its own. */
  void addLink(DataNode where, @Nullable String givenName, int from, int to, Bandwidth bandwidth, long latency,
      long femtojoules) {
    String name = givenName == null ? nodes.get(from).name() + "->" + nodes.get(to).name() : givenName;
    int channel = addChannel(where, new Channel(name, Channel.Kind.LINK, bandwidth, latency, femtojoules));
    addEdge(where, name, from, to, List.of(channel));
  }

  /** The node that a text names. */
  int node(DataNode reference) {
    Integer index = nodeByName.get(reference.text());
    if (index == null) {
      String maybe = buses.containsKey(reference.text())
          ? "name a core or router here: '%s' is a bus.".formatted(reference.text())
          : Suggestions.instead(reference.text(), nodeByName.keySet());
      throw reference.error("The node (%s) does not exist.".formatted(reference.text()), maybe);
    }
    return index;
  }

  /** The bus that a text names, or null if it names a node. */
  @Nullable
  Bus busOrNode(DataNode reference) {
    Bus bus = buses.get(reference.text());
    if (bus == null && !nodeByName.containsKey(reference.text())) {
      List<String> known = new ArrayList<>(buses.keySet());
      known.addAll(nodeByName.keySet());
      throw reference.error(
          "The core, router or bus (%s) does not exist.".formatted(reference.text()),
          Suggestions.instead(reference.text(), known));
    }
    return bus;
  }

  /** The nodes that a list names, each once. */
  List<Integer> nodeList(DataNode list, int least) {
    List<Integer> indices = new ArrayList<>();
    for (DataNode item : list.items()) {
      int n = node(item);
      if (indices.contains(n)) {
        throw item.error("The node (%s) is listed twice in %s.".formatted(item.text(), list.label()), "another node was meant.");
      }
      indices.add(n);
    }
    if (indices.size() < least) {
      throw list.error("The list %s must name at least %d nodes.".formatted(list.label(), least), "add the missing ones.");
    }
    return indices;
  }
}
