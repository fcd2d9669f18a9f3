package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.links.Route;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Event-driven list scheduling, aware of channels and memory.
 *
 * <p>Role: the decoder of every search. At each event a free core takes the first ready node of its order, and a free channel the
 * transfer whose first consumer comes earliest in the order; nothing is allocated that fails the banker's test of {@link
 * MemoryLedger}, so a plan whose order fits sequentially never deadlocks. A load that does not fit holds back later loads to the same
 * cores, so that it cannot starve.
 */
final class ListScheduler {
  /** Events between two questions whether to stop. */
  private static final int STOP_MASK = (1 << 7) - 1;

  private final Machine machine;
  private final BooleanSupplier stop;

  /** @param stop ends a schedule before it is finished */
  ListScheduler(Machine machine, BooleanSupplier stop) {
    this.machine = machine;
    this.stop = stop;
  }

  /**
   * The schedule of a plan.
   *
   * @param profile the deliveries' sequential profile, without working buffers; used up
   * @return empty if the order does not fit sequentially, once it must end later than {@code giveUpAt}, or if it was stopped
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
    // transfers
    final TransferQueue queue;
    final int[] waiting; // prerequisites of each transfer that are not done
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
      gated = new PriorityQueue<>(Comparator.comparingInt((Integer t) -> d.transfers.get(t).firstUse()).thenComparingInt(t -> t));
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
      coreLeft = new long[machine.cores];
      coreFree = new long[machine.cores];
      for (int n = 0; n < nodes; n++) {
        coreLeft[plan.core()[n]] += cost[n].cycles();
      }
      nodesLeft = nodes;
      transfersLeft = transfers;
      queue = new TransferQueue(machine, d, memories, this::start);
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
        waiting[t] = transfer.kind() == Deliveries.Kind.LOAD && transfer.needs() < 0 ? 0 : 1;
        if (waiting[t] == 0) {
          queue.add(t);
        }
      }
      for (int t = 0; t < transfers; t++) {
        dramLeft += dramCycles(d.transfers.get(t));
      }
      dispatch();
      for (int round = 1; !events.isEmpty(); round++) {
        now = events.time();
        if (hopeless(giveUpAt) || ((round & STOP_MASK) == 0 && stop.getAsBoolean())) {
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
      return Optional.of(new Timetable(d, nodeStart, transferStart, route, now, energy(), busiest()));
    }

    /** Whether the work that is left on some core or on the channel at the DRAM cannot end by {@code giveUpAt}. */
    private boolean hopeless(long giveUpAt) {
      if (machine.dramChannel >= 0 && Math.max(now, queue.freeAt(machine.dramChannel)) + dramLeft > giveUpAt) {
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

    private long busiest() {
      long[] core = new long[machine.cores];
      for (int n = 0; n < nodes; n++) {
        core[plan.core()[n]] += cost[n].cycles();
      }
      long[] channel = new long[machine.accelerator.channels().size()];
      for (int t = 0; t < transfers; t++) {
        long duration = route[t].duration(graph.items().get(d.transfers.get(t).item()).bytes());
        for (int c : route[t].channels()) {
          channel[c] += duration;
        }
      }
      return Math.max(Arrays.stream(core).max().orElse(0), Arrays.stream(channel).max().orElse(0));
    }

    private void dispatch() {
      for (int c = 0; c < machine.cores; c++) {
        if (!busy[c]) {
          startNode(c);
        }
      }
      queue.start(now, frontier);
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
            queue.add(t);
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
        queue.add(gated.poll());
      }
    }

    private void start(int t, Route r) {
      Deliveries.Transfer transfer = d.transfers.get(t);
      for (int copy : transfer.targets()) {
        memories.take(memories.home(copy), memories.bytes(copy), frontier, transfer.firstUse());
      }
      dramLeft -= dramCycles(transfer);
      route[t] = r;
      transferStart[t] = now;
      long duration = r.duration(graph.items().get(transfer.item()).bytes());
      for (int i = 0; i < r.channels().length; i++) {
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
            queue.add(other);
          }
        }
      }
    }
  }
}
