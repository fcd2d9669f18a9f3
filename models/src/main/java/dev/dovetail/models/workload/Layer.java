package dev.dovetail.models.workload;

import dev.dovetail.models.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One layer: an operator that makes one tensor from its operands.
 *
 * @param name unique in its workload
 * @param operator what it computes
 * @param operands what it reads, activations first, then weights
 * @param output name of the tensor it makes
 * @param shape shape of the output
 * @param axes the loop dimension of each output axis (several axes may share {@link Dim#B})
 * @param reductions extents of the summed loop dimensions ({@link Dim#C} per group, {@link Dim#FY}, {@link Dim#FX}); a pool's window is
 *     here too; empty for elementwise work
 * @param groups groups of a convolution, at least 1; K is over all groups
 * @param folded names of nodes whose work is free here (batch normalisation, ReLU), for reports
 */
public record Layer(
    String name,
    Operator operator,
    List<Operand> operands,
    String output,
    List<Integer> shape,
    List<Dim> axes,
    Map<Dim, Integer> reductions,
    int groups,
    List<String> folded) {
  /** Most output elements times reduction extents: sums over many layers stay inside of a {@code long}. */
  public static final long MOST_WORK = 1L << 50;

  public Layer {
    Objects.requireNonNull(name);
    Objects.requireNonNull(operator);
    Objects.requireNonNull(output);
    operands = List.copyOf(operands);
    shape = List.copyOf(shape);
    axes = List.copyOf(axes);
    reductions = Map.copyOf(reductions);
    folded = List.copyOf(folded);
    if (axes.size() != shape.size()) {
      throw new IllegalArgumentException(
          "The axes (%s) of layer (%s) must be as many as its output's (%s).".formatted(axes, name, shape));
    }
    checkWork(name, shape, reductions);
    if (groups < 1) {
      throw new IllegalArgumentException("The groups (%d) of layer (%s) must be positive.".formatted(groups, name));
    }
  }

  private static void checkWork(String name, List<Integer> shape, Map<Dim, Integer> reductions) {
    long work = 1;
    List<Integer> factors = new ArrayList<>(shape);
    factors.addAll(reductions.values());
    for (int factor : factors) {
      if (factor > MOST_WORK / work) {
        throw new IllegalArgumentException("The layer (%s) has more than %d elementary operations.".formatted(name, MOST_WORK));
      }
      work *= Math.max(1, factor);
    }
  }

  /** The whole output as a box. */
  public Box outputBox() {
    return Box.whole(shape);
  }

  /** Product of the extents of {@code tile} on the axes with loop dimension {@code dim}, times its reduction extent; 1 if none. */
  public long extent(Dim dim, Box tile) {
    long e = reductions.getOrDefault(dim, 1);
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a) == dim) {
        e *= tile.size(a);
      }
    }
    return e;
  }

  /** Output elements of {@code tile} times all reduction extents: multiply-accumulates of a matrix operator. */
  public long work(Box tile) {
    long w = tile.volume();
    for (int r : reductions.values()) {
      w = Math.multiplyExact(w, (long) r);
    }
    return w;
  }

  /** Multiply-accumulates of the whole layer; 0 if it is no matrix operator. */
  public long macs() {
    return operator.operatorClass() == OperatorClass.MATRIX ? work(outputBox()) : 0;
  }

  /**
   * The axis that is cut into rows: the first OY axis longer than 1, else OX, else B; -1 if there is none. The OX axis of an
   * operator that {@linkplain Operator#normalises() normalises} is the one it reads whole, and is never cut.
   */
  public int rowAxis() {
    for (Dim d : List.of(Dim.OY, Dim.OX, Dim.B)) {
      int axis = d == Dim.OX && operator.normalises() ? -1 : axisOf(d);
      if (axis >= 0) {
        return axis;
      }
    }
    return -1;
  }

  /** The axis that is cut into channel chunks: the first K axis longer than 1, else B if it is not the row axis; -1 if none. */
  public int channelAxis() {
    int k = axisOf(Dim.K);
    if (k >= 0) {
      return k;
    }
    int b = axisOf(Dim.B);
    return b == rowAxis() ? -1 : b;
  }

  /**
   * The axis that a tile grid cuts into chunks: the {@linkplain #channelAxis() channel axis}, or the heads of an attention product. A head
   * reads nothing that another one reads, while each channel reads all of the other operand.
   */
  public int chunkAxis() {
    int b = axisOf(Dim.B);
    boolean heads =
        b >= 0 && b != rowAxis() && operator.operatorClass() == OperatorClass.MATRIX && !operands.isEmpty()
            && operands.stream().allMatch(o -> o.maps().stream().anyMatch(m -> follows(m, b)));
    return heads ? b : channelAxis();
  }

  private static boolean follows(AxisMap map, int axis) {
    return (map instanceof AxisMap.Same same && same.axis() == axis)
        || (map instanceof AxisMap.Grouped grouped && grouped.axis() == axis);
  }

  private int axisOf(Dim dim) {
    for (int a = 0; a < axes.size(); a++) {
      if (axes.get(a) == dim && shape.get(a) > 1) {
        return a;
      }
    }
    return -1;
  }
}
