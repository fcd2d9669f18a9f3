package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds tiles by the names that files use. */
final class Tiles {
  private final SlotNetwork network;
  private final Map<String, Integer> byName = new HashMap<>();

  Tiles(SlotNetwork network) {
    this.network = network;
    for (int t = 0; t < network.tiles().size(); t++) {
      byName.put(network.tiles().get(t).name(), t);
    }
  }

  /** The tile that a value names. */
  int tile(DataNode name) {
    return tile(name, name.text());
  }

  /** The tile of a name that stands in a value. */
  int tile(DataNode at, String name) {
    Integer tile = byName.get(name);
    if (tile == null) {
      throw at.error("The tile (%s) does not exist.".formatted(name), instead(name));
    }
    return tile;
  }

  /** The tiles that a value names: one or a list. */
  List<Integer> tiles(DataNode names) {
    if (!names.isArray()) {
      return List.of(tile(names));
    }
    List<Integer> tiles = new ArrayList<>();
    for (DataNode n : names.items()) {
      tiles.add(tile(n));
    }
    return tiles;
  }

  /** The name of a tile. */
  String name(int tile) {
    return network.tiles().get(tile).name();
  }

  private String instead(String name) {
    if (network.isMesh()) {
      return "the tiles of the %d x %d mesh were meant: they are numbered from 0 to %d, tile y * %d + x is in column x of row y."
          .formatted(network.columns(), network.rows(), network.tiles().size() - 1, network.columns());
    }
    List<String> names = network.tiles().stream().map(Tile::name).toList();
    boolean router = network.links().nodes().stream().anyMatch(n -> n.name().equals(name));
    return router ? "a tile was meant: (%s) only routes.".formatted(name) : Suggestions.instead(name, names);
  }
}
