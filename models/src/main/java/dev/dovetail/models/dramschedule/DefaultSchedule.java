package dev.dovetail.models.dramschedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The double-buffer schedule: loads one tile ahead, stores one tile behind.
 *
 * <p>Role: the schedule that the first stage of SoMa (HPCA 2025) evaluates its fusion plans with, and the start of its second
 * stage. It may overflow the buffer. Source: public program SET-Scheduling-Project/SoMa-HPCA2025.
 */
public final class DefaultSchedule {
  /** Names of weight tensors begin with this; they precede activations of the same residency begin. */
  public static final String WEIGHTS = "wgt:";

  private DefaultSchedule() {}

  /** The schedule of a problem. */
  public static DramSchedule of(DramScheduleProblem problem) {
    List<Integer> times = new ArrayList<>();
    for (DramTensor tensor : problem.tensors()) {
      times.add(tensor instanceof DramTensor.Load load ? load.defaultStart() : ((DramTensor.Store) tensor).defaultEnd());
    }
    return new DramSchedule(problem.defaultOrder(), times);
  }

  /**
   * The order of the double-buffer schedule: by residency begin, then weights, then by residency end, then loads before stores,
   * then by index. Weights are the loads whose name begins with {@code wgt:}.
   */
  public static List<Integer> order(List<DramTensor> tensors) {
    Comparator<Integer> order = Comparator.comparingInt((Integer i) -> begin(tensors.get(i)));
    return IntStream.range(0, tensors.size()).boxed()
        .sorted(
            order.thenComparingInt(i -> isWeights(tensors.get(i)) ? 0 : 1)
                .thenComparingInt(i -> end(tensors.get(i)))
                .thenComparingInt(i -> tensors.get(i) instanceof DramTensor.Load ? 0 : 1)
                .thenComparingInt(i -> i))
        .toList();
  }

  /** Whether a tensor is loaded as weights, by its name. */
  public static boolean isWeights(DramTensor tensor) {
    return tensor instanceof DramTensor.Load && tensor.name().startsWith(WEIGHTS);
  }

  private static int begin(DramTensor tensor) {
    return tensor instanceof DramTensor.Load load ? load.defaultStart() : tensor.tile();
  }

  private static int end(DramTensor tensor) {
    return tensor instanceof DramTensor.Load load ? load.end() : ((DramTensor.Store) tensor).defaultEnd();
  }
}
