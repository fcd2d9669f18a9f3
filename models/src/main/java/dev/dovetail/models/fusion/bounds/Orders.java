package dev.dovetail.models.fusion.bounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All orders of the layers between two milestones, where there are few and each of their prefixes is a milestone.
 *
 * <p>Role: an exact order is worth more than the ancestors alone, because weights of a parallel branch count as loaded or not.
 */
final class Orders {
  private final LayerGraph graph;
  private final Milestones milestones;
  private final int most;
  private final Map<Long, List<Order>> known = new HashMap<>();

  /**
   * @param indices into the layers between the milestones, ascending by id, in the order of computation
   * @param milestones index of the milestone after each layer
   * @param lastReader by position: the last position that reads its output, its own if none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Order(int[] indices, int[] milestones, int[] lastReader) {}

  Orders(LayerGraph graph, Milestones milestones, int most) {
    this.graph = graph;
    this.milestones = milestones;
    this.most = most;
  }

  /** The orders between two milestones; none if there are too many, or if a prefix is no milestone. */
  List<Order> of(int from, int to) {
    return known.computeIfAbsent((long) from * milestones.size() + to, key -> enumerate(from, to));
  }

  private List<Order> enumerate(int from, int to) {
    List<Order> orders = new ArrayList<>();
    BitSet between = milestones.between(from, to);
    return extend(milestones.get(from), (BitSet) milestones.get(from).clone(), between, new ArrayList<>(), orders)
        ? orders
        : List.of();
  }

  private boolean extend(BitSet base, BitSet done, BitSet between, List<Integer> order, List<Order> orders) {
    if (order.size() == between.cardinality()) {
      orders.add(order(base, between, order));
      return orders.size() <= most;
    }
    for (int l = between.nextSetBit(0); l >= 0; l = between.nextSetBit(l + 1)) {
      if (done.get(l) || !graph.producers(l).stream().allMatch(done::get)) {
        continue;
      }
      done.set(l);
      order.add(l);
      boolean few = milestones.indexOf(done) >= 0 && extend(base, done, between, order, orders);
      order.remove(order.size() - 1);
      done.clear(l);
      if (!few) {
        return false;
      }
    }
    return true;
  }

  private Order order(BitSet base, BitSet between, List<Integer> order) {
    int[] ascending = between.stream().toArray();
    int k = order.size();
    int[] indices = new int[k];
    int[] sets = new int[k];
    int[] lastReader = new int[k];
    BitSet prefix = (BitSet) base.clone();
    for (int x = 0; x < k; x++) {
      indices[x] = Arrays.binarySearch(ascending, order.get(x));
      prefix.set(order.get(x));
      sets[x] = milestones.indexOf(prefix);
      lastReader[x] = x;
      for (int c : graph.consumers(order.get(x))) {
        lastReader[x] = Math.max(lastReader[x], order.indexOf(c));
      }
    }
    return new Order(indices, sets, lastReader);
  }
}
