package dev.dovetail.models.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A core of an accelerator.
 *
 * @param id its number, as files write it
 * @param type cores of one type cost the same
 * @param kind what it is there for
 * @param capacityBits of the top memory of its first operand, which alone limits what it may hold
 * @param units of its array: what it computes per cycle at most; 0 if it computes nothing
 * @param operators what it accepts; null if it is a general core, which accepts every operator
 */
public record StreamCore(int id, String type, Kind kind, long capacityBits, long units, @Nullable List<String> operators) {
  /** What a core is there for. */
  public enum Kind {
    /** It computes. */
    COMPUTE,
    /** A memory on chip. */
    MEMORY,
    /** It stands for DRAM: graph inputs, weights and outputs lie there. */
    DRAM
  }

  public StreamCore {
    operators = operators == null ? null : List.copyOf(operators);
  }

  /** Whether it computes and accepts every operator. */
  public boolean isGeneral() {
    return kind == Kind.COMPUTE && operators == null;
  }

  /** Whether it names this operator among those that it accepts. */
  public boolean isMadeFor(String operator) {
    return kind == Kind.COMPUTE && operators != null && operators.contains(operator);
  }
}
