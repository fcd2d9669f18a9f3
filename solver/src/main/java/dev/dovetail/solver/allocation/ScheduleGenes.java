package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.solver.allocation.Genome.LayerGene;
import dev.dovetail.solver.allocation.Genome.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The decisions of a finished schedule as points of the search space: tile grids, cores, order, ways through DRAM.
 *
 * <p>Role: lets a search begin from a schedule of its own problem or of one that was edited a little. What no longer makes sense (a
 * core or layer that is gone, a grid that is no grid here) is decided anew, by the rules of the portfolio. What a schedule does not say,
 * how the scheduler chose among what was ready, is tried in a few ways.
 */
final class ScheduleGenes {
  private final Shapes shapes;
  private final Schedule schedule;
  private final Map<String, List<Schedule.Task>> tasksOf = new HashMap<>();
  private final Map<String, Integer> coreIndex = new HashMap<>();
  private final double keyPerCycle;

  ScheduleGenes(Shapes shapes, Schedule schedule) {
    this.shapes = shapes;
    this.schedule = schedule;
    schedule.tasks().forEach(t -> tasksOf.computeIfAbsent(t.layer(), k -> new ArrayList<>()).add(t));
    for (int c = 0; c < shapes.machine.cores; c++) {
      coreIndex.put(shapes.machine.accelerator.cores().get(c).name(), c);
    }
    long latency = schedule.tasks().stream().mapToLong(Schedule.Task::end).max().orElse(1);
    // As wide as the keys of the portfolio, which are depths of layers: moves shift keys by steps of about one.
    this.keyPerCycle = (Arrays.stream(shapes.level).max().orElse(0) + 1.0) / Math.max(1, latency);
  }

  /** The genomes to decode, the likeliest first; empty if the schedule has nothing to do with the network. */
  List<Genome> genomes() {
    if (!namesItsBuffers()) {
      return List.of();
    }
    int n = shapes.workload.layers().size();
    LayerGene[] genes = new LayerGene[n];
    int known = 0;
    for (int l = 0; l < n; l++) {
      Layer layer = shapes.workload.layers().get(l);
      List<Schedule.Task> tasks = tasksOf.getOrDefault(layer.name(), List.of());
      boolean fits = !tasks.isEmpty() && tasks.stream().allMatch(t -> isInside(t, layer));
      known += fits ? 1 : 0;
      genes[l] = fits ? gene(l, layer, tasks) : anew(l, genes);
    }
    if (known == 0) {
      return List.of();
    }
    Set<Integer> merged = new HashSet<>();
    Set<Integer> staged = new HashSet<>();
    deliveries(merged, staged);
    Set<Plan.Detour> detours = detours();
    Set<Integer> frugal = frugal();
    List<Genome> genomes = new ArrayList<>();
    for (int lookahead : new int[] {4, 1}) {
      for (boolean movesFirst : new boolean[] {true, false}) {
        genomes.add(new Genome(genes, new Plan.Manner(lookahead, movesFirst, 40), Set.copyOf(merged), Set.copyOf(staged),
            Set.copyOf(detours), Set.copyOf(frugal)));
      }
    }
    return genomes;
  }

  /** Whether every buffer that a task or transfer names is there: anybody may have written the schedule. */
  private boolean namesItsBuffers() {
    int count = schedule.buffers().size();
    return schedule.tasks().stream().flatMap(t -> t.reads().stream()).allMatch(b -> b >= 0 && b < count)
        && schedule.transfers().stream().flatMap(t -> t.targets().stream()).allMatch(b -> b >= 0 && b < count);
  }

  private static boolean isInside(Schedule.Task task, Layer layer) {
    return task.box().rank() == layer.shape().size() && !task.box().isEmpty() && layer.outputBox().contains(task.box());
  }

  /** A layer of which the schedule says nothing: as the layer before it is cut, on all cores that suit it. */
  private LayerGene anew(int l, LayerGene[] before) {
    LayerGrid like = l > 0 ? before[l - 1].grid() : new LayerGrid(Math.max(8, shapes.suitable[l].length), 1, 1);
    LayerGrid grid =
        shapes.grid(l, Math.max(like.rows(), shapes.fittingRows[l]), Math.max(like.chunks(), shapes.fittingChunks[l]));
    Split split = grid.rows() > 1 || grid.chunks() == 1 ? Split.ROWS : Split.CHUNKS;
    double[] keys = new double[grid.rows()];
    Arrays.fill(keys, l > 0 ? Arrays.stream(before[l - 1].keys()).max().orElse(0) + 1e-3 : 0);
    return new LayerGene(grid, split, shapes.bands(l, LayerGene.parts(grid, split), shapes.suitable[l]), keys, false);
  }

  private LayerGene gene(int l, Layer layer, List<Schedule.Task> tasks) {
    LayerGrid grid = grid(l, layer, tasks);
    List<Box> boxes = grid.boxes(layer);
    int[] owner = new int[boxes.size()];
    long[] start = new long[boxes.size()];
    for (int i = 0; i < owner.length; i++) {
      Schedule.Task task = covering(boxes.get(i), tasks);
      Integer core = coreIndex.get(task.core());
      owner[i] = core != null && Arrays.stream(shapes.eligible[l]).anyMatch(c -> c == core) ? core : -1;
      start[i] = task.start();
    }
    replaceMissing(l, owner);
    int rows = grid.rows();
    int chunks = grid.chunks();
    boolean chunkMajor = chunks > 1 && rows > 1 && isChunkMajor(owner, start, rows, chunks);
    double[] keys = new double[rows];
    for (int r = 0; r < rows; r++) {
      long first = Long.MAX_VALUE;
      for (int i = chunkMajor ? 0 : r * chunks; i < (chunkMajor ? start.length : (r + 1) * chunks); i++) {
        first = Math.min(first, start[i]);
      }
      keys[r] = first * keyPerCycle;
    }
    Split split = split(owner, rows, chunks);
    int[] owners = new int[LayerGene.parts(grid, split)];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = owner[split == Split.ROWS ? i * chunks : i];
    }
    return new LayerGene(grid, split, owners, keys, chunkMajor);
  }

  /** The grid whose boxes are the tasks', or else one of as many rows and chunks. */
  private LayerGrid grid(int l, Layer layer, List<Schedule.Task> tasks) {
    Set<Box> boxes = new HashSet<>();
    Set<Integer> rows = new TreeSet<>();
    Set<Integer> chunks = new TreeSet<>();
    int granule = 0;
    for (Schedule.Task task : tasks) {
      boxes.add(task.box());
      rows.add(layer.rowAxis() < 0 ? 0 : task.box().lo(layer.rowAxis()));
      int lo = layer.channelAxis() < 0 ? 0 : task.box().lo(layer.channelAxis());
      chunks.add(lo);
      granule = gcd(granule, lo);
    }
    LayerGrid inside = shapes.grid(l, rows.size(), chunks.size());
    if (shapes.machine.problem.grids().containsKey(layer.name())) {
      return inside;
    }
    for (int g : new LinkedHashSet<>(List.of(shapes.granule[l], Math.max(1, granule), 1))) {
      LayerGrid grid = new LayerGrid(rows.size(), chunks.size(), g).fitted(layer);
      if (boxes.equals(new HashSet<>(grid.boxes(layer)))) {
        return grid;
      }
    }
    return inside;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static Schedule.Task covering(Box box, List<Schedule.Task> tasks) {
    Schedule.Task best = tasks.get(0);
    long most = -1;
    for (Schedule.Task task : tasks) {
      Box both = task.box().intersect(box);
      long volume = both.isEmpty() ? 0 : both.volume();
      if (volume > most) {
        most = volume;
        best = task;
      }
    }
    return best;
  }

  /** Tiles of cores that are gone: shared out over the cores that suit the layer, to the one with fewest tiles. */
  private void replaceMissing(int l, int[] owner) {
    int[] load = new int[shapes.machine.cores];
    Arrays.stream(owner).filter(c -> c >= 0).forEach(c -> load[c]++);
    if (Arrays.stream(owner).allMatch(c -> c < 0)) {
      System.arraycopy(shapes.bands(l, owner.length, shapes.suitable[l]), 0, owner, 0, owner.length);
      return;
    }
    for (int i = 0; i < owner.length; i++) {
      if (owner[i] < 0) {
        int least = shapes.suitable[l][0];
        for (int c : shapes.suitable[l]) {
          least = load[c] < load[least] ? c : least;
        }
        owner[i] = least;
        load[least]++;
      }
    }
  }

  private static Split split(int[] owner, int rows, int chunks) {
    boolean byRow = true;
    boolean byChunk = true;
    for (int i = 0; i < owner.length; i++) {
      byRow &= owner[i] == owner[i / chunks * chunks];
      byChunk &= owner[i] == owner[i % chunks];
    }
    if (byRow && (rows > 1 || !byChunk)) {
      return Split.ROWS;
    }
    return byChunk ? Split.CHUNKS : Split.BOTH;
  }

  /** Whether the cores run chunk by chunk over their rows: more steps from row to row inside of a chunk than the other way round. */
  private static boolean isChunkMajor(int[] owner, long[] start, int rows, int chunks) {
    Integer[] order = new Integer[owner.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> owner[a] != owner[b]
        ? Integer.compare(owner[a], owner[b])
        : start[a] != start[b] ? Long.compare(start[a], start[b]) : Integer.compare(a, b));
    int sameChunk = 0;
    int sameRow = 0;
    for (int k = 1; k < order.length; k++) {
      int a = order[k - 1];
      int b = order[k];
      if (owner[a] == owner[b]) {
        sameChunk += a % chunks == b % chunks ? 1 : 0;
        sameRow += a / chunks == b / chunks ? 1 : 0;
      }
    }
    return sameChunk > sameRow && rows > 1;
  }

  private Map<String, Integer> tensorIndex() {
    Map<String, Integer> index = new LinkedHashMap<>();
    shapes.workload.tensors().keySet().forEach(t -> index.put(t, index.size()));
    return index;
  }

  private Map<String, Integer> layerIndex() {
    Map<String, Integer> index = new HashMap<>();
    for (Layer layer : shapes.workload.layers()) {
      index.put(layer.name(), index.size());
    }
    return index;
  }

  /** Features that travel to several layers at once are merged, weights that move on from core to core are staged. */
  private void deliveries(Set<Integer> merged, Set<Integer> staged) {
    Map<String, Integer> index = tensorIndex();
    Map<Integer, Set<String>> readers = new HashMap<>();
    schedule.tasks().forEach(t -> t.reads().forEach(b -> readers.computeIfAbsent(b, k -> new HashSet<>()).add(t.layer())));
    for (Schedule.Transfer transfer : schedule.transfers()) {
      Integer tensor = index.get(transfer.tensor());
      if (tensor == null || transfer.kind() == Schedule.Transfer.Kind.STORE) {
        continue;
      }
      boolean weight = shapes.workload.tensor(transfer.tensor()).role() == Tensor.Role.WEIGHT;
      if (weight) {
        if (transfer.kind() == Schedule.Transfer.Kind.MOVE && shapes.mayStage()) {
          staged.add(tensor);
        }
        continue;
      }
      Set<String> layers = new HashSet<>();
      transfer.targets().forEach(b -> layers.addAll(readers.getOrDefault(b, Set.of())));
      if (layers.size() > 1) {
        merged.add(tensor);
      }
    }
  }

  /** What a layer reads of a feature that was loaded, or of other data more than once on one core. */
  private Set<Plan.Detour> detours() {
    Map<String, Integer> tensors = tensorIndex();
    Map<String, Integer> layers = layerIndex();
    boolean[] loaded = new boolean[schedule.buffers().size()];
    for (Schedule.Transfer transfer : schedule.transfers()) {
      if (transfer.kind() == Schedule.Transfer.Kind.LOAD) {
        transfer.targets().forEach(b -> loaded[b] = true);
      }
    }
    record Place(String layer, Schedule.Buffer what) {}
    Map<Place, Integer> seen = new HashMap<>();
    Set<Plan.Detour> detours = new HashSet<>();
    for (Schedule.Task task : schedule.tasks()) {
      Integer layer = layers.get(task.layer());
      for (int b : task.reads()) {
        Schedule.Buffer buffer = schedule.buffers().get(b);
        Integer tensor = tensors.get(buffer.tensor());
        if (layer == null || tensor == null || !loaded[b] || !reads(layer, buffer.tensor())) {
          continue;
        }
        boolean feature = !shapes.workload.tensor(buffer.tensor()).isFromDram();
        Schedule.Buffer what = new Schedule.Buffer(buffer.core(), buffer.tensor(), buffer.boxes(), buffer.bytes(), 0, 0);
        Integer other = seen.putIfAbsent(new Place(task.layer(), what), b);
        if (feature || (other != null && other != b)) {
          detours.add(new Plan.Detour(tensor, layer));
        }
      }
    }
    return detours;
  }

  private boolean reads(int layer, String tensor) {
    return shapes.workload.layers().get(layer).operands().stream().anyMatch(o -> o.tensor().equals(tensor));
  }

  private Set<Integer> frugal() {
    Map<String, Integer> layers = layerIndex();
    Set<Integer> frugal = new HashSet<>();
    for (Schedule.Task task : schedule.tasks()) {
      Integer l = layers.get(task.layer());
      Integer core = coreIndex.get(task.core());
      if (l != null && core != null && shapes.tunable.contains(l) && shapes.machine.eligible(l).contains(core)
          && isInside(task, shapes.workload.layers().get(l))) {
        int least = shapes.machine.cost(l, task.box(), core, true).point();
        if (task.costPoint() == least && least != shapes.machine.cost(l, task.box(), core, false).point()) {
          frugal.add(l);
        }
      }
    }
    return frugal;
  }
}
