package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The copies and transfers that a plan needs: which item goes from where to which cores, for which consumers.
 *
 * <p>Role: the plan's data side, before time. A home copy is made by a node on its own core; every other copy is filled by a transfer.
 * Consumers of an item on one core share a copy, unless a detour separates them. Copies whose first consumers are in the same layer
 * travel in one multicast.
 */
final class Deliveries {
  /** What a transfer does. */
  enum Kind {
    LOAD,
    MOVE,
    STORE
  }

  /** One movement; targets are copy ids. {@code needs} is the store that must have ended, or -1. */
  static final class Transfer {
    final Kind kind;
    final int item;
    final int source;
    final int[] targets;
    final int needs;
    final int firstUse; // position in the order
    int index; // position in the list of transfers

    Transfer(Kind kind, int item, int source, int[] targets, int needs, int firstUse) {
      this.kind = kind;
      this.item = item;
      this.source = source;
      this.targets = targets;
      this.needs = needs;
      this.firstUse = firstUse;
    }
  }

  /** One copy of an item; {@code filledBy} is a transfer, or -1 for a home copy. */
  static final class Copy {
    final int item;
    final int core;
    final long bytes;
    int filledBy = -1;
    final List<Integer> readers = new ArrayList<>(4); // nodes
    final List<Integer> sends = new ArrayList<>(2); // transfers out

    Copy(int item, int core, long bytes) {
      this.item = item;
      this.core = core;
      this.bytes = bytes;
    }
  }

  final Plan plan;
  final int[] position;
  final List<Copy> copies = new ArrayList<>();
  final List<Transfer> transfers = new ArrayList<>();
  private final Map<Integer, List<Integer>> reloads = new HashMap<>();

  Deliveries(Plan plan) {
    this.plan = plan;
    TileGraph graph = plan.graph();
    this.position = new int[graph.nodes()];
    for (int p = 0; p < plan.order().length; p++) {
      position[plan.order()[p]] = p;
    }
    for (int i = 0; i < graph.items().size(); i++) {
      deliver(i, graph.items().get(i));
    }
  }

  private void deliver(int id, Item item) {
    TileGraph graph = plan.graph();
    int home = -1;
    if (item.producer() >= 0) {
      home = addCopy(id, item, plan.core()[item.producer()]);
    }
    boolean output = graph.tensor(item).isOutput();
    int store = -1;
    // Stays: consumers that share a copy, keyed by (through DRAM?, separate part, core), in the order of their first use.
    TreeMap<Long, List<Integer>> stays = new TreeMap<>();
    for (int consumer : item.consumers()) {
      int layer = graph.layerOf()[consumer];
      int core = plan.core()[consumer];
      boolean detour = !plan.detours().isEmpty() && plan.detours().contains(new Plan.Detour(item.tensor(), layer));
      if (home >= 0 && !detour && core == copies.get(home).core) {
        copies.get(home).readers.add(consumer);
        continue;
      }
      long part = 0;
      if (detour) {
        part = 1L + layer * 4_096L + (home < 0 ? graph.row(consumer) : 0);
      }
      stays.computeIfAbsent(part * 4_096 + core, k -> new ArrayList<>()).add(consumer);
    }
    boolean needsDram = false;
    for (long key : stays.keySet()) {
      needsDram |= key >= 4_096;
    }
    if (home >= 0 && (output || needsDram)) {
      store = addTransfer(new Transfer(Kind.STORE, id, home, new int[0], -1, position[item.producer()]));
      copies.get(home).sends.add(store);
    }
    boolean merge = plan.merged().contains(item.tensor());
    TreeMap<Long, List<Integer>> groups = new TreeMap<>(); // copies that travel together
    for (var stay : stays.entrySet()) {
      int copy = addCopy(id, item, (int) (stay.getKey() % 4_096));
      copies.get(copy).readers.addAll(stay.getValue());
      long part = stay.getKey() / 4_096;
      int first = stay.getValue().get(0);
      for (int n : stay.getValue()) {
        first = position[n] < position[first] ? n : first;
      }
      long group = part * 4_096 + (merge ? 0 : 1L + graph.layerOf()[first]);
      groups.computeIfAbsent(group, k -> new ArrayList<>(4)).add(copy);
    }
    for (var group : groups.entrySet()) {
      boolean fromDram = home < 0 || group.getKey() >= 4_096;
      int[] targets = group.getValue().stream().mapToInt(Integer::intValue).toArray();
      int firstUse = Integer.MAX_VALUE;
      for (int t : targets) {
        for (int n : copies.get(t).readers) {
          firstUse = Math.min(firstUse, position[n]);
        }
      }
      int transfer =
          addTransfer(
              new Transfer(
                  fromDram ? Kind.LOAD : Kind.MOVE, id, fromDram ? -1 : home, targets, fromDram && home >= 0 ? store : -1, firstUse));
      if (fromDram && home >= 0) {
        reloads.computeIfAbsent(store, k -> new ArrayList<>(2)).add(transfer);
      }
      for (int t : targets) {
        copies.get(t).filledBy = transfer;
      }
      if (!fromDram) {
        copies.get(home).sends.add(transfer);
      }
    }
  }

  private int addCopy(int id, Item item, int core) {
    copies.add(new Copy(id, core, item.bytes()));
    return copies.size() - 1;
  }

  private int addTransfer(Transfer transfer) {
    transfer.index = transfers.size();
    transfers.add(transfer);
    return transfers.size() - 1;
  }

  /** The loads that wait for a store. */
  List<Integer> afterStore(int store) {
    return reloads.getOrDefault(store, List.of());
  }

  /** First and last position at which a copy is in memory when everything runs in order, one node at a time. */
  int[] sequentialStay(int copy) {
    Copy c = copies.get(copy);
    int producer = plan.graph().items().get(c.item).producer();
    int first = c.filledBy >= 0 ? transfers.get(c.filledBy).firstUse : position[producer];
    int last = first;
    for (int n : c.readers) {
      last = Math.max(last, position[n]);
    }
    for (int t : c.sends) {
      last = Math.max(last, transfers.get(t).firstUse);
    }
    return new int[] {first, last};
  }

  /** Bytes per core and position when everything runs in order, one node at a time. */
  long[][] sequentialProfile(int cores) {
    int n = plan.order().length;
    long[][] profile = new long[cores][n + 1];
    for (int c = 0; c < copies.size(); c++) {
      int[] stay = sequentialStay(c);
      Copy copy = copies.get(c);
      profile[copy.core][stay[0]] += copy.bytes;
      profile[copy.core][stay[1] + 1] -= copy.bytes;
    }
    for (int c = 0; c < cores; c++) {
      long sum = 0;
      for (int p = 0; p < n; p++) {
        sum += profile[c][p];
        profile[c][p] = sum;
      }
      profile[c] = Arrays.copyOf(profile[c], n);
    }
    return profile;
  }
}
