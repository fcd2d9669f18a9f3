package dev.dovetail.models.linkslots;

import dev.dovetail.models.Findings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replays source and router tables flit by flit, from the tables alone: slot by slot, each source injects as its rows say, and each router
 * moves what is on its inputs as its rows say.
 *
 * <p>Role: the judge of tables for links that carry a flit per slot. Rules: {@code table-source}, {@code table-missing-row},
 * {@code table-message}, {@code table-collision}, {@code table-delivery}, {@code table-alignment}, {@code table-sum}, {@code table-loop}.
 */
final class FlitReplay {
  /** Flit moves above which tables are replayed by frames. */
  private static final double MOST_MOVES = 100e6;

  private final TableRows rows;
  private final Findings findings;
  private final FlitAgenda agenda = new FlitAgenda();
  private final PartialSums sums = new PartialSums();
  private final Deliveries deliveries;
  private final int edges;
  private final long[] firstFlit; // by source row
  private final int[] position; // by source row: of its tile among the message's sources
  private final boolean[] served;
  private final int[] units;
  private final boolean[] reduce;
  private final int[] lastOnEdge;
  private final long[] edgeSlot;
  private final int[] onChannel;
  private final int[] firstOnChannel;
  private final long[] channelSlot;
  private final int[] capacity;
  private final int[][] channelsOf;
  private final Set<Long> lost = new HashSet<>();

  /** @param served by message: whether it must be delivered */
  FlitReplay(TableRows rows, boolean[] served) {
    this.rows = rows;
    this.findings = rows.findings;
    this.served = served;
    this.deliveries = new Deliveries(rows, sums);
    this.edges = rows.links.edges().size();
    int channels = rows.links.channels().size();
    firstFlit = new long[rows.sources.size()];
    position = new int[rows.sources.size()];
    units = new int[served.length];
    reduce = new boolean[served.length];
    lastOnEdge = new int[edges];
    edgeSlot = new long[edges];
    Arrays.fill(edgeSlot, -1);
    onChannel = new int[channels];
    firstOnChannel = new int[channels];
    channelSlot = new long[channels];
    Arrays.fill(channelSlot, -1);
    capacity = rows.links.channels().stream().mapToInt(c -> c.capacity()).toArray();
    channelsOf = rows.links.edges().stream().map(e -> e.channels().stream().mapToInt(c -> c).toArray()).toArray(int[][]::new);
    for (Message message : rows.problem.messages()) {
      units[message.index()] = (int) message.volume();
      reduce[message.index()] = message.shape() == Message.Shape.IN_TREE;
    }
  }

  void run() {
    if (!sources()) {
      return;
    }
    double most = rows.moves();
    double moves = 0;
    while (agenda.advance()) {
      FlitAgenda.Batch now = agenda.now();
      for (int i = 0; i < now.injecting; i++) {
        inject(now.injections[i]);
      }
      for (int i = 0; i < now.size; i++) {
        if (++moves > most) {
          findings.add("table-loop", rows.where(now.input[i]), "In slot %d flits go round in circles, among them flit %d of %s.",
              agenda.slot(), now.flit[i], rows.message(now.message[i]));
          return;
        }
        arrive(now, i);
      }
    }
    deliveries.end(served, units);
  }

  /** Numbers the flits of each source in the order of its rows. */
  private boolean sources() {
    boolean sound = true;
    int r = 0;
    while (r < firstFlit.length) {
      SlotTable.SourceRow first = rows.sources.get(r);
      Message message = rows.problem.messages().get(first.message());
      long sent = 0;
      long until = -1;
      for (;
          r < firstFlit.length && rows.sources.get(r).message() == first.message() && rows.sources.get(r).tile() == first.tile();
          r++) {
        SlotTable.SourceRow row = rows.sources.get(r);
        if (row.start() <= until) {
          findings.add("table-overlap", rows.tile(row.tile()), "In slot %d it has two rows for %s.", row.start(),
              rows.message(row.message()));
          sound = false;
        }
        until = Math.max(until, row.end());
        firstFlit[r] = sent;
        position[r] = message.sources().indexOf(row.tile());
        sent += row.end() - row.start() + 1;
        agenda.at(row.start()).inject(r);
      }
      if (sent != message.volume()) {
        findings.add("table-source", rows.tile(first.tile()), "From slot %d on it injects %d flits of %s, which has %d.",
            first.start(), sent, rows.message(first.message()), message.volume());
        sound = false;
      }
    }
    return sound;
  }

  private void inject(int r) {
    SlotTable.SourceRow row = rows.sources.get(r);
    long slot = agenda.slot();
    agenda.now().add(rows.inject(row.tile()), row.message(), (int) (firstFlit[r] + slot - row.start()), ~position[r]);
    if (slot < row.end()) {
      agenda.at(slot + 1).inject(r);
    }
  }

  /** A flit is on an input in this slot: it goes on to the outputs of its row, or has arrived. */
  private void arrive(FlitAgenda.Batch now, int i) {
    int input = now.input[i];
    int m = now.message[i];
    int k = now.flit[i];
    if (input < edges && !isAlone(now, i)) {
      return;
    }
    if (reduce[m]) {
      now.sum[i] = sums.create();
      part(now.sum[i], now.part[i]);
    }
    int node = rows.node(input);
    Message message = rows.problem.messages().get(m);
    int tile = rows.tileBehindPort(node);
    if (tile >= 0) {
      deliveries.deliver(tile, message, k, units[m], agenda.slot(), now.sum[i]);
      return;
    }
    SlotTable.RouterRow row = rows.inOrder(input, agenda.slot(), m);
    if (row == null || row.message() != m) {
      stray(input, m, k, row);
      return;
    }
    for (int o = 0; o < row.outputs().size(); o++) {
      int output = row.outputs().get(o);
      if (output == SlotTable.LOCAL) {
        deliveries.deliver(rows.tileAt(node), message, k, units[m], agenda.slot(), now.sum[i]);
      } else {
        agenda.at(agenda.slot() + rows.latency(input) + row.delay(o)).add(output, m, k, now.sum[i]);
      }
    }
  }

  private void part(int sum, int what) {
    if (what < 0) {
      sums.addSource(sum, ~what);
    } else {
      sums.add(sum, what);
    }
  }

  /** Whether a flit may be where it is; parts of one sum come together and count once. */
  private boolean isAlone(FlitAgenda.Batch now, int i) {
    int e = now.input[i];
    long slot = agenda.slot();
    now.before[i] = edgeSlot[e] == slot ? lastOnEdge[e] : -1;
    for (int b = now.before[i]; b >= 0; b = now.before[b]) {
      if (now.message[b] == now.message[i] && now.flit[b] == now.flit[i]) {
        if (reduce[now.message[i]]) {
          part(now.sum[b], now.part[i]);
        } else {
          findings.add("table-collision", rows.where(e), "In slot %d flit %d of %s comes twice.", slot, now.flit[i],
              rows.message(now.message[i]));
        }
        return false;
      }
    }
    edgeSlot[e] = slot;
    lastOnEdge[e] = i;
    for (int c : channelsOf[e]) {
      if (channelSlot[c] != slot) {
        channelSlot[c] = slot;
        onChannel[c] = 0;
      }
      int first = firstOnChannel[c];
      boolean same = onChannel[c] > 0 && !reduce[now.message[i]] && now.message[first] == now.message[i]
          && now.flit[first] == now.flit[i];
      if (!same && onChannel[c]++ == 0) {
        firstOnChannel[c] = i;
      }
      if (!same && onChannel[c] > capacity[c]) {
        findings.add("table-collision", rows.where(e), "In slot %d flit %d of %s and flit %d of %s want it.", slot,
            now.flit[first],
            rows.message(now.message[first]), now.flit[i], rows.message(now.message[i]));
      }
    }
    return true;
  }

  /** No row, or that of another message: said once per input and message. */
  private void stray(int input, int m, int k, SlotTable.@Nullable RouterRow row) {
    if (!lost.add((long) input << Integer.SIZE | m)) {
      return;
    }
    if (row == null) {
      findings.add("table-missing-row", rows.where(input),
          "In slot %d flit %d of %s comes over it, and no row of the %s says where it goes.",
          agenda.slot(), k, rows.message(m), rows.router(rows.node(input)));
    } else {
      findings.add("table-message", rows.where(input), "In slot %d flit %d of %s comes over it, but the row of the %s is for %s.",
          agenda.slot(), k, rows.message(m), rows.router(rows.node(input)), rows.message(row.message()));
    }
  }

  /** Whether tables can be replayed flit by flit: all links on the way carry one flit per slot, and nothing repeats. */
  static boolean isPossible(LinkSlotsProblem problem, SlotTable table) {
    if (problem.rules().forwarding() != Forwarding.CUT_THROUGH || problem.rules().goal() == Goal.PERIOD || table.period() > 0
        || problem.network().links().channels().stream().anyMatch(c -> c.bandwidth().bytes() != c.bandwidth().cycles())) {
      return false;
    }
    double moves = 0;
    for (Message message : problem.messages()) {
      if (message.period() > 0 || message.volume() > Integer.MAX_VALUE) {
        return false;
      }
    }
    for (Transmission t : table.transmissions()) {
      if (t.message() >= 0 && t.message() < problem.messages().size()) {
        moves += (double) problem.messages().get(t.message()).volume() * t.edges().size();
      }
    }
    return moves <= MOST_MOVES;
  }

}
