package dev.dovetail.models.accelerator;

import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Operator;
import java.util.List;
import java.util.Set;

/**
 * A core: an array of processing elements, its memories, and what it can run.
 *
 * @param name unique in its accelerator
 * @param type cores of the same type are interchangeable: same array, memories, operators and costs
 * @param array extents of the array, for example {@code [32, 32]}; a vector core has one
 * @param unrollings the spatial unrollings that the array offers for matrix operators, each one loop dimension per array axis; empty for
 *     a core that runs no matrix operator
 * @param memories lowest level first; the last one is shared with the network and holds tensors and weights
 * @param operators what it can run; never empty
 * @param operationFemtojoules energy of one multiply-accumulate or vector operation
 * @param lanes vector or pool operations per cycle, at least 1
 */
public record Core(
    String name,
    String type,
    List<Integer> array,
    List<List<Dim>> unrollings,
    List<LocalMemory> memories,
    Set<Operator> operators,
    long operationFemtojoules,
    long lanes) {
  public Core {
    array = List.copyOf(array);
    unrollings = unrollings.stream().map(List::copyOf).toList();
    memories = List.copyOf(memories);
    operators = Set.copyOf(operators);
    if (lanes < 1) {
      throw new IllegalArgumentException("The lanes (%d) of core (%s) must be positive.".formatted(lanes, name));
    }
  }

  /** A core of which every processing element is a lane. */
  public Core(
      String name,
      String type,
      List<Integer> array,
      List<List<Dim>> unrollings,
      List<LocalMemory> memories,
      Set<Operator> operators,
      long operationFemtojoules) {
    this(
        name,
        type,
        array,
        unrollings,
        memories,
        operators,
        operationFemtojoules,
        array.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact));
  }

  /** The memory that holds tensors, weights and outputs. */
  public LocalMemory buffer() {
    return memories.get(memories.size() - 1);
  }

  /** Capacity of {@link #buffer()}. */
  public long capacityBytes() {
    return buffer().bytes();
  }

  /** Number of processing elements: product of the array's extents. */
  public long units() {
    return array.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether it can run {@code operator}. */
  public boolean supports(Operator operator) {
    return operators.contains(operator);
  }
}
