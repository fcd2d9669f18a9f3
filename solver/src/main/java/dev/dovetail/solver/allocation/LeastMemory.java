package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import dev.dovetail.solver.allocation.Genome.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The genome that needs least memory: one layer after another, tiles as small as they must be, and, if asked for, every tensor through DRAM.
 *
 * <p>Role: the start where no other order fits. With everything through DRAM a core holds one tile's data, and of a layer only what the
 * tiles that it runs next to each other share: row by row that is what does not depend on the row (loaded again for each row where it
 * comes from DRAM), chunk by chunk what does not depend on the chunk. Of the grids with which that fits, the one with least traffic is taken.
 */
final class LeastMemory {
  /** Bytes of traffic that a tile more is worth: instructions and halos, and the time that scheduling it takes. */
  private static final long TILE_BYTES = 2_000;

  /** What stays for the tiles next to each other may take this part of a memory, so that the next tile's data can come early. */
  private static final double[] SHARES = {0.45, 0.95};

  /**
   * One way to cut and order a layer.
   *
   * @param reloads whether what does not depend on the row and comes from DRAM is loaded again for each row
   * @param bytes the most that a core holds
   * @param traffic bytes that are loaded, with what tiles are worth
   */
  private record Way(LayerGrid grid, Split split, boolean chunkMajor, boolean reloads, long bytes, long traffic) {
    boolean betterThan(@Nullable Way other, long room, int cores) {
      if (other == null || (bytes <= room) != (other.bytes <= room)) {
        return other == null || bytes <= room;
      }
      if (bytes > room) {
        return bytes < other.bytes;
      }
      int busy = Math.min(cores, LayerGene.parts(grid, split));
      int others = Math.min(cores, LayerGene.parts(other.grid, other.split));
      return busy != others ? busy > others : traffic < other.traffic;
    }
  }

  private final Shapes shapes;
  private final Map<String, Integer> producers;
  private final List<String> tensors;

  LeastMemory(Shapes shapes) {
    this.shapes = shapes;
    this.producers = shapes.workload.producers();
    this.tensors = List.copyOf(shapes.workload.tensors().keySet());
  }

  /**
   * The genome.
   *
   * @param throughDram whether all features go through DRAM; else only what the layers' own memory asks for is loaded again
   */
  Genome genome(boolean throughDram) {
    int n = shapes.workload.layers().size();
    LayerGene[] genes = new LayerGene[n];
    Set<Plan.Detour> detours = new HashSet<>();
    boolean asItems = shapes.machine.problem.options().movesItems(); // there nothing is loaded twice
    for (int l = 0; l < n; l++) {
      Way way = way(l);
      double[] keys = new double[way.grid.rows()];
      Arrays.fill(keys, l);
      int[] owners = shapes.bands(l, LayerGene.parts(way.grid, way.split), shapes.suitable[l]);
      genes[l] = new LayerGene(way.grid, way.split, owners, keys, way.chunkMajor);
      for (Operand operand : shapes.workload.layers().get(l).operands()) {
        boolean feature = producers.containsKey(operand.tensor());
        boolean weight = shapes.workload.tensor(operand.tensor()).role() == Tensor.Role.WEIGHT;
        if (!asItems && (feature ? throughDram : way.reloads || throughDram && !weight)) {
          detours.add(new Plan.Detour(tensors.indexOf(operand.tensor()), l));
        }
      }
    }
    return new Genome(genes, new Plan.Manner(4, true, 40), Set.of(), Set.of(), Set.copyOf(detours), Set.of());
  }

  private Way way(int l) {
    long memory = shapes.smallestMemory(l);
    int cores = shapes.suitable[l].length;
    Way best = null;
    for (double share : SHARES) {
      long room = (long) (share * memory);
      best = null;
      List<LayerGrid> seen = new ArrayList<>();
      Layer layer = shapes.workload.layers().get(l);
      int rowExtent = layer.rowAxis() < 0 ? 1 : layer.shape().get(layer.rowAxis());
      for (int granule = shapes.granule[l]; granule >= 1; granule = shapes.mayHalve(l, granule) ? granule / 2 : 0) {
        for (int rows = 1; rows < 2 * rowExtent; rows *= 2) {
          for (int chunks = 1; chunks < 2 * layer.outputBox().volume(); chunks *= 2) {
            LayerGrid grid = shapes.anyGrid(l, rows, chunks, granule);
            if (seen.contains(grid)) {
              break;
            }
            seen.add(grid);
            for (Way way : ways(l, layer, grid)) {
              best = way.betterThan(best, room, cores) ? way : best;
            }
          }
        }
        if (best != null && best.bytes <= room) {
          return best; // finer granules waste lanes of the arrays
        }
      }
    }
    return java.util.Objects.requireNonNull(best);
  }

  /** Row by row or chunk by chunk, the layer's rows or chunks on different cores. */
  private List<Way> ways(int l, Layer layer, LayerGrid grid) {
    List<Box> boxes = grid.boxes(layer);
    int middle = grid.rows() / 2 * grid.chunks() + grid.chunks() / 2;
    Box tile = boxes.get(middle);
    Box otherRow = grid.rows() > 1 ? boxes.get(middle - grid.chunks()) : tile;
    Box otherChunk = grid.chunks() > 1 ? boxes.get(middle - 1) : tile;
    int cores = shapes.suitable[l].length;
    long own =
        shapes.workload.tensor(layer.output()).bytesOf(tile.volume())
            + shapes.machine.cost(l, tile, shapes.suitable[l][0], false).bufferBytes();
    List<Way> ways = new ArrayList<>();
    for (Split split : new Split[] {Split.ROWS, Split.CHUNKS}) {
      long parts = Math.min(cores, LayerGene.parts(grid, split));
      long rowsHere = split == Split.ROWS ? (grid.rows() + parts - 1) / parts : grid.rows();
      long chunksHere = split == Split.CHUNKS ? (grid.chunks() + parts - 1) / parts : grid.chunks();
      long held = own; // what any order holds
      long kept = own; // row by row, nothing loaded again
      long again = own; // row by row, what comes from DRAM loaded again
      long byChunk = own; // chunk by chunk
      long once = grid.rows() * grid.chunks() * TILE_BYTES;
      long more = once;
      for (Operand operand : layer.operands()) {
        Tensor tensor = shapes.workload.tensor(operand.tensor());
        Box needed = operand.needed(tile);
        long bytes = needed.isEmpty() ? 0 : tensor.bytesOf(needed.volume());
        boolean anyRow = grid.rows() == 1 || needed.equals(operand.needed(otherRow));
        boolean anyChunk = grid.chunks() == 1 || needed.equals(operand.needed(otherChunk));
        boolean fromDram = !producers.containsKey(operand.tensor());
        held += bytes;
        kept += anyRow && !anyChunk ? bytes * chunksHere : bytes;
        again += anyRow && !anyChunk && !fromDram ? bytes * chunksHere : bytes;
        byChunk += anyChunk && !anyRow ? bytes * rowsHere : bytes;
        long all = bytes * (anyRow ? 1 : grid.rows()) * (anyChunk ? 1 : grid.chunks());
        once += all;
        more += anyRow && fromDram ? all * grid.rows() : all;
      }
      ways.add(new Way(grid, split, true, false, Math.max(held, byChunk), once));
      ways.add(new Way(grid, split, false, false, Math.max(held, kept), once));
      ways.add(new Way(grid, split, false, true, Math.max(held, again), more));
    }
    return ways;
  }
}
