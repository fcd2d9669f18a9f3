package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.pipeline.Partition;
import java.util.List;

/**
 * Segments of clusters with sizes of regions, but without saying which chiplets these are.
 *
 * <p>Role: the answer of a programme over the chain; placing it gives a {@code PipelinePlan}.
 *
 * @param segments in the order in which they run
 * @param cost what the programme minimised
 */
public record ChainPlan(List<Segment> segments, long cost) {
  public ChainPlan {
    segments = List.copyOf(segments);
  }

  /**
   * Layers that run together.
   *
   * @param clusters stages of the pipeline, in the order of the chain
   * @param stageCycles the longest of the clusters' times and the DRAM's time for a sample
   * @param loadCycles in which its weights are loaded
   * @param cost its share of the plan's cost
   */
  public record Segment(List<Cluster> clusters, long stageCycles, long loadCycles, long cost) {
    public Segment {
      clusters = List.copyOf(clusters);
    }

    /** Index of its first layer. */
    public int first() {
      return clusters.get(0).first();
    }

    /** Index of its last layer. */
    public int last() {
      return clusters.get(clusters.size() - 1).last();
    }

    /** Chiplets that compute in it. */
    public int chiplets() {
      return clusters.stream().mapToInt(Cluster::chiplets).sum();
    }
  }

  /**
   * Layers that run one after another on one region.
   *
   * @param first index of the first layer
   * @param last index of the last layer
   * @param chiplets size of the region
   * @param partitions of the layers, by position
   * @param cycles in which a sample passes
   * @param streamed whether the weights exceed the buffers and come from DRAM for every sample
   */
  public record Cluster(int first, int last, int chiplets, List<Partition> partitions, long cycles, boolean streamed) {
    public Cluster {
      partitions = List.copyOf(partitions);
    }
  }
}
