package dev.dovetail.models.linkslots;

import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The rules of routes: one link for a transfer, nothing waits unasked, and the problem's {@link RoutePolicy}. */
final class RouteRules {
  private static final String POLICY = "route-policy";

  private final Journeys journeys;
  private final SlotNetwork network;
  private final List<List<Integer>> outgoing;
  private final int[] tileOfRouter;
  private final Map<Integer, int[]> distances = new HashMap<>();

  RouteRules(Journeys journeys) {
    this.journeys = journeys;
    this.network = journeys.problem.network();
    this.outgoing = journeys.links.outgoing();
    this.tileOfRouter = new int[journeys.links.nodes().size()];
    Arrays.fill(tileOfRouter, -1);
    for (int t = 0; t < network.tiles().size(); t++) {
      tileOfRouter[network.tiles().get(t).router()] = t;
    }
  }

  void check() {
    for (Message message : journeys.problem.messages()) {
      Walk walk = journeys.walks[message.index()];
      if (walk != null) {
        waits(message);
        links(message);
        policy(message, walk);
      }
    }
  }

  private void waits(Message message) {
    Transmission t = journeys.transmissions[message.index()];
    if (t == null || journeys.problem.rules().waiting()) {
      return;
    }
    for (int i = 0; i < t.waits().size(); i++) {
      if (t.waits().get(i) != 0) {
        journeys.findings.add("wait", journeys.name(message.index()),
            "It waits %d slots before the %s; there are no buffers to wait in.", t.waits().get(i),
            journeys.link(t.edges().get(i)));
      }
    }
  }

  private void links(Message message) {
    int hops = journeys.hops(message.index());
    if (message.shape() == Message.Shape.LINK && hops != 1) {
      journeys.findings.add("transfer-link", journeys.name(message.index()), "A transfer takes exactly one link, not %d.", hops);
    }
  }

  private void policy(Message message, Walk walk) {
    switch (journeys.problem.rules().routes()) {
      case FREE -> {
      }
      case XY -> mesh(message, walk, false);
      case XY_YX -> mesh(message, walk, true);
      case SHORTEST -> shortest(message, walk);
      case LISTED -> listed(message);
    }
  }

  private void mesh(Message message, Walk walk, boolean either) {
    boolean xy = true;
    boolean yx = true;
    int wrong = -1;
    for (List<Integer> path : paths(message, walk)) {
      boolean rowFirst = turns(path, true);
      wrong = wrong < 0 && !rowFirst ? path.get(path.size() - 1) : wrong;
      xy &= rowFirst;
      yx &= turns(path, false);
    }
    if (!xy && !(either && yx)) {
      journeys.findings.add(POLICY, journeys.name(message.index()), either
          ? "Its route is neither an XY route nor a YX route: see the way over the %s."
          : "Its route is no XY route: see the way over the %s.", journeys.link(wrong));
    }
  }

  /** Whether a path over routers goes straight along its row and then straight along its column, or the other way round. */
  private boolean turns(List<Integer> path, boolean rowFirst) {
    int firstX = 0;
    int firstY = 0;
    boolean second = false;
    for (int e : path) {
      if (journeys.isPort(e)) {
        continue;
      }
      int from = tileOfRouter[journeys.links.edges().get(e).from()];
      int to = tileOfRouter[journeys.links.edges().get(e).to()];
      if (!network.isMesh() || from < 0 || to < 0) {
        return false;
      }
      int dx = to % network.columns() - from % network.columns();
      int dy = to / network.columns() - from / network.columns();
      boolean isRow = dx != 0;
      if (Math.abs(dx) + Math.abs(dy) != 1 || (isRow ? firstX * dx : firstY * dy) < 0 || isRow == rowFirst && second) {
        return false;
      }
      firstX += isRow ? dx : 0;
      firstY += isRow ? 0 : dy;
      second |= isRow != rowFirst;
    }
    return true;
  }

  private void shortest(Message message, Walk walk) {
    for (List<Integer> path : paths(message, walk)) {
      int from = journeys.links.edges().get(path.get(0)).from();
      int to = journeys.links.edges().get(path.get(path.size() - 1)).to();
      int least = distances.computeIfAbsent(from, this::distancesFrom)[to];
      if (path.size() != least) {
        journeys.findings.add(POLICY, journeys.name(message.index()),
            "Its way from %s to %s has %d links, local ports counted; the fewest are %d.",
            journeys.links.nodes().get(from).name(), journeys.links.nodes().get(to).name(), path.size(), least);
      }
    }
  }

  /** Edges from a node to all others. */
  private int[] distancesFrom(int source) {
    int[] distance = new int[outgoing.size()];
    Arrays.fill(distance, -1);
    distance[source] = 0;
    List<Integer> queue = new ArrayList<>(List.of(source));
    for (int i = 0; i < queue.size(); i++) {
      int node = queue.get(i);
      for (int e : outgoing.get(node)) {
        int next = journeys.links.edges().get(e).to();
        if (distance[next] < 0) {
          distance[next] = distance[node] + 1;
          queue.add(next);
        }
      }
    }
    return distance;
  }

  private void listed(Message message) {
    HashSet<Integer> taken = new HashSet<>(journeys.route(message.index()));
    boolean listed =
        journeys.problem.flows().get(message.flow()).routes().stream()
            .anyMatch(r -> r.size() == taken.size() && taken.containsAll(r));
    if (!listed) {
      journeys.findings.add(POLICY, journeys.name(message.index()), "Its route is none of those that its flow lists.");
    }
  }

  /** The path from source to destination, one for each end of the tree. */
  private List<List<Integer>> paths(Message message, Walk walk) {
    List<Integer> route = journeys.route(message.index());
    boolean in = message.shape() == Message.Shape.IN_TREE;
    List<List<Integer>> paths = new ArrayList<>();
    List<Integer> ends = in ? message.sources() : message.destinations();
    for (int end : ends) {
      int node = in ? network.tiles().get(end).source() : network.tiles().get(end).sink();
      int i = 0;
      while ((in ? journeys.links.edges().get(route.get(i)).from() : journeys.links.edges().get(route.get(i)).to()) != node) {
        i++;
      }
      List<Integer> path = new ArrayList<>();
      for (; i >= 0; i = walk.next()[i]) {
        path.add(route.get(i));
      }
      if (!in) {
        Collections.reverse(path);
      }
      paths.add(path);
    }
    return paths;
  }
}
