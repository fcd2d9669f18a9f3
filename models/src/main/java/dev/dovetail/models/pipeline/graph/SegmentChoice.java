package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A segment before its chiplets are named, with its price.
 *
 * @param clusters by first layer
 * @param stageCycles the shortest stage that it admits
 * @param depth edges of the longest chain of its clusters
 * @param cost what it adds to the objective, by {@link SegmentPrices}
 */
public record SegmentChoice(List<ClusterChoice> clusters, long stageCycles, int depth, long cost) {
  public SegmentChoice {
    clusters = List.copyOf(clusters);
  }

  /** The segment of these clusters; empty if they depend on each other in a cycle or one does not hold its weights. */
  public static Optional<SegmentChoice> of(GraphCosts costs, SegmentPrices prices, List<ClusterChoice> clusters) {
    PipelineProblem problem = costs.problem();
    List<ClusterChoice> sorted = new ArrayList<>(clusters);
    sorted.sort(Comparator.comparingInt(c -> c.layers().get(0)));
    OptionalInt depth = ClusterOrder.depth(costs, sorted.stream().map(ClusterChoice::layerArray).toList());
    if (depth.isEmpty()) {
      return Optional.empty();
    }
    int first = sorted.get(0).layers().get(0);
    int last = sorted.stream().mapToInt(c -> c.layers().get(c.layers().size() - 1)).max().orElseThrow();
    long io = costs.io(first, last);
    long stage = io;
    long dram = io;
    ClusterTimes times = new ClusterTimes(costs);
    for (ClusterChoice cluster : sorted) {
      Region region = cluster.region();
      Optional<ClusterTimes.Fastest> time =
          times.with(cluster.layerArray(), cluster.partitions(), region.size(), region.present());
      if (time.isEmpty()) {
        return Optional.empty();
      }
      stage = Math.max(stage, time.get().cycles());
      int layer = cluster.layers().get(0);
      boolean streams = cluster.layers().size() == 1 && problem.network().layer(layer).weightBytes() > region.room();
      dram += streams ? costs.layerCosts().streaming(layer) : 0;
    }
    stage = problem.switches().dramShared() ? Math.max(stage, dram) : stage;
    return Optional.of(new SegmentChoice(sorted, stage, depth.getAsInt(), prices.cost(first, last, depth.getAsInt(), stage)));
  }

  /** Index of its first layer. */
  public int first() {
    return clusters.get(0).layers().get(0);
  }

  /** Index of its last layer. */
  public int last() {
    return clusters.stream().mapToInt(c -> c.layers().get(c.layers().size() - 1)).max().orElseThrow();
  }

  /** The segment with chiplets: those of each type in order, cluster by cluster; along the snake order of the mesh if there is one. */
  public PipelinePlan.Segment segment(MultiChipModule module) {
    List<List<Integer>> free = free(module);
    List<PipelinePlan.Cluster> placed = new ArrayList<>();
    for (ClusterChoice cluster : clusters) {
      List<Integer> chiplets = new ArrayList<>();
      for (int t = 0; t < free.size(); t++) {
        List<Integer> taken = free.get(t).subList(0, cluster.region().counts().get(t));
        chiplets.addAll(taken);
        taken.clear();
      }
      chiplets.sort(null);
      placed.add(new PipelinePlan.Cluster(cluster.layers(), cluster.partitions(), chiplets));
    }
    return new PipelinePlan.Segment(placed, stageCycles);
  }

  private static List<List<Integer>> free(MultiChipModule module) {
    List<List<Integer>> free = new ArrayList<>();
    for (ChipletType type : module.types()) {
      List<Integer> ofType = new ArrayList<>();
      for (int position = 0; position < module.size(); position++) {
        ChipletMesh mesh = module.mesh();
        int chiplet = mesh == null ? position : mesh.snake(position);
        if (module.typeOf(chiplet).equals(type)) {
          ofType.add(chiplet);
        }
      }
      free.add(ofType);
    }
    return free;
  }

  /** What the clusters of a placed segment are. */
  public static List<ClusterChoice> choices(MultiChipModule module, PipelinePlan.Segment segment) {
    return segment.clusters().stream().map(c -> {
      List<Integer> counts = module.types().stream()
          .map(type -> (int) c.chiplets().stream().filter(chiplet -> module.typeOf(chiplet).equals(type)).count()).toList();
      return new ClusterChoice(c.layers(), c.partitions(), Region.of(module, counts));
    }).toList();
  }
}
