package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.StreamConnection;
import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamCore.Kind;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamNodes;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random problems that can be enumerated: two nodes in a chain, two or three cores, costs of some or all tile shapes. */
final class TinyStreams {
  private static final int BITS = 8;

  private TinyStreams() {}

  /** A problem; equal seeds give equal problems. */
  static StreamProblem random(long seed) {
    Random random = new Random(seed);
    StreamWorkload workload = switch (random.nextInt(3)) {
      case 0 -> gemms(random);
      case 1 -> gemmAndAdd(random);
      default -> convs();
    };
    StreamHardware hardware = hardware(random);
    StreamCosts.Builder costs = new StreamCosts.Builder(workload, hardware);
    double known = random.nextBoolean() ? 1 : 0.4;
    for (int n = 0; n < workload.nodes().size(); n++) {
      for (long[] sizes : tiles(workload.node(n).sizes())) {
        if (random.nextDouble() < known) {
          long slower = 1 + random.nextInt(3);
          int apart = random.nextInt(2); // cores of one type that a table tells apart
          for (int c : hardware.computeCores()) {
            long roof = StreamNode.roofCycles(sizes, hardware.core(c).units());
            costs.put(n, sizes, c, new StreamCost(roof * slower + random.nextInt(1 + apart), 0, false));
          }
        }
      }
    }
    return new StreamProblem("tiny-" + seed, workload, hardware, costs.build(), Optional.empty());
  }

  private static StreamWorkload gemms(Random random) {
    long m = 1 + random.nextInt(2);
    long k = 2;
    long h = 2;
    long n = 1 + random.nextInt(2);
    return new StreamWorkload("gemms",
        List.of(tensor("a", false, m, k), tensor("w1", true, k, h), tensor("b", false, m, h), tensor("w2", true, h, n),
            tensor("c", false, m, n)),
        List.of(StreamNodes.gemm("G1", m, k, h, new int[] {0, 1, 2}), StreamNodes.gemm("G2", m, h, n, new int[] {2, 3, 4})),
        List.of(0), List.of(4));
  }

  private static StreamWorkload gemmAndAdd(Random random) {
    long m = 2 + 2 * random.nextInt(2);
    long k = 2;
    long n = 2;
    return new StreamWorkload("gemm-add",
        List.of(tensor("a", false, m, k), tensor("w", true, k, n), tensor("b", false, m, n), tensor("c", false, m, n),
            tensor("d", false, m, n)),
        List.of(StreamNodes.gemm("G", m, k, n, new int[] {0, 1, 2}),
            StreamNodes.elementwise("A", "Add", List.of(m, n),
                List.of(new StreamNodes.Shaped(2, List.of(m, n)), new StreamNodes.Shaped(3, List.of(m, n))),
                new StreamNodes.Shaped(4, List.of(m, n)))),
        List.of(0, 3), List.of(4));
  }

  private static StreamWorkload convs() {
    long rows = 2;
    StreamNodes.Window window = new StreamNodes.Window(1, 1, 1, 1, 1, 0);
    return new StreamWorkload("convs",
        List.of(tensor("a", false, 1, 1, rows, 1), tensor("w1", true, 2, 1, 3, 1), tensor("b", false, 1, 2, rows, 1),
            tensor("w2", true, 1, 2, 1, 1), tensor("c", false, 1, 1, rows, 1)),
        List.of(StreamNodes.conv("C1", new long[] {1, 1, rows, 1, 3, 1, 2}, window, new int[] {0, 1, 2}),
            StreamNodes.conv("C2", new long[] {1, 1, rows, 1, 1, 2, 1}, StreamNodes.Window.padded(0), new int[] {2, 3, 4})),
        List.of(0), List.of(4));
  }

  private static StreamTensor tensor(String name, boolean constant, long... shape) {
    return new StreamTensor(name, java.util.Arrays.stream(shape).boxed().toList(), BITS, constant);
  }

  private static StreamHardware hardware(Random random) {
    boolean alike = random.nextBoolean();
    long capacity = 8 * (8 + random.nextInt(60));
    List<StreamCore> cores = List.of(
        new StreamCore(0, "a", Kind.COMPUTE, capacity, 2, null),
        new StreamCore(1, alike ? "a" : "b", Kind.COMPUTE, alike ? capacity : 2 * capacity, alike ? 2 : 1, null),
        new StreamCore(2, "dram", Kind.DRAM, 1L << 40, 0, null));
    long bits = 1 + random.nextInt(16);
    List<StreamConnection> connections = new ArrayList<>();
    if (random.nextBoolean()) {
      connections.add(new StreamConnection("bus0", true, List.of(0, 1, 2), BitRate.of(bits)));
    } else {
      connections.add(new StreamConnection("link0_2", false, List.of(0, 2), BitRate.of(bits)));
      connections.add(new StreamConnection("link1_2", false, List.of(1, 2), BitRate.of(bits)));
      if (random.nextBoolean()) {
        connections.add(new StreamConnection("link0_1", false, List.of(0, 1), BitRate.of(2)));
      }
    }
    return new StreamHardware("tiny", cores, 2, connections, List.of());
  }

  /** All sizes that divide the given ones. */
  static List<long[]> tiles(long[] sizes) {
    List<long[]> tiles = new ArrayList<>();
    tiles.add(new long[sizes.length]);
    for (int d = 0; d < sizes.length; d++) {
      List<long[]> next = new ArrayList<>();
      for (long[] t : tiles) {
        for (long s = 1; s <= sizes[d]; s++) {
          if (sizes[d] % s == 0) {
            long[] more = t.clone();
            more[d] = s;
            next.add(more);
          }
        }
      }
      tiles = next;
    }
    return tiles;
  }
}
