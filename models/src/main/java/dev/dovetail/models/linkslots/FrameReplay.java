package dev.dovetail.models.linkslots;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.ChannelUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replays source and router tables frame by frame, from the tables alone: each message as a whole goes over every link for as long as the
 * link needs, and each router passes it on as its rows say.
 *
 * <p>Role: the judge of tables where flits are not slots: other rates than a flit per slot, store and forward, messages that repeat. Rules as
 * those of {@link FlitReplay}.
 */
final class FrameReplay {
  private record Frame(int input, long start, long length, int part) {}

  private record Place(int input, long start) {}

  private final TableRows rows;
  private final SlotTable table;
  private final Findings findings;
  private final boolean storeAndForward;
  private final int edges;
  private final PartialSums sums = new PartialSums();
  private final Deliveries deliveries;
  private final boolean[] served;
  private final ChannelUse use;

  /** @param served by message: whether it must be delivered */
  FrameReplay(TableRows rows, SlotTable table, boolean[] served) {
    this.rows = rows;
    this.table = table;
    this.findings = rows.findings;
    this.storeAndForward = rows.problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD;
    this.edges = rows.links.edges().size();
    this.deliveries = new Deliveries(rows, sums);
    this.served = served;
    this.use = new ChannelUse(rows.links);
  }

  /** @param wording of findings about links that are wanted twice */
  void run(ChannelUse.Wording wording) {
    int r = 0;
    while (r < rows.sources.size()) {
      int first = r;
      while (r < rows.sources.size() && rows.sources.get(r).message() == rows.sources.get(first).message()) {
        r++;
      }
      replay(rows.problem.messages().get(rows.sources.get(first).message()), rows.sources.subList(first, r));
    }
    int[] units = new int[served.length];
    Arrays.fill(units, 1);
    deliveries.end(served, units);
    use.check(wording, findings);
  }

  private void replay(Message message, List<SlotTable.SourceRow> injections) {
    PriorityQueue<Frame> agenda =
        new PriorityQueue<>(Comparator.comparingLong(Frame::start).thenComparingInt(Frame::input));
    for (int i = 0; i < injections.size(); i++) {
      SlotTable.SourceRow row = injections.get(i);
      if (i > 0 && injections.get(i - 1).tile() == row.tile()) {
        findings.add("table-source", rows.tile(row.tile()), "From slot %d on it injects %s a second time.", row.start(),
            rows.message(row.message()));
        return;
      }
      agenda.add(new Frame(rows.inject(row.tile()), row.start(), row.end() - row.start() + 1,
          ~message.sources().indexOf(row.tile())));
    }
    Map<Place, Integer> sumAt = new HashMap<>();
    Map<Place, Boolean> held = new HashMap<>();
    List<Bandwidth> rates = new ArrayList<>();
    while (!agenda.isEmpty()) {
      Frame frame = agenda.remove();
      Place place = new Place(frame.input(), frame.start());
      Integer known = sumAt.get(place);
      if (known != null) {
        again(message, frame, known);
        continue;
      }
      int sum = sums.create();
      part(sum, frame.part());
      sumAt.put(place, sum);
      if (frame.input() < edges) {
        hold(message, frame, held);
        rates.add(rate(frame.input()));
      }
      forward(message, frame, sum, agenda);
    }
    lengths(message, injections, rates);
  }

  private void again(Message message, Frame frame, int known) {
    if (message.shape() == Message.Shape.IN_TREE) {
      part(known, frame.part());
    } else {
      findings.add("table-collision", rows.where(frame.input()), "In slot %d %s comes twice.", frame.start(),
          rows.message(message.index()));
    }
  }

  private void part(int sum, int what) {
    if (what < 0) {
      sums.addSource(sum, ~what);
    } else {
      sums.add(sum, what);
    }
  }

  /** Copies that enter a channel together count once, parts of a sum do not. */
  private void hold(Message message, Frame frame, Map<Place, Boolean> held) {
    boolean reduce = message.shape() == Message.Shape.IN_TREE;
    for (int c : rows.links.edges().get(frame.input()).channels()) {
      if (reduce || held.putIfAbsent(new Place(c, frame.start()), true) == null) {
        use.hold(c, frame.start(), Exact.add(frame.start(), frame.length()),
            Journeys.period(rows.problem, table, message.index()), message.index());
      }
    }
  }

  private Bandwidth rate(int edge) {
    Bandwidth slowest = null;
    for (int c : rows.links.edges().get(edge).channels()) {
      Bandwidth b = rows.links.channels().get(c).bandwidth();
      slowest = slowest == null ? b : slowest.min(b);
    }
    return slowest == null ? Bandwidth.ofBytesPerCycle(Long.MAX_VALUE) : slowest;
  }

  private void forward(Message message, Frame frame, int sum, PriorityQueue<Frame> agenda) {
    int node = rows.node(frame.input());
    int tile = rows.tileBehindPort(node);
    if (tile >= 0) {
      deliveries.deliver(tile, message, 0, 1, frame.start(), sum);
      return;
    }
    SlotTable.RouterRow row = rows.at(frame.input(), frame.start(), message.index());
    long last = frame.start() + frame.length() - 1;
    if (row == null || row.message() == message.index() && (row.start() != frame.start() || row.end() != last)) {
      findings.add("table-missing-row", rows.where(frame.input()),
          "In the slots [%d, %d] %s comes over it, and no row of the %s says where it goes.", frame.start(), last,
          rows.message(message.index()), rows.router(node));
      return;
    }
    if (row.message() != message.index()) {
      findings.add("table-message", rows.where(frame.input()),
          "In slot %d %s comes over it, but the row of the %s is for %s.", frame.start(), rows.message(message.index()),
          rows.router(node), rows.message(row.message()));
      return;
    }
    // What a tile without ports injects is on its router at once, whatever the forwarding.
    long step = rows.latency(frame.input()) + (storeAndForward && frame.input() < edges ? frame.length() : 0);
    for (int o = 0; o < row.outputs().size(); o++) {
      int output = row.outputs().get(o);
      if (output == SlotTable.LOCAL) {
        deliveries.deliver(rows.tileAt(node), message, 0, 1, frame.start(), sum);
      } else {
        long length = storeAndForward ? rate(output).cyclesFor(message.volume()) : frame.length();
        agenda.add(new Frame(output, Exact.add(Exact.add(frame.start(), step), row.delay(o)), length, sum));
      }
    }
  }

  /** Injections last as long as the slowest link of the route, or store and forward as the first one. */
  private void lengths(Message message, List<SlotTable.SourceRow> injections, List<Bandwidth> rates) {
    Bandwidth slowest = rates.stream().min(Comparator.naturalOrder()).orElse(null);
    for (SlotTable.SourceRow row : injections) {
      Bandwidth rate = storeAndForward ? first(row) : slowest;
      long length = rate == null ? 0 : rate.cyclesFor(message.volume());
      if (rate != null && row.end() - row.start() + 1 != length) {
        findings.add("table-source", rows.tile(row.tile()), "It injects %s in the slots [%d, %d], which must be %d.",
            rows.message(message.index()), row.start(), row.end(), length);
      }
    }
  }

  private @Nullable Bandwidth first(SlotTable.SourceRow source) {
    int input = rows.inject(source.tile());
    if (input < edges) {
      return rate(input);
    }
    SlotTable.RouterRow row = rows.at(input, source.start(), source.message());
    return row == null
        ? null
        : row.outputs().stream().filter(o -> o != SlotTable.LOCAL).map(this::rate).min(Comparator.naturalOrder()).orElse(null);
  }
}
