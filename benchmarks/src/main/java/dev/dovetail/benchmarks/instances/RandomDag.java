package dev.dovetail.benchmarks.instances;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.accelerator.LocalMemory;
import dev.dovetail.models.allocation.AllocationProblem;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Classical unrelated-machine scheduling of a random task graph, with communication, as an allocation problem.
 *
 * <p>Role: an instance without tiles. Each layer is one task that cannot be cut (a normalisation reads its whole axis) and reads one
 * to three of the {@value #WINDOW} tasks before it; a task without a predecessor reads a network input, a task without a successor
 * makes a network output. Cycles are {@code base * factor}, base uniform in [{@value #LEAST_CYCLES}, {@value #MOST_CYCLES}] per task,
 * factor uniform in [100 - spread, 100 + spread] percent per task and core: a spread of 0 makes identical cores. Tensors have 64 to
 * 2,048 bytes; every pair of cores has its own link of 16 bytes per cycle each way, and one DRAM port of 256 bytes per cycle serves
 * all, so that neither binds.
 */
public final class RandomDag {
  private static final int WINDOW = 20;
  private static final int MOST_PREDECESSORS = 3;
  private static final int LEAST_CYCLES = 100;
  private static final int MOST_CYCLES = 1_000;
  private static final int LEAST_BYTES = 64;
  private static final int MOST_BYTES = 2_048;
  private static final long BUFFER_BYTES = 4L << 20;
  private static final Bandwidth PORT = Bandwidth.ofBytesPerCycle(256);
  private static final Bandwidth RATE = Bandwidth.ofBytesPerCycle(16);

  private RandomDag() {}

  /**
   * The instance of a seed; the same numbers give the same instance everywhere.
   *
   * @param tasks at least 1
   * @param cores at least 1
   * @param spread of the cores' speeds in percent, 0 (identical cores) to 90
   */
  public static AllocationProblem problem(int tasks, int cores, int spread, long seed) {
    if (tasks < 1 || cores < 1 || spread < 0 || spread > 90) {
      throw new IllegalArgumentException(
          "The tasks (%d) and cores (%d) must be positive, the spread (%d) in 0 to 90.".formatted(tasks, cores, spread));
    }
    Random random = new Random(seed);
    String name = "random-dag-%dx%d-spread%d-seed%d".formatted(tasks, cores, spread, seed);
    Workload workload = workload(name, tasks, random);
    return new AllocationProblem(name, workload, accelerator(name, cores, spread),
        new WholeLayerCosts(cycles(workload, cores, spread, random)),
        Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
  }

  private static Workload workload(String name, int tasks, Random random) {
    List<Set<Integer>> predecessors = new ArrayList<>();
    Set<Integer> read = new HashSet<>();
    for (int task = 0; task < tasks; task++) {
      Set<Integer> before = new TreeSet<>();
      for (int i = random.nextInt(MOST_PREDECESSORS + 1); i > 0 && task > 0; i--) {
        before.add(task - 1 - random.nextInt(Math.min(task, WINDOW)));
      }
      predecessors.add(before);
      read.addAll(before);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      List<Operand> operands = new ArrayList<>();
      if (predecessors.get(task).isEmpty()) {
        operands.add(whole(tensor(tensors, "in" + task, Tensor.Role.INPUT, false, random)));
      }
      for (int p : predecessors.get(task)) {
        operands.add(whole(tensors.get("t" + p)));
      }
      Tensor out = tensor(tensors, "t" + task, Tensor.Role.FEATURE, !read.contains(task), random);
      layers.add(
          new Layer("t" + task, Operator.LAYER_NORM, operands, out.name(), out.shape(), List.of(Dim.OX), Map.of(), 1, List.of()));
    }
    return new Workload(name, layers, tensors);
  }

  private static Operand whole(Tensor tensor) {
    return Operand.direct(tensor, new AxisMap.All());
  }

  private static Tensor tensor(Map<String, Tensor> tensors, String name, Tensor.Role role, boolean isOutput, Random random) {
    Tensor tensor = new Tensor(name, List.of(between(random, LEAST_BYTES, MOST_BYTES)), 8, role, isOutput);
    tensors.put(name, tensor);
    return tensor;
  }

  private static Map<String, Map<String, Long>> cycles(Workload workload, int cores, int spread, Random random) {
    Map<String, Map<String, Long>> cycles = new HashMap<>();
    for (Layer layer : workload.layers()) {
      long base = between(random, LEAST_CYCLES, MOST_CYCLES);
      Map<String, Long> row = new HashMap<>();
      for (int core = 0; core < cores; core++) {
        row.put("core" + core, base * between(random, 100 - spread, 100 + spread) / 100);
      }
      cycles.put(layer.name(), row);
    }
    return cycles;
  }

  private static Accelerator accelerator(String name, int count, int spread) {
    List<Core> cores = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      LocalMemory buffer = new LocalMemory("buffer", BUFFER_BYTES, RATE, 0, 0);
      cores.add(new Core("core" + c, spread == 0 ? "core" : "type" + c, List.of(1), List.of(), List.of(buffer),
          Set.of(Operator.LAYER_NORM), 0));
      nodes.add(new Node("core" + c, Node.Kind.CORE, c));
    }
    nodes.add(new Node("dram", Node.Kind.DRAM, -1));
    List<Channel> channels = new ArrayList<>(List.of(new Channel("dram", Channel.Kind.DRAM_PORT, PORT, 0, 0)));
    List<Edge> edges = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      edges.add(new Edge("dram->core" + c, count, c, List.of(0)));
      edges.add(new Edge("core" + c + "->dram", c, count, List.of(0)));
      for (int d = 0; d < count; d++) {
        if (c != d) {
          String link = "core" + c + "->core" + d;
          edges.add(new Edge(link, c, d, List.of(channels.size())));
          channels.add(new Channel(link, Channel.Kind.LINK, RATE, 0, 0));
        }
      }
    }
    return new Accelerator(name, cores, nodes, channels, edges, 0);
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
