package dev.dovetail.models.accelerator;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.stream.hardware.ConnectionDescription;
import dev.dovetail.models.stream.hardware.CoreDescription;
import dev.dovetail.models.stream.hardware.GoldenHardware;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.stream.hardware.HardwareReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an {@link Accelerator} of Stream's description of one, for our own model of time.
 *
 * <p>Role: the same machine under both models. What the description leaves open is decided so:
 *
 * <ul>
 *   <li>Core {@code i} is called {@code core<i>}. Its buffer is the top memory of its activations, capacity in bits / 8; a memory for weights
 *       alone does not count, as in Stream's own check.
 *   <li>Of several connections between two cores the one listed last is there, as in Stream. A link is one channel per direction, a bus one
 *       channel for all.
 *   <li>DRAM has no port of its own: its connections alone limit it. Where links lead to the off-chip core, they end at a router
 *       {@code offchip} behind which DRAM stands, so that data may also pass it from core to core.
 *   <li>A core of type memory is a router: what it could hold is not used.
 *   <li>Cores that share their top memory have equal parts of it, and a link to the first of them, as fast as that memory is read.
 *   <li>Costs are those of the array ({@code pe-array}): the unrolling that legacy {@code dataflows} fix, else the best of many. They are
 *       estimates, and marked so. Energies of memories are per access at port width; those of connections are unclear and left out.
 * </ul>
 */
public final class StreamMachine {
  private static final String OFFCHIP = "offchip";
  private static final String DRAM = "dram";

  private final HardwareDescription hardware;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<Integer, Integer> nodeOf = new HashMap<>();

  private StreamMachine(HardwareDescription hardware) {
    this.hardware = hardware;
  }

  /** The name of Stream's core of that number. */
  public static String coreName(int id) {
    return "core" + id;
  }

  /** The accelerator that a file of Stream describes; empty if the file is none of Stream's. */
  static Optional<Accelerator> recognised(DataNode root, Path folder) {
    return description(root, folder).map(StreamMachine::of);
  }

  /** What a file of Stream describes; empty if the file is none of Stream's. */
  public static Optional<HardwareDescription> description(DataNode root, Path folder) {
    if (HardwareReader.recognises(root)) {
      return Optional.of(HardwareReader.read(root, folder));
    }
    boolean golden = root.isObject() && !root.entries().containsKey("format") && root.entries().containsKey("schema")
        && root.entries().containsKey("hardware");
    return golden ? Optional.of(GoldenHardware.read(root.required("hardware"))) : Optional.empty();
  }

  /** What a file of Stream describes; empty if the file is none of Stream's. */
  public static Optional<HardwareDescription> description(Path file) {
    return description(DataFile.read(file), Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("")));
  }

  /**
   * The accelerator.
   *
   * @throws BadInputException if a quantity is beyond what our model computes with
   */
  public static Accelerator of(HardwareDescription hardware) {
    return new StreamMachine(hardware).accelerator();
  }

  private Accelerator accelerator() {
    List<Core> cores = new ArrayList<>();
    for (CoreDescription c : hardware.computeCores()) {
      nodeOf.put(c.id(), cores.size());
      nodes.add(new Node(coreName(c.id()), Node.Kind.CORE, cores.size()));
      cores.add(StreamCores.core(hardware, c));
    }
    int dram = nodes.size();
    nodes.add(new Node(DRAM, Node.Kind.DRAM, -1));
    for (CoreDescription c : hardware.cores()) {
      if (c.kind() == CoreDescription.Kind.MEMORY) {
        nodeOf.put(c.id(), nodes.size());
        nodes.add(new Node("memory" + c.id(), Node.Kind.ROUTER, -1));
      }
    }
    connect(dram);
    shareMemories();
    return new Accelerator(hardware.name(), cores, nodes, channels, edges, 0);
  }

  private void connect(int dram) {
    Map<HardwareDescription.Pair, ConnectionDescription> direct = hardware.directConnections();
    Set<ConnectionDescription> used = new LinkedHashSet<>();
    hardware.connections().stream().filter(direct::containsValue).forEach(used::add);
    boolean linked = direct.entrySet().stream().anyMatch(e -> e.getValue().kind() == ConnectionDescription.Kind.LINK
        && (e.getKey().from() == hardware.dramCore() || e.getKey().to() == hardware.dramCore()));
    nodeOf.put(hardware.dramCore(), dram);
    int gate = dram;
    if (linked) {
      gate = nodes.size();
      nodes.add(new Node(OFFCHIP, Node.Kind.ROUTER, -1));
      edges.add(new Edge(DRAM + "->" + OFFCHIP, dram, gate, List.of()));
      edges.add(new Edge(OFFCHIP + "->" + DRAM, gate, dram, List.of()));
    }
    for (ConnectionDescription c : used) {
      boolean bus = c.kind() == ConnectionDescription.Kind.BUS;
      int shared = channels.size();
      if (bus) {
        channels.add(new Channel(c.id(), Channel.Kind.BUS, StreamCores.bandwidth(c.bitsPerCycle(), c.id()), 0, 0));
      }
      for (Map.Entry<HardwareDescription.Pair, ConnectionDescription> e : direct.entrySet()) {
        if (e.getValue() == c) {
          int from = node(e.getKey().from(), bus, dram, gate);
          int to = node(e.getKey().to(), bus, dram, gate);
          edge(c, bus ? shared : -1, from, to);
        }
      }
    }
  }

  /** A bus reaches DRAM itself, a link the router in front of it. */
  private int node(int core, boolean bus, int dram, int gate) {
    return core == hardware.dramCore() ? bus ? dram : gate : Objects.requireNonNull(nodeOf.get(core));
  }

  private void edge(ConnectionDescription c, int bus, int from, int to) {
    String ends = nodes.get(from).name() + "->" + nodes.get(to).name();
    if (bus >= 0) {
      edges.add(new Edge(c.id() + ":" + ends, from, to, List.of(bus)));
    } else {
      link(ends, from, to, StreamCores.bandwidth(c.bitsPerCycle(), c.id()));
    }
  }

  private void link(String name, int from, int to, Bandwidth bandwidth) {
    edges.add(new Edge(name, from, to, List.of(channels.size())));
    channels.add(new Channel(name, Channel.Kind.LINK, bandwidth, 0, 0));
  }

  private void shareMemories() {
    for (List<Integer> group : hardware.sharedTopMemory()) {
      int owner = group.get(0);
      Bandwidth rate =
          StreamCores.bandwidth(hardware.cores().get(owner).topMemory().readBitsPerCycle(), "the shared memory of core " + owner);
      for (int other : group.subList(1, group.size())) {
        int a = Objects.requireNonNull(nodeOf.get(owner));
        int b = Objects.requireNonNull(nodeOf.get(other));
        link(nodes.get(a).name() + "->" + nodes.get(b).name(), a, b, rate);
        link(nodes.get(b).name() + "->" + nodes.get(a).name(), b, a, rate);
      }
    }
  }
}
