package dev.dovetail.models.testing;

import dev.dovetail.models.Box;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.Schedule.Buffer;
import dev.dovetail.models.allocation.Schedule.Task;
import dev.dovetail.models.allocation.Schedule.Transfer;
import dev.dovetail.models.intracore.CostModel;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The three-layer example of the machine model: two convolutions and an addition on a quad-core with one shared bus.
 *
 * <pre>
 *   x [32,8,8] --> c1 1x1 --> y1 --+--> c2 3x3 pad 1 --> y2 --> add --> z, stored to DRAM
 *                                  +---------------------------> add
 *
 *   core0 core1 core2 core3 simd dram       16,384 B each; bus: 16 B/cycle
 *     |     |     |     |    |    |
 *   ==+=====+=====+=====+====+====+== bus
 * </pre>
 *
 * <p>All tensors hold one byte per element. A tile is 4 rows: 4*8*32 = 1,024 B = 64 bus cycles; one row is 256 B = 16 bus cycles.
 */
public final class ThreeLayerExample {
  private ThreeLayerExample() {}

  /** The network. */
  public static Workload workload() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Tensor t : List.of(
        new Tensor("x", List.of(32, 8, 8), 8, Tensor.Role.INPUT, false),
        new Tensor("w1", List.of(32, 32, 1, 1), 8, Tensor.Role.WEIGHT, false),
        new Tensor("w2", List.of(32, 32, 3, 3), 8, Tensor.Role.WEIGHT, false),
        new Tensor("y1", List.of(32, 8, 8), 8, Tensor.Role.FEATURE, false),
        new Tensor("y2", List.of(32, 8, 8), 8, Tensor.Role.FEATURE, false),
        new Tensor("z", List.of(32, 8, 8), 8, Tensor.Role.FEATURE, true))) {
      tensors.put(t.name(), t);
    }
    return new Workload(
        "three-layers", List.of(conv("c1", tensors, "x", "w1", "y1", 1), conv("c2", tensors, "y1", "w2", "y2", 3), add(tensors)),
        tensors);
  }

  private static Layer conv(String name, Map<String, Tensor> tensors, String in, String weight, String out, int kernel) {
    int pad = kernel / 2;
    Operand input = Operand.direct(
        tensors.get(in), new AxisMap.All(), new AxisMap.Window(1, 1, 1, kernel, pad), new AxisMap.Window(2, 1, 1, kernel, pad));
    Operand weights =
        Operand.direct(tensors.get(weight), new AxisMap.Same(0), new AxisMap.All(), new AxisMap.All(), new AxisMap.All());
    return new Layer(
        name, Operator.CONV, List.of(input, weights), out, List.of(32, 8, 8), List.of(Dim.K, Dim.OY, Dim.OX),
        Map.of(Dim.C, 32, Dim.FY, kernel, Dim.FX, kernel), 1, List.of());
  }

  private static Layer add(Map<String, Tensor> tensors) {
    AxisMap[] same = {new AxisMap.Same(0), new AxisMap.Same(1), new AxisMap.Same(2)};
    return new Layer(
        "add", Operator.ADD, List.of(Operand.direct(tensors.get("y1"), same), Operand.direct(tensors.get("y2"), same)), "z",
        List.of(32, 8, 8), List.of(Dim.K, Dim.OY, Dim.OX), Map.of(), 1, List.of());
  }

  /** The quad-core with a SIMD core, every pair of nodes joined by one bus without latency. */
  public static Accelerator accelerator(long bufferBytes) {
    List<Core> cores = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      cores.add(core("core" + c, bufferBytes, Set.of(Operator.CONV)));
      nodes.add(new Node("core" + c, Node.Kind.CORE, c));
    }
    cores.add(core("simd", bufferBytes, Set.of(Operator.ADD)));
    nodes.add(new Node("simd", Node.Kind.CORE, 4));
    nodes.add(new Node("dram", Node.Kind.DRAM, -1));
    Channel bus = new Channel("bus", Channel.Kind.BUS, Bandwidth.ofBytesPerCycle(16), 0, 3);
    List<Edge> edges = new ArrayList<>();
    for (int a = 0; a < nodes.size(); a++) {
      for (int b = 0; b < nodes.size(); b++) {
        if (a != b) {
          edges.add(new Edge("bus:" + nodes.get(a).name() + "->" + nodes.get(b).name(), a, b, List.of(0)));
        }
      }
    }
    return new Accelerator("quad-core-bus", cores, nodes, List.of(bus), edges, 2);
  }

  /** A core with one buffer. */
  public static Core core(String name, long bufferBytes, Set<Operator> operators) {
    String type = operators.contains(Operator.CONV) ? "matrix" : "simd";
    LocalMemory buffer = new LocalMemory("buffer", bufferBytes, Bandwidth.ofBytesPerCycle(1_024), 0, 0);
    return new Core(name, type, List.of(32, 32), List.of(), List.of(buffer), operators, 1);
  }

  /** The problem: latency, 16,384 B buffers, no restrictions. */
  public static AllocationProblem problem() {
    return problem(16_384, new FixedCosts(0, 0), Objective.LATENCY);
  }

  /** The problem with other buffers, costs and objective. */
  public static AllocationProblem problem(long bufferBytes, CostModel costs, Objective objective) {
    return new AllocationProblem(
        "three-layers", workload(), accelerator(bufferBytes), costs, objective, Map.of(), List.of(),
        AllocationProblem.Options.DEFAULT);
  }

  /** Rows {@code [lo, hi)} of a feature tensor. */
  public static Box rows(int lo, int hi) {
    return Box.of(0, 32, lo, hi, 0, 8);
  }

  /**
   * The best known schedule, 1,328 cycles, by hand.
   *
   * <pre>
   *   bus    0-64 w1 to core0+core2   64-128 x.0   128-192 x.1   192-768 w2 to core0+core2   768-784 row 4   784-800 row 3
   *          800-864 y1.0 -> simd   864-928 y1.1 -> simd   1072-1136 y2.0   1136-1200 y2.1   1200-1264, 1264-1328 stores of z
   *   core0  c1.0 128-160   c2.0 784-1072           core2  c1.1 192-224   c2.1 800-1088
   *   simd   add.0 1136-1152   add.1 1200-1216
   * </pre>
   */
  public static Schedule schedule() {
    Box w1 = Box.of(0, 32, 0, 32, 0, 1, 0, 1);
    Box w2 = Box.of(0, 32, 0, 32, 0, 3, 0, 3);
    List<Buffer> buffers = List.of(
        buffer("core0", "w1", w1, 1_024, 0, 160), // 0
        buffer("core2", "w1", w1, 1_024, 0, 224), // 1
        buffer("core0", "x", rows(0, 4), 1_024, 64, 160), // 2
        buffer("core2", "x", rows(4, 8), 1_024, 128, 224), // 3
        buffer("core0", "w2", w2, 9_216, 192, 1_072), // 4
        buffer("core2", "w2", w2, 9_216, 192, 1_088), // 5
        buffer("core0", "y1", rows(0, 4), 1_024, 128, 1_072), // 6: c1.0 at home
        buffer("core2", "y1", rows(4, 8), 1_024, 192, 1_088), // 7: c1.1 at home
        buffer("core0", "y1", rows(4, 5), 256, 768, 1_072), // 8: row 4 for c2.0
        buffer("core2", "y1", rows(3, 4), 256, 784, 1_088), // 9: row 3 for c2.1
        buffer("simd", "y1", rows(0, 4), 1_024, 800, 1_152), // 10
        buffer("simd", "y1", rows(4, 8), 1_024, 864, 1_216), // 11
        buffer("core0", "y2", rows(0, 4), 1_024, 784, 1_136), // 12: c2.0 at home
        buffer("core2", "y2", rows(4, 8), 1_024, 800, 1_200), // 13: c2.1 at home
        buffer("simd", "y2", rows(0, 4), 1_024, 1_072, 1_152), // 14
        buffer("simd", "y2", rows(4, 8), 1_024, 1_136, 1_216), // 15
        buffer("simd", "z", rows(0, 4), 1_024, 1_136, 1_264), // 16
        buffer("simd", "z", rows(4, 8), 1_024, 1_200, 1_328)); // 17
    List<Task> tasks = List.of(
        new Task("c1", rows(0, 4), "core0", 0, 128, 160, List.of(0, 2), List.of(6)),
        new Task("c1", rows(4, 8), "core2", 0, 192, 224, List.of(1, 3), List.of(7)),
        new Task("c2", rows(0, 4), "core0", 0, 784, 1_072, List.of(4, 6, 8), List.of(12)),
        new Task("c2", rows(4, 8), "core2", 0, 800, 1_088, List.of(5, 7, 9), List.of(13)),
        new Task("add", rows(0, 4), "simd", 0, 1_136, 1_152, List.of(10, 14), List.of(16)),
        new Task("add", rows(4, 8), "simd", 0, 1_200, 1_216, List.of(11, 15), List.of(17)));
    List<Transfer> transfers = List.of(
        load("w1", w1, 1_024, List.of(0, 1), List.of("core0", "core2"), 0, 64),
        load("x", rows(0, 4), 1_024, List.of(2), List.of("core0"), 64, 128),
        load("x", rows(4, 8), 1_024, List.of(3), List.of("core2"), 128, 192),
        load("w2", w2, 9_216, List.of(4, 5), List.of("core0", "core2"), 192, 768),
        move("y1", rows(4, 5), 256, 7, 8, "core2", "core0", 768, 784),
        move("y1", rows(3, 4), 256, 6, 9, "core0", "core2", 784, 800),
        move("y1", rows(0, 4), 1_024, 6, 10, "core0", "simd", 800, 864),
        move("y1", rows(4, 8), 1_024, 7, 11, "core2", "simd", 864, 928),
        move("y2", rows(0, 4), 1_024, 12, 14, "core0", "simd", 1_072, 1_136),
        move("y2", rows(4, 8), 1_024, 13, 15, "core2", "simd", 1_136, 1_200),
        store("z", rows(0, 4), 1_024, 16, "simd", 1_200, 1_264),
        store("z", rows(4, 8), 1_024, 17, "simd", 1_264, 1_328));
    return new Schedule(tasks, buffers, transfers);
  }

  private static Buffer buffer(String core, String tensor, Box box, long bytes, long from, long until) {
    return new Buffer(core, tensor, List.of(box), bytes, from, until);
  }

  private static Transfer load(String tensor, Box box, long bytes, List<Integer> targets, List<String> to, long start, long end) {
    List<String> route = to.stream().map(c -> "bus:dram->" + c).toList();
    return new Transfer(Transfer.Kind.LOAD, tensor, List.of(box), bytes, -1, targets, "dram", route, start, end);
  }

  private static Transfer move(String tensor, Box box, long bytes, int source, int target, String from, String to, long start,
      long end) {
    List<String> route = List.of("bus:" + from + "->" + to);
    return new Transfer(Transfer.Kind.MOVE, tensor, List.of(box), bytes, source, List.of(target), "", route, start, end);
  }

  private static Transfer store(String tensor, Box box, long bytes, int source, String from, long start, long end) {
    List<String> route = List.of("bus:" + from + "->dram");
    return new Transfer(Transfer.Kind.STORE, tensor, List.of(box), bytes, source, List.of(), "dram", route, start, end);
  }
}
