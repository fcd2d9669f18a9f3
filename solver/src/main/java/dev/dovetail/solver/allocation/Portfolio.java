package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import dev.dovetail.solver.allocation.Genome.Split;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first points of the search: tile grids times orders, most promising first.
 *
 * <p>Role: constructive mappings. A layer with heavy weights is cut into channel chunks (rows would need its weights everywhere), a
 * light one into rows; orders run from layer by layer to depth first (allocation notes, sections 0.2 and 4).
 */
final class Portfolio {
  /** A grid rule: chunk a layer whose weights exceed {@code heavyBytes}; cut rows into {@code tiles}; cut further until nodes fit easily. */
  private record GridRule(long heavyBytes, int tiles, boolean fitted) {}

  /** While nothing is found, every third genome has a finer grid; the first three of these need the least memory of all. */
  private static final int PLAIN_BEFORE_RESCUE = 3;

  private static final double[] SLOPES = {0, 2, 1, 5, 3, 8, 0.5, 12, 20};

  private final Shapes shapes;
  private final TileGraphs graphs;
  private @Nullable Genome leastMemory; // the last one made

  Portfolio(Shapes shapes) {
    this.shapes = shapes;
    this.graphs = new TileGraphs(shapes.workload, shapes.machine.problem.options().pieceBytes());
  }

  /**
   * The genomes of the portfolio, made one by one when asked for.
   *
   * @param found whether some genome was decoded by now; as long as none was, finer grids come early
   */
  Iterator<Genome> genomes(BooleanSupplier found) {
    List<GridRule> plain = new ArrayList<>();
    List<GridRule> fitted = new ArrayList<>();
    int most = shapes.machine.problem.options().maxTiles();
    for (int tiles : new LinkedHashSet<>(List.of(Math.min(8, most), most, Math.min(4, most)))) {
      for (long heavy : new long[] {200_000, 100_000, 30_000, 400_000, Long.MAX_VALUE}) {
        plain.add(new GridRule(heavy, tiles, false));
        fitted.add(new GridRule(heavy, tiles, true));
      }
    }
    List<Supplier<Genome>> first = new ArrayList<>();
    List<Supplier<Genome>> rescue = new ArrayList<>();
    LeastMemory least = new LeastMemory(shapes);
    for (LeastMemory.Thrift thrift : LeastMemory.Thrift.values()) {
      rescue.add(() -> leastMemory = least.genome(thrift));
    }
    addAll(first, plain);
    addAll(rescue, fitted);
    Deque<Supplier<Genome>> waiting = new ArrayDeque<>(first);
    Deque<Supplier<Genome>> rescues = new ArrayDeque<>(rescue);
    return new Iterator<>() {
      private int missed; // genomes made before any was decoded
      private boolean plainNext;

      @Override
      public boolean hasNext() {
        return !waiting.isEmpty() || !rescues.isEmpty();
      }

      @Override
      public Genome next() {
        boolean rescueNow = waiting.isEmpty() || !rescues.isEmpty() && isRescueNext();
        return (rescueNow ? rescues : waiting).removeFirst().get();
      }

      private boolean isRescueNext() {
        if (!found.getAsBoolean()) {
          return ++missed % PLAIN_BEFORE_RESCUE == 0;
        }
        plainNext = !plainNext;
        return missed >= PLAIN_BEFORE_RESCUE && !plainNext; // where memory is short, finer grids may stay the better ones
      }
    };
  }

  /** Whether a genome, the last one made, is among those that need least memory: where these do not fit, hardly another does. */
  boolean needsLeastMemory(Genome genome) {
    return leastMemory == genome;
  }

  private void addAll(List<Supplier<Genome>> makers, List<GridRule> rules) {
    // Breadth first over rules, so that the first few genomes already differ in what matters most.
    for (double slope : SLOPES) {
      for (GridRule rule : rules) {
        makers.add(() -> levelled(rule, slope, false));
      }
      if (slope == 0) {
        for (GridRule rule : rules) {
          makers.add(() -> depthFirst(rule, 0.0));
        }
        for (GridRule rule : rules) {
          makers.add(() -> new EarliestFinish(shapes, levelled(rule, 0, false)).assigned());
        }
        for (GridRule rule : rules.subList(0, 3)) {
          makers.add(() -> levelled(rule, 0, true, false));
          makers.add(() -> levelled(rule, 2, true, false));
        }
        if (shapes.mayStage()) {
          for (GridRule rule : rules) {
            makers.add(() -> staged(levelled(rule, 0, true)));
            makers.add(() -> staged(levelled(rule, 2, true)));
          }
        }
        for (double pipelined : new double[] {2, 8}) {
          for (GridRule rule : rules.subList(0, 2)) {
            makers.add(() -> alternating(levelled(rule, pipelined, true)));
          }
        }
        makers.add(() -> oneCoreEach(rules.get(0)));
        if (shapes.energyCounts) {
          makers.add(() -> frugal(rules.get(0)));
        }
        for (GridRule rule : rules) {
          makers.add(() -> streamed(rule));
        }
        for (GridRule rule : rules) {
          makers.add(() -> levelled(rule, 2, true));
        }
      }
    }
    for (GridRule rule : rules) {
      makers.add(() -> depthFirst(rule, 0.5));
    }
  }

  /** Key = depth of the layer + slope * relative row: 0 is layer by layer, large slopes run rows through several layers. */
  private Genome levelled(GridRule rule, double slope, boolean merge) {
    return levelled(rule, slope, merge, true);
  }

  private Genome levelled(GridRule rule, double slope, boolean merge, boolean movesFirst) {
    int n = shapes.workload.layers().size();
    LayerGene[] genes = new LayerGene[n];
    for (int l = 0; l < n; l++) {
      LayerGrid grid = grid(l, rule);
      double[] keys = new double[grid.rows()];
      for (int r = 0; r < keys.length; r++) {
        keys[r] = shapes.level[l] + slope * r / keys.length;
      }
      genes[l] = gene(l, grid, keys);
    }
    boolean onlyEnergy = shapes.machine.problem.objective() == Objective.ENERGY;
    return new Genome(
        genes,
        new Plan.Manner(4, movesFirst, 40),
        merge ? mergeable() : Set.of(),
        Set.of(),
        Set.of(),
        onlyEnergy ? Set.copyOf(shapes.tunable) : Set.of());
  }

  /** Rows stay on their cores, heavy weights stream past in chunks that each core uses once (chunk by chunk over all rows). */
  private Genome streamed(GridRule rule) {
    Genome genome = levelled(rule, 0, true);
    for (int l = 0; l < genome.layers().length; l++) {
      LayerGene g = genome.layers()[l];
      boolean heavy = shapes.weightBytes[l] > rule.heavyBytes;
      boolean vector = shapes.workload.layers().get(l).operator().operatorClass() == OperatorClass.VECTOR;
      if (!heavy && !vector) {
        continue;
      }
      LayerGrid grid = shapes.grid(l, Math.max(shapes.suitable[l].length, rule.tiles), heavy ? g.grid().chunks() : 4);
      double[] keys = LayerGene.resampled(g.keys(), grid.rows());
      genome =
          genome.withLayer(l, new LayerGene(grid, Split.ROWS, shapes.bands(l, grid.rows(), shapes.suitable[l]), keys, true));
    }
    return genome;
  }

  /** All weights wait on one core each: memory holds more of them ahead of time, where links between cores have time to spare. */
  private Genome staged(Genome genome) {
    Set<Integer> weights = new HashSet<>();
    List<Tensor> tensors = List.copyOf(shapes.workload.tensors().values());
    for (int t = 0; t < tensors.size(); t++) {
      if (tensors.get(t).role() == Tensor.Role.WEIGHT) {
        weights.add(t);
      }
    }
    return new Genome(genome.layers(), genome.manner(), genome.merged(), weights, genome.detours(), genome.frugal());
  }

  /** Blocks of layers in turn on two halves of the cores. */
  private Genome alternating(Genome genome) {
    return new Moves(shapes, new SplittableRandom(0)).alternate(genome, 0, genome.layers().length, 2, 0);
  }

  /** Each layer whole on one core, cores in turn: no halo and no broadcast traffic at all. */
  private Genome oneCoreEach(GridRule rule) {
    Genome genome = levelled(rule, 2, true);
    int turn = 0;
    for (int l = 0; l < genome.layers().length; l++) {
      LayerGene g = genome.layers()[l];
      int[] cores = shapes.suitable[l];
      int core = cores[turn++ % cores.length];
      int[] owners = new int[g.owners().length];
      Arrays.fill(owners, core);
      genome = genome.withLayer(l, new LayerGene(g.grid(), g.split(), owners, g.keys(), g.chunkMajor()));
    }
    return genome;
  }

  /** Each layer whole on the core that takes least energy for it, at its cost point of least energy. */
  private Genome frugal(GridRule rule) {
    Genome genome = levelled(rule, 2, true);
    for (int l = 0; l < genome.layers().length; l++) {
      LayerGene g = genome.layers()[l];
      int[] owners = new int[g.owners().length];
      Arrays.fill(owners, shapes.leastEnergyCore(l));
      genome = genome.withLayer(l, new LayerGene(g.grid(), g.split(), owners, g.keys(), g.chunkMajor()));
    }
    return new Genome(genome.layers(), genome.manner(), genome.merged(), genome.staged(), genome.detours(),
        Set.copyOf(shapes.tunable));
  }

  /** Depth first from the rows of the last layers: an output row is made as soon as what it reads can be. */
  private Genome depthFirst(GridRule rule, double blend) {
    Genome base = levelled(rule, 0, false);
    List<LayerGrid> grids = Arrays.stream(base.layers()).map(LayerGene::grid).toList();
    TileGraph graph = graphs.build(grids);
    int[] rank = new int[graph.nodes()];
    Arrays.fill(rank, -1);
    int count = 0;
    int[] stack = new int[graph.nodes() + 1];
    int[] next = new int[graph.nodes()];
    boolean[] read = new boolean[graph.nodes()];
    for (Item item : graph.items()) {
      if (item.producer() >= 0 && item.consumers().length > 0) {
        read[item.producer()] = true;
      }
    }
    for (int root = 0; root < graph.nodes(); root++) {
      if (read[root] || rank[root] >= 0) {
        continue;
      }
      int depth = 0;
      stack[depth++] = root;
      while (depth > 0) {
        int n = stack[depth - 1];
        int[] inputs = graph.inputs()[n];
        if (next[n] < inputs.length) {
          int p = graph.items().get(inputs[next[n]++]).producer();
          if (p >= 0 && rank[p] < 0 && next[p] == 0) {
            stack[depth++] = p;
          }
        } else {
          depth--;
          if (rank[n] < 0) {
            rank[n] = count++;
          }
        }
      }
    }
    double scale = (double) (Arrays.stream(shapes.level).max().orElse(0) + 1) / Math.max(1, count);
    Genome genome = base;
    for (int l = 0; l < base.layers().length; l++) {
      LayerGene g = base.layers()[l];
      double[] keys = new double[g.grid().rows()];
      for (int r = 0; r < keys.length; r++) {
        int first = Integer.MAX_VALUE;
        for (int c = 0; c < g.grid().chunks(); c++) {
          first = Math.min(first, rank[graph.firstNode()[l] + r * g.grid().chunks() + c]);
        }
        keys[r] = (1 - blend) * first * scale + blend * g.keys()[r];
      }
      genome = genome.withLayer(l, new LayerGene(g.grid(), g.split(), g.owners(), keys, g.chunkMajor()));
    }
    return genome;
  }

  private LayerGrid grid(int l, GridRule rule) {
    LayerGrid wanted = wantedGrid(l, rule);
    if (!rule.fitted) {
      return wanted;
    }
    return shapes.grid(
        l, Math.max(wanted.rows(), shapes.fittingRows[l]), Math.max(wanted.chunks(), shapes.fittingChunks[l]));
  }

  private LayerGrid wantedGrid(int l, GridRule rule) {
    int cores = shapes.suitable[l].length;
    boolean attention =
        shapes.weightBytes[l] == 0 && shapes.workload.layers().get(l).operator().operatorClass() == OperatorClass.MATRIX;
    if (attention && rule.heavyBytes < Long.MAX_VALUE) {
      return shapes.grid(l, rule.tiles / 2, cores); // heads next to the channel chunks of Q, K and V that they read
    }
    if (shapes.weightBytes[l] <= rule.heavyBytes || shapes.chunkLimit[l] == 1) {
      return shapes.grid(l, rule.tiles, 1);
    }
    long smallest = shapes.smallestMemory(l);
    int chunks = cores;
    while (chunks < shapes.chunkLimit[l] && shapes.weightBytes[l] / chunks > smallest / 16) {
      chunks += cores;
    }
    return shapes.grid(l, shapes.positions[l] >= 400 ? rule.tiles : 1, chunks);
  }

  /**
   * Owners and inner order by what a core must hold throughout: one row at a time holds its share of the weights, one chunk at a time
   * its share of the input. Chunks are shared out if either fits well, else rows.
   */
  private LayerGene gene(int l, LayerGrid grid, double[] keys) {
    int[] cores = shapes.suitable[l];
    long weights = shapes.weightBytes[l];
    long input = shapes.inputBytes[l];
    long roomy = shapes.smallestMemory(l) / 2;
    Split split = Split.ROWS;
    boolean chunkMajor = weights > input / Math.min(cores.length, grid.rows());
    if (grid.chunks() > 1) {
      long weightShare = weights / Math.min(cores.length, grid.chunks());
      if (grid.rows() < cores.length || Math.min(weightShare, input) <= roomy) {
        split = Split.CHUNKS;
        chunkMajor = weightShare > input;
      }
    }
    return new LayerGene(grid, split, shapes.bands(l, LayerGene.parts(grid, split), cores), keys, chunkMajor);
  }

  private Set<Integer> mergeable() {
    Set<Integer> merged = new HashSet<>();
    List<Tensor> tensors = List.copyOf(shapes.workload.tensors().values());
    for (int t = 0; t < tensors.size(); t++) {
      if (tensors.get(t).role() != Tensor.Role.WEIGHT) {
        merged.add(t);
      }
    }
    return merged;
  }
}
