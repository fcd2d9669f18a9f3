package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.OperatorClass;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What can be said of each layer before any search: how it may be cut, which cores suit it, how deep it lies.
 *
 * <p>Role: facts for the portfolio and the moves.
 */
final class Shapes {
  /** What counts as nearly as cheap. */
  private static final double NEARLY = 1.02;

  final Machine machine;
  final Workload workload;
  final int[] granule;
  final int[] rowLimit;
  final int[] chunkLimit;
  /** Fewest row tiles and chunks with which one node needs only a fraction of the smallest suitable memory. */
  final int[] fittingRows;

  final int[] fittingChunks;
  final long[] weightBytes;
  final long[] inputBytes;
  final long[] positions;
  final int[][] suitable;
  final int[][] eligible;

  /** Layers that the cost model offers at a point of less energy and more cycles; empty where only latency counts. */
  final List<Integer> tunable;

  /** Whether energy counts. */
  final boolean energyCounts;
  final int[] level;

  /** Layers behind which less data is alive than before and after: a block of the network ends there. */
  final boolean[] blockEnd;

  Shapes(Machine machine) {
    this.machine = machine;
    this.workload = machine.problem.workload();
    int n = workload.layers().size();
    granule = new int[n];
    rowLimit = new int[n];
    chunkLimit = new int[n];
    fittingRows = new int[n];
    fittingChunks = new int[n];
    weightBytes = new long[n];
    inputBytes = new long[n];
    positions = new long[n];
    suitable = new int[n][];
    eligible = new int[n][];
    level = new int[n];
    var producers = workload.producers();
    for (int l = 0; l < n; l++) {
      Layer layer = workload.layers().get(l);
      LayerGrid fixed = machine.problem.grids().get(layer.name());
      granule[l] = fixed != null ? fixed.granule() : granule(l, layer); // costs of other tiles may be unknown
      int rowAxis = layer.rowAxis();
      rowLimit[l] = rowAxis < 0 ? 1 : Math.min(layer.shape().get(rowAxis), machine.problem.options().maxTiles());
      int channelAxis = layer.chunkAxis();
      chunkLimit[l] = channelAxis < 0 ? 1 : (layer.shape().get(channelAxis) + granule[l] - 1) / granule[l];
      positions[l] = Math.max(1, layer.extent(Dim.OY, layer.outputBox()) * layer.extent(Dim.OX, layer.outputBox()));
      for (Operand operand : layer.operands()) {
        Tensor t = workload.tensor(operand.tensor());
        if (t.role() == Tensor.Role.WEIGHT) {
          weightBytes[l] += t.bytes();
        } else {
          inputBytes[l] += t.bytes();
        }
        Integer p = producers.get(t.name());
        if (p != null) {
          level[l] = Math.max(level[l], level[p] + 1);
        }
      }
      eligible[l] = machine.eligible(l).stream().mapToInt(Integer::intValue).toArray();
      suitable[l] = suitable(l, layer);
    }
    energyCounts = machine.problem.objective() != Objective.LATENCY;
    tunable = energyCounts ? IntStream.range(0, n).filter(machine::offersChoice).boxed().toList() : List.of();
    machine.problem.together().forEach(this::shareOneCore);
    for (int l = 0; l < n; l++) {
      fit(l, workload.layers().get(l));
    }
    blockEnd = blockEnds();
  }

  private boolean[] blockEnds() {
    int n = workload.layers().size();
    long[] alive = new long[n + 1]; // behind each layer, of features
    var producers = workload.producers();
    for (Map.Entry<String, Integer> made : producers.entrySet()) {
      int last = made.getValue();
      for (int l = made.getValue() + 1; l < n; l++) {
        last = workload.layers().get(l).operands().stream().anyMatch(o -> o.tensor().equals(made.getKey())) ? l : last;
      }
      for (int l = made.getValue(); l < last; l++) {
        alive[l] += workload.tensor(made.getKey()).bytes();
      }
    }
    boolean[] ends = new boolean[n];
    for (int l = 0; l < n; l++) {
      ends[l] = (l == 0 || alive[l] < alive[l - 1]) && alive[l] <= alive[l + 1];
    }
    return ends;
  }

  /**
   * Cuts until what one node reads and writes takes at most a sixth of the smallest suitable memory for weights and as much for
   * activations: chunks against weights, rows against activations, and a finer granule where whole array widths are too much. The
   * limit on row tiles gives way where a network's maps are too large for it.
   */
  private void fit(int l, Layer layer) {
    long share = smallestMemory(l) / 6;
    int rowExtent = layer.rowAxis() < 0 ? 1 : layer.shape().get(layer.rowAxis());
    int channelExtent = layer.chunkAxis() < 0 ? 1 : layer.shape().get(layer.chunkAxis());
    int rows = 1;
    int chunks = 1;
    while (true) {
      LayerGrid grid = new LayerGrid(rows, chunks, granule[l]).fitted(layer);
      Box tile = grid.boxes(layer).get(grid.rows() * grid.chunks() / 2);
      long weights = 0;
      long activations = workload.tensor(layer.output()).bytesOf(tile.volume());
      for (Operand operand : layer.operands()) {
        Tensor t = workload.tensor(operand.tensor());
        Box needed = operand.needed(tile);
        long bytes = needed.isEmpty() ? 0 : t.bytesOf(needed.volume());
        if (t.role() == Tensor.Role.WEIGHT) {
          weights += bytes;
        } else {
          activations += bytes;
        }
      }
      if (weights > share && chunks < chunkLimit[l]) {
        chunks = Math.min(chunkLimit[l], 2 * chunks);
      } else if (weights > share && channelExtent > 1 && mayHalve(l, granule[l])) {
        granule[l] /= 2;
        chunkLimit[l] = (channelExtent + granule[l] - 1) / granule[l];
      } else if (activations > share && rows < rowExtent) {
        rows = Math.min(rowExtent, 2 * rows);
      } else if (activations > share && chunks < chunkLimit[l]) {
        chunks = Math.min(chunkLimit[l], 2 * chunks);
      } else {
        break;
      }
    }
    fittingRows[l] = rows;
    fittingChunks[l] = chunks;
    rowLimit[l] = Math.max(rowLimit[l], rows);
  }

  /**
   * Whether weights may wait on one core and move on: worth nothing where moves and loads share a bus, and outside of the space over
   * which complete methods claim optima on fixed grids.
   */
  boolean mayStage() {
    return !machine.dramChannelIsBus && !machine.problem.fixesAllGrids();
  }

  /** The smallest memory among the cores that suit a layer. */
  long smallestMemory(int l) {
    long smallest = Long.MAX_VALUE;
    for (int c : suitable[l]) {
      smallest = Math.min(smallest, machine.capacity[c]);
    }
    return smallest;
  }

  /** Layers that must run on one and the same core: the eligible one on which they take least together. */
  private void shareOneCore(Set<String> group) {
    List<Integer> members = new ArrayList<>();
    for (int l = 0; l < eligible.length; l++) {
      if (group.contains(workload.layers().get(l).name())) {
        members.add(l);
      }
    }
    int best = -1;
    long least = Long.MAX_VALUE;
    for (int c = 0; c < machine.cores; c++) {
      long sum = 0;
      for (int l : members) {
        Core core = machine.accelerator.cores().get(c);
        sum =
            machine.eligible(l).contains(c) && sum < Long.MAX_VALUE
                ? sum + machine.problem.costs().floor(workload, workload.layers().get(l), core).orElseThrow().cycles()
                : Long.MAX_VALUE;
      }
      if (sum < least) {
        least = sum;
        best = c;
      }
    }
    if (best < 0) {
      throw new InfeasibleException(
          "The layers %s must run on one core, but no core may run all of them.".formatted(new java.util.TreeSet<>(group)),
          "take one of them out of the group, or add its operator to a core.");
    }
    for (int l : members) {
      suitable[l] = new int[] {best};
      eligible[l] = suitable[l];
    }
  }

  /**
   * Chunks in multiples of what an array runs side by side waste no cycles; a grouped operand asks for whole groups. Of several
   * unrollings the narrowest counts that makes a channel (nearly) as cheap as any other does.
   */
  private int granule(int l, Layer layer) {
    int axis = layer.chunkAxis();
    if (axis < 0 || layer.axes().get(axis) != Dim.K) {
      return 1;
    }
    int lanes = layer.operator().operatorClass() == OperatorClass.MATRIX ? lanes(l, layer, axis) : 1;
    for (Operand operand : layer.operands()) {
      for (AxisMap map : operand.maps()) {
        if (map instanceof AxisMap.Grouped g && g.axis() == axis && g.outPerGroup() > 1) {
          lanes = g.outPerGroup() * Math.max(1, lanes / g.outPerGroup());
        }
      }
    }
    return Math.min(lanes, layer.shape().get(axis));
  }

  private int lanes(int l, Layer layer, int axis) {
    int extent = layer.shape().get(axis);
    NavigableMap<Integer, Double> cyclesPerChannel = new TreeMap<>();
    for (int c : machine.eligible(l)) {
      Core core = machine.accelerator.cores().get(c);
      for (List<Dim> unrolling : core.unrollings()) {
        long wide = 1;
        for (int a = 0; a < unrolling.size(); a++) {
          wide = unrolling.get(a) == Dim.K ? Math.min(extent, wide * core.array().get(a)) : wide;
        }
        int channels = (int) wide;
        long cycles = machine.cost(l, layer.outputBox().with(axis, 0, channels), c, false).cycles();
        cyclesPerChannel.merge(channels, (double) cycles / channels, Math::min);
      }
    }
    double least = cyclesPerChannel.values().stream().mapToDouble(x -> x).min().orElse(0);
    return cyclesPerChannel.entrySet().stream().filter(e -> e.getValue() <= NEARLY * least).findFirst().map(Map.Entry::getKey)
        .orElse(1);
  }

  /** The eligible cores that take at most twice as long as the fastest. */
  private int[] suitable(int l, Layer layer) {
    long best = Long.MAX_VALUE;
    List<Long> cycles = new ArrayList<>();
    for (int c : eligible[l]) {
      long k =
          machine.problem.costs().floor(workload, layer, machine.accelerator.cores().get(c)).map(CostFloor::cycles)
              .orElse(Long.MAX_VALUE);
      cycles.add(k);
      best = Math.min(best, k);
    }
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < eligible[l].length; i++) {
      if (cycles.get(i) <= 2 * best) {
        chosen.add(eligible[l][i]);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The eligible core on which the whole layer takes least energy at least. */
  int leastEnergyCore(int l) {
    int best = eligible[l][0];
    long least = Long.MAX_VALUE;
    for (int c : eligible[l]) {
      long energy = machine.wholeEnergy(l, c);
      if (energy < least) {
        least = energy;
        best = c;
      }
    }
    return best;
  }

  /** A grid fitted to the layer, with rows and chunks inside the searched space. */
  LayerGrid grid(int l, int rows, int chunks) {
    LayerGrid fixed = machine.problem.grids().get(workload.layers().get(l).name());
    if (fixed != null) {
      return fixed.fitted(workload.layers().get(l));
    }
    return new LayerGrid(Math.max(1, Math.min(rows, rowLimit[l])), Math.max(1, Math.min(chunks, chunkLimit[l])), granule[l])
        .fitted(workload.layers().get(l));
  }

  /** A grid fitted to the layer, whatever the limits of the searched space; a grid that the user fixed stays. */
  LayerGrid anyGrid(int l, int rows, int chunks, int ownGranule) {
    LayerGrid fixed = machine.problem.grids().get(workload.layers().get(l).name());
    return (fixed == null ? new LayerGrid(rows, chunks, ownGranule) : fixed).fitted(workload.layers().get(l));
  }

  /** Whether chunks may be multiples of half of so many channels: of a grouped operand, whole groups or equal parts of one. */
  boolean mayHalve(int l, int channels) {
    Layer layer = workload.layers().get(l);
    int half = channels / 2;
    return channels > 1 && channels % 2 == 0 && layer.operands().stream()
        .flatMap(o -> o.maps().stream())
        .allMatch(m -> !(m instanceof AxisMap.Grouped g) || g.axis() != layer.channelAxis() || half % g.outPerGroup() == 0
            || g.outPerGroup() % half == 0);
  }

  /** Contiguous bands over {@code cores}, as long as the cores are fast at the layer: nearly equal where they are alike. */
  int[] bands(int l, int parts, int[] cores) {
    if (alike(l, cores)) {
      return LayerGene.bands(parts, cores);
    }
    long[] cycles = cycles(l, cores);
    int[] shares = new int[cores.length];
    for (int p = 0; p < parts; p++) {
      int first = 0;
      for (int i = 1; i < cores.length; i++) {
        first = (shares[i] + 1.0) * cycles[i] < (shares[first] + 1.0) * cycles[first] ? i : first;
      }
      shares[first]++;
    }
    return IntStream.range(0, cores.length).flatMap(i -> IntStream.generate(() -> cores[i]).limit(shares[i])).toArray();
  }

  /** Whether the cores are equally fast at the whole layer. */
  boolean alike(int l, int[] cores) {
    return Arrays.stream(cycles(l, cores)).distinct().count() <= 1;
  }

  private long[] cycles(int l, int[] cores) {
    return Arrays.stream(cores).mapToLong(c -> machine.wholeCycles(l, c)).toArray();
  }
}
