package dev.dovetail.models.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The global loops of a fusion group: loops of its nodes that move through the same tensor axis together are one.
 *
 * <p>Role: what a split or a tile of one node means for the others. Loops are tied where producer and readers index an axis by a single loop
 * each; an axis that is indexed by a sum (a window of a convolution) ties nothing and is a loop of its own, which transfers run through.
 */
public final class GlobalDims {
  private final StreamWorkload workload;
  private final int[] nodes;
  private final int[][] ofNode;
  private final Map<Integer, int[]> ofTensor = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();

  /**
   * @param workload the network
   * @param nodes numbers of the group's nodes, in order
   */
  public GlobalDims(StreamWorkload workload, int[] nodes) {
    this.workload = workload;
    this.nodes = nodes.clone();
    Union union = new Union();
    int[][] loops = new int[nodes.length][];
    Map<Integer, int[]> axes = new HashMap<>();
    for (int i = 0; i < nodes.length; i++) {
      StreamNode node = workload.node(nodes[i]);
      loops[i] = new int[node.dims().size()];
      for (int d = 0; d < loops[i].length; d++) {
        loops[i][d] = union.add(node.name() + ".D" + d, node.dims().get(d).size());
      }
    }
    for (int n : nodes) {
      for (StreamOperand o : workload.node(n).operands()) {
        axes.computeIfAbsent(o.tensor(), t -> axes(union, t));
      }
    }
    for (int i = 0; i < nodes.length; i++) {
      for (StreamOperand o : workload.node(nodes[i]).operands()) {
        int[] own = axes.get(o.tensor());
        for (int a = 0; a < own.length; a++) {
          AxisIndex index = o.axes().get(a);
          if (index.isSingle()) {
            union.tie(own[a], loops[i][index.single()]);
          }
        }
      }
    }
    this.ofNode = new int[nodes.length][];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < nodes.length; i++) {
      ofNode[i] = number(union, loops[i], numbers);
    }
    for (int n : nodes) { // in the order of the nodes, so that numbers do not depend on a hash
      for (StreamOperand o : workload.node(n).operands()) {
        ofTensor.computeIfAbsent(o.tensor(), t -> number(union, axes.get(t), numbers));
      }
    }
  }

  private int[] axes(Union union, int tensor) {
    StreamTensor t = workload.tensor(tensor);
    int[] own = new int[t.shape().size()];
    for (int a = 0; a < own.length; a++) {
      own[a] = union.add("%s[%d]".formatted(t.name(), a), t.shape().get(a));
    }
    return own;
  }

  private int[] number(Union union, int[] members, Map<Integer, Integer> numbers) {
    int[] result = new int[members.length];
    for (int m = 0; m < members.length; m++) {
      int root = union.root(members[m]);
      Integer known = numbers.get(root);
      if (known == null) {
        known = names.size();
        numbers.put(root, known);
        names.add(union.names.get(members[m]));
        sizes.add(union.sizes.get(members[m]));
      }
      result[m] = known;
    }
    return result;
  }

  /** Number of global loops. */
  public int count() {
    return names.size();
  }

  /** The global loop of loop {@code dim} of the group's node {@code i}, counted from 0 in the group. */
  public int of(int i, int dim) {
    return ofNode[i][dim];
  }

  /** The global loops of all loops of the group's node {@code i}. */
  public int[] ofNode(int i) {
    return ofNode[i].clone();
  }

  /** The global loops of a tensor's axes. */
  public int[] ofTensor(int tensor) {
    return ofTensor.get(tensor).clone();
  }

  /** Whether the group's node {@code i} has a global loop. */
  public boolean has(int i, int z) {
    for (int own : ofNode[i]) {
      if (own == z) {
        return true;
      }
    }
    return false;
  }

  /** Whether a tensor as a node sees it moves with a global loop. */
  boolean moves(int i, StreamOperand operand, int z) {
    for (int d = 0; d < ofNode[i].length; d++) {
      if (ofNode[i][d] == z && operand.uses(d)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an identity copy of a tensor moves with a global loop. */
  boolean moves(int tensor, int z) {
    for (int own : ofTensor.get(tensor)) {
      if (own == z) {
        return true;
      }
    }
    return false;
  }

  /** Size of a global loop. */
  public long size(int z) {
    return sizes.get(z);
  }

  /** Name of a global loop: that of its first member, for example {@code Conv1.D2}. */
  public String name(int z) {
    return names.get(z);
  }

  /** Number of the group's node with this number in the workload, or -1. */
  public int indexOf(int node) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] == node) {
        return i;
      }
    }
    return -1;
  }

  /** Disjoint sets. */
  private static final class Union {
    private final List<Integer> parent = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();

    int add(String name, long size) {
      parent.add(parent.size());
      names.add(name);
      sizes.add(size);
      return parent.size() - 1;
    }

    int root(int member) {
      int at = member;
      while (parent.get(at) != at) {
        at = parent.get(at);
      }
      parent.set(member, at);
      return at;
    }

    /** Loops of different sizes are never the same one: a broadcast ties nothing. */
    void tie(int a, int b) {
      if (sizes.get(a).equals(sizes.get(b))) {
        parent.set(root(a), root(b));
      }
    }
  }
}
