package dev.dovetail.models.pipeline;

import dev.dovetail.models.Mapping;
import dev.dovetail.models.linkslots.SlotTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs where, in which order and at which pace; the mapping of kind pipeline.
 *
 * @param segments in the order in which they run
 */
public record PipelinePlan(List<Segment> segments) implements Mapping {
  public PipelinePlan {
    segments = List.copyOf(segments);
  }

  /**
   * Layers that run together on the whole module, for all samples before the next segment begins.
   *
   * @param clusters stages of the pipeline, by first layer
   * @param stageCycles the period: a sample enters each stage every so many cycles; at least what each stage and the DRAM need
   * @param traffic slots of the transfers between clusters within one period, message by message of {@code SegmentTraffic}; null unless the
   *     problem's switch {@code contention} is on
   */
  public record Segment(List<Cluster> clusters, long stageCycles, @Nullable SlotTable traffic) {
    public Segment {
      clusters = List.copyOf(clusters);
    }

    /** A segment of which no slots are asked. */
    public Segment(List<Cluster> clusters, long stageCycles) {
      this(clusters, stageCycles, null);
    }

    /** Index of its first layer. */
    public int first() {
      return clusters.stream().mapToInt(Cluster::first).min().orElseThrow();
    }

    /** Index of its last layer. */
    public int last() {
      return clusters.stream().mapToInt(Cluster::last).max().orElseThrow();
    }
  }

  /**
   * Layers that run one after another, for one sample, on one region.
   *
   * @param layers indices, ascending; an interval unless branches may be parted
   * @param partitions how each of them is split, by position in {@code layers}
   * @param chiplets the region: numbers of chiplets, ascending; share s of a layer is that of the chiplet at position s
   */
  public record Cluster(List<Integer> layers, List<Partition> partitions, List<Integer> chiplets) {
    public Cluster {
      layers = List.copyOf(layers);
      partitions = List.copyOf(partitions);
      chiplets = List.copyOf(chiplets);
    }

    /** Index of its first layer. */
    public int first() {
      return layers.get(0);
    }

    /** Index of its last layer. */
    public int last() {
      return layers.get(layers.size() - 1);
    }
  }
}
