package dev.dovetail.models.stream;

import dev.dovetail.models.Findings;
import dev.dovetail.models.stream.GroupGraph.Held;
import dev.dovetail.models.stream.GroupGraph.Kind;
import dev.dovetail.models.stream.GroupGraph.Transfer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which slot each node and transfer of a group runs.
 *
 * <p>All are visited in topological order, always the available one with the smallest class: nodes 0, transfers 1, graph inputs 3, graph outputs
 * 4; ties go by their order in the graph. Each takes the first slot behind its predecessors in which no core (no link) of its own is taken.
 */
final class SlotRule {
  /** Everything that is visited: nodes, transfers, what lies in DRAM before, what lies there afterwards. */
  private final GroupGraph graph;
  private final List<BitSet> cores;
  private final List<BitSet> links;
  private final int nodes;
  private final int transfers;
  private final int[] slots;
  private final List<String> visited = new ArrayList<>();

  /** @param links per transfer the resources that it takes */
  SlotRule(GroupGraph graph, GroupTiling tiling, List<BitSet> links) {
    this.graph = graph;
    this.links = links;
    this.nodes = graph.size();
    this.transfers = graph.transfers().size();
    this.slots = new int[nodes + transfers];
    this.cores = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      BitSet set = new BitSet();
      tiling.placement(i).cores().forEach(set::set);
      cores.add(set);
    }
  }

  /** Derives all slots; ties go by {@code order} where it names both. */
  void derive(List<String> order) {
    List<Integer> sources = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    for (int t = 0; t < transfers; t++) {
      Transfer transfer = graph.transfers().get(t);
      if (transfer.producer() < 0) {
        sources.add(transfer.source());
      }
      if (transfer.kind() == Kind.COMPUTE_TO_MEM) {
        results.add(transfer.makes().get(0));
      }
    }
    int all = nodes + transfers + sources.size() + results.size();
    String[] names = new String[all];
    for (int v = 0; v < all; v++) {
      names[v] = v < nodes + transfers
          ? name(v)
          : held(v - nodes - transfers, sources, results).name();
    }
    Map<String, Integer> said = new HashMap<>();
    for (String s : order) {
      said.putIfAbsent(s, said.size());
    }
    boolean[] done = new boolean[all];
    for (int step = 0; step < all; step++) {
      int next = -1;
      for (int v = 0; v < all; v++) {
        if (!done[v] && available(v, done, sources, results) && (next < 0 || before(v, next, names, said, sources.size()))) {
          next = v;
        }
      }
      done[next] = true;
      visited.add(names[next]);
      if (next < nodes + transfers) {
        slots[next] = firstFree(next, done);
      }
    }
  }

  private Held held(int v, List<Integer> sources, List<Integer> results) {
    return graph.held().get(v < sources.size() ? sources.get(v) : results.get(v - sources.size()));
  }

  private boolean before(int v, int other, String[] names, Map<String, Integer> said, int sources) {
    int a = classOf(v, sources);
    int b = classOf(other, sources);
    if (a != b) {
      return a < b;
    }
    int mine = said.getOrDefault(names[v], Integer.MAX_VALUE);
    int its = said.getOrDefault(names[other], Integer.MAX_VALUE);
    return mine != its ? mine < its : v < other;
  }

  private int classOf(int v, int sources) {
    if (v < nodes) {
      return 0;
    }
    if (v < nodes + transfers) {
      return 1;
    }
    return v < nodes + transfers + sources ? 3 : 4;
  }

  private boolean available(int v, boolean[] done, List<Integer> sources, List<Integer> results) {
    if (v < nodes + transfers) {
      for (int p : predecessors(v)) {
        if (!done[p]) {
          return false;
        }
      }
      if (v >= nodes && graph.transfers().get(v - nodes).producer() < 0) {
        return done[nodes + transfers + sources.indexOf(graph.transfers().get(v - nodes).source())];
      }
      return true;
    }
    int k = v - nodes - transfers;
    return k < sources.size() || done[nodes + graph.held().get(results.get(k - sources.size())).transfer()];
  }

  /** Nodes and transfers that must come before {@code v}. */
  private List<Integer> predecessors(int v) {
    List<Integer> before = new ArrayList<>();
    if (v < nodes) {
      for (int h : graph.reads(v)) {
        before.add(nodes + graph.held().get(h).transfer());
      }
    } else if (graph.transfers().get(v - nodes).producer() >= 0) {
      before.add(graph.transfers().get(v - nodes).producer());
    }
    return before;
  }

  private int earliest(int v) {
    int slot = 1;
    for (int p : predecessors(v)) {
      slot = Math.max(slot, slots[p] + 1);
    }
    return slot;
  }

  private int firstFree(int v, boolean[] done) {
    int slot = earliest(v);
    while (conflict(v, slot, done) >= 0) {
      slot++;
    }
    return slot;
  }

  /** A node or transfer of that slot with which {@code v} would share a core or link; -1 if there is none. */
  private int conflict(int v, int slot, boolean[] done) {
    int first = v < nodes ? 0 : nodes;
    int last = v < nodes ? nodes : nodes + transfers;
    for (int o = first; o < last; o++) {
      if (o != v && done[o] && slots[o] == slot && taken(o).intersects(taken(v))) {
        return o;
      }
    }
    return -1;
  }

  private BitSet taken(int v) {
    return v < nodes ? cores.get(v) : links.get(v - nodes);
  }

  private String name(int v) {
    return v < nodes ? graph.node(v).name() : graph.transfers().get(v - nodes).name();
  }

  /** Takes the slots that a mapping says, and reports where they break the rule. */
  void take(Map<String, Integer> said, Findings findings) {
    for (int v = 0; v < slots.length; v++) {
      Integer slot = said.get(name(v));
      if (slot == null || slot < 1) {
        findings.add("slot-missing", name(v), slot == null
            ? "The mapping has slots, but none for this."
            : "The slot must be at least 1.");
        return;
      }
      slots[v] = slot;
    }
    boolean[] all = new boolean[slots.length];
    java.util.Arrays.fill(all, true);
    for (int v = 0; v < slots.length; v++) {
      if (slots[v] < earliest(v)) {
        findings.add("slot-order", name(v), "It is in slot %d, but what it needs is there only before slot %d.", slots[v],
            earliest(v));
      }
      int other = conflict(v, slots[v], all);
      if (other > v) {
        findings.add(v < nodes ? "slot-core" : "slot-link", name(v), "It shares slot %d and a %s with %s.", slots[v],
            v < nodes ? "core" : "link", name(other));
      }
    }
  }

  /** Slot of node {@code i}, from 1. */
  int ofNode(int i) {
    return slots[i];
  }

  /** Slot of transfer {@code t}, from 1. */
  int ofTransfer(int t) {
    return slots[nodes + t];
  }

  /** Names in the order of the visit; empty if slots were taken from the mapping. */
  List<String> visited() {
    return List.copyOf(visited);
  }
}
