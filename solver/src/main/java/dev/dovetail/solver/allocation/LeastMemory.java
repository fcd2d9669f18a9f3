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
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The genome that needs least memory: one layer after another, tiles as small as they must be, and, if asked for, every feature through
 * DRAM.
 *
 * <p>Role: the start where no other order fits. With every feature through DRAM a core holds one tile's data, and of a layer only what
 * the tiles that it runs next to each other share: row by row that is what does not depend on the row, unless it comes from DRAM again for each
 * row; chunk by chunk what does not depend on the chunk. Of the grids with which that fits, the one that keeps most cores busy with
 * least traffic is taken.
 */
final class LeastMemory {
  /** Bytes of traffic that a tile more is worth: instructions and halos, and the time that scheduling it and what reads it takes. */
  private static final long TILE_BYTES = 50_000;

  /** Bytes of traffic that it is worth if a tile reads from one tile less. */
  private static final long READ_BYTES = 3_000;

  /** More tiles of one layer than that are not worth scheduling. */
  private static final long MOST_TILES = 1 << 16;

  /** So much of a memory leaves room for the next tile's data to come early. */
  private static final double ROOMY = 0.45;

  /** What a tile and what stays with it may take of a memory: some tiles are larger than the one that is looked at. */
  private static final double[] SHARES = {0.85, 1};

  /**
   * One way to cut and order a layer.
   *
   * @param reloads whether what does not depend on the row and was in DRAM from the start is loaded again for each row
   * @param bytes the most that a core holds, without what the tile's own loop nest takes
   * @param traffic bytes that are loaded, with what tiles and their reads are worth
   */
  private record Way(LayerGrid grid, Split split, boolean chunkMajor, boolean reloads, long bytes, long traffic) {
    int parts() {
      return LayerGene.parts(grid, split);
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

  /** How much is done for memory's sake. */
  enum Thrift {
    /** What a layer's own memory asks for is loaded again. */
    LAYERS,
    /** All features go through DRAM, too. */
    THROUGH_DRAM,
    /** And each layer has one core, the one with most memory: what cores share would reach some of them before its turn. */
    ONE_CORE
  }

  /** The genome. */
  Genome genome(Thrift thrift) {
    boolean throughDram = thrift != Thrift.LAYERS;
    int n = shapes.workload.layers().size();
    LayerGene[] genes = new LayerGene[n];
    Set<Plan.Detour> detours = new HashSet<>();
    boolean wholeItems = shapes.machine.problem.options().movesItems(); // there nothing is loaded twice
    LayerGrid[] chosen = new LayerGrid[n];
    for (int l = 0; l < n; l++) { // first by what a layer reads, then by what reads it, too
      chosen[l] = way(l, shapes.workload.layers().get(l), cores(l, thrift), chosen).grid;
    }
    for (int l = 0; l < n; l++) {
      Layer layer = shapes.workload.layers().get(l);
      int[] cores = cores(l, thrift);
      Way way = way(l, layer, cores, chosen);
      chosen[l] = way.grid;
      double[] keys = new double[way.grid.rows()];
      Arrays.fill(keys, l);
      genes[l] =
          new LayerGene(way.grid, way.split, shapes.bands(l, way.parts(), cores), keys, way.chunkMajor);
      for (Operand operand : layer.operands()) {
        boolean weight = shapes.workload.tensor(operand.tensor()).role() == Tensor.Role.WEIGHT;
        boolean again =
            way.reloads && !producers.containsKey(operand.tensor()) && !dependsOnRow(layer, operand, way.grid);
        if (!wholeItems && (again || throughDram && !weight)) {
          detours.add(new Plan.Detour(tensors.indexOf(operand.tensor()), l));
        }
      }
    }
    return new Genome(genes, new Plan.Manner(4, true, 40), Set.of(), Set.of(), detours, Set.of());
  }

  private int[] cores(int l, Thrift thrift) {
    return thrift == Thrift.ONE_CORE ? new int[] {roomiest(l)} : shapes.suitable[l];
  }

  private int roomiest(int l) {
    return Arrays.stream(shapes.eligible[l]).boxed().max(Comparator.comparingLong(c -> shapes.machine.capacity[c])).orElseThrow();
  }

  private Way way(int l, Layer layer, int[] cores, LayerGrid[] chosen) {
    long memory = Arrays.stream(cores).mapToLong(c -> shapes.machine.capacity[c]).min().orElseThrow();
    List<Way> ways = new ArrayList<>();
    for (int granule = shapes.granule[l]; granule >= 1; granule = shapes.mayHalve(l, granule) ? granule / 2 : 0) {
      for (LayerGrid grid : grids(l, layer, granule)) {
        ways.addAll(ways(layer, grid, cores.length, l, chosen));
      }
    }
    ways.sort(
        Comparator.comparingInt((Way w) -> -Math.min(cores.length, w.parts()))
            .thenComparingLong(w -> w.traffic * (w.bytes <= ROOMY * memory ? 1 : 2))
            .thenComparingInt(w -> -w.grid.granule()));
    for (double share : SHARES) {
      for (Way way : ways) {
        if (way.bytes <= share * memory && way.bytes + workingBytes(l, layer, way.grid, cores[0]) <= share * memory) {
          return way;
        }
      }
    }
    return ways.stream().min(Comparator.comparingLong(Way::bytes)).orElseThrow();
  }

  private long workingBytes(int l, Layer layer, LayerGrid grid, int core) {
    Box tile = largest(layer, grid);
    return shapes.machine.cost(l, tile, core, false).bufferBytes();
  }

  /** A largest tile: where the extent is no multiple of the parts, some are larger than others. */
  private static Box largest(Layer layer, LayerGrid grid) {
    Box largest = grid.box(layer, grid.rows() / 2, grid.chunks() / 2);
    int row = grid.rows() / 2;
    for (int r = 0; r < grid.rows(); r++) {
      Box tile = grid.box(layer, r, grid.chunks() / 2);
      if (tile.volume() > largest.volume()) {
        largest = tile;
        row = r;
      }
    }
    for (int g = 0; g < grid.chunks(); g++) {
      Box tile = grid.box(layer, row, g);
      largest = tile.volume() > largest.volume() ? tile : largest;
    }
    return largest;
  }

  private Set<LayerGrid> grids(int l, Layer layer, int granule) {
    Set<LayerGrid> grids = new LinkedHashSet<>();
    long rowExtent = layer.rowAxis() < 0 ? 1 : layer.shape().get(layer.rowAxis());
    long channels = layer.chunkAxis() < 0 ? 1 : layer.shape().get(layer.chunkAxis());
    for (int rows = 1; rows < 2 * rowExtent; rows *= 2) {
      for (int chunks = 1; chunks < 2 * channels; chunks *= 2) {
        LayerGrid grid = shapes.anyGrid(l, rows, chunks, granule);
        if ((long) grid.rows() * grid.chunks() <= MOST_TILES || grids.isEmpty()) {
          grids.add(grid);
        }
      }
    }
    return grids;
  }

  private static boolean dependsOnRow(Layer layer, Operand operand, LayerGrid grid) {
    int r = grid.rows() / 2;
    int g = grid.chunks() / 2;
    return r > 0 && !operand.needed(grid.box(layer, r, g)).equals(operand.needed(grid.box(layer, r - 1, g)));
  }

  private static boolean dependsOnChunk(Layer layer, Operand operand, LayerGrid grid) {
    int r = grid.rows() / 2;
    int g = grid.chunks() / 2;
    return g > 0 && !operand.needed(grid.box(layer, r, g)).equals(operand.needed(grid.box(layer, r, g - 1)));
  }

  /** How often a tile of the layer reads from a tile of another, and a tile of another reads from one of the layer, as far as cut. */
  private long reads(Layer layer, int l, Box tile, long tiles, LayerGrid[] chosen) {
    long reads = 0;
    for (Operand operand : layer.operands()) {
      Integer producer = producers.get(operand.tensor());
      if (producer != null && chosen[producer] != null) {
        Box made = largest(shapes.workload.layers().get(producer), chosen[producer]);
        reads += tiles * touched(operand.needed(tile), made);
      }
    }
    for (int c = l + 1; c < chosen.length && chosen[c] != null; c++) {
      Layer consumer = shapes.workload.layers().get(c);
      for (Operand operand : consumer.operands()) {
        if (operand.tensor().equals(layer.output())) {
          long readers = (long) chosen[c].rows() * chosen[c].chunks();
          reads += readers * touched(operand.needed(largest(consumer, chosen[c])), tile);
        }
      }
    }
    return reads;
  }

  /** How many tiles a box reaches into. */
  private static long touched(Box needed, Box tile) {
    long touched = 1;
    for (int a = 0; a < needed.rank(); a++) {
      touched *= Math.max(1, (needed.size(a) + tile.size(a) - 1) / Math.max(1, tile.size(a)));
    }
    return touched;
  }

  /** Row by row or chunk by chunk, the layer's rows or chunks on different cores. */
  private List<Way> ways(Layer layer, LayerGrid grid, int cores, int l, LayerGrid[] chosen) {
    Box tile = largest(layer, grid);
    long tiles = (long) grid.rows() * grid.chunks();
    long effort = tiles * TILE_BYTES + READ_BYTES * reads(layer, l, tile, tiles, chosen);
    List<Way> ways = new ArrayList<>();
    for (Split split : new Split[] {Split.ROWS, Split.CHUNKS}) {
      int parts = Math.min(cores, LayerGene.parts(grid, split));
      long rowsHere = split == Split.ROWS ? (grid.rows() + parts - 1) / parts : grid.rows();
      long chunksHere = split == Split.CHUNKS ? (grid.chunks() + parts - 1) / parts : grid.chunks();
      long held = shapes.workload.tensor(layer.output()).bytesOf(tile.volume()); // by one tile
      long byRow = held;
      long byChunk = held;
      long once = effort;
      long byRowAgain = held;
      long again = once;
      for (Operand operand : layer.operands()) {
        Box needed = operand.needed(tile);
        long bytes = needed.isEmpty() ? 0 : shapes.workload.tensor(operand.tensor()).bytesOf(needed.volume());
        boolean row = dependsOnRow(layer, operand, grid);
        boolean chunk = dependsOnChunk(layer, operand, grid);
        byRow += chunk && !row ? bytes * chunksHere : bytes;
        byChunk += row && !chunk ? bytes * rowsHere : bytes;
        long all = bytes * (row ? grid.rows() : 1) * (chunk ? grid.chunks() : 1);
        Integer producer = producers.get(operand.tensor());
        boolean reloaded = !row && producer == null;
        once += all;
        byRowAgain += chunk && !row && !reloaded ? bytes * chunksHere : bytes;
        // cores at the same step share a load
        again += reloaded ? all * rowsHere : all;
      }
      ways.add(new Way(grid, split, true, false, byChunk, once));
      ways.add(new Way(grid, split, false, false, byRow, once));
      ways.add(new Way(grid, split, false, true, byRowAgain, again));
    }
    return ways;
  }
}
