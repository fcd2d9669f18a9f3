package dev.dovetail.encodings.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Route;
import dev.dovetail.models.links.Routes;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What encodings ask of an accelerator: eligible cores, costs, routes, and how a transfer holds channels. */
final class Site {
  /** Stands for DRAM where a core index is expected. */
  static final int DRAM = -1;

  /** What a transfer of some bytes over a route holds; routes that hold the same are one choice. */
  record Hold(List<Integer> channels, List<Long> offsets, long duration, long arrival, long femtojoules) {
    static Hold of(Route route, long bytes) {
      List<Integer> channels = new ArrayList<>();
      List<Long> offsets = new ArrayList<>();
      java.util.stream.IntStream.range(0, route.channels().length)
          .boxed()
          .sorted(Comparator.comparingInt(i -> route.channels()[i]))
          .forEach(
              i -> {
                channels.add(route.channels()[i]);
                offsets.add(route.offsets()[i]);
              });
      return new Hold(
          channels, offsets, route.duration(bytes), route.arrival(), Math.multiplyExact(bytes, route.femtojoulesPerByte()));
    }

    /** Cycles from the start to the end at the farthest target. */
    long span() {
      return arrival + duration;
    }
  }

  final AllocationProblem problem;
  final Accelerator accelerator;
  final int cores;
  private final Routes routes;

  Site(AllocationProblem problem) {
    this.problem = problem;
    this.accelerator = problem.accelerator();
    this.cores = accelerator.cores().size();
    this.routes = new Routes(accelerator.links(), problem.options().routes());
  }

  /** Cores that may run a layer, ascending. */
  List<Integer> eligible(Layer layer) {
    List<Integer> able = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      Core core = accelerator.cores().get(c);
      if (problem.allows(layer.name(), core.name()) && problem.runs(layer, core)) {
        able.add(c);
      }
    }
    return able;
  }

  /** The ways to run a tile on a core. */
  List<CostPoint> points(Layer layer, Box box, int core) {
    return problem.costs().points(problem.workload(), layer, box, accelerator.cores().get(core));
  }

  /** Routes from a core or {@link #DRAM} to cores, ascending and without the source. */
  List<Route> toCores(int source, List<Integer> targets) {
    if (source != DRAM) {
      return routes.routes(source, targets);
    }
    List<Route> found = new ArrayList<>();
    accelerator.dramNodes().forEach(node -> found.addAll(routes.routes(node, targets)));
    return found;
  }

  /** Routes from a core to any DRAM node. */
  List<Route> toDram(int source) {
    List<Route> found = new ArrayList<>();
    accelerator.dramNodes().forEach(node -> found.addAll(routes.routes(source, List.of(node))));
    return found;
  }
}
