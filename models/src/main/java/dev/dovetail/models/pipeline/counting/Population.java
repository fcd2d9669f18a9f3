package dev.dovetail.models.pipeline.counting;

/** Which mappings are told apart. */
public enum Population {
  /** Segments, clusters and chiplets of each cluster, with the fastest partitions of its layers. */
  ALLOCATIONS,
  /** The partition of each layer as well. */
  PARTITIONS
}
