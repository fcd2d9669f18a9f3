package dev.dovetail.solver.cli;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code dovetail cost NETWORK}: what each layer costs on each type of core. */
final class NetworkCost {
  private final Console console;
  private final NetworkCostOptions options;
  private final MaestroMode mode;

  NetworkCost(Console console, NetworkCostOptions options, MaestroMode mode) {
    this.console = console;
    this.options = options;
    this.mode = mode;
  }

  int run(AllocationProblem problem, boolean json) {
    List<Layer> layers = layers(problem, options.layer);
    List<Dataflow> given = options.mappings.dataflows();
    boolean mapped = !given.isEmpty() || problem.accelerator().cores().stream().anyMatch(c -> c.dataflow() != null);
    if (!mapped && (options.statistics || options.mappings.candidates != null)) {
      throw new UsageException(
          "The cores of (%s) declare no dataflows, and none is given.".formatted(problem.accelerator().name()),
          "add '--dataflow kcp_ws', or a file of your own.");
    }
    List<CoreCosts> costs = new ArrayList<>();
    for (Core core : types(problem).values()) {
      costs.add(new CoreCosts(problem, layers, core, given, options.mappings.candidates));
    }
    if (json) {
      console.json(new NetworkCostJson(problem, mode, options.statistics).tree(layers, costs));
    } else if (mapped) {
      boolean details = options.layer != null;
      console.out().print(new NetworkCostText(problem, mode, options.statistics, details).of(costs));
    } else {
      table(problem, layers);
    }
    return ExitCode.OK;
  }

  /** One core of each type. */
  static Map<String, Core> types(AllocationProblem problem) {
    Map<String, Core> types = new LinkedHashMap<>();
    problem.accelerator().cores().forEach(c -> types.putIfAbsent(c.type(), c));
    return types;
  }

  /** The layer of that name, or all of them. */
  static List<Layer> layers(AllocationProblem problem, @Nullable String name) {
    List<Layer> all = problem.workload().layers();
    List<Layer> found = name == null ? all : all.stream().filter(l -> l.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new BadInputException(
          "The network (%s) has no layer (%s).".formatted(problem.workload().name(), name),
          Suggestions.instead(String.valueOf(name), all.stream().map(Layer::name).toList()));
    }
    return found;
  }

  /** Without any dataflow there is one number for each layer and type of core. */
  private void table(AllocationProblem problem, List<Layer> layers) {
    Map<String, Core> types = types(problem);
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("layer", "operator", "MACs"));
    types.keySet().forEach(head::add);
    rows.add(head);
    boolean estimated = false;
    for (Layer layer : layers) {
      List<String> row = new ArrayList<>(List.of(layer.name(), layer.operator().name(), Texts.grouped(layer.macs())));
      for (Core core : types.values()) {
        List<CostPoint> points = problem.costs().points(problem.workload(), layer, layer.outputBox(), core);
        estimated |= points.stream().anyMatch(CostPoint::estimated);
        row.add(points.isEmpty() ? "-" : Texts.grouped(points.get(0).cycles()) + (points.get(0).estimated() ? "~" : ""));
      }
      rows.add(row);
    }
    List<Integer> numbers = new ArrayList<>();
    for (int c = 2; c < head.size(); c++) {
      numbers.add(c);
    }
    console.out().println(
        "Cycles of each layer of %s on one core, cost model %s".formatted(problem.workload().name(), problem.costs().name()));
    console.out().print(Texts.table(rows, numbers));
    if (estimated) {
      console.out().println("~ estimated by a fallback of the cost model");
    }
  }
}
