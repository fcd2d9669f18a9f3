package dev.dovetail.encodings.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the joint model ranges over, before a variable is made: where nodes may run, where and how items may travel, in which unit time
 * is counted and until when.
 *
 * <p>Times are counted in the greatest common divisor of all durations and latencies: moving every event down to a multiple of it
 * keeps every order, so nothing is lost.
 */
final class JointSpace {
  /** Cycles of one step of time. */
  final long unit;

  /** Latest end that is of use, in units. */
  final long horizon;

  private final Site site;
  private final TileGraph graph;
  private final List<List<Integer>> eligible = new ArrayList<>();
  private final List<RouteChoices> moves = new ArrayList<>();
  private final List<RouteChoices> stores = new ArrayList<>();
  private final List<List<Integer>> targets = new ArrayList<>();

  /**
   * @param known a schedule of which no worse one is wanted, null for none
   * @param limit latest end
   */
  JointSpace(Site site, TileGraph graph, @Nullable Schedule known, JointEncoding.Limit limit) {
    this.site = site;
    this.graph = graph;
    graph.workload().layers().forEach(l -> eligible.add(site.eligible(l)));
    graph.items().forEach(this::findRoutes);
    this.unit = commonUnit();
    this.horizon = Math.min(latestEnd(known), limit.deadlineCycles()) / unit;
  }

  /** Cores that may run a node, ascending. */
  List<Integer> eligible(int node) {
    return eligible.get(graph.layerOf()[node]);
  }

  /** Cores beside a certain home that may need a copy of an item, ascending. */
  List<Integer> targets(int item) {
    return targets.get(item);
  }

  /** How an item may be loaded, or moved from its home. */
  RouteChoices moves(int item) {
    return moves.get(item);
  }

  /** How an item may be stored; no choice if it is no output. */
  RouteChoices stores(int item) {
    return stores.get(item);
  }

  /** Most transfers of an item: one for each layer that reads it. */
  int slotCount(int item) {
    long layers = Arrays.stream(graph.items().get(item).consumers()).map(n -> graph.layerOf()[n]).distinct().count();
    return (int) Math.min(layers, targets.get(item).size());
  }

  /** Whether consumer n can never share a core with the item's producer. */
  boolean isForced(Item item, int n) {
    return Collections.disjoint(eligible(item.producer()), eligible(n));
  }

  /** Groups of several cores that cost the same for every node; none on a machine where routes depend on the cores. */
  List<List<Integer>> interchangeable() {
    if (!moves.stream().allMatch(RouteChoices::uniform) || !stores.stream().allMatch(RouteChoices::uniform)) {
      return List.of();
    }
    Map<List<Object>, List<Integer>> groups = new LinkedHashMap<>();
    for (int c = 0; c < site.cores; c++) {
      List<List<CostPoint>> costs = new ArrayList<>();
      for (int n = 0; n < graph.nodes(); n++) {
        costs.add(eligible(n).contains(c) ? site.points(graph.layer(n), graph.boxes()[n], c) : List.of());
      }
      long capacity = site.accelerator.cores().get(c).capacityBytes();
      groups.computeIfAbsent(List.of(capacity, costs), k -> new ArrayList<>()).add(c);
    }
    return groups.values().stream()
        .filter(group -> group.size() > 1 && eligible.stream().anyMatch(e -> e.contains(group.get(0))))
        .toList();
  }

  private List<Integer> sources(Item item) {
    return item.producer() < 0 ? List.of(Site.DRAM) : eligible(item.producer());
  }

  private void findRoutes(Item item) {
    Set<Integer> cores = new TreeSet<>();
    for (int n : item.consumers()) {
      cores.addAll(eligible(n));
    }
    if (sources(item).size() == 1) {
      cores.removeAll(sources(item));
    }
    targets.add(List.copyOf(cores));
    moves.add(RouteChoices.toCores(site, sources(item), List.copyOf(cores), item.bytes()));
    boolean stored = item.producer() >= 0 && graph.tensor(item).isOutput();
    stores.add(stored ? RouteChoices.toDram(site, sources(item), item.bytes()) : new RouteChoices(List.of(), List.of()));
  }

  private long commonUnit() {
    long gcd = 0;
    for (List<RouteChoices> all : List.of(moves, stores)) {
      for (RouteChoices r : all) {
        for (Site.Hold h : r.holds()) {
          gcd = gcd(gcd(gcd, h.duration()), h.arrival());
          for (long offset : h.offsets()) {
            gcd = gcd(gcd, offset);
          }
        }
      }
    }
    for (int n = 0; n < graph.nodes(); n++) {
      for (int c : eligible(n)) {
        for (CostPoint p : site.points(graph.layer(n), graph.boxes()[n], c)) {
          gcd = gcd(gcd, p.cycles());
        }
      }
    }
    return Math.max(1, gcd);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** In cycles: no useful schedule is longer than everything one after the other, nor, for latency, than a known one. */
  private long latestEnd(@Nullable Schedule known) {
    long sum = 0;
    for (int n = 0; n < graph.nodes(); n++) {
      long most = 0;
      for (int c : eligible(n)) {
        for (CostPoint p : site.points(graph.layer(n), graph.boxes()[n], c)) {
          most = Math.max(most, p.cycles());
        }
      }
      sum = Math.addExact(sum, most);
    }
    for (int i = 0; i < graph.items().size(); i++) {
      sum = Math.addExact(sum, Math.multiplyExact(longest(moves.get(i)), slotCount(i)));
      sum = Math.addExact(sum, longest(stores.get(i)));
    }
    if (known != null && site.problem.objective() == Objective.LATENCY) {
      long latency = 0;
      for (Schedule.Task t : known.tasks()) {
        latency = Math.max(latency, t.end());
      }
      for (Schedule.Transfer t : known.transfers()) {
        latency = Math.max(latency, t.end());
      }
      sum = Math.min(sum, latency);
    }
    return sum;
  }

  private static long longest(RouteChoices choices) {
    return choices.holds().stream().mapToLong(Site.Hold::span).max().orElse(0);
  }
}
