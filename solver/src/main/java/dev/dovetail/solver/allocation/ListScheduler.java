package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.accelerator.Route;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Event-driven list scheduling, aware of channels and memory.
 *
 * <p>Role: the decoder of every search. At each event a free core takes the first ready node of its order, and a free channel the
 * transfer whose first consumer comes earliest in the order; nothing is allocated that fails the banker's test of {@link
 * MemoryLedger}, so a plan whose order fits sequentially never deadlocks. A load that does not fit holds back later loads to the same
 * cores, so that it cannot starve.
 */
final class ListScheduler {
  private final Machine machine;

  ListScheduler(Machine machine) {
    this.machine = machine;
  }

  /**
   * The schedule of a plan.
   *
   * @param profile the deliveries' sequential profile, without working buffers; used up
   * @return empty if the order does not fit sequentially, or once it must end later than {@code giveUpAt}
   */
  Optional<Timetable> schedule(Deliveries deliveries, long[][] profile, long giveUpAt) {
    return new Run(deliveries).run(profile, giveUpAt);
  }

  private final class Run {
    private static final int TRANSFER_EVENT = 1 << 21;

    final Deliveries d;
    final Plan plan;
    final TileGraph graph;
    final int nodes;
    final int transfers;
    final int[] position;
    final Machine.NodeCost[] cost;
    final long[] nodeStart;
    final long[] transferStart;
    final Route[] route;
    final Memories memories;
    // nodes
    final int[] missing;
    final boolean[] nodeDone;
    final int[][] nodeCopies; // input copies of each node
    final int[][] outputCopies;
    final int[][] coreOrder;
    final boolean[] started;
    final int[] coreHead;
    final boolean[] busy;
    int frontier;
    int nodesLeft;
    int transfersLeft;
    // transfers by rank
    final int[] byRank;
    final int[] rankOf;
    final BitSet loads = new BitSet();
    final BitSet others = new BitSet();
    /** Target cores of each transfer, and of all loads together, as bits; cores 64 apart share a bit. */
    final long[] targetMask;

    long loadMask;
    /** The state of its cores' memories when a transfer was last refused. */
    final long[] refusedAt;
    final int[] waiting; // prerequisites of each transfer that are not done
    final long[] channelFree;
    final Route[][] options;
    final PriorityQueue<Integer> gated;
    final EventQueue events = new EventQueue();
    long now;
    final long[] coreLeft;
    final long[] coreFree;
    long dramLeft;

    Run(Deliveries deliveries) {
      d = deliveries;
      plan = d.plan;
      graph = plan.graph();
      nodes = graph.nodes();
      transfers = d.transfers.size();
      position = d.position;
      cost = new Machine.NodeCost[nodes];
      for (int n = 0; n < nodes; n++) {
        cost[n] = machine.cost(graph.layerOf()[n], graph.boxes()[n], plan.core()[n], plan.frugal().contains(graph.layerOf()[n]));
      }
      nodeStart = new long[nodes];
      transferStart = new long[transfers];
      route = new Route[transfers];
      memories = new Memories(machine, d);
      missing = new int[nodes];
      nodeDone = new boolean[nodes];
      started = new boolean[nodes];
      waiting = new int[transfers];
      targetMask = new long[transfers];
      gated = new PriorityQueue<>(Comparator.comparingInt((Integer t) -> d.transfers.get(t).firstUse()).thenComparingInt(t -> t));
      refusedAt = new long[transfers];
      Arrays.fill(refusedAt, -1);
      int[] inputCount = new int[nodes];
      int[] outputCount = new int[nodes];
      for (Deliveries.Copy copy : d.copies) {
        for (int n : copy.readers) {
          inputCount[n]++;
        }
        if (copy.filledBy < 0) {
          outputCount[graph.items().get(copy.item).producer()]++;
        }
      }
      nodeCopies = new int[nodes][];
      outputCopies = new int[nodes][];
      for (int n = 0; n < nodes; n++) {
        nodeCopies[n] = new int[inputCount[n]];
        outputCopies[n] = new int[outputCount[n]];
        missing[n] = inputCount[n];
      }
      for (int c = 0; c < d.copies.size(); c++) {
        Deliveries.Copy copy = d.copies.get(c);
        for (int n : copy.readers) {
          nodeCopies[n][--inputCount[n]] = c;
        }
        if (copy.filledBy < 0) {
          int p = graph.items().get(copy.item).producer();
          outputCopies[p][--outputCount[p]] = c;
        }
      }
      coreOrder = new int[machine.cores][];
      int[] count = new int[machine.cores];
      for (int n = 0; n < nodes; n++) {
        count[plan.core()[n]]++;
      }
      for (int c = 0; c < machine.cores; c++) {
        coreOrder[c] = new int[count[c]];
      }
      Arrays.fill(count, 0);
      for (int n : plan.order()) {
        coreOrder[plan.core()[n]][count[plan.core()[n]]++] = n;
      }
      coreHead = new int[machine.cores];
      busy = new boolean[machine.cores];
      channelFree = new long[machine.accelerator.channels().size()];
      options = new Route[transfers][];
      coreLeft = new long[machine.cores];
      coreFree = new long[machine.cores];
      for (int n = 0; n < nodes; n++) {
        coreLeft[plan.core()[n]] += cost[n].cycles();
      }
      nodesLeft = nodes;
      transfersLeft = transfers;
      byRank = rank();
      rankOf = new int[transfers];
      for (int r = 0; r < transfers; r++) {
        rankOf[byRank[r]] = r;
      }
    }

    /** Earliest consumer first, among equals moves and stores before loads; or all moves and stores before any load. */
    private int[] rank() {
      long[] keys = new long[transfers];
      for (int t = 0; t < transfers; t++) {
        Deliveries.Transfer transfer = d.transfers.get(t);
        long load = transfer.kind() == Deliveries.Kind.LOAD ? 1 : 0;
        long late = plan.manner().movesFirst() ? load << 28 : 0;
        keys[t] = ((late | transfer.firstUse()) << 1 | load) << 32 | t;
      }
      Arrays.sort(keys);
      int[] order = new int[transfers];
      for (int r = 0; r < transfers; r++) {
        order[r] = (int) keys[r];
      }
      return order;
    }

    Optional<Timetable> run(long[][] profile, long giveUpAt) {
      for (int n = 0; n < nodes; n++) {
        profile[plan.core()[n]][position[n]] += cost[n].bufferBytes();
      }
      if (!memories.open(profile)) {
        return Optional.empty();
      }
      for (int t = 0; t < transfers; t++) {
        Deliveries.Transfer transfer = d.transfers.get(t);
        for (int copy : transfer.targets()) {
          targetMask[t] |= 1L << (memories.home(copy) & 63);
        }
        loadMask |= transfer.kind() == Deliveries.Kind.LOAD ? targetMask[t] : 0;
        waiting[t] = transfer.kind() == Deliveries.Kind.LOAD && transfer.needs() < 0 ? 0 : 1;
        if (waiting[t] == 0) {
          loads.set(rankOf[t]);
        }
      }
      for (int t = 0; t < transfers; t++) {
        dramLeft += dramCycles(d.transfers.get(t));
      }
      dispatch();
      while (!events.isEmpty()) {
        now = events.time();
        if (hopeless(giveUpAt)) {
          return Optional.empty();
        }
        while (!events.isEmpty() && events.time() == now) {
          int id = events.pop();
          if (id == EventQueue.WAKE_UP) {
            continue;
          }
          if (id >= TRANSFER_EVENT) {
            transferEnded(id - TRANSFER_EVENT);
          } else {
            nodeEnded(id);
          }
        }
        dispatch();
      }
      if (nodesLeft > 0 || transfersLeft > 0) {
        throw new IllegalStateException(
            "List scheduling stopped at cycle %d with %d nodes and %d transfers left.".formatted(now, nodesLeft, transfersLeft));
      }
      return Optional.of(new Timetable(d, nodeStart, transferStart, route, now, energy()));
    }

    /** Whether the work that is left on some core or on the channel at the DRAM cannot end by {@code giveUpAt}. */
    private boolean hopeless(long giveUpAt) {
      if (machine.dramChannel >= 0 && Math.max(now, channelFree[machine.dramChannel]) + dramLeft > giveUpAt) {
        return true;
      }
      for (int c = 0; c < machine.cores; c++) {
        if (Math.max(now, coreFree[c]) + coreLeft[c] > giveUpAt) {
          return true;
        }
      }
      return now > giveUpAt;
    }

    /** Cycles that a transfer must hold the one channel at the DRAM; 0 if it need not, or if there are several. */
    private long dramCycles(Deliveries.Transfer transfer) {
      if (machine.dramChannel < 0 || (transfer.kind() == Deliveries.Kind.MOVE && !machine.dramChannelIsBus)) {
        return 0;
      }
      return machine.accelerator.channels().get(machine.dramChannel).bandwidth()
          .cyclesFor(graph.items().get(transfer.item()).bytes());
    }

    private long energy() {
      long e = Math.multiplyExact(now, machine.accelerator.leakageFemtojoulesPerCycle());
      for (int n = 0; n < nodes; n++) {
        e += cost[n].energyFemtojoules();
      }
      for (int t = 0; t < transfers; t++) {
        e += graph.items().get(d.transfers.get(t).item()).bytes() * route[t].femtojoulesPerByte();
      }
      return e;
    }

    private void dispatch() {
      for (int c = 0; c < machine.cores; c++) {
        if (!busy[c]) {
          startNode(c);
        }
      }
      startTransfers();
    }

    private void startNode(int c) {
      int[] order = coreOrder[c];
      int head = coreHead[c];
      while (head < order.length && started[order[head]]) {
        head++;
      }
      coreHead[c] = head;
      int seen = 0;
      for (int i = head; i < order.length && seen < plan.manner().lookahead(); i++) {
        int n = order[i];
        if (started[n]) {
          continue;
        }
        seen++;
        if (missing[n] == 0 && memories.fits(c, need(n), frontier, position[n])) {
          start(n, c);
          return;
        }
      }
    }

    private long need(int n) {
      long need = cost[n].bufferBytes();
      for (int copy : outputCopies[n]) {
        need += memories.bytes(copy);
      }
      return need;
    }

    private void start(int n, int c) {
      started[n] = true;
      busy[c] = true;
      nodeStart[n] = now;
      coreFree[c] = now + cost[n].cycles();
      coreLeft[c] -= cost[n].cycles();
      memories.take(c, need(n), frontier, position[n]);
      events.add(now + cost[n].cycles(), n);
    }

    private void nodeEnded(int n) {
      int c = plan.core()[n];
      int p = position[n];
      busy[c] = false;
      nodeDone[n] = true;
      nodesLeft--;
      memories.give(c, cost[n].bufferBytes(), frontier, p);
      for (int copy : outputCopies[n]) {
        if (!memories.isUsed(copy)) {
          memories.give(c, memories.bytes(copy), frontier, p);
        }
        for (int t : d.copies.get(copy).sends) {
          if (--waiting[t] == 0) {
            others.set(rankOf[t]);
          }
        }
        for (int reader : d.copies.get(copy).readers) {
          missing[reader]--;
        }
      }
      for (int copy : nodeCopies[n]) {
        memories.used(copy, p, frontier);
      }
      while (frontier < nodes && nodeDone[plan.order()[frontier]]) {
        frontier++;
      }
      openGate();
    }

    /** Staged weights move on only when their turn is near, so that they do not fill every consumer's memory long before. */
    private void openGate() {
      while (!gated.isEmpty() && d.transfers.get(gated.peek()).firstUse() <= frontier + plan.manner().window()) {
        others.set(rankOf[gated.poll()]);
      }
    }

    /** Starts what can start, in order of rank. */
    private void startTransfers() {
      long blockedCores = 0;
      int load = loads.nextSetBit(0);
      int other = others.nextSetBit(0);
      while (load >= 0 || other >= 0) {
        boolean loading = other < 0 || (load >= 0 && load < other);
        int r = loading ? load : other;
        boolean dramBusy = machine.dramChannel >= 0 && channelFree[machine.dramChannel] > now;
        if (dramBusy && machine.dramChannelIsBus) {
          return;
        }
        if (loading && (dramBusy || (blockedCores & loadMask) == loadMask)) {
          load = -1; // nothing more can be loaded now
          continue;
        }
        if (loading) {
          load = loads.nextSetBit(r + 1);
        } else {
          other = others.nextSetBit(r + 1);
        }
        int t = byRank[r];
        if (loading && (targetMask[t] & blockedCores) != 0) {
          blockedCores |= targetMask[t];
          continue;
        }
        Deliveries.Transfer transfer = d.transfers.get(t);
        Route free = freeRoute(transfer);
        if (free == null) {
          continue;
        }
        if (!admitted(t, transfer)) {
          blockedCores |= loading ? targetMask[t] : 0;
          continue;
        }
        (loading ? loads : others).clear(r);
        start(t, transfer, free);
      }
    }

    private boolean admitted(int t, Deliveries.Transfer transfer) {
      // A position that is passed no longer counts, so the frontier is part of the state.
      long version = memories.version(transfer.targets()) * (nodes + 1) + frontier;
      if (refusedAt[t] == version) {
        return false; // nothing was freed on its cores since it was refused
      }
      if (fits(transfer)) {
        return true;
      }
      refusedAt[t] = version;
      return false;
    }

    private Route freeRoute(Deliveries.Transfer transfer) {
      for (Route r : routes(transfer)) {
        boolean free = true;
        for (int i = 0; i < r.channels().length && free; i++) {
          free = channelFree[r.channels()[i]] <= now + r.offsets()[i];
        }
        if (free) {
          return r;
        }
      }
      return null;
    }

    private Route[] routes(Deliveries.Transfer transfer) {
      int t = transfer.index();
      if (options[t] == null) {
        if (transfer.kind() == Deliveries.Kind.STORE) {
          options[t] = machine.toDram(memories.home(transfer.source()));
        } else {
          int[] targets = new int[transfer.targets().length];
          for (int i = 0; i < targets.length; i++) {
            targets[i] = memories.home(transfer.targets()[i]);
          }
          options[t] = machine.toCores(transfer.source() < 0 ? -1 : memories.home(transfer.source()), targets);
        }
      }
      return options[t];
    }

    private boolean fits(Deliveries.Transfer transfer) {
      for (int copy : transfer.targets()) {
        if (!memories.fits(memories.home(copy), memories.bytes(copy), frontier, transfer.firstUse())) {
          return false;
        }
      }
      return true;
    }

    private void start(int t, Deliveries.Transfer transfer, Route r) {
      for (int copy : transfer.targets()) {
        memories.take(memories.home(copy), memories.bytes(copy), frontier, transfer.firstUse());
      }
      dramLeft -= dramCycles(transfer);
      route[t] = r;
      transferStart[t] = now;
      long duration = r.duration(graph.items().get(transfer.item()).bytes());
      for (int i = 0; i < r.channels().length; i++) {
        channelFree[r.channels()[i]] = now + r.offsets()[i] + duration;
        if (r.offsets()[i] != r.arrival()) {
          events.add(now + duration, EventQueue.WAKE_UP);
        }
      }
      events.add(now + r.arrival() + duration, TRANSFER_EVENT + t);
    }

    private void transferEnded(int t) {
      Deliveries.Transfer transfer = d.transfers.get(t);
      transfersLeft--;
      for (int copy : transfer.targets()) {
        for (int reader : d.copies.get(copy).readers) {
          missing[reader]--;
        }
        for (int staged : d.copies.get(copy).sends) {
          waiting[staged]--;
          gated.add(staged);
        }
      }
      openGate();
      if (transfer.source() >= 0) {
        memories.used(transfer.source(), transfer.firstUse(), frontier);
      }
      if (transfer.kind() == Deliveries.Kind.STORE) {
        // The loads that need a store follow it in the list.
        for (int other = t + 1; other < transfers && d.transfers.get(other).item() == transfer.item(); other++) {
          if (d.transfers.get(other).needs() == t && --waiting[other] == 0) {
            loads.set(rankOf[other]);
          }
        }
      }
    }
  }
}
