package dev.dovetail.models.dataflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tile size that a dataflow leaves open.
 *
 * @param name as it stands in the directives
 * @param dim the dimension whose candidate sizes it takes ({@code Y'} and {@code X'}: output counts); null if the values are listed
 * @param values the listed values, ascending, each at least 1; empty if they come from {@code dim}
 */
public record TileParameter(String name, @Nullable LoopDim dim, List<Long> values) {
  public TileParameter {
    values = List.copyOf(values);
    if ((dim == null) == values.isEmpty()) {
      throw new IllegalArgumentException("The parameter (%s) takes a dimension's sizes or listed ones.".formatted(name));
    }
  }

  /** A parameter that takes the candidate sizes of a dimension. */
  public static TileParameter of(String name, LoopDim dim) {
    return new TileParameter(name, dim, List.of());
  }
}
