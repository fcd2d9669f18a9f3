package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * METRO's routing in two phases: from the source X-Y through intermediate nodes to the hub, which is the group's member nearest to the source;
 * from there breadth first inside the group. A reduce is the mirror: inside the group towards the member nearest to the destination, then
 * through intermediate nodes.
 *
 * <p>Source: METRO, arXiv 2108.10570, sections on routing; reconstructed where it says no more: ties of hubs go to the first tile, neighbours
 * come in the order north, east, south, west, groups that are not connected inside may use tiles outside. Intermediate nodes whose walk
 * comes through a node twice are left out from the last one on.
 */
final class DualPhaseRouting implements Routing {
  /** Most intermediate nodes of a message; reconstructed. */
  private static final int MOST_INTERMEDIATE = 2;

  private final SlotNetwork network;
  private final List<Message> messages;
  private final Grid grid;
  private final RouteTiming timing;
  private final int[] inject;
  private final int[] eject;

  DualPhaseRouting(LinkSlotsProblem problem) {
    this.network = problem.network();
    this.messages = problem.messages();
    this.grid = new Grid(network);
    this.timing = new RouteTiming(problem);
    this.inject = new int[network.tiles().size()];
    this.eject = new int[inject.length];
    Map<Integer, Integer> tileOf = new LinkedHashMap<>();
    for (int t = 0; t < inject.length; t++) {
      Tile tile = network.tiles().get(t);
      inject[t] = -1;
      eject[t] = -1;
      if (tile.source() != tile.router()) {
        tileOf.put(tile.source(), t);
      }
    }
    for (int e = 0; e < network.links().edges().size(); e++) {
      Integer from = tileOf.get(network.links().edges().get(e).from());
      Integer to = tileOf.get(network.links().edges().get(e).to());
      if (from != null) {
        inject[from] = e;
      } else if (to != null) {
        eject[to] = e;
      }
    }
  }

  /** Whether it can route at all: tiles have positions. */
  boolean hasPositions() {
    return !grid.isEmpty();
  }

  @Override
  public int mostNumbers() {
    return MOST_INTERMEDIATE;
  }

  @Override
  public int[] values(int message) {
    Message m = messages.get(message);
    if (m.shape() == Message.Shape.LINK) {
      return new int[0];
    }
    return isIn(m) ? grid.around(hub(m), router(m.destinations().get(0))) : grid.around(router(m.source()), hub(m));
  }

  private static boolean isIn(Message m) {
    return m.shape() == Message.Shape.IN_TREE;
  }

  private int router(int tile) {
    return network.tiles().get(tile).router();
  }

  /** The member of the group nearest to the message's one end. */
  private int hub(Message m) {
    List<Integer> group = isIn(m) ? m.sources() : m.destinations();
    int end = router(isIn(m) ? m.destinations().get(0) : m.source());
    int hub = -1;
    int least = Integer.MAX_VALUE;
    for (int t : group.stream().sorted().toList()) {
      int distance = grid.distance(end, router(t));
      if (hub < 0 || distance < least) {
        hub = router(t);
        least = distance;
      }
    }
    return hub;
  }

  @Override
  public TimedRoute route(int message, int[] gene) {
    Message m = messages.get(message);
    boolean in = isIn(m);
    int root = router(in ? m.destinations().get(0) : m.source());
    Set<Integer> group = new LinkedHashSet<>();
    (in ? m.sources() : m.destinations()).forEach(t -> group.add(router(t)));
    Tree tree = new Tree(root);
    List<Integer> walk = firstPhase(m, in ? hub(m) : root, in ? root : hub(m), gene);
    for (int i = 1; i < walk.size(); i++) {
      tree.add(walk.get(in ? walk.size() - i : i - 1), walk.get(in ? walk.size() - 1 - i : i));
    }
    secondPhase(tree, hub(m), group, in, m);
    return timing.of(m, edges(m, tree, in));
  }

  /** A simple walk from one node to another, both included. */
  private List<Integer> firstPhase(Message m, int from, int to, int[] gene) {
    if (m.shape() == Message.Shape.LINK) {
      return List.of(from, to);
    }
    for (int used = gene.length; used >= 0; used--) {
      List<Integer> walk = new ArrayList<>(List.of(from));
      boolean sound = true;
      for (int i = 0; i <= used && sound; i++) {
        List<Integer> part = grid.xy(walk.get(walk.size() - 1), i == used ? to : gene[i]);
        sound = part != null;
        walk.addAll(part == null ? List.of() : part);
      }
      if (sound && new LinkedHashSet<>(walk).size() == walk.size()) {
        return walk;
      }
    }
    // A mesh with a hole may have no X-Y path; then the shortest one.
    Tree tree = new Tree(from);
    tree.grow(List.of(from), null, to, grid, false);
    if (!tree.contains(to)) {
      throw new InfeasibleException("The message (%s) has no route to its destination.".formatted(m.name()),
          "a link is missing.");
    }
    return tree.wayTo(to);
  }

  private void secondPhase(Tree tree, int hub, Set<Integer> group, boolean in, Message m) {
    tree.grow(List.of(hub), group, -1, grid, in);
    for (int member : group) {
      if (!tree.contains(member)) {
        Tree outside = new Tree(tree);
        outside.grow(List.copyOf(tree.nodes()), null, member, grid, in);
        if (!outside.contains(member)) {
          throw new InfeasibleException("The message (%s) has no route to all of its tiles.".formatted(m.name()),
              "a link is missing.");
        }
        List<Integer> way = outside.wayTo(member);
        for (int i = 1; i < way.size(); i++) {
          tree.add(way.get(i - 1), way.get(i));
        }
        tree.grow(List.of(member), group, -1, grid, in);
      }
    }
  }

  private List<Integer> edges(Message m, Tree tree, boolean in) {
    List<Integer> links = new ArrayList<>();
    tree.parents().forEach((node, parent) -> links.add(in ? grid.link(node, parent) : grid.link(parent, node)));
    if (in) {
      Collections.reverse(links);
    }
    List<Integer> edges = new ArrayList<>();
    m.sources().stream().map(s -> inject[s]).filter(e -> e >= 0).forEach(edges::add);
    edges.addAll(links);
    m.destinations().stream().map(d -> eject[d]).filter(e -> e >= 0).forEach(edges::add);
    return edges;
  }

  /** A tree of routers from its root on; each node after its parent. */
  private static final class Tree {
    private final int root;
    private final LinkedHashMap<Integer, Integer> parents = new LinkedHashMap<>();

    Tree(int root) {
      this.root = root;
    }

    Tree(Tree other) {
      this.root = other.root;
      parents.putAll(other.parents);
    }

    boolean contains(int node) {
      return node == root || parents.containsKey(node);
    }

    void add(int parent, int node) {
      if (!contains(node)) {
        parents.put(node, parent);
      }
    }

    Collection<Integer> nodes() {
      List<Integer> nodes = new ArrayList<>(List.of(root));
      nodes.addAll(parents.keySet());
      return nodes;
    }

    Map<Integer, Integer> parents() {
      return parents;
    }

    /** Breadth first from nodes of the tree, inside {@code allowed} if it is given, until a node is reached if that is not -1. */
    void grow(List<Integer> from, @Nullable Set<Integer> allowed, int until, Grid grid, boolean against) {
      List<Integer> queue = new ArrayList<>(from);
      for (int i = 0; i < queue.size() && (until < 0 || !contains(until)); i++) {
        for (int next : grid.neighbours(queue.get(i), against)) {
          if (!contains(next) && (allowed == null || allowed.contains(next))) {
            parents.put(next, queue.get(i));
            queue.add(next);
          }
        }
      }
    }

    /** The nodes from the root to a node, both included. */
    List<Integer> wayTo(int node) {
      List<Integer> way = new ArrayList<>(List.of(node));
      for (int at = node; at != root; at = parents.get(at)) {
        way.add(parents.get(at));
      }
      Collections.reverse(way);
      return way;
    }
  }
}
