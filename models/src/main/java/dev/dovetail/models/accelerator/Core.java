package dev.dovetail.models.accelerator;

import dev.dovetail.models.workload.Dim;
import dev.dovetail.models.workload.Operator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A core: an array of processing elements, its memories, and what it can run.
 *
 * @param name unique in its accelerator
 * @param type cores of the same type are interchangeable: same array, memories, operators and costs
 * @param array extents of the array, for example {@code [32, 32]}; a vector core has one
 * @param unrollings the spatial unrollings that the array offers for matrix operators, each one loop dimension per array axis; empty for
 *     a core that runs no matrix operator, or that says so by dataflows
 * @param memories lowest level first; the last one is shared with the network and holds tensors and weights. With dataflows there are one
 *     or two; of two, the first stands in each processing element
 * @param operators what it can run; never empty
 * @param operationFemtojoules energy of one multiply-accumulate or vector operation
 * @param lanes vector or pool operations per cycle, at least 1
 * @param dataflow how the array runs matrix operators by data-centric dataflows; null if the file declares none
 * @param estimated whether costs on it are estimates, because what describes it says nothing of how loops lie on its array
 */
public record Core(
    String name,
    String type,
    List<Integer> array,
    List<List<Dim>> unrollings,
    List<LocalMemory> memories,
    Set<Operator> operators,
    long operationFemtojoules,
    long lanes,
    @Nullable DataflowArray dataflow,
    boolean estimated) {
  public Core {
    array = List.copyOf(array);
    unrollings = unrollings.stream().map(List::copyOf).toList();
    memories = List.copyOf(memories);
    operators = Set.copyOf(operators);
    if (lanes < 1) {
      throw new IllegalArgumentException("The lanes (%d) of core (%s) must be positive.".formatted(lanes, name));
    }
  }

  /** A core whose costs are no estimates. */
  public Core(
      String name,
      String type,
      List<Integer> array,
      List<List<Dim>> unrollings,
      List<LocalMemory> memories,
      Set<Operator> operators,
      long operationFemtojoules,
      long lanes,
      @Nullable DataflowArray dataflow) {
    this(name, type, array, unrollings, memories, operators, operationFemtojoules, lanes, dataflow, false);
  }

  /** A core without declared dataflows. */
  public Core(
      String name,
      String type,
      List<Integer> array,
      List<List<Dim>> unrollings,
      List<LocalMemory> memories,
      Set<Operator> operators,
      long operationFemtojoules,
      long lanes) {
    this(name, type, array, unrollings, memories, operators, operationFemtojoules, lanes, null);
  }

  /** A core without declared dataflows of which every processing element is a lane. */
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

  /** The memory in each processing element; null if the file gives it no limit. Only cores with dataflows have one. */
  public @Nullable LocalMemory elementMemory() {
    return dataflow != null && memories.size() == 2 ? memories.get(0) : null;
  }

  /** Whether operation and both memories declare energies, so that counted accesses are charged with them. Only with dataflows. */
  public boolean declaresAccessEnergies() {
    return elementMemory() != null
        && operationFemtojoules > 0
        && memories.stream().allMatch(m -> m.readFemtojoulesPerByte() > 0 && m.writeFemtojoulesPerByte() > 0);
  }

  /** The same core by another name. */
  Core named(String other) {
    return new Core(other, type, array, unrollings, memories, operators, operationFemtojoules, lanes, dataflow, estimated);
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
