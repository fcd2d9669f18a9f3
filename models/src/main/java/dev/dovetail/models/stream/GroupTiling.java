package dev.dovetail.models.stream;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits and tiles of a fusion group in its global loops.
 *
 * <p>Role: how many iterations there are and how large a tile of each loop is. The number of tiles of a loop is its size over tile times split,
 * where the split is the largest one of the group's nodes; the temporal loops are the tile entries in the order of the mapping, first =
 * innermost.
 */
public final class GroupTiling {
  /** More iterations than this are refused: products with cycles would not be exact. */
  private static final long MOST_ITERATIONS = 1L << 40;

  private final GroupGraph graph;
  private final NodePlacement[] placements;
  private final int[] loops;
  private final long[] counts;
  private final long[] tile;
  private final long[] split;
  private final long iterations;

  private GroupTiling(GroupGraph graph, NodePlacement[] placements, int[] loops, long[] counts, long[] split) {
    this.graph = graph;
    this.placements = placements;
    this.loops = loops;
    this.counts = counts;
    this.split = split;
    this.tile = new long[graph.dims().count()];
    for (int z = 0; z < tile.length; z++) {
      tile[z] = graph.dims().size(z);
    }
    for (int l = 0; l < loops.length; l++) {
      tile[loops[l]] /= counts[l];
    }
    this.iterations = Arrays.stream(counts).reduce(1, Exact::multiply);
  }

  /**
   * The tiling, if it obeys the rules: parts divide loops and multiply to the cores, tiles divide what a core has of a loop.
   *
   * @param where the group's name in messages
   */
  public static Optional<GroupTiling> of(GroupGraph graph, StreamGroup group, String where, Findings findings) {
    Findings own = new Findings();
    NodePlacement[] placements = new NodePlacement[graph.size()];
    for (NodePlacement p : group.nodes()) {
      placements[graph.dims().indexOf(p.node())] = p;
    }
    long[] split = new long[graph.dims().count()];
    Arrays.fill(split, 1);
    for (int i = 0; i < placements.length; i++) {
      splits(graph, i, placements[i], split, own);
    }
    int[] loops = new int[group.tiles().size()];
    long[] counts = new long[loops.length];
    tiles(graph, group.tiles(), split, loops, counts, own);
    if (own.isEmpty()) {
      GroupTiling tiling = new GroupTiling(graph, placements, loops, counts, split);
      tiling.check(own, where);
      if (own.isEmpty()) {
        return Optional.of(tiling);
      }
    }
    own.violations().forEach(v -> findings.add(v.rule(), v.where(), "%s", v.message()));
    return Optional.empty();
  }

  private static void splits(GroupGraph graph, int i, NodePlacement placement, long[] split, Findings findings) {
    StreamNode node = graph.node(i);
    long product = 1;
    Set<Integer> named = new HashSet<>();
    for (NodePlacement.Split s : placement.splits()) {
      if (s.dim() < 0 || s.dim() >= node.dims().size()) {
        findings.add("unknown-loop", node.name(), "The split names loop D%d, but the node has D0 to D%d.", s.dim(),
            node.dims().size() - 1);
        return;
      }
      if (!named.add(s.dim())) {
        findings.add("split-twice", node.name(), "Loop D%d is split twice.", s.dim());
        return;
      }
      long size = node.dims().get(s.dim()).size();
      if (s.parts() < 1 || size % s.parts() != 0) {
        findings.add("split-divides", node.name(), "The split (%d) of loop D%d does not divide its size (%d).", s.parts(),
            s.dim(),
            size);
        return;
      }
      product = Exact.multiply(product, s.parts());
      int z = graph.dims().of(i, s.dim());
      split[z] = Math.max(split[z], s.parts());
    }
    if (product != placement.cores().size()) {
      findings.add("split-cores", node.name(), "The splits multiply to %d, but the node has %d cores.", product,
          placement.cores().size());
    }
  }

  private static void tiles(
      GroupGraph graph, List<StreamGroup.Tile> tiles, long[] split, int[] loops, long[] counts, Findings findings) {
    Set<Integer> named = new HashSet<>();
    for (int l = 0; l < loops.length; l++) {
      StreamGroup.Tile t = tiles.get(l);
      int i = graph.dims().indexOf(t.node());
      if (i < 0) {
        findings.add("tile-node", "tile %d".formatted(l), "The tile is of a node that is not in the group.");
        return;
      }
      StreamNode node = graph.node(i);
      if (t.dim() < 0 || t.dim() >= node.dims().size()) {
        findings.add("unknown-loop", node.name(), "The tile names loop D%d, but the node has D0 to D%d.", t.dim(),
            node.dims().size() - 1);
        return;
      }
      int z = graph.dims().of(i, t.dim());
      if (!named.add(z)) {
        findings.add("tile-twice", node.name(), "The tile of D%d is of a loop (%s) that another tile cuts already.", t.dim(),
            graph.dims().name(z));
        return;
      }
      long size = graph.dims().size(z);
      long step = Exact.multiply(Math.max(1, t.size()), split[z]);
      if (t.size() < 1 || size % step != 0) {
        findings.add("tile-divides", node.name(),
            "The tile (%d) of D%d times the split (%d) does not divide the loop's size (%d).", t.size(), t.dim(), split[z], size);
        return;
      }
      loops[l] = z;
      counts[l] = size / step;
    }
  }

  private void check(Findings findings, String where) {
    if (iterations > MOST_ITERATIONS) {
      findings.add("iterations", where, "The tiles make %d iterations, more than %d.", iterations, MOST_ITERATIONS);
    }
    for (int i = 0; i < placements.length; i++) {
      for (int d = 0; d < graph.node(i).dims().size(); d++) {
        int z = graph.dims().of(i, d);
        if (tile[z] % placements[i].parts(d) != 0) {
          findings.add("split-divides", graph.node(i).name(), "The split (%d) of loop D%d does not divide a tile of it (%d).",
              placements[i].parts(d), d, tile[z]);
        }
      }
    }
  }

  /** T: how often the steady state is repeated. */
  public long iterations() {
    return iterations;
  }

  /** Number of temporal loops. */
  public int loopCount() {
    return loops.length;
  }

  /** The global loop of temporal loop {@code l}; 0 is the innermost. */
  public int loop(int l) {
    return loops[l];
  }

  /** Tiles of temporal loop {@code l}. */
  public long count(int l) {
    return counts[l];
  }

  /** Size of one tile of a global loop, all cores together. */
  public long tile(int z) {
    return tile[z];
  }

  /** Largest split of a global loop. */
  public long split(int z) {
    return split[z];
  }

  /** Where the group's node {@code i} runs. */
  public NodePlacement placement(int i) {
    return placements[i];
  }

  /** Parts into which node {@code i} divides a global loop. */
  long parts(int i, int z) {
    long parts = 1;
    for (NodePlacement.Split s : placements[i].splits()) {
      if (graph.dims().of(i, s.dim()) == z) {
        parts = Math.max(parts, s.parts());
      }
    }
    return parts;
  }

  /** Sizes of node {@code i}'s loops in one iteration, on one core: what its cost is looked up with. */
  public long[] perCore(int i) {
    long[] sizes = new long[graph.node(i).dims().size()];
    for (int d = 0; d < sizes.length; d++) {
      sizes[d] = tile[graph.dims().of(i, d)] / placements[i].parts(d);
    }
    return sizes;
  }
}
