package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.links.Routes;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What schedulers ask of an accelerator again and again: costs, routes and capacities, remembered.
 *
 * <p>Role: turns names and records into array indices. Not thread-safe: one per search thread.
 */
final class Machine {
  /** The chosen cost point of a node on a core. */
  record NodeCost(int point, long cycles, long energyFemtojoules, long bufferBytes) {}

  private record CostKey(int layer, Box box, int alike, boolean frugal) {}

  private record RouteKey(int source, long targets) {}

  /** A search that goes on for long meets ever new boxes. */
  private static final int MOST_COSTS = 100_000;

  final AllocationProblem problem;
  final Accelerator accelerator;
  final int cores;
  final long[] capacity;
  final List<Integer> dramNodes;
  /** The one channel that every load and store holds, or -1 if there are several. */
  final int dramChannel;

  /** Whether {@link #dramChannel} also carries every move between cores. */
  final boolean dramChannelIsBus;

  private final Routes routes;
  private final List<List<Integer>> eligible = new ArrayList<>();
  /** For each layer and core the first core of its type on which every box of the layer costs the same. */
  private final int[][] alike;
  private final Map<CostKey, NodeCost> costs = new HashMap<>();
  private final Map<Object, Route[]> routeCache = new HashMap<>();

  Machine(AllocationProblem problem) {
    this.problem = problem;
    this.accelerator = problem.accelerator();
    this.cores = accelerator.cores().size();
    this.capacity = accelerator.cores().stream().mapToLong(Core::capacityBytes).toArray();
    this.dramNodes = accelerator.dramNodes();
    this.routes = new Routes(accelerator.links(), problem.options().routes());
    this.dramChannel = commonDramChannel();
    this.dramChannelIsBus =
        dramChannel >= 0 && accelerator.edges().stream().allMatch(e -> e.channels().contains(dramChannel));
    for (Layer layer : problem.workload().layers()) {
      List<Integer> able = new ArrayList<>();
      for (int c = 0; c < cores; c++) {
        Core core = accelerator.cores().get(c);
        if (problem.allows(layer.name(), core.name()) && problem.runs(layer, core)) {
          able.add(c);
        }
      }
      eligible.add(List.copyOf(able));
    }
    this.alike = new int[eligible.size()][cores];
    for (int l = 0; l < alike.length; l++) {
      for (int c = 0; c < cores; c++) {
        alike[l][c] = firstAlike(problem.workload().layers().get(l), c);
      }
    }
  }

  private int firstAlike(Layer layer, int core) {
    Core own = accelerator.cores().get(core);
    for (int c = 0; c < core; c++) {
      Core other = accelerator.cores().get(c);
      if (other.type().equals(own.type()) && problem.costs().interchangeable(layer, other, own)) {
        return c;
      }
    }
    return core;
  }

  private int commonDramChannel() {
    Set<Integer> common = null;
    for (Edge edge : accelerator.edges()) {
      if (dramNodes.contains(edge.from()) || dramNodes.contains(edge.to())) {
        Set<Integer> own = new TreeSet<>(edge.channels());
        if (common != null) {
          own.retainAll(common);
        }
        common = own;
      }
    }
    if (common == null || common.isEmpty()) {
      return -1;
    }
    Set<Integer> everywhere = new TreeSet<>(common);
    accelerator.edges().forEach(e -> everywhere.retainAll(e.channels()));
    return (everywhere.isEmpty() ? common : everywhere).iterator().next(); // a bus says more than the port behind it
  }

  /** Cores that may run a layer, ascending. */
  List<Integer> eligible(int layer) {
    return eligible.get(layer);
  }

  /** The cost of a node at the point of least energy ({@code frugal}), or at the fastest one. */
  NodeCost cost(int layer, Box box, int core, boolean frugal) {
    Core c = accelerator.cores().get(core);
    if (costs.size() >= MOST_COSTS) {
      costs.clear();
    }
    return costs.computeIfAbsent(new CostKey(layer, box, alike[layer][core], frugal), k -> compute(layer, box, c, frugal));
  }

  /** Whether the cost model knows what a layer costs as a single node. */
  private boolean knowsWhole(Layer layer, Core core) {
    return !problem.costs().points(problem.workload(), layer, layer.outputBox(), core).isEmpty();
  }

  /** Cycles of a whole layer on a core that runs it: as one node, or the floor of all its parts where that node is not known. */
  long wholeCycles(int layer, int core) {
    Layer l = problem.workload().layers().get(layer);
    Core c = accelerator.cores().get(core);
    return knowsWhole(l, c)
        ? cost(layer, l.outputBox(), core, false).cycles()
        : problem.costs().floor(problem.workload(), l, c).map(CostFloor::cycles).orElse(Long.MAX_VALUE);
  }

  /** Least energy of a whole layer on a core that runs it, in the same way. */
  long wholeEnergy(int layer, int core) {
    Layer l = problem.workload().layers().get(layer);
    Core c = accelerator.cores().get(core);
    return knowsWhole(l, c)
        ? cost(layer, l.outputBox(), core, true).energyFemtojoules()
        : problem.costs().floor(problem.workload(), l, c).map(CostFloor::energyFemtojoules).orElse(Long.MAX_VALUE);
  }

  private NodeCost compute(int layer, Box box, Core core, boolean frugal) {
    List<CostPoint> points = problem.costs().points(problem.workload(), problem.workload().layers().get(layer), box, core);
    Comparator<CostPoint> byCycles = Comparator.comparingLong(CostPoint::cycles).thenComparingLong(CostPoint::energyFemtojoules);
    Comparator<CostPoint> byEnergy = Comparator.comparingLong(CostPoint::energyFemtojoules).thenComparingLong(CostPoint::cycles);
    CostPoint best = points.stream().min(frugal ? byEnergy : byCycles).orElseThrow();
    long ownDram = Math.multiplyExact(best.dramBytes(), accelerator.ownDramFemtojoulesPerByte());
    long energy = Math.addExact(best.energyFemtojoules(), ownDram);
    return new NodeCost(points.indexOf(best), best.cycles(), energy, best.bufferBytes());
  }

  /** Whether the point of least energy of a whole layer differs from the fastest one on some core. */
  boolean offersChoice(int layer) {
    Box whole = problem.workload().layers().get(layer).outputBox();
    return eligible.get(layer).stream()
        .filter(c -> knowsWhole(problem.workload().layers().get(layer), accelerator.cores().get(c)))
        .anyMatch(c -> cost(layer, whole, c, true).point() != cost(layer, whole, c, false).point());
  }

  /** Routes from a core to cores (a bit set; below 64 cores) or, with {@code source} -1, from DRAM. */
  Route[] toCores(int source, int[] targets) {
    if (cores <= 64) {
      long mask = 0;
      for (int t : targets) {
        mask |= 1L << t;
      }
      return routeCache.computeIfAbsent(new RouteKey(source, mask), k -> compute(source, targets));
    }
    List<Integer> key = new ArrayList<>(List.of(source));
    for (int t : targets) {
      key.add(t);
    }
    return routeCache.computeIfAbsent(key, k -> compute(source, targets));
  }

  private Route[] compute(int source, int[] targets) {
    List<Integer> sorted = java.util.Arrays.stream(targets).sorted().boxed().toList();
    List<Route> found = new ArrayList<>();
    for (int node : source < 0 ? dramNodes : List.of(source)) {
      found.addAll(routes.routes(node, sorted));
    }
    found.sort(Comparator.comparingInt((Route r) -> r.channels().length));
    return found.toArray(Route[]::new);
  }

  /** Routes from a core to any DRAM node. */
  Route[] toDram(int source) {
    return routeCache.computeIfAbsent(
        "dram" + source,
        k -> {
          List<Route> found = new ArrayList<>();
          for (int node : dramNodes) {
            found.addAll(routes.routes(source, List.of(node)));
          }
          found.sort(Comparator.comparingInt((Route r) -> r.channels().length));
          return found.toArray(Route[]::new);
        });
  }
}
