package dev.dovetail.models.linkslots;

import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Derives what sources and routers are loaded with from routes and slots.
 *
 * <p>A row of a router holds the slots in which flits are on one of its inputs, and the outputs over which they leave as many slots later as
 * the input's latency is (none behind the inject ports of the conventions {@code ONE} and {@code NONE}), plus the row's delay. Tiles behind
 * eject ports need no row. Without local ports, flits come from and go to {@link SlotTable#LOCAL}. Source: the router of METRO, arXiv
 * 2108.10570, Fig. 6.
 */
public final class SlotTables {
  private static final Comparator<SlotTable.SourceRow> BY_TILE =
      Comparator.comparingInt(SlotTable.SourceRow::tile).thenComparingLong(SlotTable.SourceRow::start)
          .thenComparingInt(SlotTable.SourceRow::message);
  private static final Comparator<SlotTable.RouterRow> BY_INPUT =
      Comparator.comparingInt(SlotTable.RouterRow::node).thenComparingInt(SlotTable.RouterRow::input)
          .thenComparingLong(SlotTable.RouterRow::start).thenComparingInt(SlotTable.RouterRow::message);

  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final Journeys journeys;
  private final boolean open;
  private final List<SlotTable.SourceRow> sources = new ArrayList<>();
  private final List<SlotTable.RouterRow> routers = new ArrayList<>();

  private SlotTables(Journeys journeys) {
    this.journeys = journeys;
    this.problem = journeys.problem;
    this.links = journeys.links;
    this.open = problem.network().ports() == LocalPorts.OPEN;
  }

  /** The tables of all transmissions whose routes are sound; source rows by tile and slot, router rows by node, input and slot. */
  public static SlotTable.Tables of(LinkSlotsProblem problem, List<Transmission> transmissions) {
    return of(new Journeys(problem, transmissions, new Findings()));
  }

  static SlotTable.Tables of(Journeys journeys) {
    SlotTables tables = new SlotTables(journeys);
    for (Message message : journeys.problem.messages()) {
      Walk walk = journeys.walks[message.index()];
      if (walk != null) {
        tables.add(message, walk);
      }
    }
    tables.sources.sort(BY_TILE);
    tables.routers.sort(BY_INPUT);
    return new SlotTable.Tables(tables.sources, tables.routers);
  }

  private void add(Message message, Walk walk) {
    int m = message.index();
    long start = journeys.start(m);
    List<Integer> route = journeys.route(m);
    boolean in = message.shape() == Message.Shape.IN_TREE;
    for (int s = 0; s < message.sources().size(); s++) {
      int tile = message.sources().get(s);
      long from = start + walk.departures()[s];
      long until = from + journeys.injection(m, walk, s);
      sources.add(new SlotTable.SourceRow(tile, m, from, until - 1));
      if (open) {
        int node = problem.network().tiles().get(tile).source();
        List<Integer> outputs = new ArrayList<>();
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < route.size(); i++) {
          if (links.edges().get(route.get(i)).from() == node) {
            outputs.add(route.get(i));
            delays.add(walk.edgeOffsets()[i] - walk.departures()[s]);
          }
        }
        routers.add(new SlotTable.RouterRow(node, SlotTable.LOCAL, m, from, until - 1, outputs, delays));
      }
    }
    int[] first = new int[route.size()]; // of the edges that go on behind each one
    int[] sibling = new int[route.size()];
    Arrays.fill(first, -1);
    for (int i = route.size() - 1; i >= 0; i--) {
      int near = walk.next()[i];
      if (in) {
        first[i] = near;
        sibling[i] = -1;
      } else if (near >= 0) {
        sibling[i] = first[near];
        first[near] = i;
      }
    }
    for (int i = 0; i < route.size(); i++) {
      row(message, walk, i, first[i], in ? null : sibling);
    }
  }

  private void row(Message message, Walk walk, int i, int first, int @Nullable [] sibling) {
    List<Integer> route = journeys.route(message.index());
    Edge edge = links.edges().get(route.get(i));
    long there = walk.edgeOffsets()[i] + step(edge, walk.edgeDurations()[i]);
    List<Integer> outputs = new ArrayList<>(2);
    List<Long> delays = new ArrayList<>(2);
    for (int o = first; o >= 0; o = sibling == null ? -1 : sibling[o]) {
      outputs.add(route.get(o));
      delays.add(walk.edgeOffsets()[o] - there);
    }
    if (open && message.destinations().stream().anyMatch(d -> problem.network().tiles().get(d).sink() == edge.to())) {
      outputs.add(SlotTable.LOCAL);
      delays.add(0L);
    }
    if (!outputs.isEmpty()) {
      long from = journeys.start(message.index()) + walk.edgeOffsets()[i];
      routers.add(new SlotTable.RouterRow(edge.to(), route.get(i), message.index(), from, from + walk.edgeDurations()[i] - 1,
          outputs, delays));
    }
  }

  private long step(Edge edge, long duration) {
    long latency = edge.channels().stream().map(links.channels()::get).mapToLong(Channel::latencyCycles).sum();
    return latency + (problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD ? duration : 0);
  }
}
