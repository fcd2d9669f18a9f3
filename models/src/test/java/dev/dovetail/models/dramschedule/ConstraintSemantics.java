package dev.dovetail.models.dramschedule;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * A second evaluation, by constraints instead of steps: the latency is that of the earliest times that satisfy them.
 *
 * <ul>
 *   <li>Channel: a transfer starts after the one before it in the order.
 *   <li>Release: a load resident from position s starts after tile s-1, a store after its tile.
 *   <li>Compute: a tile starts after the one before it, after its loads and after the stores whose residency ends with it.
 *   <li>No look-ahead: what a tile waits for stands behind no transfer that the tile itself releases, except in a block of the tile's own
 *       layer's loads that become resident with it.
 * </ul>
 */
final class ConstraintSemantics {
  private final DramScheduleProblem problem;
  private final DramSchedule schedule;
  private final int[] indexOf;

  ConstraintSemantics(DramScheduleProblem problem, DramSchedule schedule) {
    this.problem = problem;
    this.schedule = schedule;
    indexOf = new int[problem.tensors().size()];
    for (int k = 0; k < indexOf.length; k++) {
      indexOf[schedule.order().get(k)] = k;
    }
  }

  /** The latency; empty if the order is violated. */
  OptionalLong latencyCycles() {
    for (int q = 0; q < problem.tiles().size(); q++) {
      if (looksAhead(q)) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(earliest());
  }

  private boolean isRequired(int x, int tile) {
    return problem.tensors().get(x) instanceof DramTensor.Load load ? load.neededBy() == tile : schedule.times().get(x) == tile;
  }

  private boolean looksAhead(int tile) {
    List<Integer> order = schedule.order();
    int last = -1;
    for (int k = 0; k < order.size(); k++) {
      last = isRequired(order.get(k), tile) ? k : last;
    }
    boolean inBlock = false;
    for (int k = 0; k <= last; k++) {
      int x = order.get(k);
      boolean load = problem.tensors().get(x) instanceof DramTensor.Load;
      int released = load ? schedule.times().get(x) : problem.tensors().get(x).tile() + 1;
      if (released > tile) {
        return true;
      }
      inBlock |= load && released == tile;
      if (inBlock && !(load && released == tile && problem.tensors().get(x).group() == problem.tiles().get(tile).group())) {
        return true;
      }
    }
    return false;
  }

  private long earliest() {
    int tiles = problem.tiles().size();
    int count = indexOf.length;
    long[] transferEnd = new long[count];
    long[] tileEnd = new long[tiles];
    boolean changed = true;
    while (changed) {
      long[] transfersBefore = transferEnd.clone();
      long[] tilesBefore = tileEnd.clone();
      long channel = 0;
      for (int x : schedule.order()) {
        DramTensor tensor = problem.tensors().get(x);
        int after = tensor instanceof DramTensor.Load ? schedule.times().get(x) - 1 : tensor.tile();
        channel = Math.max(channel, after >= 0 ? tileEnd[after] : 0) + problem.channelCycles(tensor);
        transferEnd[x] = channel;
      }
      long compute = 0;
      for (int q = 0; q < tiles; q++) {
        for (int x = 0; x < count; x++) {
          compute = isRequired(x, q) ? Math.max(compute, transferEnd[x]) : compute;
        }
        compute += problem.tiles().get(q).cycles();
        tileEnd[q] = compute;
      }
      changed = !Arrays.equals(transfersBefore, transferEnd) || !Arrays.equals(tilesBefore, tileEnd);
    }
    long last = tileEnd[tiles - 1];
    for (long end : transferEnd) {
      last = Math.max(last, end);
    }
    return last;
  }
}
