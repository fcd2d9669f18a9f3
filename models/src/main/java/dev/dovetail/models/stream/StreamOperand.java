package dev.dovetail.models.stream;

import java.util.List;

/**
 * A tensor as one node reads or writes it.
 *
 * @param tensor its number in the workload
 * @param axes the index of each of its axes
 */
public record StreamOperand(int tensor, List<AxisIndex> axes) {
  public StreamOperand {
    axes = List.copyOf(axes);
  }

  /** Whether loop {@code dim} moves through the tensor. */
  public boolean uses(int dim) {
    for (AxisIndex a : axes) {
      if (a.uses(dim)) {
        return true;
      }
    }
    return false;
  }
}
