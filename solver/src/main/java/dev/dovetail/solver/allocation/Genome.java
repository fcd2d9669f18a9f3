package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import java.util.Set;

/**
 * One point of the search space: per layer the tile grid, the cores and the priorities.
 *
 * <p>Role: what local search changes. Immutable; moves make changed copies that share what they do not change.
 *
 * @param layers one gene per layer
 * @param manner see {@link Plan}
 * @param merged see {@link Plan}
 * @param staged see {@link Plan}
 * @param detours see {@link Plan}
 * @param frugal layers whose tiles run at the cost point of least energy; the others run at the fastest one
 */
record Genome(LayerGene[] layers, Plan.Manner manner, Set<Integer> merged, Set<Integer> staged, Set<Plan.Detour> detours,
    Set<Integer> frugal) {
  /** Which index of a node decides its core. */
  enum Split {
    ROWS,
    CHUNKS,
    /** Row by row, chunk by chunk. */
    BOTH
  }

  /**
   * The choices for one layer.
   *
   * @param grid fitted tile grid
   * @param split which index of a node the owners are listed by
   * @param owners core of each row, chunk or node
   * @param keys priority of each row, smaller first
   * @param chunkMajor whether, among equal keys, a core runs one chunk over all its rows before the next chunk (its weights may go
   *     then), instead of one row over all its chunks (its input may go then)
   */
  record LayerGene(LayerGrid grid, Split split, int[] owners, double[] keys, boolean chunkMajor) {
    /** The core of the node (row, chunk). */
    int core(int row, int chunk) {
      return switch (split) {
        case ROWS -> owners[row];
        case CHUNKS -> owners[chunk];
        case BOTH -> owners[row * grid.chunks() + chunk];
      };
    }

    /**
     * Order among the nodes of equal key, in [0, 1): cores advance side by side, each through its own rows or chunks.
     *
     * @return indexed by row * chunks + chunk
     */
    double[] ties() {
      int rows = grid.rows();
      int chunks = grid.chunks();
      int[] rowRank = ranks(split == Split.ROWS, rows);
      int[] chunkRank = ranks(split == Split.CHUNKS, chunks);
      double[] ties = new double[rows * chunks];
      for (int r = 0; r < rows; r++) {
        for (int g = 0; g < chunks; g++) {
          int major = chunkMajor ? chunkRank[g] * rows + rowRank[r] : rowRank[r] * chunks + chunkRank[g];
          ties[r * chunks + g] = (major + (double) (r * chunks + g) / (rows * chunks)) / (rows * chunks + 1);
        }
      }
      return ties;
    }

    /** Of each index its rank among those with the same owner; the index itself if owners go by something else. */
    private int[] ranks(boolean owned, int count) {
      int[] ranks = new int[count];
      for (int i = 0; i < count; i++) {
        ranks[i] = i;
        if (owned) {
          ranks[i] = 0;
          for (int j = 0; j < i; j++) {
            ranks[i] += owners[j] == owners[i] ? 1 : 0;
          }
        }
      }
      return ranks;
    }

    /** How many owners a split of a grid has. */
    static int parts(LayerGrid grid, Split split) {
      return switch (split) {
        case ROWS -> grid.rows();
        case CHUNKS -> grid.chunks();
        case BOTH -> grid.rows() * grid.chunks();
      };
    }

    /** Contiguous, nearly equal bands over {@code cores}. */
    static int[] bands(int parts, int[] cores) {
      int[] owners = new int[parts];
      for (int i = 0; i < parts; i++) {
        owners[i] = cores[(int) ((long) i * Math.min(cores.length, parts) / parts)];
      }
      return owners;
    }

    /** The same priorities for another number of rows, by linear interpolation over row positions. */
    static double[] resampled(double[] keys, int rows) {
      if (keys.length == rows) {
        return keys;
      }
      double[] result = new double[rows];
      for (int r = 0; r < rows; r++) {
        double x = (r + 0.5) * keys.length / rows - 0.5;
        int i = (int) Math.floor(Math.max(0, Math.min(keys.length - 1, x)));
        int j = Math.min(keys.length - 1, i + 1);
        double f = Math.max(0, Math.min(1, x - i));
        result[r] = keys[i] * (1 - f) + keys[j] * f;
      }
      return result;
    }
  }

  Genome withLayer(int layer, LayerGene gene) {
    LayerGene[] copy = layers.clone();
    copy[layer] = gene;
    return new Genome(copy, manner, merged, staged, detours, frugal);
  }

  Genome with(Set<Plan.Detour> other) {
    return new Genome(layers, manner, merged, staged, Set.copyOf(other), frugal);
  }
}
