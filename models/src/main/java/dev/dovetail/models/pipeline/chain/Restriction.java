package dev.dovetail.models.pipeline.chain;

/** Which clusterings of the chain are looked at; each but the last is a part of the last. */
public enum Restriction {
  /** Every segment is one cluster: layers run one after another on all chiplets. */
  SEQUENTIAL,
  /** One segment, and each layer a cluster. */
  FULL,
  /** Any segments, and each layer a cluster. */
  SEGMENTED,
  /** Any segments of any clusters. */
  MERGED
}
