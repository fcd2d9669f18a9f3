package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.links.Routes;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives each flow the routes that it may choose from, where they are a list: its own, or the first K shortest ones.
 *
 * <p>Role: what it lets pass has at least one sound route for each message, with the local ports in it.
 */
final class ListedRoutes {
  private final SlotNetwork network;
  private final LinkNetwork links;
  private final SlotRules rules;
  private final RouteFit fit;

  ListedRoutes(SlotNetwork network, SlotRules rules) {
    this.network = network;
    this.links = network.links();
    this.rules = rules;
    this.fit = new RouteFit(network);
  }

  /**
   * The flows with their routes.
   *
   * @param rows where each flow stands
   * @param candidates how many routes are looked for; 0 if flows list theirs
   */
  List<Flow> complete(List<FlowRow> rows, List<Flow> flows, int candidates) {
    boolean own = rules.routes() == RoutePolicy.LISTED && candidates == 0;
    for (int f = 0; f < flows.size(); f++) {
      boolean lists = rows.get(f).optional(FlowColumns.ROUTES).isPresent();
      if (lists && !own) {
        throw rows.get(f).required(FlowColumns.ROUTES).error(
            "The flow (%s) lists routes, but the policy of routes is not 'listed'.".formatted(flows.get(f).id()),
            "add 'routes: listed' to the problem, or remove the list.");
      }
      if (own && !lists) {
        throw rows.get(f).at().error("The flow (%s) lists no routes, but the policy of routes is 'listed'.".formatted(
            flows.get(f).id()), "add 'routes: [[0->1, 1->2]]' to it.");
      }
    }
    if (rules.routes() != RoutePolicy.LISTED) {
      return flows;
    }
    Candidates shortest = new Candidates(Math.max(1, candidates));
    List<Flow> completed = new ArrayList<>();
    for (int f = 0; f < flows.size(); f++) {
      completed.add(own ? own(rows.get(f), flows.get(f)) : with(flows.get(f), shortest.of(flows.get(f))));
    }
    return completed;
  }

  private static Flow with(Flow f, List<List<Integer>> routes) {
    return new Flow(f.id(), f.kind(), f.sources(), f.destinations(), f.volume(), f.release(), f.deadline(), f.weight(),
        f.period(),
        f.group(), f.chunks(), f.after(), routes);
  }

  /** What the flow expands to, alone and uncut. */
  private List<Message> messages(Flow f) {
    Flow alone = new Flow(f.id(), f.kind(), f.sources(), f.destinations(), f.volume(), f.release(), f.deadline(), f.weight(),
        f.period(), f.group(), 1, List.of(), List.of());
    return new LinkSlotsProblem(f.id(), network, List.of(alone), rules).messages();
  }

  private Flow own(FlowRow row, Flow flow) {
    DataNode at = row.required(FlowColumns.ROUTES);
    List<Message> messages = messages(flow);
    Set<Message> served = new LinkedHashSet<>();
    List<List<Integer>> routes = new ArrayList<>();
    for (int r = 0; r < flow.routes().size(); r++) {
      List<Integer> written = flow.routes().get(r);
      boolean used = false;
      for (Message m : messages) {
        List<Integer> whole = fit.withPorts(m, written);
        if (fit.fits(m, whole)) {
          served.add(m);
          used = true;
          routes.add(whole);
        }
      }
      if (!used) {
        throw at.items().get(r).error(
            "The route of the flow (%s) does not lead from its source to its destinations and nowhere else.".formatted(flow.id()),
            "an edge is missing or in the wrong place: each comes after the edge that leads to it.");
      }
    }
    for (Message m : messages) {
      if (!served.contains(m)) {
        throw at.error("The flow (%s) lists no route from the tile (%s) to the tile (%s).".formatted(flow.id(),
            network.tiles().get(m.source()).name(), network.tiles().get(m.destinations().get(0)).name()), "one is missing.");
      }
    }
    return with(flow, routes);
  }

  /** Shortest routes and trees, the first ones of each message. */
  private final class Candidates {
    private final Routes forward;
    private final Routes backward;

    Candidates(int most) {
      this.forward = new Routes(links, most);
      List<Edge> turned =
          links.edges().stream().map(e -> new Edge(e.name(), e.to(), e.from(), e.channels())).toList();
      this.backward = new Routes(new LinkNetwork(links.nodes(), links.channels(), turned), most);
    }

    List<List<Integer>> of(Flow flow) {
      List<List<Integer>> found = new ArrayList<>();
      for (Message m : messages(flow)) {
        found.addAll(m.shape() == Message.Shape.IN_TREE ? inTrees(m) : paths(m));
      }
      return found;
    }

    private List<List<Integer>> paths(Message m) {
      List<Integer> sinks = nodes(m.destinations(), true);
      return forward.routes(network.tiles().get(m.source()).source(), sinks).stream().map(Route::edges).toList();
    }

    private List<List<Integer>> inTrees(Message m) {
      List<List<Integer>> trees = new ArrayList<>();
      for (Route r : backward.routes(network.tiles().get(m.destinations().get(0)).sink(), nodes(m.sources(), false))) {
        List<Integer> edges = new ArrayList<>(r.edges());
        Collections.reverse(edges);
        trees.add(edges);
      }
      return trees;
    }

    private List<Integer> nodes(List<Integer> tiles, boolean sinks) {
      return tiles.stream().map(network.tiles()::get).map(sinks ? Tile::sink : Tile::source).sorted().toList();
    }
  }
}
