package dev.dovetail.models.stream;

import java.util.List;
import java.util.Map;

/**
 * A fusion group: layers whose tensors stay on chip between them, run tile by tile.
 *
 * @param nodes the group's nodes and where they run
 * @param tiles the loops that are cut into tiles, first = innermost
 * @param choices what may be said of transfers, slots and levels instead of being derived
 */
public record StreamGroup(List<NodePlacement> nodes, List<Tile> tiles, Choices choices) {
  /**
   * A loop that is cut into tiles.
   *
   * @param node number of a node in the group
   * @param dim number of its loop
   * @param size of a tile on one core, at least 1
   */
  public record Tile(int node, int dim, long size) {}

  /**
   * What a mapping says of transfers, slots and levels; what it does not say is derived by the model's own rules.
   *
   * <p>Nodes and transfers have the names of the model: {@code Conv1}, {@code Transfer(conv1_out)}; tensors too: {@code conv1_out_1}.
   *
   * @param links per transfer the connections that it occupies
   * @param slots per node and transfer its slot, from 1
   * @param levels per tensor its reuse level, from -1
   * @param cores per tensor the cores that hold it
   * @param order all nodes, transfers, inputs and outputs in the order in which they are given slots; settles ties only
   */
  public record Choices(
      Map<String, List<String>> links, Map<String, Integer> slots, Map<String, Integer> levels, Map<String, List<Integer>> cores,
      List<String> order) {
    /** Nothing is said, all is derived. */
    public static final Choices NONE = new Choices(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    public Choices {
      links = Map.copyOf(links);
      slots = Map.copyOf(slots);
      levels = Map.copyOf(levels);
      cores = Map.copyOf(cores);
      order = List.copyOf(order);
    }

    /** The same without slots: they are derived. */
    public Choices withoutSlots() {
      return new Choices(links, Map.of(), levels, cores, order);
    }

    /** The same without levels: the best ones that fit the memories are searched. */
    public Choices withoutLevels() {
      return new Choices(links, slots, Map.of(), cores, order);
    }
  }

  public StreamGroup {
    nodes = List.copyOf(nodes);
    tiles = List.copyOf(tiles);
  }

  /** A group of which nothing is said but cores, splits and tiles. */
  public StreamGroup(List<NodePlacement> nodes, List<Tile> tiles) {
    this(nodes, tiles, Choices.NONE);
  }

  /** The same group with other choices. */
  public StreamGroup with(Choices other) {
    return new StreamGroup(nodes, tiles, other);
  }
}
