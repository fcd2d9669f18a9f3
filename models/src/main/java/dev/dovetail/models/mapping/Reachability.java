package dev.dovetail.models.mapping;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Which nodes of an interconnect data can get to over channels that are not reserved. DRAM nodes forward nothing by themselves. */
final class Reachability {
  private final LinkNetwork links;
  private final Set<String> reserved;
  private final List<List<Integer>> outgoing;
  private final BitSet fromDram = new BitSet();
  private final BitSet toDram = new BitSet();
  private final BitSet[] from;

  Reachability(LinkNetwork links, int cores, Set<String> reserved) {
    this.links = links;
    this.reserved = reserved;
    this.outgoing = links.outgoing();
    this.from = new BitSet[cores];
    for (int n = 0; n < links.nodes().size(); n++) {
      if (isDram(n)) {
        fromDram.or(reached(n));
      }
    }
    for (int c = 0; c < cores; c++) {
      from[c] = reached(c);
      toDram.set(c, from[c].stream().anyMatch(this::isDram));
    }
  }

  private boolean isDram(int node) {
    return links.nodes().get(node).kind() == Node.Kind.DRAM;
  }

  private BitSet reached(int start) {
    BitSet reached = new BitSet();
    reached.set(start);
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      int node = open.pop();
      if (node != start && isDram(node)) {
        continue;
      }
      for (int e : outgoing.get(node)) {
        Edge edge = links.edges().get(e);
        boolean isOpen = edge.channels().stream().noneMatch(c -> reserved.contains(links.channels().get(c).name()));
        if (isOpen && !reached.get(edge.to())) {
          reached.set(edge.to());
          open.push(edge.to());
        }
      }
    }
    return reached;
  }

  /** Whether what is in DRAM gets to a core. */
  boolean fromDram(int core) {
    return fromDram.get(core);
  }

  /** Whether what a core holds gets to DRAM. */
  boolean toDram(int core) {
    return toDram.get(core);
  }

  /** Whether what a core holds gets to another one, or is there already, without DRAM. */
  boolean onChip(int core, int other) {
    return from[core].get(other);
  }
}
