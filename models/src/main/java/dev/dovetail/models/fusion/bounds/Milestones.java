package dev.dovetail.models.fusion.bounds;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sets of layers that may be finished at a moment: down-sets of the precedence order, of which a topological order is a path.
 *
 * <p>Role: with them a bound covers all orders at once. A network falls into parts at the sets that every order passes. Within a part that has few
 * down-sets all of them are listed; a part with many is blurred: plans may divide it in any way, and nothing is known of how.
 */
final class Milestones {
  private final List<BitSet> sets = new ArrayList<>();
  private final Map<BitSet, Integer> index = new HashMap<>();
  private final List<Part> blurred = new ArrayList<>();

  /**
   * A part whose inner down-sets are not listed.
   *
   * @param bottom index of the set of layers before it
   * @param top index of the set of layers up to its end
   */
  record Part(int bottom, int top) {}

  /**
   * @param graph whose layers
   * @param mostPerPart a part with more down-sets is blurred
   */
  Milestones(LayerGraph graph, int mostPerPart) {
    BitSet bottom = new BitSet();
    add(bottom);
    for (int size = 1; size <= graph.size(); size++) {
      BitSet top = new BitSet();
      top.set(0, size);
      if (isPassedByAll(graph, top)) {
        list(graph, bottom, top, mostPerPart);
        bottom = top;
      }
    }
  }

  private Milestones() {}

  /** Those of one order alone, that of the ids. */
  static Milestones ofIds(LayerGraph graph) {
    Milestones milestones = new Milestones();
    for (int size = 0; size <= graph.size(); size++) {
      BitSet prefix = new BitSet();
      prefix.set(0, size);
      milestones.add(prefix);
    }
    return milestones;
  }

  private int add(BitSet set) {
    index.put(set, sets.size());
    sets.add(set);
    return sets.size() - 1;
  }

  /** Ids are a topological order, so every set that all orders pass is a prefix of them; whatever comes next must follow all of it. */
  private static boolean isPassedByAll(LayerGraph graph, BitSet prefix) {
    int size = prefix.cardinality();
    return graph.minimal(prefix).stream().allMatch(l -> graph.ancestors(l).cardinality() >= size);
  }

  private void list(LayerGraph graph, BitSet bottom, BitSet top, int most) {
    int before = sets.size() - 1;
    List<BitSet> inner = new ArrayList<>();
    Collection<BitSet> level = List.of(bottom);
    while (!level.isEmpty()) {
      Set<BitSet> next = new LinkedHashSet<>();
      for (BitSet d : level) {
        for (int l : graph.minimal(d)) {
          if (top.get(l)) {
            BitSet larger = (BitSet) d.clone();
            larger.set(l);
            next.add(larger);
          }
        }
      }
      next.remove(top);
      inner.addAll(next);
      if (inner.size() > most) {
        blurred.add(new Part(before, add(top)));
        return;
      }
      level = next;
    }
    inner.forEach(this::add);
    add(top);
  }

  int size() {
    return sets.size();
  }

  /** A set by its index; the empty one is the first, all layers the last; subsets come before. */
  BitSet get(int i) {
    return sets.get(i);
  }

  /** Index of a set, -1 if it is not listed. */
  int indexOf(BitSet set) {
    return index.getOrDefault(set, -1);
  }

  /** Parts whose inner sets are not listed, in their order. */
  List<Part> blurred() {
    return blurred;
  }

  /** The layers of a set that are not in another one, which must be a subset; empty if it is none. */
  BitSet between(int lower, int upper) {
    BitSet rest = (BitSet) sets.get(lower).clone();
    rest.andNot(sets.get(upper));
    BitSet between = new BitSet();
    if (rest.isEmpty()) {
      between.or(sets.get(upper));
      between.andNot(sets.get(lower));
    }
    return between;
  }
}
