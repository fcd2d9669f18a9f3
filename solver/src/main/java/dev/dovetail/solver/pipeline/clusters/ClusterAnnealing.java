package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.graph.ClusterOrder;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Improves the clusters of one segment by annealing: layers change their cluster, clusters are split and merged, branches are taken out of one.
 *
 * <p>Each choice of clusters gets the regions with which its slowest cluster is fastest. Deterministic for a seed and a number of steps.
 */
final class ClusterAnnealing {
  /** Share of the best cost that a worse neighbour may cost more, at the beginning. */
  private static final double HEAT = 0.02;

  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final Allocation allocation;
  private final Random random;

  ClusterAnnealing(GraphCosts costs, SegmentPrices prices, Allocation allocation, long seed) {
    this.costs = costs;
    this.prices = prices;
    this.allocation = allocation;
    this.random = new Random(seed);
  }

  /** The segment of these clusters with its best regions, if it costs at most so much. */
  Optional<SegmentChoice> price(List<List<Integer>> clusters, long atMost) {
    OptionalInt depth =
        ClusterOrder.depth(costs, clusters.stream().map(c -> c.stream().mapToInt(Integer::intValue).toArray()).toList());
    if (depth.isEmpty()) {
      return Optional.empty();
    }
    int first = clusters.stream().mapToInt(c -> c.get(0)).min().orElseThrow();
    int last = clusters.stream().mapToInt(c -> c.get(c.size() - 1)).max().orElseThrow();
    long passes = prices.passes(depth.getAsInt());
    long longest = (atMost - prices.load(first, last)) / passes;
    return allocation.best(clusters, costs.io(first, last), longest).flatMap(c -> SegmentChoice.of(costs, prices, c));
  }

  /**
   * Searches from a segment on.
   *
   * @param steps neighbours that are tried
   * @return the best segment seen
   */
  SegmentChoice improve(SegmentChoice start, int steps, BooleanSupplier stop) {
    SegmentChoice best = start;
    SegmentChoice current = start;
    for (int step = 0; step < steps && !stop.getAsBoolean(); step++) {
      double heat = HEAT * (steps - step) / steps * random.nextDouble();
      long atMost = current.cost() + (long) (heat * heat / HEAT * best.cost());
      List<List<Integer>> neighbour = neighbour(current);
      Optional<SegmentChoice> priced = neighbour.isEmpty() ? Optional.empty() : price(neighbour, atMost);
      if (priced.isPresent() && priced.get().cost() <= atMost) {
        current = priced.get();
        best = current.cost() < best.cost() ? current : best;
      }
    }
    return best;
  }

  /** Clusters that differ by one move; empty if the move leads nowhere. */
  private List<List<Integer>> neighbour(SegmentChoice segment) {
    List<List<Integer>> clusters = new ArrayList<>();
    segment.clusters().forEach(c -> clusters.add(new ArrayList<>(c.layers())));
    boolean moved = switch (random.nextInt(costs.hasBranches() ? 5 : 3)) {
      case 0 -> shift(clusters);
      case 1 -> split(clusters);
      case 2 -> merge(clusters);
      case 3 -> move(clusters);
      default -> takeOut(clusters);
    };
    clusters.removeIf(List::isEmpty);
    clusters.forEach(c -> c.sort(null));
    clusters.sort(Comparator.comparingInt(c -> c.get(0)));
    return moved ? clusters : List.of();
  }

  private List<Integer> any(List<List<Integer>> clusters) {
    return clusters.get(random.nextInt(clusters.size()));
  }

  private static List<Integer> clusterOf(List<List<Integer>> clusters, int layer) {
    return clusters.stream().filter(c -> c.contains(layer)).findFirst().orElse(List.of());
  }

  /** Moves the first or last layers of a cluster to the one that holds the layer before or behind them. */
  private boolean shift(List<List<Integer>> clusters) {
    List<Integer> from = any(clusters);
    int count = 1 + random.nextInt(Math.min(3, from.size()));
    boolean ahead = random.nextBoolean();
    List<Integer> part = ahead ? from.subList(0, count) : from.subList(from.size() - count, from.size());
    List<Integer> to = clusterOf(clusters, ahead ? part.get(0) - 1 : part.get(count - 1) + 1);
    if (to.isEmpty() || to == from) {
      return false;
    }
    to.addAll(part);
    part.clear();
    return true;
  }

  private boolean split(List<List<Integer>> clusters) {
    List<Integer> from = any(clusters);
    if (from.size() < 2) {
      return false;
    }
    List<Integer> tail = from.subList(1 + random.nextInt(from.size() - 1), from.size());
    clusters.add(new ArrayList<>(tail));
    tail.clear();
    return true;
  }

  /** Merges a cluster with that of the layer behind it; where branches may be parted, with any other. */
  private boolean merge(List<List<Integer>> clusters) {
    List<Integer> from = any(clusters);
    List<Integer> to =
        costs.hasBranches() && random.nextBoolean() ? any(clusters) : clusterOf(clusters, from.get(from.size() - 1) + 1);
    if (to.isEmpty() || to == from) {
      return false;
    }
    to.addAll(from);
    from.clear();
    return true;
  }

  /** Moves a layer to any cluster or to one of its own. */
  private boolean move(List<List<Integer>> clusters) {
    List<Integer> from = any(clusters);
    Integer layer = from.get(random.nextInt(from.size()));
    return moveTo(clusters, from, List.of(layer));
  }

  /** Moves a layer and those of its cluster that only lead to it, or that it alone leads to, to any cluster or to one of their own. */
  private boolean takeOut(List<List<Integer>> clusters) {
    List<Integer> from = any(clusters);
    int layer = from.get(random.nextInt(from.size()));
    List<Integer> branch = new ArrayList<>(List.of(layer));
    boolean ahead = random.nextBoolean();
    int at = layer;
    while (at >= 0 && branch.size() < from.size()) {
      at = ahead ? onlyReader(from, at) : onlySource(from, at);
      if (at >= 0) {
        branch.add(at);
      }
    }
    return branch.size() < from.size() && moveTo(clusters, from, branch);
  }

  private boolean moveTo(List<List<Integer>> clusters, List<Integer> from, List<Integer> part) {
    int to = random.nextInt(clusters.size() + 1);
    if (to == clusters.size() ? part.size() == from.size() : clusters.get(to) == from) {
      return false;
    }
    from.removeAll(part);
    if (to == clusters.size()) {
      clusters.add(new ArrayList<>(part));
    } else {
      clusters.get(to).addAll(part);
    }
    return true;
  }

  private int onlyReader(List<Integer> cluster, int layer) {
    List<Integer> readers = cluster.stream().filter(l -> reads(l, layer)).toList();
    return readers.size() == 1 && sourcesIn(cluster, readers.get(0)) == 1 ? readers.get(0) : -1;
  }

  private int onlySource(List<Integer> cluster, int layer) {
    List<Integer> sources = cluster.stream().filter(u -> reads(layer, u)).toList();
    long readers = sources.size() == 1 ? cluster.stream().filter(l -> reads(l, sources.get(0))).count() : 0;
    return readers == 1 ? sources.get(0) : -1;
  }

  private boolean reads(int layer, int source) {
    for (int s : costs.sources(layer)) {
      if (s == source) {
        return true;
      }
    }
    return false;
  }

  private long sourcesIn(List<Integer> cluster, int layer) {
    return cluster.stream().filter(u -> reads(layer, u)).count();
  }
}
