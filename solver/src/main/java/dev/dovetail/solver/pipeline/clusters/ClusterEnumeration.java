package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.graph.ClusterChoice;
import dev.dovetail.models.pipeline.graph.ClusterTimes;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.Region;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import dev.dovetail.models.pipeline.graph.SegmentPrices;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Outcome.Proof;
import dev.dovetail.solver.Outcome.Termination;
import dev.dovetail.solver.pipeline.clusters.FreeColumns.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All clusters of a tiny network, whatever their shape, on all regions, with all partitions: the oracle where branches may be parted.
 *
 * <p>Role: what search and constraint models must agree with. It uses neither bounds nor the programme over partitions: of a cluster on a region every
 * choice of partitions is timed.
 */
public final class ClusterEnumeration {
  private final PipelineProblem problem;
  private final GraphCosts costs;
  private final SegmentPrices prices;
  private final ClusterTimes times;
  private final List<Region> regions;
  private final FreeColumns columns;
  private final Listener<PipelinePlan> listener;
  private final Map<List<Integer>, List<Optional<ClusterChoice>>> fastest = new HashMap<>();
  private long tried;

  private ClusterEnumeration(PipelineProblem problem, Listener<PipelinePlan> listener) {
    this.problem = problem;
    this.listener = listener;
    this.costs = new GraphCosts(problem);
    this.prices = new SegmentPrices(costs);
    this.times = new ClusterTimes(costs);
    this.regions = Region.all(problem.module());
    this.columns = new FreeColumns(problem.network().size(), (first, last) -> FreeColumns.INFINITE);
  }

  /**
   * Enumerates; tells of the best plan.
   *
   * @param problem whose segments share nothing
   */
  public static Outcome solve(PipelineProblem problem, Listener<PipelinePlan> listener) {
    return new ClusterEnumeration(problem, listener).run();
  }

  private Outcome run() {
    int layers = problem.network().size();
    for (int first = 0; first < layers; first++) {
      for (int last = first; last < layers; last++) {
        if (prices.exists(first, last)) {
          split(first, last, new ArrayList<>());
        }
      }
    }
    if (listener.shouldStop()) {
      return new Outcome(Termination.LIMIT, Proof.NONE, "stopped after %,d segments".formatted(tried));
    }
    FreeColumns.Path path = columns.cheapestFound();
    String detail = "enumerated %,d segments with their clusters and regions, all partitions of each".formatted(tried);
    if (path.columns().isEmpty()) {
      return new Outcome(Termination.COMPLETE, Proof.INFEASIBLE, detail + ": no chain of them is a plan");
    }
    List<PipelinePlan.Segment> segments = new ArrayList<>();
    for (Column column : path.columns()) {
      SegmentChoice choice = columns.best(column);
      if (choice != null) {
        segments.add(choice.segment(problem.module()));
      }
    }
    listener.incumbent(new PipelinePlan(segments), path.cost(), "exhaustive");
    return new Outcome(Termination.COMPLETE, Proof.EXHAUSTED, detail);
  }

  private void split(int l, int last, List<List<Integer>> clusters) {
    if (listener.shouldStop()) {
      return;
    }
    if (l > last) {
      place(clusters, new ArrayList<>());
      return;
    }
    for (List<Integer> cluster : List.copyOf(clusters)) {
      if (costs.hasBranches() || cluster.get(cluster.size() - 1) == l - 1) {
        cluster.add(l);
        split(l + 1, last, clusters);
        cluster.remove(cluster.size() - 1);
      }
    }
    clusters.add(new ArrayList<>(List.of(l)));
    split(l + 1, last, clusters);
    clusters.remove(clusters.size() - 1);
  }

  private void place(List<List<Integer>> clusters, List<ClusterChoice> placed) {
    if (placed.size() == clusters.size()) {
      boolean leavesIdle =
          problem.module().types().stream().anyMatch(t -> used(placed, problem.module().types().indexOf(t)) < t.count());
      tried++;
      if (problem.switches().idle() || !leavesIdle) {
        SegmentChoice.of(costs, prices, placed).ifPresent(columns::offer);
      }
      return;
    }
    List<Optional<ClusterChoice>> choices =
        fastest.computeIfAbsent(List.copyOf(clusters.get(placed.size())),
            layers -> regions.stream().map(r -> fastest(layers, r)).toList());
    for (Optional<ClusterChoice> choice : choices) {
      if (choice.isPresent() && hasRoom(placed, choice.get().region())) {
        placed.add(choice.get());
        place(clusters, placed);
        placed.remove(placed.size() - 1);
      }
    }
  }

  private static int used(List<ClusterChoice> placed, int type) {
    return placed.stream().mapToInt(c -> c.region().counts().get(type)).sum();
  }

  private boolean hasRoom(List<ClusterChoice> placed, Region region) {
    for (int t = 0; t < region.counts().size(); t++) {
      if (used(placed, t) + region.counts().get(t) > problem.module().types().get(t).count()) {
        return false;
      }
    }
    return true;
  }

  /** The fastest of all choices of partitions. */
  private Optional<ClusterChoice> fastest(List<Integer> layers, Region region) {
    List<Partition> allowed = List.copyOf(problem.switches().partitions());
    int[] array = layers.stream().mapToInt(Integer::intValue).toArray();
    long least = Long.MAX_VALUE;
    Optional<ClusterChoice> best = Optional.empty();
    for (long code = 0; code < Math.pow(allowed.size(), layers.size()); code++) {
      List<Partition> partitions = new ArrayList<>();
      long rest = code;
      for (int i = 0; i < layers.size(); i++) {
        partitions.add(allowed.get((int) (rest % allowed.size())));
        rest /= allowed.size();
      }
      Optional<ClusterTimes.Fastest> time = times.with(array, partitions, region.size(), region.present());
      if (time.isPresent() && time.get().cycles() < least) {
        least = time.get().cycles();
        best = Optional.of(new ClusterChoice(layers, partitions, region));
      }
    }
    return best;
  }
}
