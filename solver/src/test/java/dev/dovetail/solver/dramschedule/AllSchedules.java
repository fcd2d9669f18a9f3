package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleEvaluator;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every order with every residency of a tiny instance, judged one by one. */
final class AllSchedules {
  private final DramScheduleEvaluator judge = new DramScheduleEvaluator();
  private final DramScheduleProblem problem;
  private final int tensors;
  private final List<Integer> order = new ArrayList<>();
  private final Integer[] times;
  private long least = Long.MAX_VALUE;

  private AllSchedules(DramScheduleProblem problem) {
    this.problem = problem;
    tensors = problem.tensors().size();
    times = new Integer[tensors];
  }

  /** How many there are, about. */
  static double count(DramScheduleProblem problem) {
    double count = 1;
    for (int x = 0; x < problem.tensors().size(); x++) {
      count *= (x + 1) * (1.0 + last(problem, x) - first(problem, x));
    }
    return count;
  }

  /** The least latency of an executable one, or {@link Long#MAX_VALUE}. */
  static long least(DramScheduleProblem problem) {
    AllSchedules all = new AllSchedules(problem);
    all.orders();
    return all.least;
  }

  private static int first(DramScheduleProblem problem, int x) {
    return problem.tensors().get(x) instanceof DramTensor.Store store ? store.minEnd() : -1;
  }

  private static int last(DramScheduleProblem problem, int x) {
    return problem.tensors().get(x) instanceof DramTensor.Load load ? load.neededBy() : problem.tiles().size();
  }

  private void orders() {
    if (order.size() == tensors) {
      times(0);
      return;
    }
    for (int x = 0; x < tensors; x++) {
      if (!order.contains(x)) {
        order.add(x);
        orders();
        order.remove(order.size() - 1);
      }
    }
  }

  private void times(int x) {
    if (x == tensors) {
      Evaluation evaluation = judge.evaluate(problem, new DramSchedule(order, Arrays.asList(times)));
      if (evaluation.isExecutable()) {
        least = Math.min(least, evaluation.objective());
      }
      return;
    }
    for (int t = first(problem, x); t <= last(problem, x); t++) {
      times[x] = t;
      times(x + 1);
    }
  }
}
