package dev.dovetail.models.dataflow;

import dev.dovetail.models.dataflow.Directive.Kind;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A directive whose sizes are still expressions.
 *
 * @param kind what it does
 * @param size tile size of a map, sub-clusters per cluster of a cluster
 * @param offset step from one tile to the next; constant 0 for a cluster
 * @param dim the dimension that is mapped; null for a cluster
 */
public record DirectiveTemplate(Kind kind, SizeExpression size, SizeExpression offset, @Nullable LoopDim dim) {
  public DirectiveTemplate {
    Objects.requireNonNull(kind);
    if ((dim == null) != (kind == Kind.CLUSTER)) {
      throw new IllegalArgumentException("A %s %s dimension.".formatted(kind, dim == null ? "needs a" : "takes no"));
    }
  }

  /**
   * The directive for a layer's sizes and values of the parameters.
   *
   * @throws ArithmeticException if a divisor is 0 or a number leaves 64 bits
   */
  public Directive resolve(ToLongFunction<LoopDim> sizes, ToLongFunction<String> parameters) {
    return new Directive(kind, size.value(sizes, parameters), offset.value(sizes, parameters), dim);
  }

  /** As a person writes it, for example {@code TemporalMap(Sz(R),1) Y}. */
  public String text() {
    return dim == null
        ? "%s(%s)".formatted(kind.keyword(), size.text())
        : "%s(%s,%s) %s".formatted(kind.keyword(), size.text(), offset.text(), dim);
  }
}
