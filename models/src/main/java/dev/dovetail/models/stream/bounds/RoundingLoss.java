package dev.dovetail.models.stream.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.stream.GlobalDims;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamOperand;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a node's or transfer's cycles the model's rounding can take away.
 *
 * <p>The model averages cycles over all iterations and rounds to the nearest whole number: x = cycles * P / T becomes round(x), which may even be 0.
 * With T/P at most R and at least c cycles, x is at least c/R, and round(y)/y for y at least x is at least k/(k + 1/2), k = round(x): what is
 * rounded to k is at most k + 1/2. R is 1 if no other node of a group has a loop of its own: then nothing is rounded.
 *
 * <p>R of a node: over all sets of nodes that can be a group (with two nodes, all on a path between them: no group reads what a later one
 * writes), the product of the most tiles of each global loop that the node does not have. Beyond {@link #MOST_NODES} nodes the sets are not
 * enumerated, and R is the product over all other nodes of the tiles of loops that no shared tensor ties to the node's.
 */
final class RoundingLoss {
  private static final int MOST_NODES = 9;

  private final StreamWorkload workload;
  private final TableFacts facts;
  private final List<Integer> nodes;
  private final Map<Integer, Long> others = new HashMap<>();
  private long iterations = 1;

  RoundingLoss(StreamProblem problem, TableFacts facts) {
    this.workload = problem.workload();
    this.facts = facts;
    this.nodes = facts.computing();
    nodes.forEach(v -> others.put(v, 1L));
    if (nodes.size() <= MOST_NODES) {
      for (int set = 1; set < 1 << nodes.size(); set++) {
        if (isConvex(set)) {
          group(members(set));
        }
      }
    } else {
      iterations = Long.MAX_VALUE;
      nodes.forEach(v -> others.put(v, apart(v)));
    }
  }

  private List<Integer> members(int set) {
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if ((set >> i & 1) != 0) {
        members.add(nodes.get(i));
      }
    }
    return members;
  }

  private boolean isConvex(int set) {
    List<Integer> members = members(set);
    for (int v : nodes) {
      if (!members.contains(v) && members.stream().anyMatch(u -> reaches(u, v))
          && members.stream().anyMatch(u -> reaches(v, u))) {
        return false;
      }
    }
    return true;
  }

  private boolean reaches(int from, int to) {
    for (StreamOperand o : workload.node(from).outputs()) {
      for (int r : workload.readers(o.tensor())) {
        if (r == to || reaches(r, to)) {
          return true;
        }
      }
    }
    return false;
  }

  private void group(List<Integer> group) {
    GlobalDims dims = new GlobalDims(workload, group.stream().mapToInt(Integer::intValue).toArray());
    long[] most = new long[dims.count()];
    Arrays.fill(most, Long.MAX_VALUE);
    for (int i = 0; i < group.size(); i++) {
      for (int d = 0; d < workload.node(group.get(i)).dims().size(); d++) {
        most[dims.of(i, d)] = Math.min(most[dims.of(i, d)], facts.tiles(group.get(i), d));
      }
    }
    long all = 1;
    for (long m : most) {
      all = Exact.multiply(all, m == Long.MAX_VALUE ? 1 : m);
    }
    iterations = Math.max(iterations, all);
    for (int i = 0; i < group.size(); i++) {
      long rest = 1;
      for (int z = 0; z < most.length; z++) {
        rest = Exact.multiply(rest, most[z] == Long.MAX_VALUE || dims.has(i, z) ? 1 : most[z]);
      }
      others.merge(group.get(i), rest, Math::max);
    }
  }

  /** Tiles of all loops that no tensor shared with {@code v} ties to one of its own. */
  private long apart(int v) {
    long rest = 1;
    for (int u : nodes) {
      if (u != v) {
        GlobalDims pair = new GlobalDims(workload, new int[] {Math.min(u, v), Math.max(u, v)});
        int own = pair.indexOf(v);
        StreamNode node = workload.node(u);
        for (int d = 0; d < node.dims().size(); d++) {
          rest = Exact.multiply(rest, pair.has(own, pair.of(1 - own, d)) ? 1 : facts.tiles(u, d));
        }
      }
    }
    return rest;
  }

  /** Most iterations of any group; saturating. */
  long iterations() {
    return iterations;
  }

  /**
   * What is left at least of a node's cycles, or of those of a transfer next to it, in [0, 1].
   *
   * @param node it is, or is next to
   * @param cycles that one run takes at least
   */
  double left(int node, double cycles) {
    long rest = others.get(node);
    if (rest == 1) {
      return 1;
    }
    double least = cycles / rest;
    double k = least <= 0.5 ? 0 : Math.max(1, Math.ceil(least - 0.5 - 1e-9));
    return k / (k + 0.5);
  }
}
