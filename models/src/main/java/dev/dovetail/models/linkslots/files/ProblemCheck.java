package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What flows, network and rules must be to each other.
 *
 * <p>Role: the last step of every reader of this kind; what passes has a way from each source to each destination, no flow that waits for
 * itself, and numbers whose sums are exact.
 */
final class ProblemCheck {
  private final SlotNetwork network;
  private final List<FlowRow> rows;
  private final List<Flow> flows;
  private final SlotRules rules;
  private final List<List<Integer>> outgoing;
  private final Bandwidth fastestLink;
  private final Set<Long> neighbours = new HashSet<>();
  private final Map<Integer, boolean[]> reached = new HashMap<>();

  private ProblemCheck(SlotNetwork network, List<FlowRow> rows, List<Flow> flows, SlotRules rules) {
    this.network = network;
    this.rows = rows;
    this.flows = flows;
    this.rules = rules;
    this.fastestLink = network.links().channels().stream().map(Channel::bandwidth).max(Comparator.naturalOrder())
        .orElse(Bandwidth.ofBytesPerCycle(1));
    this.outgoing = network.links().outgoing();
    network.links().edges().forEach(e -> neighbours.add(pair(e.from(), e.to())));
  }

  private static long pair(int from, int to) {
    return (long) from << Integer.SIZE | to;
  }

  /**
   * The problem, checked.
   *
   * @param rows where each flow stands
   */
  static LinkSlotsProblem checked(
      String name, SlotNetwork network, List<FlowRow> rows, List<Flow> flows, SlotRules rules) {
    ProblemCheck check = new ProblemCheck(network, rows, flows, rules);
    for (int f = 0; f < flows.size(); f++) {
      check.ways(f);
      check.periods(f);
      check.precedence(f);
    }
    new PrecedenceOrder(flows, rows).check();
    check.messages();
    LinkSlotsProblem problem = new LinkSlotsProblem(name, network, flows, rules);
    new Magnitudes(problem).check(rows.get(0).at());
    return problem;
  }

  private DataNode at(int f, String column) {
    return rows.get(f).cellOrRow(column);
  }

  private void ways(int f) {
    Flow flow = flows.get(f);
    for (int s : flow.sources()) {
      Tile from = network.tiles().get(s);
      for (int d : flow.destinations()) {
        Tile to = network.tiles().get(d);
        if (flow.kind() == FlowKind.TRANSFER && !neighbours.contains(pair(from.router(), to.router()))) {
          throw at(f, FlowColumns.DSTS).error(
              "The transfer (%s) goes from the tile (%s) to the tile (%s), which is no neighbour."
                  .formatted(flow.id(), from.name(), to.name()),
              "its kind is unicast, or another tile was meant.");
        }
        if (!reach(from.router())[to.router()]) {
          throw at(f, FlowColumns.DSTS).error(
              "The flow (%s) cannot reach its destination (%s) from the tile (%s): no links lead there."
                  .formatted(flow.id(), to.name(), from.name()),
              "a link of the network is missing, or one that leads in the other direction only.");
        }
      }
    }
  }

  private boolean[] reach(int source) {
    return reached.computeIfAbsent(source, s -> {
      boolean[] seen = new boolean[network.links().nodes().size()];
      seen[s] = true;
      Deque<Integer> queue = new ArrayDeque<>(List.of(s));
      while (!queue.isEmpty()) {
        for (int e : outgoing.get(queue.remove())) {
          Edge edge = network.links().edges().get(e);
          if (!seen[edge.to()]) {
            seen[edge.to()] = true;
            queue.add(edge.to());
          }
        }
      }
      return seen;
    });
  }

  private void periods(int f) {
    Flow flow = flows.get(f);
    if (flow.period() > 0 != flows.get(0).period() > 0) {
      boolean first = flows.get(0).period() > 0;
      throw at(f, FlowColumns.PERIOD).error(
          "The flow (%s) %s, but the flow (%s) %s: in a problem all flows have a period or none has."
              .formatted(flow.id(), first ? "has no period" : "has a period", flows.get(0).id(), first ? "has one" : "has none"),
          "give every flow a period, or take them all away.");
    }
    long fastest = fastestLink.cyclesFor(flow.volume());
    if (flow.period() > 0 && fastest > flow.period()) {
      throw at(f, FlowColumns.PERIOD).error(
          "The flow (%s) holds each link for at least %d slots, longer than its period (%d)."
              .formatted(flow.id(), fastest, flow.period()),
          "raise the period, or send less.");
    }
  }

  private void precedence(int f) {
    for (Flow.After a : flows.get(f).after()) {
      Flow before = flows.get(a.flow());
      if (a.destination() >= 0 && !before.destinations().contains(a.destination())) {
        throw at(f, FlowColumns.AFTER).error(
            "The flow (%s) waits for the flow (%s) at the tile (%s), which is none of its destinations."
                .formatted(flows.get(f).id(), before.id(), network.tiles().get(a.destination()).name()),
            "leave the tile out: then it waits for all destinations.");
      }
    }
  }

  private void messages() {
    long messages = 0;
    for (int f = 0; f < flows.size(); f++) {
      Flow flow = flows.get(f);
      boolean tree = flow.kind() == FlowKind.MULTICAST && rules.multicastTrees()
          || flow.kind() == FlowKind.REDUCE && rules.reduceInNetwork();
      messages += (long) flow.chunks() * (tree ? 1 : flow.sources().size() * flow.destinations().size());
      if (messages > FlowReader.MOST) {
        throw rows.get(f).at().error("The flows make more than %d messages.".formatted(FlowReader.MOST),
            "cut the problem into phases, or the flows into fewer chunks.");
      }
    }
  }
}
