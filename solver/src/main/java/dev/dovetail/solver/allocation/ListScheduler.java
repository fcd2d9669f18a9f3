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
    final MemoryLedger[] ledger;
    final long[] held;
    // copies
    final long[] bytes;
    final int[] home;
    final int[][] usePosition; // ascending
    final boolean[][] useDone;
    final int[] lastUse; // index into usePosition of the last use that is not done
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
    /** How often bytes were freed on each core, and that count over a transfer's cores when it was last refused. */
    final long[] freed;

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
      ledger = new MemoryLedger[machine.cores];
      held = new long[machine.cores];
      int copies = d.copies.size();
      bytes = new long[copies];
      home = new int[copies];
      usePosition = new int[copies][];
      useDone = new boolean[copies][];
      lastUse = new int[copies];
      missing = new int[nodes];
      nodeDone = new boolean[nodes];
      started = new boolean[nodes];
      waiting = new int[transfers];
      targetMask = new long[transfers];
      freed = new long[machine.cores];
      gated = new PriorityQueue<>(Comparator.comparingInt((Integer t) -> d.transfers.get(t).firstUse()).thenComparingInt(t -> t));
      refusedAt = new long[transfers];
      Arrays.fill(refusedAt, -1);
      int[] inputCount = new int[nodes];
      int[] outputCount = new int[nodes];
      for (int c = 0; c < copies; c++) {
        Deliveries.Copy copy = d.copies.get(c);
        bytes[c] = copy.bytes;
        home[c] = copy.core;
        int[] uses = new int[copy.readers.length + copy.sends.length];
        int u = 0;
        for (int n : copy.readers) {
          uses[u++] = position[n];
          inputCount[n]++;
        }
        for (int t : copy.sends) {
          uses[u++] = d.transfers.get(t).firstUse();
        }
        Arrays.sort(uses);
        usePosition[c] = uses;
        useDone[c] = new boolean[uses.length];
        lastUse[c] = uses.length - 1;
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
      for (int c = 0; c < copies; c++) {
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
      for (int c = 0; c < machine.cores; c++) {
        ledger[c] = new MemoryLedger(profile[c]);
        if (ledger[c].max(0, nodes - 1) > machine.capacity[c]) {
          return Optional.empty();
        }
      }
      for (int t = 0; t < transfers; t++) {
        Deliveries.Transfer transfer = d.transfers.get(t);
        for (int copy : transfer.targets()) {
          targetMask[t] |= 1L << (home[copy] & 63);
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
      return machine.accelerator.channels().get(machine.dramChannel).bandwidth().cyclesFor(graph.items().get(transfer.item()).bytes());
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
        if (missing[n] == 0 && fits(n, c)) {
          start(n, c);
          return;
        }
      }
    }

    private boolean fits(int n, int c) {
      long need = cost[n].bufferBytes();
      for (int copy : outputCopies[n]) {
        need += bytes[copy];
      }
      return held[c] + need <= machine.capacity[c] && ledger[c].max(frontier, position[n] - 1) + need <= machine.capacity[c];
    }

    private void start(int n, int c) {
      started[n] = true;
      busy[c] = true;
      nodeStart[n] = now;
      coreFree[c] = now + cost[n].cycles();
      coreLeft[c] -= cost[n].cycles();
      long need = cost[n].bufferBytes();
      for (int copy : outputCopies[n]) {
        need += bytes[copy];
      }
      ledger[c].add(frontier, position[n] - 1, need);
      held[c] += need;
      events.add(now + cost[n].cycles(), n);
    }

    private void nodeEnded(int n) {
      int c = plan.core()[n];
      int p = position[n];
      busy[c] = false;
      freed[c]++;
      nodeDone[n] = true;
      nodesLeft--;
      long own = cost[n].bufferBytes();
      held[c] -= own;
      ledger[c].add(frontier, p, -own);
      for (int copy : outputCopies[n]) {
        if (usePosition[copy].length == 0) {
          held[c] -= bytes[copy];
          ledger[c].add(frontier, p, -bytes[copy]);
        } else {
          shrink(copy, p);
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
        use(copy, p);
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

    /** A home copy's stay ends at its last use, which is never before its producer: nothing to give back then. */
    private void shrink(int copy, int producerPosition) {
      int last = usePosition[copy][lastUse[copy]];
      if (last < producerPosition) {
        throw new IllegalStateException("The copy (%d) is used at %d before it is made at %d.".formatted(copy, last, producerPosition));
      }
    }

    /** One use of a copy at position {@code p} is over; gives its bytes back behind the last use that remains. */
    private void use(int copy, int p) {
      int[] uses = usePosition[copy];
      boolean[] done = useDone[copy];
      int i = Arrays.binarySearch(uses, p);
      while (i > 0 && uses[i - 1] == p) {
        i--;
      }
      while (done[i]) {
        i++; // several uses at one position: any that is left
      }
      done[i] = true;
      int last = lastUse[copy];
      if (i != last) {
        return;
      }
      int next = last;
      while (next >= 0 && done[next]) {
        next--;
      }
      lastUse[copy] = next;
      int c = home[copy];
      freed[c]++;
      if (next < 0) {
        held[c] -= bytes[copy];
        ledger[c].add(frontier, uses[last], -bytes[copy]);
      } else {
        ledger[c].add(uses[next] + 1, uses[last], -bytes[copy]);
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
      long version = freedOn(transfer);
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
          options[t] = machine.toDram(home[transfer.source()]);
        } else {
          int[] targets = new int[transfer.targets().length];
          for (int i = 0; i < targets.length; i++) {
            targets[i] = home[transfer.targets()[i]];
          }
          options[t] = machine.toCores(transfer.source() < 0 ? -1 : home[transfer.source()], targets);
        }
      }
      return options[t];
    }

    private long freedOn(Deliveries.Transfer transfer) {
      long sum = 0;
      for (int copy : transfer.targets()) {
        sum += freed[home[copy]];
      }
      return sum * (nodes + 1) + frontier; // a position that is passed no longer counts either
    }

    private boolean fits(Deliveries.Transfer transfer) {
      for (int copy : transfer.targets()) {
        int c = home[copy];
        if (held[c] + bytes[copy] > machine.capacity[c]
            || ledger[c].max(frontier, transfer.firstUse() - 1) + bytes[copy] > machine.capacity[c]) {
          return false;
        }
      }
      return true;
    }

    private void start(int t, Deliveries.Transfer transfer, Route r) {
      for (int copy : transfer.targets()) {
        int c = home[copy];
        held[c] += bytes[copy];
        ledger[c].add(frontier, transfer.firstUse() - 1, bytes[copy]);
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
        use(transfer.source(), transfer.firstUse());
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
