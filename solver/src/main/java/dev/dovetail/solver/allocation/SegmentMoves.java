package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import dev.dovetail.solver.allocation.Genome.Split;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random changes of a whole run of layers at once: which cores take turns at its blocks, how its layers are cut, and how far rows run
 * ahead through it.
 *
 * <p>Role: the large neighbourhood of local search. What pays in one part of a network (bands over all cores where maps are large, one
 * core per block where halos cost more than they bring, chunks where weights are heavy) differs from part to part, and no single layer's
 * change leads from one to the other.
 */
final class SegmentMoves {
  private static final double[] SLOPES = {0, 0, 1, 2, 6, 16, 30};

  /** Weights of a layer in rows come in chunks of about this many bytes, so that a core need not hold all of them at once. */
  private static final long CHUNK_BYTES = 65_536;

  private final Shapes shapes;
  private final SplittableRandom random;
  private final int[] borders; // first layers of blocks, ascending, and the number of layers

  SegmentMoves(Shapes shapes, SplittableRandom random) {
    this.shapes = shapes;
    this.random = random;
    int n = shapes.level.length;
    this.borders = IntStream.rangeClosed(0, n).filter(l -> l == 0 || l == n || shapes.blockEnd[l - 1]).toArray();
  }

  /** The layout of one random run of blocks is drawn anew; detours are found anew, too. */
  Genome change(Genome g) {
    int first = random.nextInt(borders.length - 1);
    int last =
        switch (random.nextInt(3)) {
          case 0 -> borders.length - 1;
          case 1 -> first + 1;
          default -> first + 1 + random.nextInt(borders.length - 1 - first);
        };
    Genome laid = lay(g.with(Set.of()), borders[first], borders[last]);
    Plan.Manner m = laid.manner();
    int lookahead = random.nextInt(4) == 0 ? 4 << (3 * random.nextInt(2)) : m.lookahead();
    return new Genome(laid.layers(), new Plan.Manner(lookahead, m.movesFirst(), m.window()), laid.merged(), laid.staged(),
        laid.detours(), laid.frugal());
  }

  private Genome lay(Genome g, int from, int to) {
    int groups = 1 << random.nextInt(4);
    int turn = random.nextInt(groups);
    boolean cut = random.nextInt(4) > 0; // else grids stay as they are
    boolean chunked = random.nextInt(5) == 0;
    boolean parted = random.nextBoolean();
    boolean chunkMajor = random.nextBoolean();
    int rowsPerCore = 1 << random.nextInt(5);
    int chunksPerCore = 1 + random.nextInt(2);
    boolean keyed = random.nextInt(4) > 0;
    double slope = SLOPES[random.nextInt(SLOPES.length)];
    double shift = g.layers()[from].keys()[0] - shapes.level[from];
    int blocks = 0;
    Genome result = g;
    for (int l = from; l < to; l++) {
      int[] cores = group(shapes.suitable[l], groups, turn + blocks);
      LayerGene gene = g.layers()[l];
      LayerGrid grid = gene.grid();
      Split split = gene.split();
      boolean major = gene.chunkMajor();
      if (cut && shapes.rowLimit[l] > 1) {
        boolean chunks = chunked && shapes.chunkLimit[l] > 1;
        int pieces = parted ? (int) Math.min(64, 1 + shapes.weightBytes[l] / CHUNK_BYTES) : 1;
        grid =
            chunks
                ? shapes.grid(l, rowsPerCore, chunksPerCore * cores.length)
                : shapes.grid(l, rowsPerCore * cores.length, pieces);
        split = chunks ? Split.CHUNKS : Split.ROWS;
        major = chunkMajor;
      }
      boolean spread = split != Split.BOTH && (!cut || shapes.rowLimit[l] > 1);
      int[] owners = spread ? shapes.bands(l, LayerGene.parts(grid, split), cores) : gene.owners();
      double[] keys = LayerGene.resampled(gene.keys(), grid.rows());
      if (keyed) {
        keys = new double[grid.rows()];
        for (int r = 0; r < keys.length; r++) {
          keys[r] = shift + shapes.level[l] + slope * r / keys.length;
        }
      }
      result = result.withLayer(l, new LayerGene(grid, split, owners, keys, major));
      blocks += shapes.blockEnd[l] ? 1 : 0;
    }
    return result;
  }

  /** The group of cores whose turn it is; all of them if there are too few to part. */
  private static int[] group(int[] cores, int groups, int turn) {
    int parts = Math.min(groups, cores.length);
    int part = turn % parts;
    return Arrays.copyOfRange(cores, part * cores.length / parts, (part + 1) * cores.length / parts);
  }
}
