package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.GroupGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which slot each node and transfer of a group runs, and which slots keep one resource busy: decided by the cores alone.
 *
 * <p>Role: the part of an evaluation that is the same for all splits, tiles and loop orders. Source of the rules: stream-dse 1.13.14.
 */
final class SlotPlan {
  /** Masks of slots are {@code long}. */
  static final int MOST_SLOTS = 62;

  final int slots;
  final int[] nodeSlot;
  final int[] transferSlot;
  final LinkSets.Plan[] links;
  /** Masks of the slots in which one resource is busy; none is a part of another. */
  final long[] busy;

  private final SearchGroup group;
  private final long[] cores;
  private final boolean isConnected;

  /**
   * @param cores per node the mask of its cores
   * @param dram id of the DRAM core
   */
  SlotPlan(SearchGroup group, long[] cores, int dram, LinkSets linkSets) {
    this.group = group;
    this.cores = cores;
    List<GroupGraph.Transfer> transfers = group.graph.transfers();
    this.links = new LinkSets.Plan[transfers.size()];
    boolean connected = true;
    for (int f = 0; f < links.length; f++) {
      GroupGraph.Transfer t = transfers.get(f);
      long from = t.producer() < 0 ? 1L << dram : cores[t.producer()];
      long to = t.readers().isEmpty() ? 1L << dram : 0;
      for (int r : t.readers()) {
        to |= cores[r];
      }
      LinkSets.Plan plan = linkSets.plan(from, to);
      connected &= plan != null;
      links[f] = plan == null ? new LinkSets.Plan(0, 1, 1) : plan;
    }
    this.isConnected = connected;
    this.nodeSlot = new int[group.nodes()];
    this.transferSlot = new int[links.length];
    assign(transfers);
    int last = 0;
    for (int s : nodeSlot) {
      last = Math.max(last, s);
    }
    for (int s : transferSlot) {
      last = Math.max(last, s);
    }
    this.slots = last + 1;
    this.busy = last < MOST_SLOTS ? busy() : new long[0];
  }

  /** Whether all transfers have a route and masks have room for the slots. */
  boolean isUsable() {
    return isConnected && slots <= MOST_SLOTS;
  }

  /** Whether all transfers have a route. */
  boolean isConnected() {
    return isConnected;
  }

  /** Visits nodes before transfers before inputs, each as soon as what it needs is placed. */
  private void assign(List<GroupGraph.Transfer> transfers) {
    int n = nodeSlot.length;
    int[] openInputs = new int[n];
    for (GroupGraph.Transfer t : transfers) {
      for (int r : t.readers()) {
        openInputs[r]++;
      }
    }
    boolean[] nodeDone = new boolean[n];
    boolean[] transferDone = new boolean[transfers.size()];
    boolean[] inputDone = new boolean[transfers.size()];
    while (true) {
      int node = nextNode(nodeDone, openInputs);
      if (node >= 0) {
        nodeDone[node] = true;
        place(node, transfers);
        continue;
      }
      int transfer = nextTransfer(transfers, transferDone, nodeDone, inputDone);
      if (transfer >= 0) {
        transferDone[transfer] = true;
        place(transfer, transfers.get(transfer), transferDone);
        for (int r : transfers.get(transfer).readers()) {
          openInputs[r]--;
        }
        continue;
      }
      int input = nextInput(transfers, inputDone);
      if (input < 0) {
        return;
      }
      inputDone[input] = true;
    }
  }

  /** The next load whose input was not visited; -1 if there is none. */
  private static int nextInput(List<GroupGraph.Transfer> transfers, boolean[] done) {
    for (int f = 0; f < done.length; f++) {
      if (!done[f] && transfers.get(f).producer() < 0) {
        return f;
      }
    }
    return -1;
  }

  private static int nextNode(boolean[] done, int[] open) {
    for (int i = 0; i < done.length; i++) {
      if (!done[i] && open[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int nextTransfer(
      List<GroupGraph.Transfer> transfers, boolean[] done, boolean[] nodeDone, boolean[] inputDone) {
    for (int f = 0; f < done.length; f++) {
      int producer = transfers.get(f).producer();
      if (!done[f] && (producer < 0 ? inputDone[f] : nodeDone[producer])) {
        return f;
      }
    }
    return -1;
  }

  private void place(int node, List<GroupGraph.Transfer> transfers) {
    int slot = 1;
    for (int f = 0; f < transfers.size(); f++) {
      if (transfers.get(f).readers().contains(node)) {
        slot = Math.max(slot, transferSlot[f] + 1);
      }
    }
    while (isTaken(node, slot)) {
      slot++;
    }
    nodeSlot[node] = slot;
  }

  private boolean isTaken(int node, int slot) {
    for (int i = 0; i < nodeSlot.length; i++) {
      if (i != node && nodeSlot[i] == slot && (cores[i] & cores[node]) != 0) {
        return true;
      }
    }
    return false;
  }

  private void place(int f, GroupGraph.Transfer transfer, boolean[] done) {
    int slot = transfer.producer() < 0 ? 1 : nodeSlot[transfer.producer()] + 1;
    while (isTaken(f, slot, done)) {
      slot++;
    }
    transferSlot[f] = slot;
  }

  private boolean isTaken(int f, int slot, boolean[] done) {
    for (int g = 0; g < links.length; g++) {
      if (g != f && done[g] && transferSlot[g] == slot && (links[g].links() & links[f].links()) != 0) {
        return true;
      }
    }
    return false;
  }

  private long[] busy() {
    List<Long> masks = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long core = 0;
      long link = 0;
      for (int i = 0; i < nodeSlot.length; i++) {
        core |= (cores[i] >> bit & 1) << nodeSlot[i];
      }
      for (int f = 0; f < links.length; f++) {
        link |= (links[f].links() >> bit & 1) << transferSlot[f];
      }
      masks.add(core);
      masks.add(link);
    }
    List<Long> kept = new ArrayList<>();
    for (int m = 0; m < masks.size(); m++) {
      long mask = masks.get(m);
      boolean isPart = mask == 0;
      for (int o = 0; o < masks.size() && !isPart; o++) {
        long other = masks.get(o);
        isPart = o != m && (mask & ~other) == 0 && (mask != other || o < m);
      }
      if (!isPart) {
        kept.add(mask);
      }
    }
    return kept.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Cycles of a group: the first iteration's slots, then one initiation interval per further iteration.
   *
   * @param length per slot its cycles
   */
  long total(long iterations, long[] length) {
    long sum = Arrays.stream(length).sum();
    return Math.addExact(sum, Math.multiplyExact(iterations - 1, interval(length)));
  }

  /** The initiation interval: the longest busy time of a resource. */
  long interval(long[] length) {
    long interval = 0;
    for (long mask : busy) {
      long time = 0;
      for (long rest = mask; rest != 0; rest &= rest - 1) {
        time += length[Long.numberOfTrailingZeros(rest)];
      }
      interval = Math.max(interval, time);
    }
    return interval;
  }

  /** The group. */
  SearchGroup group() {
    return group;
  }
}
