package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotNetworkBuilder;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import dev.dovetail.models.linkslots.Topologies;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads networks: the mesh of a flow file, or what stands under {@code network} of a problem. */
final class NetworkReader {
  /** Most tiles of a network. */
  static final int MOST_TILES = 1 << 14;

  private final LocalPortsReader ports;
  private final boolean fullRate;

  /**
   * @param ports how local ports count, and what they carry
   * @param fullRate whether a link of capacity c carries one message at c times its rate, instead of c messages
   */
  NetworkReader(LocalPortsReader ports, boolean fullRate) {
    this.ports = ports;
    this.fullRate = fullRate;
  }

  /** The mesh in the header of a flow file. */
  SlotNetwork ofFlowsFile(DataNode header) {
    DataNode mesh = header.required("mesh");
    expect(mesh, "node_id", "y*kx+x");
    expect(mesh, "y_axis", "south");
    Wire wire = Wires.read(header, "link_capacity", "hop_delay", "rate", Wire.UNIT);
    return mesh(mesh, "kx", "ky", wire);
  }

  private static void expect(DataNode mesh, String key, String known) {
    mesh.optional(key).ifPresent(n -> {
      if (!n.text().replace(" ", "").equals(known)) {
        throw n.error("The value (%s) of '%s' must be %s.".formatted(n.text(), key, known), "number the tiles anew.");
      }
    });
  }

  /** The network under {@code network} of a problem. */
  SlotNetwork ofProblem(DataNode network) {
    network.onlyKeys("mesh", "graph", "ring", "line", "rates");
    Map<String, Function<DataNode, SlotNetwork>> shapes = Map.of("mesh", this::mesh, "graph", this::graph, "ring",
        n -> chain(n, 3), "line", n -> chain(n, 1));
    List<String> given = network.entries().keySet().stream().filter(shapes::containsKey).toList();
    if (given.size() != 1) {
      throw network.error(
          given.isEmpty()
              ? "The network has no shape."
              : "The network has %d shapes: %s.".formatted(given.size(),
                  String.join(", ", given)),
          "give exactly one of mesh, ring, line, graph.");
    }
    return shapes.get(given.get(0)).apply(network.required(given.get(0)));
  }

  private SlotNetwork mesh(DataNode mesh) {
    mesh.onlyKeys("columns", "rows", "capacity", "delay", "rate");
    return mesh(mesh, "columns", "rows", Wires.read(mesh, Wire.UNIT));
  }

  private SlotNetwork mesh(DataNode mesh, String columnsKey, String rowsKey, Wire link) {
    int columns = size(mesh.required(columnsKey), "mesh", 1);
    int rows = size(mesh.required(rowsKey), "mesh", 1);
    if ((long) columns * rows > MOST_TILES) {
      throw mesh.error(
          "The mesh of %d x %d has %d tiles, more than %d.".formatted(columns, rows, (long) columns * rows, MOST_TILES),
          "a digit too many was written.");
    }
    return Topologies.mesh(columns, rows, ports.builder(link, fullRate), wire(link));
  }

  private SlotNetwork chain(DataNode chain, int least) {
    chain.onlyKeys("size", "stations", "capacity", "delay", "rate");
    Wire link = Wires.read(chain, Wire.UNIT);
    int size = size(chain.required("size"), least == 1 ? "line" : "ring", least);
    boolean stations = chain.optional("stations").map(DataNode::bool).orElse(false);
    SlotNetworkBuilder builder = ports.builder(link, fullRate);
    return least == 1
        ? Topologies.line(size, stations, builder, wire(link))
        : Topologies.ring(size, stations, builder, wire(link));
  }

  private static int size(DataNode n, String shape, int least) {
    long size = n.longValue();
    if (size < least || size > MOST_TILES) {
      throw n.error("The value (%s) of %s must be from %d to %d.".formatted(n.text(), n.label(), least, MOST_TILES),
          size < least ? "a %s has at least that many.".formatted(shape) : "a digit too many was written.");
    }
    return (int) size;
  }

  private SlotNetwork graph(DataNode graph) {
    graph.onlyKeys("nodes", "links", "capacity", "delay", "rate");
    Wire common = Wires.read(graph, Wire.UNIT);
    SlotNetworkBuilder builder = ports.builder(common, fullRate);
    List<DataNode> nodes = graph.required("nodes").items();
    if (nodes.isEmpty() || nodes.size() > MOST_TILES) {
      throw graph.required("nodes").error(
          "The graph has %d nodes; it must have from 1 to %d.".formatted(nodes.size(), MOST_TILES),
          "list its tiles and routers.");
    }
    nodes.forEach(n -> node(builder, n));
    for (DataNode link : graph.required("links").items()) {
      link(builder, link, common);
    }
    return builder.build();
  }

  private static void node(SlotNetworkBuilder builder, DataNode node) {
    boolean plain = !node.isObject();
    if (!plain) {
      node.onlyKeys("name", "x", "y", "router");
    }
    DataNode name = plain ? node : node.required("name");
    if (name.text().matches(".*[\\s,>()+].*") || name.text().equals(PortNames.LOCAL)) {
      throw name.error("The name (%s) of a node must be one word without commas, brackets and arrows, and not %s."
          .formatted(name.text(), PortNames.LOCAL), "write - or _ instead.");
    }
    if (builder.place(name.text()) >= 0) {
      throw name.error("The name (%s) is given to two nodes.".formatted(name.text()), "one of them has another name.");
    }
    if (!plain && node.optional("router").map(DataNode::bool).orElse(false)) {
      builder.router(name.text());
    } else if (!plain && node.optional("x").isPresent()) {
      builder.tile(name.text(), coordinate(node.required("x")), coordinate(node.required("y")));
    } else {
      builder.tile(name.text());
    }
  }

  private static int coordinate(DataNode n) {
    return n.intValue(0, MOST_TILES);
  }

  private void link(SlotNetworkBuilder builder, DataNode link, Wire common) {
    link.onlyKeys("from", "to", "duplex", "bus", "capacity", "delay", "rate");
    DataNode to = link.required("to");
    int a = place(builder, link.required("from"));
    int b = place(builder, to);
    if (a == b) {
      throw to.error("The link leads from the node (%s) to itself.".formatted(to.text()), "another end was meant.");
    }
    Wire wire = wire(Wires.read(link, common));
    String bus = link.optional("bus").map(DataNode::text).orElse("");
    boolean fresh = add(builder, a, b, bus, wire);
    if (link.optional("duplex").map(DataNode::bool).orElse(false)) {
      fresh &= add(builder, b, a, bus, wire);
    }
    if (!fresh) {
      throw link.error("There are two links between the nodes (%s) and (%s) in one direction."
          .formatted(builder.name(a), builder.name(b)), "give one link a capacity of 2.");
    }
  }

  private static boolean add(SlotNetworkBuilder builder, int from, int to, String bus, Wire wire) {
    return bus.isEmpty() ? builder.link(from, to, wire) : builder.bus(from, to, "bus(%s)".formatted(bus), wire);
  }

  private static int place(SlotNetworkBuilder builder, DataNode name) {
    int place = builder.place(name.text());
    if (place < 0) {
      throw name.error("The node (%s) does not exist.".formatted(name.text()), "add it to 'nodes', or correct its name.");
    }
    return place;
  }

  private Wire wire(Wire link) {
    return fullRate ? Wires.atFullRate(link) : link;
  }
}
