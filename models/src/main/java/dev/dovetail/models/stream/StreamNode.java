package dev.dovetail.models.stream;

import java.util.List;

/**
 * An operator of a workload: a nest of loops with affine operands.
 *
 * @param name unique in its workload
 * @param op the ONNX operator, for example {@code Conv}
 * @param role what the model does with it
 * @param dims the loops {@code D0, D1, ...}; mapping files name them by these positions
 * @param inputs what it reads, in the operator's order
 * @param outputs what it writes
 */
public record StreamNode(
    String name, String op, Role role, List<Loop> dims, List<StreamOperand> inputs, List<StreamOperand> outputs) {
  /** Operators that Stream charges this many cycles per element when its intra-core mapper finds nothing. */
  private static final int SLOW_CYCLES = 4;
  private static final List<String> SLOW = List.of("Silu", "Sigmoid", "Exp");

  /** What the model does with a node. */
  public enum Role {
    /** It runs on cores. */
    COMPUTE,
    /** It only reorders a tensor in DRAM, at no cost; the tensor before it and the one behind it lie there. */
    LAYOUT
  }

  /**
   * A loop.
   *
   * @param letter for people, for example {@code ox}; may be empty
   * @param size at least 1
   * @param reduction whether it sums over what it runs through: no index of an output uses it
   */
  public record Loop(String letter, long size, boolean reduction) {}

  public StreamNode {
    dims = List.copyOf(dims);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Sizes of all loops. */
  public long[] sizes() {
    return dims.stream().mapToLong(Loop::size).toArray();
  }

  /** All operands: inputs, then outputs. */
  public List<StreamOperand> operands() {
    return java.util.stream.Stream.concat(inputs.stream(), outputs.stream()).toList();
  }

  /** Cycles per element of Stream's estimate for what its mapper cannot map. */
  public int cyclesPerOperation() {
    return SLOW.contains(op) ? SLOW_CYCLES : 1;
  }

  /**
   * Cycles below which no mapping on an array gets: one iteration per unit and cycle.
   *
   * @param sizes of the loops on one core
   * @param units of the core's array, at least 1
   */
  public static long roofCycles(long[] sizes, long units) {
    long iterations = 1;
    for (long s : sizes) {
      iterations = Math.multiplyExact(iterations, s);
    }
    return -Math.floorDiv(-iterations, units);
  }
}
