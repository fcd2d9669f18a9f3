package dev.dovetail.models.dramschedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The schedule that keeps nothing longer than it must: every transfer at the last moment.
 *
 * <p>Role: slow, but executable whenever any schedule is; what {@link DramScheduleFeasibility} promises.
 */
public final class LeanSchedule {
  private LeanSchedule() {}

  /** The schedule of a problem. It is executable if {@link DramScheduleFeasibility#check} passes. */
  public static DramSchedule of(DramScheduleProblem problem) {
    List<Integer> times = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int[] deadline = new int[problem.tensors().size()];
    for (int x = 0; x < deadline.length; x++) {
      DramTensor tensor = problem.tensors().get(x);
      times.add(DramScheduleFeasibility.leastResidency(problem, tensor));
      order.add(x);
      deadline[x] = tensor instanceof DramTensor.Load load ? load.neededBy() : times.get(x);
    }
    for (DramTensor tensor : problem.tensors()) {
      if (tensor instanceof DramTensor.Load load) {
        load.after().forEach(store -> deadline[store] = Math.min(deadline[store], load.neededBy()));
      }
    }
    // Of one tile: stores that make room or are read again, then loads that may not come with the tile, then those that may.
    order.sort(Comparator.comparingInt((Integer x) -> deadline[x]).thenComparingInt(x -> stage(problem, x, times)));
    return new DramSchedule(order, times);
  }

  private static int stage(DramScheduleProblem problem, int x, List<Integer> times) {
    return problem.tensors().get(x) instanceof DramTensor.Load load ? (times.get(x) < load.neededBy() ? 1 : 2) : 0;
  }
}
