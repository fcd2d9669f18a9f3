package dev.dovetail.models.dataflow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One directive of a mapping, with its numbers.
 *
 * @param kind what it does
 * @param size tile size of a map, sub-clusters per cluster of a cluster
 * @param offset step from one tile to the next; 0 for a cluster
 * @param dim the dimension that is mapped; null for a cluster
 */
public record Directive(Kind kind, long size, long offset, @Nullable LoopDim dim) {
  /** What a directive does. */
  public enum Kind {
    /** The same unit visits the tiles of a dimension one after the other. */
    TEMPORAL("TemporalMap"),
    /** Neighbouring units hold the tiles of a dimension at the same time. */
    SPATIAL("SpatialMap"),
    /** Ends a level: the units below are grouped. */
    CLUSTER("Cluster");

    private final String keyword;

    Kind(String keyword) {
      this.keyword = keyword;
    }

    /** As it stands in mapping files. */
    public String keyword() {
      return keyword;
    }
  }

  public Directive {
    Objects.requireNonNull(kind);
    if ((dim == null) != (kind == Kind.CLUSTER)) {
      throw new IllegalArgumentException("A %s %s dimension.".formatted(kind, dim == null ? "needs a" : "takes no"));
    }
  }

  /** {@code TemporalMap(size,offset) dim}. */
  public static Directive temporal(long size, long offset, LoopDim dim) {
    return new Directive(Kind.TEMPORAL, size, offset, dim);
  }

  /** {@code SpatialMap(size,offset) dim}. */
  public static Directive spatial(long size, long offset, LoopDim dim) {
    return new Directive(Kind.SPATIAL, size, offset, dim);
  }

  /** {@code Cluster(size)}. */
  public static Directive cluster(long size) {
    return new Directive(Kind.CLUSTER, size, 0, null);
  }

  @Override
  public String toString() {
    return dim == null ? "%s(%d)".formatted(kind.keyword(), size) : "%s(%d,%d) %s".formatted(kind.keyword(), size, offset, dim);
  }
}
