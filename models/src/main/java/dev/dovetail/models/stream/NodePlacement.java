package dev.dovetail.models.stream;

import java.util.List;

/**
 * Where a node runs.
 *
 * @param node its number in the workload
 * @param cores ids of the cores that share it in equal parts
 * @param splits how its loops are divided among them; the parts multiply to the number of cores
 */
public record NodePlacement(int node, List<Integer> cores, List<Split> splits) {
  /**
   * A loop that is divided among cores.
   *
   * @param dim number of the node's loop
   * @param parts at least 1; divides the loop
   */
  public record Split(int dim, long parts) {}

  public NodePlacement {
    cores = List.copyOf(cores);
    splits = List.copyOf(splits);
  }

  /** Parts of a loop; 1 if it is not divided. */
  public long parts(int dim) {
    for (Split s : splits) {
      if (s.dim() == dim) {
        return s.parts();
      }
    }
    return 1;
  }
}
