package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Lane;
import dev.dovetail.solver.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An executable slot table arranged for drawing: what each message holds, and what each link carries over the time that is drawn.
 *
 * <p>That time is the makespan; where messages repeat, one period that all of them share.
 */
final class SlotsView {
  private static final double HALF = 0.5;

  private final LinkSlotsProblem problem;
  private final SlotTable table;
  private final List<Sent> sent;
  /** By message: position in the table, or -1. */
  private final int[] positions;
  private final MessageGroups groups;
  private final Repetition repetition;
  private final long span;
  private final List<LinkUse> links = new ArrayList<>();
  private final double hottest;

  /** The view of a table that breaks no rule. */
  SlotsView(LinkSlotsProblem problem, SlotTable table) {
    this.problem = problem;
    this.table = table;
    this.positions = new int[problem.messages().size()];
    Arrays.fill(positions, -1);
    this.sent = Sent.all(problem, table.transmissions());
    long last = 1;
    for (int s = 0; s < sent.size(); s++) {
      positions[sent.get(s).message().index()] = s;
      last = Math.max(last, sent.get(s).finish());
    }
    this.groups = new MessageGroups(problem);
    this.repetition = new Repetition(problem, table);
    this.span = repetition.isNever() ? last : repetition.span();
    arrange();
    double most = links.stream().mapToDouble(this::load).max().orElse(0);
    this.hottest = most >= HALF || most <= 0 ? 1 : most;
  }

  private void arrange() {
    List<Channel> channels = problem.network().links().channels();
    int[] from = new int[channels.size()];
    int[] to = new int[channels.size()];
    Arrays.fill(from, Integer.MIN_VALUE);
    for (Edge edge : problem.network().links().edges()) {
      for (int c : edge.channels()) {
        // A bus has several edges: then it has no one place.
        boolean first = from[c] == Integer.MIN_VALUE;
        from[c] = first || from[c] == edge.from() ? edge.from() : -1;
        to[c] = first || to[c] == edge.to() ? edge.to() : -1;
      }
    }
    List<List<Bar>> bars = new ArrayList<>();
    channels.forEach(c -> bars.add(new ArrayList<>()));
    for (int s = 0; s < sent.size(); s++) {
      Sent one = sent.get(s);
      int group = groups.of(one.message());
      for (int i = 0; i < one.walk().channels().length; i++) {
        long begin = one.start() + one.walk().offsets()[i];
        repetition.spread(one.message(), begin, one.walk().durations()[i], group, s, bars.get(one.walk().channels()[i]));
      }
    }
    for (int c = 0; c < channels.size(); c++) {
      bars.get(c).sort(Comparator.comparingLong(Bar::start).thenComparingLong(Bar::end).thenComparingInt(Bar::id));
      long busy = bars.get(c).stream().mapToLong(Bar::length).sum();
      links.add(new LinkUse(c, channels.get(c), Math.max(-1, from[c]), Math.max(-1, to[c]), bars.get(c), busy));
    }
  }

  /** The instance. */
  LinkSlotsProblem problem() {
    return problem;
  }

  /** The mapping. */
  SlotTable table() {
    return table;
  }

  /** The messages that are sent, in the order of the table. */
  List<Sent> sent() {
    return sent;
  }

  /** How a message is sent; null if it is left out. */
  @Nullable
  Sent sent(int message) {
    return positions[message] < 0 ? null : sent.get(positions[message]);
  }

  /** Where a sent message stands in {@link #sent()}. */
  int position(Sent one) {
    return positions[one.message().index()];
  }

  /** How messages are coloured. */
  MessageGroups groups() {
    return groups;
  }

  /** How messages repeat. */
  Repetition repetition() {
    return repetition;
  }

  /** The slots that are drawn: the makespan or one period, at least 1. */
  long span() {
    return span;
  }

  /** All links and local ports, by channel. */
  List<LinkUse> links() {
    return links;
  }

  /** The busiest links and ports, most loaded first; idle ones never. */
  List<LinkUse> busiest(int most) {
    return links.stream().filter(l -> l.busy() > 0)
        .sorted(Comparator.<LinkUse>comparingDouble(l -> -load(l)).thenComparingInt(LinkUse::channel)).limit(most).toList();
  }

  /** The busy part of a link's slots, in [0, 1]; for drawing and ordering only. */
  double load(LinkUse link) {
    return (double) link.busy() / link.about().capacity() / span;
  }

  /** The load with the hottest colour: all slots, or, if no link is busy for half of them, that of the busiest link. */
  double hottest() {
    return hottest;
  }

  /** The busy part of a link's slots in per cent. */
  String share(LinkUse link) {
    return Numbers.percent(link.busy(), Math.multiplyExact(span, link.about().capacity()));
  }

  /** Lanes of a link: one, or one for each message that it carries at the same time. */
  List<Lane> lanes(LinkUse link, int firstIndex) {
    List<List<Bar>> rows = new ArrayList<>();
    for (Bar bar : link.bars()) {
      List<Bar> free = rows.stream().filter(r -> r.get(r.size() - 1).end() <= bar.start()).findFirst().orElse(null);
      if (free == null) {
        free = new ArrayList<>();
        rows.add(free);
      }
      free.add(bar);
    }
    List<Lane> lanes = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      String name = link.about().name() + (rows.size() == 1 ? "" : " (" + (r + 1) + ")");
      lanes.add(new Lane(firstIndex + r, name, kind(link) + ", busy " + Numbers.grouped(link.busy()) + " of "
          + Numbers.grouped(span) + " slots", rows.get(r)));
    }
    return lanes;
  }

  /** What a channel is, in words. */
  static String kind(LinkUse link) {
    return switch (link.about().kind()) {
      case INJECT -> "inject port";
      case EJECT -> "eject port";
      case LINK -> "link";
      case BUS -> "bus";
      case DRAM_PORT -> "DRAM port";
    };
  }

  /** Name of a tile. */
  String tile(int tile) {
    return problem.network().tiles().get(tile).name();
  }

  /** Where a message goes from and to, in words; of many ends the first ones. */
  String ends(Message message) {
    return ends(message.sources()) + " to " + ends(message.destinations());
  }

  /** Names of tiles; of many the first ones. */
  String ends(List<Integer> tiles) {
    int shown = 6;
    String names = String.join(", ", tiles.stream().limit(shown).map(this::tile).toList());
    return tiles.size() > shown ? names + " and " + (tiles.size() - shown) + " more" : names;
  }

  /** The lanes of several links, numbered from 0. */
  List<Lane> lanes(List<LinkUse> some) {
    List<Lane> lanes = new ArrayList<>();
    some.forEach(link -> lanes.addAll(lanes(link, lanes.size())));
    return lanes;
  }
}
