package dev.dovetail.solver.report.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostModel;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.workload.AxisMap;
import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Operator;
import dev.dovetail.models.workload.Tensor;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.solver.report.AnytimePoint;
import dev.dovetail.solver.report.RunFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Machines, chains of layers and naive schedules of any size, for pictures. */
final class Synthetic {
  private Synthetic() {}

  /** Matrix cores and one vector core on one bus with DRAM behind it. */
  static Accelerator bus(int matrixCores) {
    List<Core> cores = cores(matrixCores);
    List<Node> nodes = nodes(cores);
    int dram = nodes.size();
    nodes.add(new Node("dram", Node.Kind.DRAM, -1));
    List<Channel> channels =
        List.of(new Channel("bus", Channel.Kind.BUS, Bandwidth.ofBytesPerCycle(16), 0, 800));
    List<Edge> edges = new ArrayList<>();
    for (int a = 0; a < nodes.size(); a++) {
      for (int b = 0; b < nodes.size(); b++) {
        if (a != b) {
          edges.add(new Edge("bus:" + nodes.get(a).name() + "->" + nodes.get(b).name(), a, b, List.of(0)));
        }
      }
    }
    return new Accelerator(dram + "-node bus", cores, nodes, channels, edges, 5_000);
  }

  /** A mesh of matrix cores whose last core is the vector core, DRAM at core 0. */
  static Accelerator mesh(int width, int height) {
    List<Core> cores = cores(width * height - 1);
    List<Node> nodes = nodes(cores);
    int dram = nodes.size();
    nodes.add(new Node("dram", Node.Kind.DRAM, -1));
    List<Channel> channels = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int c = 0; c < cores.size(); c++) {
      if (c % width + 1 < width) {
        link(channels, edges, nodes, c, c + 1);
        link(channels, edges, nodes, c + 1, c);
      }
      if (c + width < cores.size()) {
        link(channels, edges, nodes, c, c + width);
        link(channels, edges, nodes, c + width, c);
      }
    }
    int port = channels.size();
    channels.add(new Channel("dram-port", Channel.Kind.DRAM_PORT, Bandwidth.ofBytesPerCycle(16), 4, 3_000));
    edges.add(new Edge("dram->core0", dram, 0, List.of(port)));
    edges.add(new Edge("core0->dram", 0, dram, List.of(port)));
    return new Accelerator(width + "x" + height + " mesh", cores, nodes, channels, edges, 5_000);
  }

  /** Cores without any link. */
  static Accelerator alone(int matrixCores) {
    List<Core> cores = cores(matrixCores);
    return new Accelerator("no links", cores, nodes(cores), List.of(), List.of(), 0);
  }

  private static void link(List<Channel> channels, List<Edge> edges, List<Node> nodes, int a, int b) {
    String name = nodes.get(a).name() + "->" + nodes.get(b).name();
    edges.add(new Edge(name, a, b, List.of(channels.size())));
    channels.add(new Channel(name, Channel.Kind.LINK, Bandwidth.ofBytesPerCycle(16), 1, 200));
  }

  private static List<Core> cores(int matrixCores) {
    List<Core> cores = new ArrayList<>();
    LocalMemory memory = new LocalMemory("l1", 2_097_152, Bandwidth.ofBytesPerCycle(64), 300, 300);
    for (int i = 0; i < matrixCores; i++) {
      cores.add(new Core("core" + i, "tpu-like", List.of(32, 32), List.of(List.of(Dim.C, Dim.K)), List.of(memory),
          Set.of(Operator.CONV), 500));
    }
    cores.add(new Core("simd", "simd", List.of(64), List.of(), List.of(memory), Set.of(Operator.ADD), 100));
    return cores;
  }

  private static List<Node> nodes(List<Core> cores) {
    List<Node> nodes = new ArrayList<>();
    for (int c = 0; c < cores.size(); c++) {
      nodes.add(new Node(cores.get(c).name(), Node.Kind.CORE, c));
    }
    return nodes;
  }

  /** A chain of 3x3 convolutions on 32x32 maps, every third layer an add of its two predecessors. */
  static Workload chain(String name, String prefix, int layers) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Layer> all = new ArrayList<>();
    Tensor before = new Tensor("input", List.of(1, 64, 32, 32), 8, Tensor.Role.INPUT, false);
    Tensor older = before;
    tensors.put(before.name(), before);
    List<Dim> axes = List.of(Dim.B, Dim.K, Dim.OY, Dim.OX);
    for (int l = 0; l < layers; l++) {
      boolean add = l % 3 == 2;
      Tensor out = new Tensor(prefix + l + ".out", List.of(1, 64, 32, 32), 8, Tensor.Role.FEATURE, l == layers - 1);
      tensors.put(out.name(), out);
      AxisMap[] same = {new AxisMap.Same(0), new AxisMap.Same(1), new AxisMap.Same(2), new AxisMap.Same(3)};
      if (add) {
        all.add(
            new Layer(prefix + l, Operator.ADD, List.of(Operand.direct(before, same), Operand.direct(older, same)), out.name(),
                out.shape(), axes, Map.of(), 1, List.of()));
      } else {
        Tensor w = new Tensor(prefix + l + ".weight", List.of(64, 64, 3, 3), 8, Tensor.Role.WEIGHT, false);
        tensors.put(w.name(), w);
        Operand data = Operand.direct(before, new AxisMap.Same(0), new AxisMap.All(), new AxisMap.Window(2, 1, 1, 3, 1),
            new AxisMap.Window(3, 1, 1, 3, 1));
        Operand weight = Operand.direct(w, new AxisMap.Same(1), new AxisMap.All(), new AxisMap.All(), new AxisMap.All());
        all.add(new Layer(prefix + l, Operator.CONV, List.of(data, weight), out.name(), out.shape(), axes,
            Map.of(Dim.C, 64, Dim.FY, 3, Dim.FX, 3), 1, List.of("relu" + l)));
      }
      older = before;
      before = out;
    }
    return new Workload(name, all, tensors);
  }

  /** One point: a cycle per 1,024 operations, 500 fJ each. */
  static final CostModel COSTS =
      new CostModel() {
        @Override
        public String name() {
          return "synthetic";
        }

        @Override
        public List<CostPoint> points(Workload workload, Layer layer, Box tile, Core core) {
          long cycles = layer.work(tile) / core.units() + 1;
          return core.supports(layer.operator())
              ? List.of(new CostPoint(cycles, 500 * layer.work(tile), 1_024, 0, false, "flat"))
              : List.of();
        }

        @Override
        public Optional<CostFloor> floor(Workload workload, Layer layer, Core core) {
          return Optional.empty();
        }
      };

  static AllocationProblem problem(Workload workload, Accelerator accelerator) {
    return new AllocationProblem(workload.name(), workload, accelerator, COSTS, Objective.LATENCY, Map.of(), List.of(),
        AllocationProblem.Options.DEFAULT);
  }

  static ReportInput input(AllocationProblem problem, Schedule schedule, List<LowerBound> bounds, List<AnytimePoint> curve) {
    long end = 0;
    for (Schedule.Task t : schedule.tasks()) {
      end = Math.max(end, t.end());
    }
    for (Schedule.Transfer t : schedule.transfers()) {
      end = Math.max(end, t.end());
    }
    Evaluation evaluation = new Evaluation(end, Map.of("latencyCycles", end), List.of());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("method", "list");
    facts.put("status", "feasible");
    facts.put("seed", "1");
    return new ReportInput(problem, schedule, evaluation, new RunFacts(bounds, curve, facts));
  }

  static ReportInput input(Workload workload, Accelerator accelerator, int tiles) {
    AllocationProblem problem = problem(workload, accelerator);
    Schedule schedule = new NaiveScheduler(problem, tiles).schedule();
    long end = schedule.transfers().isEmpty() ? 1 : schedule.transfers().get(schedule.transfers().size() - 1).end();
    List<LowerBound> bounds =
        List.of(
            new LowerBound("compute", end / 2, "the matrix work of all layers over all matrix cores"),
            new LowerBound("dram-compulsory", end - end / 20,
                "the bus must carry the weights of 36 layers, the input and the output"),
            new LowerBound("critical-path", end / 3, "input to output through every layer"));
    List<AnytimePoint> curve = new ArrayList<>();
    curve.add(new AnytimePoint(0.004, null, end - end / 20, "dram-compulsory"));
    for (int i = 0; i < 40; i++) {
      curve.add(new AnytimePoint(0.02 * Math.pow(1.2, i), end + end / (4 * (i + 1)), end - end / 20, "local search"));
    }
    curve.add(new AnytimePoint(60, end, end - end / 20, "end"));
    return input(problem, schedule, bounds, curve);
  }
}
