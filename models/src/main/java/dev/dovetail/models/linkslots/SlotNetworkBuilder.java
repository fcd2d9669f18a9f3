package dev.dovetail.models.linkslots;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Puts a network together: places, links between them, and the local ports of those that are tiles.
 *
 * <p>Nodes are the places in the order in which they were added, then one node per tile behind its ports. Edges are the links in their
 * order, then {@code inj} and {@code ej} of each tile. Link edges are called {@code a->b}, ports {@code inj(a)} and {@code ej(a)}.
 */
public final class SlotNetworkBuilder {
  /**
   * What a link or port carries.
   *
   * @param capacity messages at the same time, at least 1
   * @param delay slots from crossing it to being able to cross the next one, at least 0
   * @param rate of one message on it: flits (or bits) in a number of slots
   */
  public record Wire(int capacity, long delay, Bandwidth rate) {
    /** One message at a time, one slot, one flit per slot. */
    public static final Wire UNIT = new Wire(1, 1, Bandwidth.ofBytesPerCycle(1));
  }

  private record Place(String name, boolean tile, int x, int y) {}

  private final LocalPorts ports;
  private final Wire inject;
  private final Wire eject;
  private final List<Place> places = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Map<String, Integer> shared = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Set<String> linked = new HashSet<>();

  /** Ports of one message at a time that are crossed in one slot. */
  public SlotNetworkBuilder(LocalPorts ports) {
    this(ports, Wire.UNIT, Wire.UNIT);
  }

  /**
   * @param ports how they count
   * @param inject each inject port; its delay counts under {@link LocalPorts#BOTH} only, under the other conventions it is 0
   * @param eject each eject port
   */
  public SlotNetworkBuilder(LocalPorts ports, Wire inject, Wire eject) {
    this.ports = ports;
    this.inject = ports == LocalPorts.BOTH ? inject : new Wire(inject.capacity(), 0, inject.rate());
    this.eject = eject;
  }

  /** Adds a tile without a position; answers its place. */
  public int tile(String name) {
    return add(new Place(name, true, -1, -1));
  }

  /** Adds a tile in column x, growing east, and row y, growing south; answers its place. */
  public int tile(String name, int x, int y) {
    return add(new Place(name, true, x, y));
  }

  /** Adds a router that is no tile: nothing begins or ends there; answers its place. */
  public int router(String name) {
    return add(new Place(name, false, -1, -1));
  }

  private int add(Place place) {
    if (index.putIfAbsent(place.name(), places.size()) != null) {
      throw new IllegalArgumentException("The name (%s) is given to two places.".formatted(place.name()));
    }
    places.add(place);
    return places.size() - 1;
  }

  /** The place of that name, or -1. */
  public int place(String name) {
    return index.getOrDefault(name, -1);
  }

  /** The name of a place. */
  public String name(int place) {
    return places.get(place).name();
  }

  /** Adds a link from one place to another one, in this direction alone; answers false if there is one already. */
  public boolean link(int from, int to, Wire wire) {
    return edge(from, to, () -> channel("%s->%s".formatted(name(from), name(to)), Channel.Kind.LINK, wire));
  }

  /** Adds links in both directions. */
  public void duplex(int a, int b, Wire wire) {
    link(a, b, wire);
    link(b, a, wire);
  }

  /**
   * Adds a direction of a bus: edges over one bus are never used together beyond its capacity.
   *
   * @param bus its name; the first direction decides what it carries
   * @return false if there is a link from the one to the other already
   */
  public boolean bus(int from, int to, String bus, Wire wire) {
    return edge(from, to, () -> shared.computeIfAbsent(bus, b -> channel(b, Channel.Kind.BUS, wire)));
  }

  private boolean edge(int from, int to, IntSupplier channel) {
    String name = "%s->%s".formatted(name(from), name(to));
    if (from == to) {
      throw new IllegalArgumentException("The link (%s) must join two places.".formatted(name));
    }
    if (!linked.add(name)) {
      return false;
    }
    edges.add(new Edge(name, from, to, List.of(channel.getAsInt())));
    return true;
  }

  private int channel(String name, Channel.Kind kind, Wire wire) {
    channels.add(new Channel(name, kind, wire.rate(), wire.delay(), 0, wire.capacity()));
    return channels.size() - 1;
  }

  /** The network, which is no regular mesh. */
  public SlotNetwork build() {
    return build(0, 0);
  }

  /** The network, a full regular mesh of that many columns and rows; or 0 and 0. */
  SlotNetwork build(int columns, int rows) {
    boolean open = ports == LocalPorts.OPEN;
    List<Node> nodes = new ArrayList<>();
    List<Tile> tiles = new ArrayList<>();
    for (Place p : places) {
      nodes.add(new Node(p.name(), Node.Kind.ROUTER, -1));
    }
    for (int i = 0; i < places.size(); i++) {
      Place p = places.get(i);
      if (p.tile()) {
        int local = open ? i : nodes.size();
        if (!open) {
          nodes.add(new Node("tile(%s)".formatted(p.name()), Node.Kind.CORE, tiles.size()));
        }
        tiles.add(new Tile(p.name(), local, local, i, p.x(), p.y()));
      }
    }
    List<Edge> all = new ArrayList<>(edges);
    for (Tile t : open ? List.<Tile>of() : tiles) {
      String in = "inj(%s)".formatted(t.name());
      all.add(new Edge(in, t.source(), t.router(), List.of(channel(in, Channel.Kind.INJECT, inject))));
      String out = "ej(%s)".formatted(t.name());
      all.add(new Edge(out, t.router(), t.sink(), List.of(channel(out, Channel.Kind.EJECT, eject))));
    }
    return new SlotNetwork(new LinkNetwork(nodes, channels, all), tiles, ports, columns, rows);
  }
}
