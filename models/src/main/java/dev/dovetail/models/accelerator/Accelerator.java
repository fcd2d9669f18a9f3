package dev.dovetail.models.accelerator;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import java.util.List;
import java.util.Objects;

/**
 * A multi-core accelerator.
 *
 * <p>Nodes are ordered: cores first, in the order of {@link #cores()} (node index = core index), then DRAM, then routers. All DRAM
 * nodes are ports of one address space: what is stored through one can be loaded through another.
 *
 * @param name a short name
 * @param cores at least one
 * @param links its interconnect: cores, DRAM ports and routers, with the channels between them
 * @param leakageFemtojoulesPerCycle static energy of the whole accelerator, at least 0
 */
public record Accelerator(
    String name, List<Core> cores, LinkNetwork links, long leakageFemtojoulesPerCycle) {
  public Accelerator {
    Objects.requireNonNull(name);
    cores = List.copyOf(cores);
    List<Node> nodes = links.nodes();
    for (int c = 0; c < cores.size(); c++) {
      if (nodes.get(c).kind() != Node.Kind.CORE || nodes.get(c).core() != c) {
        throw new IllegalArgumentException("The node (%d) must be core (%s).".formatted(c, cores.get(c).name()));
      }
    }
  }

  /** With the parts of its interconnect. */
  public Accelerator(
      String name, List<Core> cores, List<Node> nodes, List<Channel> channels, List<Edge> edges,
      long leakageFemtojoulesPerCycle) {
    this(name, cores, new LinkNetwork(nodes, channels, edges), leakageFemtojoulesPerCycle);
  }

  /** Cores, DRAM ports, routers. */
  public List<Node> nodes() {
    return links.nodes();
  }

  /** Links, buses, DRAM ports. */
  public List<Channel> channels() {
    return links.channels();
  }

  /** Directed hops between nodes. */
  public List<Edge> edges() {
    return links.edges();
  }

  /** Index of the core of that name, or -1. */
  public int coreIndex(String coreName) {
    for (int c = 0; c < cores.size(); c++) {
      if (cores.get(c).name().equals(coreName)) {
        return c;
      }
    }
    return -1;
  }

  /** Index of the edge of that name, or -1. */
  public int edgeIndex(String edgeName) {
    for (int e = 0; e < edges().size(); e++) {
      if (edges().get(e).name().equals(edgeName)) {
        return e;
      }
    }
    return -1;
  }

  /** Index of the node of that name, or -1. */
  public int nodeIndex(String nodeName) {
    for (int n = 0; n < nodes().size(); n++) {
      if (nodes().get(n).name().equals(nodeName)) {
        return n;
      }
    }
    return -1;
  }

  /** Indices of the DRAM nodes(). */
  public List<Integer> dramNodes() {
    return java.util.stream.IntStream.range(0, nodes().size())
        .filter(n -> nodes().get(n).kind() == Node.Kind.DRAM)
        .boxed()
        .toList();
  }

  /** Energy of a byte of DRAM traffic that a task does on its own, besides all transfers: the cheapest port's; 0 without a port. */
  public long ownDramFemtojoulesPerByte() {
    return channels().stream()
        .filter(c -> c.kind() == Channel.Kind.DRAM_PORT)
        .mapToLong(Channel::femtojoulesPerByte)
        .min()
        .orElse(0);
  }
}
