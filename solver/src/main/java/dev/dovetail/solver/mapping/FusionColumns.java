package dev.dovetail.solver.mapping;

import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Requirement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The best partitions of a network into fusion groups, each a run of layers in some topological order.
 *
 * <p>Role: fusion alone. Columns are the runs that may be a group; labels walk over the order, the k cheapest kept at every layer. A
 * run of a topological order is convex, and runs one after another never read in a circle. Two orders are looked at: the network's, and
 * one that ends a branch before it begins the next. Groups that turned out to fit no memory are told by {@link #exclude}, and with them
 * everything that contains them.
 */
final class FusionColumns {
  /** A group holds at most so many layers: longer runs are hardly ever one group, and columns grow with the square. */
  private static final int LONGEST = 64;

  private record Label(long cost, int groups, int from, int rank) {
    static final Comparator<Label> CHEAPEST = Comparator.comparingLong(Label::cost).thenComparingInt(Label::groups)
        .thenComparingInt(Label::from).thenComparingInt(Label::rank);
  }

  private final GroupFacts facts;
  private final ToLongFunction<BitSet> cost;
  private final List<BitSet> whole = new ArrayList<>();
  private final List<BitSet> excluded = new ArrayList<>();
  private final Map<BitSet, Long> known = new HashMap<>();

  /**
   * @param cost of a group; costs of groups add up
   */
  FusionColumns(MappingProblem problem, GroupFacts facts, ToLongFunction<BitSet> cost) {
    this.facts = facts;
    this.cost = cost;
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Fuse fuse) {
        whole.add(indices(fuse.layers()));
      }
    }
  }

  private BitSet indices(Set<String> names) {
    BitSet set = new BitSet();
    for (int l = 0; l < facts.layers(); l++) {
      if (names.contains(facts.problem().workload().layers().get(l).name())) {
        set.set(l);
      }
    }
    return set;
  }

  /** These layers cannot be in one group. */
  void exclude(BitSet group) {
    excluded.add((BitSet) group.clone());
  }

  /** Costs are asked for again. */
  void forget() {
    known.clear();
  }

  /** The cheapest partitions, cheapest first, each once, its groups in an order in which each comes after those that it reads; at most {@code k}. */
  List<List<BitSet>> best(int k) {
    return best(k, () -> false);
  }

  /** The same; none where {@code stop} says so before all columns are known. */
  List<List<BitSet>> best(int k, BooleanSupplier stop) {
    Map<Set<BitSet>, List<BitSet>> found = new LinkedHashMap<>();
    Map<Set<BitSet>, Long> costs = new HashMap<>();
    for (int[] order : List.of(IntStream.range(0, facts.layers()).toArray(), branchByBranch())) {
      for (List<BitSet> partition : best(order, k, stop)) {
        Set<BitSet> key = Set.copyOf(partition);
        found.putIfAbsent(key, partition);
        costs.putIfAbsent(key, partition.stream().mapToLong(this::cost).sum());
      }
    }
    List<Set<BitSet>> keys = new ArrayList<>(found.keySet());
    keys.sort(Comparator.comparingLong((Set<BitSet> key) -> costs.getOrDefault(key, Long.MAX_VALUE)).thenComparingInt(Set::size));
    List<List<BitSet>> cheapest = new ArrayList<>();
    for (Set<BitSet> key : keys.subList(0, Math.min(k, keys.size()))) {
      cheapest.add(found.getOrDefault(key, List.of()));
    }
    return cheapest;
  }

  private long cost(BitSet group) {
    return known.computeIfAbsent(group, cost::applyAsLong);
  }

  private List<List<BitSet>> best(int[] order, int k, BooleanSupplier stop) {
    int n = order.length;
    List<List<Label>> labels = new ArrayList<>();
    labels.add(List.of(new Label(0, 0, -1, 0)));
    for (int end = 1; end <= n; end++) {
      if (stop.getAsBoolean()) {
        return List.of();
      }
      List<Label> here = new ArrayList<>();
      BitSet run = new BitSet();
      for (int from = end - 1; from >= 0 && end - from <= Math.max(LONGEST, longestWhole()); from--) {
        run.set(order[from]);
        if (labels.get(from).isEmpty() || !isColumn(run)) {
          continue;
        }
        long own = cost((BitSet) run.clone());
        for (int rank = 0; rank < labels.get(from).size(); rank++) {
          Label before = labels.get(from).get(rank);
          here.add(new Label(before.cost() + own, before.groups() + 1, from, rank));
        }
      }
      here.sort(Label.CHEAPEST);
      labels.add(List.copyOf(here.subList(0, Math.min(k, here.size()))));
    }
    List<List<BitSet>> partitions = new ArrayList<>();
    for (int rank = 0; rank < labels.get(n).size(); rank++) {
      List<BitSet> groups = new ArrayList<>();
      int at = n;
      int label = rank;
      while (at > 0) {
        Label last = labels.get(at).get(label);
        BitSet group = new BitSet();
        for (int i = last.from(); i < at; i++) {
          group.set(order[i]);
        }
        groups.add(group);
        at = last.from();
        label = last.rank();
      }
      Collections.reverse(groups);
      partitions.add(groups);
    }
    return partitions;
  }

  private int longestWhole() {
    return whole.stream().mapToInt(BitSet::length).max().orElse(0);
  }

  private boolean isColumn(BitSet run) {
    boolean demanded = false;
    for (BitSet set : whole) {
      if (run.intersects(set)) {
        BitSet outside = (BitSet) set.clone();
        outside.andNot(run);
        if (!outside.isEmpty()) {
          return false;
        }
        demanded = true;
      }
    }
    if (demanded) {
      return true; // what the user wants is tried, whatever it seems
    }
    for (BitSet set : excluded) {
      BitSet outside = (BitSet) set.clone();
      outside.andNot(run);
      if (outside.isEmpty()) {
        return false;
      }
    }
    return facts.seemsToFit(run);
  }

  /** A topological order in which a layer follows what it reads as closely as it can: depth first. */
  private int[] branchByBranch() {
    int n = facts.layers();
    int[] left = new int[n];
    List<List<Integer>> next = new ArrayList<>();
    IntStream.range(0, n).forEach(l -> next.add(new ArrayList<>()));
    for (int l = 0; l < n; l++) {
      for (int p : facts.reads(l)) {
        next.get(p).add(l);
        left[l]++;
      }
    }
    Deque<Integer> open = new ArrayDeque<>();
    IntStream.range(0, n).filter(l -> left[l] == 0).forEach(open::addLast);
    int[] order = new int[n];
    int count = 0;
    while (!open.isEmpty()) {
      int l = open.pop();
      order[count++] = l;
      for (int r : next.get(l)) {
        if (--left[r] == 0) {
          open.push(r);
        }
      }
    }
    return order;
  }
}
