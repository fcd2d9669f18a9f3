package dev.dovetail.models.accelerator;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.links.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads what connects the cores of an accelerator file: routers, mesh, ring, links, buses and DRAM ports, in this order.
 *
 * <p>Role: fixes the order of edges that {@link Routes} prefers. A mesh lists east, west, north, south of each node (rows grow to
 * the south), so that the first of the shortest paths goes along its row first.
 */
final class InterconnectReader {
  private final DataNode root;
  private final InterconnectBuilder net = new InterconnectBuilder();

  private InterconnectReader(DataNode root) {
    this.root = root;
  }

  static InterconnectBuilder read(DataNode root, List<Core> cores) {
    InterconnectReader reader = new InterconnectReader(root);
    for (int c = 0; c < cores.size(); c++) {
      reader.net.addNode(root.required("cores"), cores.get(c).name(), Node.Kind.CORE, c);
    }
    // DRAM nodes come before routers; what they hang on may be a router or bus, so their edges are made at the end.
    List<DataNode> ports = reader.dramNodes();
    reader.items("routers").forEach(r -> reader.net.addNode(r, r.text(), Node.Kind.ROUTER, -1));
    root.optional("mesh").ifPresent(reader::mesh);
    root.optional("ring").ifPresent(reader::ring);
    reader.items("links").forEach(reader::link);
    reader.items("buses").forEach(reader::bus);
    for (int p = 0; p < ports.size(); p++) {
      reader.dram(ports.get(p), cores.size() + p);
    }
    return reader.net;
  }

  private List<DataNode> items(String key) {
    return root.optional(key).map(DataNode::items).orElse(List.of());
  }

  private List<DataNode> dramNodes() {
    List<DataNode> ports = root.required("dram").items();
    if (ports.isEmpty()) {
      throw root.required("dram").error(
          "The accelerator has no DRAM port.", "add one, for example {name: dram, at: core0, bytesPerCycle: 16}.");
    }
    for (DataNode port : ports) {
      port.onlyKeys("name", "at", "bytesPerCycle", "latency", "picojoulesPerByte", "duplex", "port");
      net.addNode(port.required("name"), port.required("name").text(), Node.Kind.DRAM, -1);
    }
    return ports;
  }

  private void mesh(DataNode mesh) {
    mesh.onlyKeys("columns", "rows", "nodes", "bytesPerCycle", "latency", "picojoulesPerByte");
    int columns = mesh.required("columns").intValue(1, CoreReader.MAX_CORES);
    int rows = mesh.required("rows").intValue(1, CoreReader.MAX_CORES);
    List<Integer> places = mesh.optional("nodes")
        .map(n -> net.nodeList(n, 2))
        .orElseGet(
            () -> IntStream.range(0, net.nodes.size()).filter(n -> net.nodes.get(n).kind() == Node.Kind.CORE).boxed().toList());
    checkNoDram(mesh, places);
    if (places.size() != (long) columns * rows) {
      throw mesh.error(
          "The mesh has %d columns x %d rows = %d places, but %d nodes.".formatted(columns, rows, (long) columns * rows,
              places.size()),
          "list the node of every place under 'nodes', row by row; a place without a core takes a router.");
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int here = places.get(y * columns + x);
        if (x + 1 < columns) {
          hop(mesh, here, places.get(y * columns + x + 1));
        }
        if (x > 0) {
          hop(mesh, here, places.get(y * columns + x - 1));
        }
        if (y > 0) {
          hop(mesh, here, places.get((y - 1) * columns + x));
        }
        if (y + 1 < rows) {
          hop(mesh, here, places.get((y + 1) * columns + x));
        }
      }
    }
  }

  private void ring(DataNode ring) {
    ring.onlyKeys("nodes", "duplex", "bytesPerCycle", "latency", "picojoulesPerByte");
    List<Integer> places = net.nodeList(ring.required("nodes"), 3);
    checkNoDram(ring, places);
    boolean both = ring.optional("duplex").map(DataNode::bool).orElse(true);
    for (int i = 0; i < places.size(); i++) {
      int next = places.get((i + 1) % places.size());
      hop(ring, places.get(i), next);
      if (both) {
        hop(ring, next, places.get(i));
      }
    }
  }

  private void checkNoDram(DataNode where, List<Integer> places) {
    for (int place : places) {
      if (net.nodes.get(place).kind() == Node.Kind.DRAM) {
        throw where.error(
            "The DRAM port (%s) cannot be linked: it never forwards.".formatted(net.nodes.get(place).name()),
            "name the core, router or bus that it hangs on under 'at' of the port.");
      }
    }
  }

  private void hop(DataNode where, int from, int to) {
    net.addLink(where, null, from, to, Quantities.bandwidth(where.required("bytesPerCycle")),
        Quantities.latency(where, "latency"), Quantities.femtojoules(where, "picojoulesPerByte"));
  }

  private void link(DataNode link) {
    link.onlyKeys("name", "from", "to", "duplex", "bytesPerCycle", "latency", "picojoulesPerByte");
    int from = net.node(link.required("from"));
    int to = net.node(link.required("to"));
    checkNoDram(link, List.of(from, to));
    if (from == to) {
      throw link.error("The link leads from (%s) to itself.".formatted(link.required("to").text()), "another end was meant.");
    }
    Bandwidth bandwidth = Quantities.bandwidth(link.required("bytesPerCycle"));
    long latency = Quantities.latency(link, "latency");
    long energy = Quantities.femtojoules(link, "picojoulesPerByte");
    String name = link.optional("name").map(DataNode::text).orElse(null);
    net.addLink(link, name, from, to, bandwidth, latency, energy);
    if (link.optional("duplex").map(DataNode::bool).orElse(false)) {
      net.addLink(link, name == null ? null : name + ":back", to, from, bandwidth, latency, energy);
    }
  }

  private void bus(DataNode bus) {
    bus.onlyKeys("name", "members", "bytesPerCycle", "latency", "picojoulesPerByte");
    String name = bus.required("name").text();
    List<Integer> members = net.nodeList(bus.required("members"), 1);
    checkNoDram(bus, members);
    int channel = net.addChannel(bus, new Channel(name, Channel.Kind.BUS, Quantities.bandwidth(bus.required("bytesPerCycle")),
        Quantities.latency(bus, "latency"), Quantities.femtojoules(bus, "picojoulesPerByte")));
    net.addBus(bus.required("name"), new InterconnectBuilder.Bus(name, channel, members));
    for (int from : members) {
      for (int to : members) {
        if (from != to) {
          net.addEdge(bus, edgeName(name, from, to), from, to, List.of(channel));
        }
      }
    }
  }

  private String edgeName(String bus, int from, int to) {
    return bus + ":" + net.nodes.get(from).name() + "->" + net.nodes.get(to).name();
  }

  /** The edges of a DRAM port: to and from its core or router, or to and from every member of its bus. */
  private void dram(DataNode port, int node) {
    InterconnectBuilder.Bus bus = net.busOrNode(port.required("at"));
    List<Integer> read = new ArrayList<>();
    List<Integer> write = new ArrayList<>();
    portChannels(port, bus, read, write);
    if (bus == null) {
      int at = net.node(port.required("at"));
      checkNoDram(port, List.of(at));
      String name = net.nodes.get(node).name();
      net.addEdge(port, name + "->" + net.nodes.get(at).name(), node, at, read);
      net.addEdge(port, net.nodes.get(at).name() + "->" + name, at, node, write);
      return;
    }
    read.add(0, bus.channel());
    write.add(0, bus.channel());
    for (int member : bus.members()) {
      net.addEdge(port, edgeName(bus.name(), node, member), node, member, read);
      net.addEdge(port, edgeName(bus.name(), member, node), member, node, write);
    }
  }

  private void portChannels(DataNode port, InterconnectBuilder.@org.jspecify.annotations.Nullable Bus bus, List<Integer> read,
      List<Integer> write) {
    String name = port.required("name").text();
    if (!port.optional("port").map(DataNode::bool).orElse(true)) {
      for (String key : List.of("bytesPerCycle", "latency", "picojoulesPerByte", "duplex")) {
        port.optional(key).ifPresent(n -> {
          throw n.error("The DRAM port (%s) is unlimited (port: false) and cannot have a (%s).".formatted(name, key),
              "remove one of the two; energy and latency then belong to the bus or links.");
        });
      }
      if (bus == null && net.nodes.get(net.node(port.required("at"))).kind() == Node.Kind.CORE) {
        throw port.error(
            "The DRAM port (%s) is unlimited (port: false), but hangs on a core: its loads would take no time.".formatted(name),
            "give it 'bytesPerCycle', or hang it on a bus or router.");
      }
      return;
    }
    Bandwidth bandwidth = Quantities.bandwidth(port.required("bytesPerCycle"));
    long latency = Quantities.latency(port, "latency");
    long energy = Quantities.femtojoules(port, "picojoulesPerByte");
    String duplex = port.optional("duplex").map(DataNode::text).orElse("half");
    switch (duplex) {
      case "half" -> {
        read.add(net.addChannel(port, new Channel(name, Channel.Kind.DRAM_PORT, bandwidth, latency, energy)));
        write.addAll(read);
      }
      case "full" -> {
        read.add(net.addChannel(port, new Channel(name + ":read", Channel.Kind.DRAM_PORT, bandwidth, latency, energy)));
        write.add(net.addChannel(port, new Channel(name + ":write", Channel.Kind.DRAM_PORT, bandwidth, latency, energy)));
      }
      default -> throw port.required("duplex").error(
          "The duplex (%s) of DRAM port (%s) must be half or full.".formatted(duplex, name),
          Suggestions.instead(duplex, List.of("half", "full")));
    }
  }
}
