package dev.dovetail.models.intracore.maestro;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer, a mapping and a core that do not go together. */
public final class InvalidMappingException extends BadInputException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Code {
    /** A size or stride below 1, an input smaller than its kernel, both an input extent and its output extent. */
    BAD_LAYER,
    /** A layer type that the model does not evaluate. */
    UNSUPPORTED_LAYER,
    /** A size, offset or cluster size below 1. */
    BAD_DIRECTIVE,
    /** A temporal map of R or S that is not the whole dimension. */
    FILTER_TILE,
    /** No spatial map at a level, or more than two. */
    SPATIAL_COUNT,
    /** Fewer processing elements than the product of the cluster sizes. */
    TOO_FEW_PES,
    /** More than three clusters. */
    TOO_MANY_LEVELS,
    /** A directive on a dimension that the layer does not have at that level. */
    UNKNOWN_DIMENSION,
    /** A map of Y' or X' without one of its kernel dimension in the same group. */
    MISSING_WINDOW,
    /** A step that brings no new data of the dimension that moves. */
    ZERO_UNIQUE,
    /** A delay of 0 cycles where the model divides by it. */
    DIVISION_BY_ZERO,
    /** A count beyond the integers of the mode. */
    OVERFLOW,
    /** Two directives on one dimension in a group. */
    DUPLICATE_DIRECTIVE,
    /** Tiles that leave gaps or overlap, so that not every multiply-accumulate is done exactly once. */
    COVERAGE,
    /** More data per processing element than its memory holds. */
    CAPACITY_L1,
    /** More data than the shared memory holds. */
    CAPACITY_L2
  }

  private final Code code;
  private final int level;
  private final transient @Nullable LoopDim dimension;

  /**
   * @param code what is wrong
   * @param level the level of the mapping, 0 outermost; -1 if it is none
   * @param dimension the dimension; null if it is none
   * @param what one sentence: what (value) is wrong where
   * @param maybe the way out, without the leading word "Maybe "
   */
  public InvalidMappingException(Code code, int level, @Nullable LoopDim dimension, String what, String maybe) {
    super("The mapping is invalid (%s): %s".formatted(Objects.requireNonNull(code), what), maybe);
    this.code = code;
    this.level = level;
    this.dimension = dimension;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** The level of the mapping, 0 outermost; -1 if it is none. */
  public int level() {
    return level;
  }

  /** The dimension; null if it is none. */
  public @Nullable LoopDim dimension() {
    return dimension;
  }
}
