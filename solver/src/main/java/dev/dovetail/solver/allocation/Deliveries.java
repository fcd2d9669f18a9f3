package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private static final int[] NONE = {};

  /**
   * One movement; targets are copy ids. {@code source} is a copy or -1; {@code needs} is the store that must have ended, or -1; {@code
   * firstUse} is a position in the order.
   */
  record Transfer(int index, Kind kind, int item, int source, int[] targets, int needs, int firstUse) {}

  /** One copy of an item; {@code filledBy} is a transfer, or -1 for a home copy. */
  static final class Copy {
    final int item;
    final int core;
    final long bytes;
    final long stay; // separates copies of one item on one core
    int filledBy = -1;
    int firstReader = -1; // the reader that comes first in the order
    int[] readers = NONE; // nodes
    int[] sends = NONE; // transfers out
    private int readerCount; // while readers are added, the array may be longer

    Copy(int item, int core, long bytes, long stay) {
      this.item = item;
      this.core = core;
      this.bytes = bytes;
      this.stay = stay;
    }

    private void addReader(int node) {
      if (readerCount == readers.length) {
        readers = Arrays.copyOf(readers, Math.max(4, 2 * readerCount));
      }
      readers[readerCount++] = node;
    }
  }

  final Plan plan;
  final int[] position;
  final List<Copy> copies;
  final List<Transfer> transfers;
  private final int[] @Nullable [] steps; // by layer, once asked for

  Deliveries(Plan plan) {
    this.plan = plan;
    TileGraph graph = plan.graph();
    this.steps = new int[graph.grids().size()][];
    this.position = new int[graph.nodes()];
    for (int p = 0; p < plan.order().length; p++) {
      position[plan.order()[p]] = p;
    }
    copies = new ArrayList<>(2 * graph.items().size());
    transfers = new ArrayList<>(graph.items().size());
    BitSet none = new BitSet();
    BitSet[] detours = new BitSet[graph.tensors().size()]; // by tensor: the layers that read it by a detour
    Arrays.fill(detours, none);
    for (Plan.Detour detour : plan.detours()) {
      detours[detour.tensor()] = detours[detour.tensor()] == none ? new BitSet() : detours[detour.tensor()];
      detours[detour.tensor()].set(detour.layer());
    }
    for (int i = 0; i < graph.items().size(); i++) {
      deliver(i, graph.items().get(i), detours[graph.items().get(i).tensor()]);
    }
    for (Copy copy : copies) {
      copy.readers = copy.readerCount == copy.readers.length ? copy.readers : Arrays.copyOf(copy.readers, copy.readerCount);
    }
  }

  private void deliver(int id, Item item, BitSet detours) {
    TileGraph graph = plan.graph();
    int home = -1;
    if (item.producer() >= 0) {
      home = addCopy(new Copy(id, plan.core()[item.producer()], item.bytes(), 0));
    }
    int firstStay = copies.size();
    boolean needsDram = false;
    for (int consumer : item.consumers()) {
      int layer = graph.layerOf()[consumer];
      int core = plan.core()[consumer];
      boolean detour = detours.get(layer);
      if (home >= 0 && !detour && core == copies.get(home).core) {
        read(copies.get(home), consumer);
        continue;
      }
      needsDram |= detour;
      long stay = !detour ? 0 : 1L + layer * 4_096L + (home < 0 ? step(consumer) : 0);
      read(stayOn(firstStay, id, item, core, stay), consumer);
    }
    int store = -1;
    if (home >= 0 && (graph.tensor(item).isOutput() || needsDram)) {
      store = transfers.size();
      transfers.add(new Transfer(store, Kind.STORE, id, home, NONE, -1, position[item.producer()]));
      copies.get(home).sends = appended(copies.get(home).sends, store);
    }
    if (home < 0 && !needsDram && copies.size() - firstStay > 1 && plan.staged().contains(item.tensor())) {
      stage(firstStay, id, item);
      return;
    }
    boolean merge = plan.merged().contains(item.tensor());
    for (int c = firstStay; c < copies.size(); c++) {
      if (copies.get(c).filledBy < 0) {
        fillTogether(c, id, home, store, merge);
      }
    }
  }

  /**
   * The rank of a node's row among its layer's rows on the node's core. What is loaded again for each row reaches the cores that are at
   * the same step together.
   */
  private int step(int node) {
    int layer = plan.graph().layerOf()[node];
    if (steps[layer] == null) {
      int first = plan.graph().firstNode()[layer];
      int[] ranks = new int[plan.graph().firstNode()[layer + 1] - first];
      int[] lastRow = new int[plan.cores()];
      int[] rows = new int[plan.cores()];
      Arrays.fill(lastRow, -1);
      for (int i = 0; i < ranks.length; i++) { // row by row
        int core = plan.core()[first + i];
        if (lastRow[core] != plan.graph().row(first + i)) {
          lastRow[core] = plan.graph().row(first + i);
          rows[core]++;
        }
        ranks[i] = rows[core] - 1;
      }
      steps[layer] = ranks;
    }
    return steps[layer][node - plan.graph().firstNode()[layer]];
  }

  private Copy stayOn(int firstStay, int id, Item item, int core, long stay) {
    for (int c = firstStay; c < copies.size(); c++) {
      Copy copy = copies.get(c);
      if (copy.core == core && copy.stay == stay) {
        return copy;
      }
    }
    Copy copy = new Copy(id, core, item.bytes(), stay);
    addCopy(copy);
    return copy;
  }

  /** One transfer for copy {@code first} and all later copies of the item that travel with it. */
  private void fillTogether(int first, int id, int home, int store, boolean merge) {
    TileGraph graph = plan.graph();
    Copy leader = copies.get(first);
    int layer = graph.layerOf()[leader.firstReader];
    int index = transfers.size();
    int[] targets = NONE;
    int firstUse = Integer.MAX_VALUE;
    for (int c = first; c < copies.size(); c++) {
      Copy copy = copies.get(c);
      if (copy.filledBy < 0
          && copy.stay == leader.stay
          && ((merge && copy.stay == 0) || graph.layerOf()[copy.firstReader] == layer)) {
        targets = appended(targets, c);
        copy.filledBy = index;
        firstUse = Math.min(firstUse, position[copy.firstReader]);
      }
    }
    boolean fromDram = home < 0 || leader.stay != 0;
    transfers.add(
        new Transfer(index, fromDram ? Kind.LOAD : Kind.MOVE, id, fromDram ? -1 : home, targets, fromDram ? store : -1,
            firstUse));
    if (!fromDram) {
      copies.get(home).sends = appended(copies.get(home).sends, index);
    }
  }

  /**
   * One load to one core, from where it moves on to all others. The waiting places are taken in turn, cores that run no consumer
   * included: their memory is free.
   */
  private void stage(int firstStay, int id, Item item) {
    int place = id % plan.cores();
    int source = -1;
    int firstUse = Integer.MAX_VALUE;
    int end = copies.size();
    for (int c = firstStay; c < end; c++) {
      firstUse = Math.min(firstUse, position[copies.get(c).firstReader]);
      source = copies.get(c).core == place ? c : source;
    }
    if (source < 0) {
      source = addCopy(new Copy(id, place, item.bytes(), 0));
    }
    int load = transfers.size();
    transfers.add(new Transfer(load, Kind.LOAD, id, -1, new int[] {source}, -1, firstUse));
    copies.get(source).filledBy = load;
    int[] targets = NONE;
    for (int c = firstStay; c < end; c++) {
      if (c != source) {
        targets = appended(targets, c);
        copies.get(c).filledBy = load + 1;
      }
    }
    transfers.add(new Transfer(load + 1, Kind.MOVE, id, source, targets, -1, firstUse));
    copies.get(source).sends = appended(copies.get(source).sends, load + 1);
  }

  private void read(Copy copy, int node) {
    copy.addReader(node);
    if (copy.firstReader < 0 || position[node] < position[copy.firstReader]) {
      copy.firstReader = node;
    }
  }

  private static int[] appended(int[] array, int value) {
    int[] longer = Arrays.copyOf(array, array.length + 1);
    longer[array.length] = value;
    return longer;
  }

  private int addCopy(Copy copy) {
    copies.add(copy);
    return copies.size() - 1;
  }

  /** First position at which a copy is in memory when everything runs in order, one node at a time. */
  int firstPosition(Copy c) {
    return c.filledBy >= 0 ? transfers.get(c.filledBy).firstUse() : position[plan.graph().items().get(c.item).producer()];
  }

  /** Last position at which a copy is in memory when everything runs in order, one node at a time. */
  int lastPosition(Copy c) {
    int last = firstPosition(c);
    for (int n : c.readers) {
      last = Math.max(last, position[n]);
    }
    for (int t : c.sends) {
      last = Math.max(last, transfers.get(t).firstUse());
    }
    return last;
  }

  /** Bytes per core and position when everything runs in order, one node at a time. */
  long[][] sequentialProfile(int cores) {
    int n = plan.order().length;
    long[][] profile = new long[cores][n + 1];
    for (Copy copy : copies) {
      profile[copy.core][firstPosition(copy)] += copy.bytes;
      profile[copy.core][lastPosition(copy) + 1] -= copy.bytes;
    }
    for (int c = 0; c < cores; c++) {
      long sum = 0;
      for (int p = 0; p < n; p++) {
        sum += profile[c][p];
        profile[c][p] = sum;
      }
      profile[c][n] = 0;
    }
    return profile;
  }
}
