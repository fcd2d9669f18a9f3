package dev.dovetail.models.stream.event;

import dev.dovetail.models.Findings;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.StreamMachine;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.stream.AxisIndex;
import dev.dovetail.models.stream.GroupPricer;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.files.TileSizes;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes of a problem and mapping of kind {@code stream} the problem that our own model asks: the same machine, cost table, cores, splits and
 * tiles, without slots and barriers.
 *
 * <p>The tiles of a layer are those of all iterations and cores. At most two axes of an output may be cut; the one that is cut as channels
 * is the one with the channels if it is cut. Where Stream runs an operator on a core that does not list it, the core is given that operator.
 */
public final class EventProblem {
  /** Tiles of all layers together; more are not scheduled. */
  private static final long MOST_TILES = 1L << 17;

  /** How one layer is cut. */
  private record Cut(List<Integer> extents, List<Dim> axes, LayerGrid grid, long steps, List<Integer> cores) {}

  private final StreamProblem source;
  private final StreamMapping mapping;
  private final Map<Integer, Cut> cuts = new LinkedHashMap<>();
  private final Map<Integer, Integer> groupOf = new HashMap<>();

  private EventProblem(StreamProblem source, StreamMapping mapping) {
    this.source = source;
    this.mapping = mapping;
  }

  /**
   * The problem.
   *
   * @param hardware the description that the accelerator of the problem was made of
   * @throws InexpressibleException if the mapping has no form in our model
   */
  public static StreamInEvents of(StreamProblem source, StreamMapping mapping, HardwareDescription hardware) {
    return new EventProblem(source, mapping).build(hardware);
  }

  private StreamInEvents build(HardwareDescription hardware) {
    for (int g = 0; g < mapping.groups().size(); g++) {
      StreamGroup group = mapping.groups().get(g);
      Map<Integer, long[]> sizes = TileSizes.of(source.workload(), group).orElseThrow(() -> new InexpressibleException(
          "Splits or tiles of the mapping do not divide their loops.", "check it in kind stream first."));
      for (NodePlacement p : group.nodes()) {
        groupOf.put(p.node(), g);
        cuts.put(p.node(), cut(p, Objects.requireNonNull(sizes.get(p.node()))));
      }
    }
    long tiles = cuts.values().stream().mapToLong(c -> (long) c.grid().rows() * c.grid().chunks()).sum();
    if (tiles > MOST_TILES) {
      throw new InexpressibleException(
          "The mapping has %d tiles, more than the %d that are scheduled.".formatted(tiles, MOST_TILES),
          "take larger tiles.");
    }
    Map<String, List<Dim>> axes = new HashMap<>();
    cuts.forEach((n, cut) -> axes.put(source.workload().node(n).name(), cut.axes()));
    Workload workload = StreamNetwork.of(source.workload(), axes);
    Accelerator machine = machine(StreamMachine.of(hardware), workload);
    Map<String, TileTable.Tile> table = new HashMap<>();
    Map<String, LayerGrid> grids = new HashMap<>();
    Map<String, Set<String>> allowed = new HashMap<>();
    Map<String, List<Integer>> coreOfTile = new HashMap<>();
    cuts.forEach((n, cut) -> {
      Layer layer = Objects.requireNonNull(workload.layer(source.workload().node(n).name()));
      table.put(layer.name(), new TileTable.Tile(cut.extents(), points(n, cut)));
      grids.put(layer.name(), cut.grid());
      Set<String> names = new LinkedHashSet<>();
      cut.cores().forEach(c -> names.add(machine.cores().get(c).name()));
      allowed.put(layer.name(), names);
      coreOfTile.put(layer.name(), cut.cores());
    });
    AllocationProblem problem = new AllocationProblem(source.name(), workload, machine, new TileTable(table), Objective.LATENCY,
        allowed, List.of(), grids, handovers(), AllocationProblem.Options.DEFAULT);
    return new StreamInEvents(problem, coreOfTile, order());
  }

  /** The machine's core of a Stream core: cores that compute, in order of their numbers. */
  private int machineCore(int id) {
    return source.hardware().computeCores().indexOf(id);
  }

  private Cut cut(NodePlacement p, long[] sizes) {
    StreamNode node = source.workload().node(p.node());
    List<AxisIndex> indices = node.outputs().get(0).axes();
    List<Long> shape = source.workload().tensor(node.outputs().get(0).tensor()).shape();
    List<Integer> extents = new ArrayList<>();
    List<Integer> cutAxes = new ArrayList<>();
    Set<Integer> outer = new HashSet<>();
    for (int a = 0; a < indices.size(); a++) {
      AxisIndex index = indices.get(a);
      index.terms().forEach(t -> outer.add(t.dim()));
      boolean nested =
          index.terms().size() == 2 && sizes[index.terms().get(1).dim()] < node.dims().get(index.terms().get(1).dim()).size();
      if (index.terms().size() > 2 || nested || index.offset() != 0) {
        throw new InexpressibleException("The tiles of node (%s) are no boxes of its output.".formatted(node.name()),
            "cut groups before the channels in them.");
      }
      long extent = Math.min(shape.get(a), index.extent(sizes));
      extents.add(Math.toIntExact(extent));
      if (extent < shape.get(a)) {
        cutAxes.add(a);
      }
    }
    if (cutAxes.size() > 2) {
      throw new InexpressibleException(
          "The node (%s) is cut along %d axes of its output; our grids have two.".formatted(node.name(),
              cutAxes.size()),
          "leave the instance out of the comparison.");
    }
    long steps = 1;
    for (int d = 0; d < sizes.length; d++) {
      if (!outer.contains(d)) {
        if (p.parts(d) > 1) {
          throw new InexpressibleException(
              "The node (%s) is split along loop D%d, which it sums over: nobody adds the parts.".formatted(
                  node.name(), d),
              "split it along another loop.");
        }
        steps = Math.multiplyExact(steps, node.dims().get(d).size() / sizes[d]);
      }
    }
    List<Dim> axes = axes(node, cutAxes);
    int row = cutAxes.stream().filter(a -> axes.get(a) == Dim.OY).findFirst().orElse(-1);
    int channel = cutAxes.stream().filter(a -> axes.get(a) == Dim.K).findFirst().orElse(-1);
    int rows = row < 0 ? 1 : Math.toIntExact(shape.get(row) / extents.get(row));
    int chunks = channel < 0 ? 1 : Math.toIntExact(shape.get(channel) / extents.get(channel));
    return new Cut(extents, axes, new LayerGrid(rows, chunks, 1), steps, cores(p, node, row, rows, channel, chunks));
  }

  /** The usual dimensions, but the axes that are cut are the only one of rows (OY) and the only one of channels (K). */
  private static List<Dim> axes(StreamNode node, List<Integer> cut) {
    List<Dim> dims = new ArrayList<>(StreamNetwork.axes(node));
    if (cut.isEmpty()) {
      return dims;
    }
    int channel = cut.stream().filter(a -> dims.get(a) == Dim.K).findFirst().orElse(cut.size() == 2 ? cut.get(1) : -1);
    int row = cut.stream().filter(a -> a != channel).findFirst().orElse(-1);
    for (int a = 0; a < dims.size(); a++) {
      boolean isRow = dims.get(a) == Dim.OY && row >= 0;
      boolean isChannel = dims.get(a) == Dim.K && channel >= 0;
      if (isRow || isChannel) {
        dims.set(a, isRow ? Dim.OX : Dim.B);
      }
    }
    if (channel >= 0) {
      dims.set(channel, Dim.K);
    }
    if (row >= 0) {
      dims.set(row, Dim.OY);
    }
    return dims;
  }

  /** Cores of the boxes in row-major order: parts lie side by side in each iteration, the first split outermost. */
  private List<Integer> cores(NodePlacement p, StreamNode node, int row, int rows, int channel, int chunks) {
    List<Integer> cores = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < chunks; c++) {
        int place = 0;
        for (NodePlacement.Split s : p.splits()) {
          int axis = axisOf(node, s.dim());
          long at = axis == row ? r : axis == channel ? c : 0;
          place = Math.toIntExact(place * s.parts() + at % s.parts());
        }
        cores.add(machineCore(p.cores().get(place)));
      }
    }
    return cores;
  }

  private static int axisOf(StreamNode node, int dim) {
    List<AxisIndex> indices = node.outputs().get(0).axes();
    return IntStream.range(0, indices.size()).filter(a -> indices.get(a).uses(dim)).findFirst().orElse(-1);
  }

  private Map<String, CostPoint> points(int n, Cut cut) {
    Map<String, CostPoint> points = new HashMap<>();
    StreamGroup group = mapping.groups().get(groupOf.get(n));
    long[] sizes = Objects.requireNonNull(TileSizes.of(source.workload(), group).orElseThrow().get(n));
    for (int id : source.hardware().computeCores()) {
      if (cut.cores().contains(machineCore(id))) {
        StreamCost cost = source.costs().of(n, sizes, id).orElseThrow(() -> new InexpressibleException(
            "The cost table has no entry for the tile of node (%s) on core %d.".formatted(source.workload().node(n).name(), id),
            "add the entry."));
        long cycles = Math.max(1, Math.multiplyExact(cost.cycles(), cut.steps()));
        if (cycles > CostPoint.MOST) {
          throw new InexpressibleException("The tile of node (%s) takes more than %d cycles.".formatted(
              source.workload().node(n).name(), CostPoint.MOST), "an entry of the cost table is wrong.");
        }
        points.put(StreamMachine.coreName(id), new CostPoint(cycles,
            Math.min(CostPoint.MOST_FEMTOJOULES, Math.multiplyExact(cost.femtojoules(), cut.steps())), 0, 0, cost.estimated(),
            "table"));
      }
    }
    return points;
  }

  private Accelerator machine(Accelerator plain, Workload workload) {
    List<Core> cores = new ArrayList<>();
    for (int c = 0; c < plain.cores().size(); c++) {
      Core core = plain.cores().get(c);
      Set<Operator> operators = EnumSet.copyOf(core.operators());
      for (Map.Entry<Integer, Cut> e : cuts.entrySet()) {
        if (e.getValue().cores().contains(c)) {
          operators.add(Objects.requireNonNull(workload.layer(source.workload().node(e.getKey()).name())).operator());
        }
      }
      // What each core may run is part of its type here, so that equal types stay interchangeable.
      String type = operators.equals(core.operators()) ? core.type() : core.type() + " as " + core.name();
      cores.add(
          new Core(core.name(), type, core.array(), core.unrollings(), core.memories(), operators, core.operationFemtojoules(),
              core.lanes(), core.dataflow(), false));
    }
    return new Accelerator(plain.name(), cores, plain.links(), 0);
  }

  /** Tensors that cross from one fusion group to another go through DRAM. */
  private Handovers handovers() {
    Set<Handovers.Handover> cut = new LinkedHashSet<>();
    for (int n : cuts.keySet()) {
      for (StreamOperand in : source.workload().node(n).inputs()) {
        for (int writer : makers(in.tensor())) {
          if (!Objects.equals(groupOf.get(writer), groupOf.get(n))) {
            cut.add(new Handovers.Handover(source.workload().node(writer).name(), source.workload().node(n).name()));
          }
        }
      }
    }
    return new Handovers(cut, Set.of());
  }

  /** Computing nodes that make a tensor, also behind layout nodes. */
  private List<Integer> makers(int tensor) {
    int writer = source.workload().writer(tensor);
    if (writer < 0) {
      return List.of();
    }
    StreamNode node = source.workload().node(writer);
    if (node.role() == StreamNode.Role.COMPUTE) {
      return List.of(writer);
    }
    return node.inputs().stream().flatMap(in -> makers(in.tensor()).stream()).toList();
  }

  private List<String> order() {
    List<GroupRun> runs = StreamEvaluator.runs(source, mapping, GroupPricer.Levels.BEST_TOTAL, new Findings());
    List<String> order = new ArrayList<>();
    for (GroupRun run : runs) {
      List<Integer> nodes = new ArrayList<>(IntStream.range(0, run.nodes().size()).boxed().toList());
      nodes.sort((a, b) -> Integer.compare(run.nodes().get(a).slot(), run.nodes().get(b).slot()));
      nodes.forEach(i -> order.add(run.graph().node(i).name()));
    }
    return order;
  }
}
