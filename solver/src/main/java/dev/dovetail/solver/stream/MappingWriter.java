package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamGroup;
import java.util.ArrayList;
import java.util.List;

/** Writes what a search decided of a group as the mapping's own words. */
final class MappingWriter {
  private MappingWriter() {}

  /** The group of an answer: placements, and a tile per loop of several tiles, innermost first; slots and levels follow from the model. */
  static StreamGroup group(GroupAnswer answer) {
    Candidate c = answer.candidate();
    SearchGroup group = c.cost().plan.group();
    List<NodePlacement> placements = new ArrayList<>();
    for (int i = 0; i < group.nodes(); i++) {
      List<NodePlacement.Split> splits = new ArrayList<>();
      long written = 0;
      for (int d = 0; d < group.loopOf[i].length; d++) {
        int l = group.loopOf[i][d];
        if (l >= 0 && c.parts()[i][l] > 1 && (written >> l & 1) == 0) {
          splits.add(new NodePlacement.Split(d, c.parts()[i][l]));
          written |= 1L << l;
        }
      }
      placements.add(new NodePlacement(group.graph.number(i), RoutedLinks.cores(c.cores()[i]), splits));
    }
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    for (int z : answer.units()) {
      tiles.add(tile(c, group, z, 1));
    }
    for (int l : answer.order()) {
      tiles.add(tile(c, group, group.global[l], c.cost().counts[l]));
    }
    if (tiles.isEmpty()) { // a mapping names at least one
      tiles.add(tile(c, group, group.uncut(c.cost().counts)[0], 1));
    }
    return new StreamGroup(placements, tiles);
  }

  private static StreamGroup.Tile tile(Candidate c, SearchGroup group, int z, long count) {
    for (int i = 0; i < group.nodes(); i++) {
      for (int d = 0; d < group.loopOf[i].length; d++) {
        if (group.graph.dims().of(i, d) == z) {
          int l = group.loopOf[i][d];
          long most = 1;
          for (long[] p : c.parts()) {
            most = l < 0 ? 1 : Math.max(most, p[l]);
          }
          return new StreamGroup.Tile(group.graph.number(i), d, group.graph.dims().size(z) / count / most);
        }
      }
    }
    throw new IllegalStateException("No node has loop " + z);
  }
}
