package dev.dovetail.models.stream.hardware;

import dev.dovetail.models.stream.hardware.MemoryDescription.Operand;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A core of a Stream accelerator.
 *
 * <p>Source: the core files of Stream and ZigZag (arXiv 2212.10612, stream-dse 1.13.14).
 *
 * @param id its number in the accelerator, from 0
 * @param type the name of its core file without ending, or the name that an inline core has; cores of one type are alike
 * @param kind what it is
 * @param arrayAxes names of the array's axes, D1 and so on
 * @param arraySizes extents of these axes
 * @param unitPicojoules energy of one multiply-accumulate or operation, at least 0
 * @param memories lowest level first
 * @param operators the operators that it accepts; null if it accepts all
 * @param dataflows legacy fixed unrolling: for each array axis the loops unrolled along it, as {@code K, 32}; empty if none is fixed
 */
public record CoreDescription(
    int id, String type, Kind kind, List<String> arrayAxes, List<Integer> arraySizes, BigDecimal unitPicojoules,
    List<MemoryDescription> memories, @Nullable List<String> operators, Map<String, List<String>> dataflows) {
  /** What a core is for. */
  public enum Kind {
    COMPUTE,
    /** An on-chip memory that computes nothing. */
    MEMORY,
    /** The core that stands for DRAM. */
    DRAM
  }

  public CoreDescription {
    arrayAxes = List.copyOf(arrayAxes);
    arraySizes = List.copyOf(arraySizes);
    memories = List.copyOf(memories);
    operators = operators == null ? null : List.copyOf(operators);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    dataflows.forEach((axis, loops) -> copy.put(axis, List.copyOf(loops)));
    dataflows = Collections.unmodifiableMap(copy);
  }

  /** The same core under another number and kind. */
  CoreDescription as(int otherId, Kind otherKind) {
    return new CoreDescription(otherId, type, otherKind, arrayAxes, arraySizes, unitPicojoules, memories, operators, dataflows);
  }

  /** The same core under another number. */
  CoreDescription as(int otherId) {
    return as(otherId, kind);
  }

  /** Whether it accepts every operator. */
  public boolean isGeneral() {
    return operators == null;
  }

  /** Whether its list of operators names this one; false for a general core. */
  public boolean lists(String operator) {
    return operators != null && operators.stream().anyMatch(operator::equalsIgnoreCase);
  }

  /** Number of array units: the product of the array's extents; 0 for memories. */
  public long units() {
    return arraySizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The last listed memory that holds an operand. */
  public Optional<MemoryDescription> top(Operand operand) {
    MemoryDescription top = null;
    for (MemoryDescription m : memories) {
      top = m.holds().contains(operand) ? m : top;
    }
    return Optional.ofNullable(top);
  }

  /** The memory whose size is the core's capacity in Stream's check: the top memory of the activations; else the last memory. */
  public MemoryDescription topMemory() {
    return top(Operand.I1).orElseGet(() -> memories.get(memories.size() - 1));
  }

  /** Capacity in Stream's memory check. A memory that holds weights alone does not count. */
  public long capacityBits() {
    return topMemory().sizeBits();
  }
}
