package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rotation or reflection of a mesh that leaves channels and messages as they are.
 *
 * @param name for people
 * @param edge image of each edge
 * @param message image of each message
 */
public record MeshSymmetry(String name, int[] edge, int[] message) {
  /** The eight movements of a square, of which four are also those of a rectangle. */
  private enum Movement {
    IDENTITY, HALF_TURN, LEFT_RIGHT, UP_DOWN, QUARTER_TURN, THREE_QUARTER_TURN, DIAGONAL, ANTI_DIAGONAL;

    boolean swaps() {
      return ordinal() >= QUARTER_TURN.ordinal();
    }

    int of(int x, int y, int columns, int rows) {
      int right = columns - 1 - x;
      int down = rows - 1 - y;
      return switch (this) {
        case IDENTITY -> y * columns + x;
        case HALF_TURN -> down * columns + right;
        case LEFT_RIGHT -> y * columns + right;
        case UP_DOWN -> down * columns + x;
        case QUARTER_TURN -> x * columns + down;
        case THREE_QUARTER_TURN -> right * columns + y;
        case DIAGONAL -> x * columns + y;
        case ANTI_DIAGONAL -> right * columns + down;
      };
    }
  }

  /** Groups of movements, largest first; every one holds the identity and is closed. */
  private static final List<List<Movement>> GROUPS = List.of(
      List.of(Movement.values()),
      List.of(Movement.IDENTITY, Movement.QUARTER_TURN, Movement.HALF_TURN, Movement.THREE_QUARTER_TURN),
      List.of(Movement.IDENTITY, Movement.HALF_TURN, Movement.LEFT_RIGHT, Movement.UP_DOWN),
      List.of(Movement.IDENTITY, Movement.HALF_TURN, Movement.DIAGONAL, Movement.ANTI_DIAGONAL),
      List.of(Movement.IDENTITY, Movement.HALF_TURN),
      List.of(Movement.IDENTITY, Movement.LEFT_RIGHT),
      List.of(Movement.IDENTITY, Movement.UP_DOWN),
      List.of(Movement.IDENTITY, Movement.DIAGONAL),
      List.of(Movement.IDENTITY, Movement.ANTI_DIAGONAL));

  /** The groups of at least two movements under which the problem is as it was, largest first; none unless it is a mesh. */
  public static List<List<MeshSymmetry>> groups(LinkSlotsProblem problem) {
    boolean tied = problem.messages().stream().anyMatch(m -> !m.after().isEmpty() || m.previousChunk() >= 0);
    if (!problem.network().isMesh() || tied) {
      return List.of();
    }
    Map<Movement, MeshSymmetry> found = new HashMap<>();
    for (Movement movement : Movement.values()) {
      if (!movement.swaps() || problem.network().columns() == problem.network().rows()) {
        of(problem, movement).ifPresent(s -> found.put(movement, s));
      }
    }
    List<List<MeshSymmetry>> groups = new ArrayList<>();
    for (List<Movement> group : GROUPS) {
      if (found.keySet().containsAll(group)) {
        groups.add(group.stream().map(m -> found.get(m)).toList());
      }
    }
    return groups;
  }

  private static Optional<MeshSymmetry> of(LinkSlotsProblem problem, Movement movement) {
    SlotNetwork network = problem.network();
    int n = network.tiles().size();
    int[] tile = new int[n];
    for (int t = 0; t < n; t++) {
      tile[t] = movement.of(t % network.columns(), t / network.columns(), network.columns(), network.rows());
    }
    int[] edge = edges(network, tile);
    int[] message = edge.length == 0 ? new int[0] : messages(problem, tile);
    return message.length == 0
        ? Optional.empty()
        : Optional.of(new MeshSymmetry(movement.name(), edge, message));
  }

  /** Images of the edges; empty if some has none that is its like. */
  private static int[] edges(SlotNetwork network, int[] tile) {
    LinkNetwork links = network.links();
    Map<Integer, Integer> node = new HashMap<>();
    for (int t = 0; t < tile.length; t++) {
      Tile from = network.tiles().get(t);
      Tile to = network.tiles().get(tile[t]);
      node.put(from.router(), to.router());
      node.put(from.source(), to.source());
      node.put(from.sink(), to.sink());
    }
    Map<List<Integer>, Integer> byEnds = new HashMap<>();
    for (int e = 0; e < links.edges().size(); e++) {
      Edge edge = links.edges().get(e);
      if (edge.channels().size() > 1 || byEnds.put(List.of(edge.from(), edge.to()), e) != null) {
        return new int[0];
      }
    }
    int[] image = new int[links.edges().size()];
    for (int e = 0; e < image.length; e++) {
      Edge edge = links.edges().get(e);
      Integer other = byEnds.get(List.of(node.getOrDefault(edge.from(), -1), node.getOrDefault(edge.to(), -1)));
      if (other == null || !alike(links, edge, links.edges().get(other))) {
        return new int[0];
      }
      image[e] = other;
    }
    return image;
  }

  private static boolean alike(LinkNetwork links, Edge a, Edge b) {
    Channel x = links.channels().get(a.channels().get(0));
    Channel y = links.channels().get(b.channels().get(0));
    return x.kind() == y.kind() && x.bandwidth().equals(y.bandwidth()) && x.latencyCycles() == y.latencyCycles()
        && x.capacity() == y.capacity();
  }

  /** Images of the messages, equal ones in order; empty if some has none. */
  private static int[] messages(LinkSlotsProblem problem, int[] tile) {
    int[] same = new int[tile.length];
    for (int t = 0; t < same.length; t++) {
      same[t] = t;
    }
    Map<List<Object>, List<Integer>> from = new HashMap<>();
    Map<List<Object>, List<Integer>> to = new HashMap<>();
    for (Message m : problem.messages()) {
      from.computeIfAbsent(key(m, tile), k -> new ArrayList<>()).add(m.index());
      to.computeIfAbsent(key(m, same), k -> new ArrayList<>()).add(m.index());
    }
    int[] image = new int[problem.messages().size()];
    for (Map.Entry<List<Object>, List<Integer>> e : from.entrySet()) {
      List<Integer> images = to.getOrDefault(e.getKey(), List.of());
      if (images.size() != e.getValue().size()) {
        return new int[0];
      }
      for (int i = 0; i < images.size(); i++) {
        image[e.getValue().get(i)] = images.get(i);
      }
    }
    return image;
  }

  private static List<Object> key(Message m, int[] tile) {
    return List.of(m.shape(), m.sources().stream().map(s -> tile[s]).sorted().toList(),
        m.destinations().stream().map(d -> tile[d]).sorted().toList(), m.volume(), m.release(), m.deadline(), m.weight());
  }
}
