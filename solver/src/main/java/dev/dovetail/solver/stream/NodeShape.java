package dev.dovetail.solver.stream;

/**
 * A share of a node that the cost table knows.
 *
 * @param sizes of its loops on one core
 * @param cores mask of the cores on which its cost is known
 * @param cycles per core id; of no meaning outside of the mask
 */
record NodeShape(long[] sizes, long cores, long[] cycles) {
  /** Cycles on a set of cores, all of which know it: the longest. */
  long cyclesOn(long set) {
    long most = 0;
    for (long rest = set; rest != 0; rest &= rest - 1) {
      most = Math.max(most, cycles[Long.numberOfTrailingZeros(rest)]);
    }
    return most;
  }
}
