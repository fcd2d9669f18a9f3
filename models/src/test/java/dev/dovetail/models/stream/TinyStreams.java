package dev.dovetail.models.stream;

import dev.dovetail.models.stream.StreamCore.Kind;
import dev.dovetail.models.stream.StreamGroup.Tile;
import dev.dovetail.models.stream.StreamNodes.Shaped;
import dev.dovetail.models.stream.StreamNodes.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Small problems with complete cost tables, and random mappings of them. */
public final class TinyStreams {
  private TinyStreams() {}

  /** One to three nodes on two or three cores behind a bus or links, with narrow connections and small memories. */
  public static StreamProblem random(Random random) {
    StreamWorkload workload = switch (random.nextInt(4)) {
      case 0 -> gemms(random);
      case 1 -> gemmRelu(random);
      case 2 -> convs(random);
      default -> gated(random);
    };
    StreamHardware hardware = hardware(random);
    StreamCosts.Builder costs = new StreamCosts.Builder(workload, hardware);
    boolean coarse = random.nextBoolean(); // tables that allow no tiny tiles leave rounding little to take
    for (int v = 0; v < workload.nodes().size(); v++) {
      fill(workload, hardware, costs, v, coarse, new long[workload.node(v).dims().size()], random, 0);
    }
    return new StreamProblem("tiny", workload, hardware, costs.build(), Optional.empty());
  }

  /** An entry for every combination of divisors: at least the roof. */
  private static void fill(
      StreamWorkload workload, StreamHardware hardware, StreamCosts.Builder costs, int v, boolean coarse, long[] sizes,
      Random random, int d) {
    if (d == sizes.length) {
      for (int c : hardware.computeCores()) {
        long roof = StreamNode.roofCycles(sizes, hardware.core(c).units());
        costs.put(v, sizes.clone(), c, new StreamCost((roof + random.nextInt(3)) * (coarse ? 40 : 1), 1_000, false));
      }
      return;
    }
    long size = workload.node(v).dims().get(d).size();
    for (long s = coarse ? Math.max(1, size / 2) : 1; s <= size; s++) {
      if (size % s == 0) {
        sizes[d] = s;
        fill(workload, hardware, costs, v, coarse, sizes, random, d + 1);
      }
    }
  }

  private static StreamTensor tensor(String name, boolean constant, long... shape) {
    return new StreamTensor(name, java.util.Arrays.stream(shape).boxed().toList(), 8, constant);
  }

  private static long size(Random random) {
    return new long[] {1, 2, 4, 6}[random.nextInt(4)];
  }

  private static StreamWorkload gemms(Random random) {
    long m = size(random);
    long k = size(random);
    long n = size(random);
    long p = size(random);
    List<StreamTensor> tensors = List.of(tensor("x", false, m, k), tensor("h", false, m, n), tensor("y", false, m, p),
        tensor("w", true, k, n), tensor("v", true, n, p));
    return new StreamWorkload("gemms", tensors,
        List.of(StreamNodes.gemm("First", m, k, n, new int[] {0, 3, 1}),
            StreamNodes.gemm("Second", m, n, p, new int[] {1, 4, 2})),
        List.of(0), List.of(2));
  }

  private static StreamWorkload gemmRelu(Random random) {
    long m = size(random);
    long k = size(random);
    long n = size(random);
    List<StreamTensor> tensors = List.of(tensor("x", false, m, k), tensor("h", false, m, n), tensor("y", false, m, n),
        tensor("w", true, k, n));
    return new StreamWorkload("gemm-relu", tensors,
        List.of(StreamNodes.gemm("First", m, k, n, new int[] {0, 3, 1}), StreamNodes.elementwise("Relu", "Relu", List.of(m, n),
            List.of(new Shaped(1, List.of(m, n))), new Shaped(2, List.of(m, n)))),
        List.of(0), List.of(2));
  }

  private static StreamWorkload convs(Random random) {
    long c = size(random);
    long side = 2 + 2L * random.nextInt(2);
    List<StreamTensor> tensors = List.of(tensor("x", false, 1, c, side, side), tensor("h", false, 1, 2, side, side),
        tensor("y", false, 1, 2, side, side), tensor("w", true, 2, c, 3, 3), tensor("v", true, 2, 2, 1, 1));
    return new StreamWorkload("convs", tensors,
        List.of(
            StreamNodes.conv("First", new long[] {1, side, side, 3, 3, c, 2}, Window.padded(1), new int[] {0, 3, 1}),
            StreamNodes.conv("Second", new long[] {1, side, side, 1, 1, 2, 2}, Window.padded(0), new int[] {1, 4, 2})),
        List.of(0), List.of(2));
  }

  private static StreamWorkload gated(Random random) {
    long m = size(random);
    long k = size(random);
    List<StreamTensor> tensors = List.of(tensor("x", false, m, k), tensor("a", false, m, 2), tensor("b", false, m, 2),
        tensor("y", false, m, 2), tensor("w", true, k, 2), tensor("v", true, k, 2));
    Shaped out = new Shaped(3, List.of(m, 2L));
    return new StreamWorkload("gated", tensors,
        List.of(StreamNodes.gemm("Left", m, k, 2, new int[] {0, 4, 1}), StreamNodes.gemm("Right", m, k, 2, new int[] {0, 5, 2}),
            StreamNodes.elementwise("Mul", "Mul", List.of(m, 2L),
                List.of(new Shaped(1, List.of(m, 2L)), new Shaped(2, List.of(m, 2L))), out)),
        List.of(0), List.of(3));
  }

  private static StreamHardware hardware(Random random) {
    int compute = 2 + random.nextInt(2);
    long capacity = 40L << random.nextInt(7);
    List<StreamCore> cores = new ArrayList<>();
    for (int c = 0; c < compute; c++) {
      cores.add(new StreamCore(c, "array" + c % 2, Kind.COMPUTE, capacity, 1 + c % 2 * 3L, null));
    }
    cores.add(new StreamCore(compute, "dram", Kind.DRAM, 1L << 40, 0, null));
    List<StreamConnection> connections = new ArrayList<>();
    BitRate rate = BitRate.of(1 + random.nextInt(9));
    if (random.nextBoolean()) {
      List<Integer> all = new ArrayList<>();
      cores.forEach(c -> all.add(c.id()));
      connections.add(new StreamConnection("bus0", true, all, rate));
    } else {
      for (int c = 0; c < compute; c++) {
        connections.add(new StreamConnection("link" + c, false, List.of(c, compute), rate));
      }
    }
    return new StreamHardware("tiny", cores, compute, connections, List.of());
  }

  /** A mapping that obeys splits and tiles, one group or one group per node; it may not fit the memories. */
  public static StreamMapping mapping(StreamProblem problem, Random random) {
    List<NodePlacement> placements = new ArrayList<>();
    for (int v = 0; v < problem.workload().nodes().size(); v++) {
      placements.add(placement(problem, v, random));
    }
    if (random.nextInt(4) == 0) {
      return new StreamMapping(placements.stream().map(p -> group(problem, List.of(p), random)).toList());
    }
    return new StreamMapping(List.of(group(problem, placements, random)));
  }

  private static NodePlacement placement(StreamProblem problem, int v, Random random) {
    List<Integer> cores = new ArrayList<>(problem.hardware().computeCores());
    java.util.Collections.shuffle(cores, random);
    StreamNode node = problem.workload().node(v);
    int dim = random.nextInt(node.dims().size());
    if (random.nextBoolean() && node.dims().get(dim).size() % 2 == 0) {
      return new NodePlacement(v, cores.subList(0, 2), List.of(new NodePlacement.Split(dim, 2)));
    }
    return new NodePlacement(v, cores.subList(0, 1), List.of());
  }

  private static StreamGroup group(StreamProblem problem, List<NodePlacement> placements, Random random) {
    List<Tile> tiles = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int v = placements.get(random.nextInt(placements.size())).node();
      StreamNode node = problem.workload().node(v);
      int dim = random.nextInt(node.dims().size());
      int size = (int) node.dims().get(dim).size();
      tiles.add(new Tile(v, dim, random.nextBoolean() ? Math.max(1, size / 2) : 1 + random.nextInt(size)));
    }
    return new StreamGroup(placements, tiles);
  }
}
