package dev.dovetail.models.stream.bounds;

import dev.dovetail.models.stream.StreamCore;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamProblem;
import java.util.Arrays;
import java.util.List;

/**
 * What the cost table says of all mappings at once: how fast a node can be at best on each core, and into how many tiles a loop can be cut.
 *
 * <p>The judge accepts table entries only. An entry with loop sizes s on a core does {@code prod(s)} iterations in its cycles; and a loop of size n
 * of which a core has s per iteration was cut into at most n/s tiles, since {@code s * split * tiles = n}.
 */
final class TableFacts {
  private final StreamProblem problem;
  /** Most iterations per cycle of a node on a core; 0 if it has no entry there. */
  private final double[][] speed;
  /** Per node and loop the most tiles. */
  private final long[][] tiles;
  /** Per node the fewest cycles of any entry; 0 if it has none. */
  private final long[] fewest;

  TableFacts(StreamProblem problem) {
    this.problem = problem;
    int nodes = problem.workload().nodes().size();
    int cores = problem.hardware().cores().size();
    this.speed = new double[nodes][cores];
    this.tiles = new long[nodes][];
    this.fewest = new long[nodes];
    for (int v = 0; v < nodes; v++) {
      node(v, cores);
    }
  }

  private void node(int v, int cores) {
    StreamNode node = problem.workload().node(v);
    tiles[v] = new long[node.dims().size()];
    Arrays.fill(tiles[v], 1);
    long least = Long.MAX_VALUE;
    for (int c = 0; c < cores; c++) {
      for (long[] sizes : problem.costs().shapes(v, c)) {
        StreamCost cost = problem.costs().of(v, sizes, c).orElseThrow();
        double iterations = 1;
        for (int d = 0; d < sizes.length; d++) {
          iterations *= sizes[d];
          tiles[v][d] = Math.max(tiles[v][d], node.dims().get(d).size() / Math.max(1, sizes[d]));
        }
        least = Math.min(least, cost.cycles());
        speed[v][c] = Math.max(speed[v][c], cost.cycles() == 0 ? Double.POSITIVE_INFINITY : iterations / cost.cycles());
      }
    }
    fewest[v] = least == Long.MAX_VALUE ? 0 : least;
  }

  /** Whether the node has an entry anywhere; without one there is no mapping at all. */
  boolean isKnown(int v) {
    return Arrays.stream(speed[v]).anyMatch(s -> s > 0);
  }

  /** Most iterations per cycle of a node on a core; 0 if it cannot run there. */
  double speed(int v, int core) {
    return speed[v][core];
  }

  /** Iterations per cycle that a core cannot exceed with any node: its array units, or what the table claims beyond them. */
  double fastest(int core) {
    StreamCore c = problem.hardware().core(core);
    double most = 0;
    for (double[] of : speed) {
      most = Math.max(most, of[core]);
    }
    return c.kind() == StreamCore.Kind.COMPUTE && most > 0 ? Math.max(most, c.units()) : 0;
  }

  /** The same from the table alone. */
  double fastestEntry(int core) {
    double most = 0;
    for (double[] of : speed) {
      most = Math.max(most, of[core]);
    }
    return most;
  }

  /** Most tiles that a loop of a node can be cut into. */
  long tiles(int v, int dim) {
    return tiles[v][dim];
  }

  /** Fewest cycles of any entry of a node. */
  long fewestCycles(int v) {
    return fewest[v];
  }

  /** Iterations of a node, all loops multiplied. */
  double work(int v) {
    double work = 1;
    for (long s : problem.workload().node(v).sizes()) {
      work *= s;
    }
    return work;
  }

  /** Numbers of the nodes that run on cores. */
  List<Integer> computing() {
    return java.util.stream.IntStream.range(0, tiles.length)
        .filter(v -> problem.workload().node(v).role() == StreamNode.Role.COMPUTE).boxed().toList();
  }
}
