package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTable.SourceRow;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a source writes into the header of a message that routes itself: the ports that it leaves routers over, as {@code E,S,S}.
 *
 * <p>Of a path these are all of its links. Of a tree they lead to its first branch, of an in-tree to where another branch joins: from there
 * on the tables of routers count (METRO's hybrid of source and distributed routing, arXiv 2108.10570, Fig. 6).
 */
final class SourceHeaders {
  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final PortNames ports;
  private final @Nullable Transmission[] transmissions;

  SourceHeaders(LinkSlotsProblem problem, PortNames ports, List<Transmission> transmissions) {
    this.problem = problem;
    this.links = problem.network().links();
    this.ports = ports;
    this.transmissions = new Transmission[problem.messages().size()];
    transmissions.forEach(t -> this.transmissions[t.message()] = t);
  }

  /** The header; empty if the way branches at once. */
  String of(SourceRow row) {
    StringBuilder header = new StringBuilder();
    for (int e : edges(row)) {
      if (!isPort(e)) {
        header.append(header.isEmpty() ? "" : ",").append(ports.output(e));
      }
    }
    return header.toString();
  }

  /** The inputs of routers at which the header decides: edges, or {@link SlotTable#LOCAL} for that of a tile without ports. */
  List<Integer> inputs(SourceRow row) {
    List<Integer> edges = edges(row);
    Message.Shape shape = problem.messages().get(row.message()).shape();
    boolean whole = shape == Message.Shape.PATH || shape == Message.Shape.LINK;
    // Where a tree branches or branches join, the table decides: that is behind the last edge.
    List<Integer> inputs = new ArrayList<>(whole || edges.isEmpty() ? edges : edges.subList(0, edges.size() - 1));
    if (!edges.isEmpty()) {
      inputs.add(SlotTable.LOCAL);
    }
    return inputs;
  }

  /** The edges, ports included, that need no rows of routers: those from the source to where another branch begins or joins. */
  List<Integer> edges(SourceRow row) {
    Message message = problem.messages().get(row.message());
    List<Integer> route = Objects.requireNonNull(transmissions[row.message()]).edges();
    if (message.shape() == Message.Shape.PATH || message.shape() == Message.Shape.LINK) {
      return route;
    }
    Map<Integer, Integer> only = new HashMap<>(); // node -> the only edge that leaves it, or -1 for several
    Map<Integer, Integer> entering = new HashMap<>();
    for (int e : route) {
      Edge edge = links.edges().get(e);
      only.merge(edge.from(), e, (a, b) -> -1);
      entering.merge(edge.to(), 1, Integer::sum);
    }
    List<Integer> ends = message.destinations().stream().map(d -> problem.network().tiles().get(d).sink()).toList();
    List<Integer> starts = message.sources().stream().map(s -> problem.network().tiles().get(s).source()).toList();
    List<Integer> way = new ArrayList<>();
    int node = problem.network().tiles().get(row.tile()).source();
    boolean first = true;
    while (only.getOrDefault(node, -1) >= 0 && (first || single(node, entering, starts) && !ends.contains(node))) {
      int e = only.get(node);
      way.add(e);
      node = links.edges().get(e).to();
      first = false;
    }
    return way;
  }

  private static boolean single(int node, Map<Integer, Integer> entering, List<Integer> starts) {
    return entering.getOrDefault(node, 0) + (starts.contains(node) ? 1 : 0) <= 1;
  }

  private boolean isPort(int edge) {
    Channel.Kind kind = links.channels().get(links.edges().get(edge).channels().get(0)).kind();
    return kind == Channel.Kind.INJECT || kind == Channel.Kind.EJECT;
  }
}
