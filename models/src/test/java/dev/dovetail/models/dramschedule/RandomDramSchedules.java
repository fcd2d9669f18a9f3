package dev.dovetail.models.dramschedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Small random instances, and schedules of them that are often executable. */
final class RandomDramSchedules {
  private RandomDramSchedules() {}

  /** An instance that passes {@link DramScheduleFeasibility}; all numbers are small, so that ties are frequent. */
  static DramScheduleProblem problem(Random random, int mostTiles, int mostTensors) {
    int n = 1 + random.nextInt(mostTiles);
    List<ComputeTile> tiles = new ArrayList<>();
    for (int q = 0; q < n; q++) {
      tiles.add(new ComputeTile("t" + q, random.nextInt(8), random.nextInt(3)));
    }
    List<DramTensor> tensors = new ArrayList<>();
    for (int q = 0; q < n && tensors.size() < mostTensors; q++) {
      if (random.nextInt(3) == 0) {
        int minEnd = q + 1 + random.nextInt(Math.min(2, n - q));
        tensors.add(new DramTensor.Store("s" + q, random.nextInt(10), tiles.get(q).group(), q, minEnd, minEnd));
      }
    }
    List<Integer> stores = new ArrayList<>();
    for (int x = 0; x < tensors.size(); x++) {
      stores.add(x);
    }
    int loads = random.nextInt(mostTensors - tensors.size() + 1);
    for (int x = 0; x < loads; x++) {
      int q = random.nextInt(n);
      int end = q + 1 + random.nextInt(Math.min(2, n - q));
      int group = random.nextInt(5) == 0 ? random.nextInt(3) : tiles.get(q).group();
      List<Integer> after =
          random.nextInt(3) > 0 ? List.of() : stores.stream().filter(s -> tensors.get(s).tile() < q).limit(2).toList();
      tensors.add(new DramTensor.Load("l" + x, random.nextInt(12), group, q, end, Math.max(-1, q - 1), after));
    }
    List<LocalTensor> locals = new ArrayList<>();
    if (random.nextBoolean()) {
      int start = random.nextInt(n);
      locals.add(new LocalTensor(random.nextInt(5), start, start + 1 + random.nextInt(n - start)));
    }
    List<Integer> order = DefaultSchedule.order(tensors);
    DramScheduleProblem open = new DramScheduleProblem("random", 1 + random.nextInt(2), 1, tiles, tensors, locals, order);
    long least = least(open);
    long buffer = Math.max(1, least + random.nextInt(15));
    return new DramScheduleProblem("random", open.dramBytesPerCycle(), buffer, tiles, tensors, locals, order);
  }

  private static long least(DramScheduleProblem problem) {
    List<Integer> times = problem.tensors().stream().map(t -> DramScheduleFeasibility.leastResidency(problem, t)).toList();
    return new BufferOccupancy(problem, times).bytes().stream().mapToLong(b -> b).max().orElse(0);
  }

  /** The double-buffer schedule with a few neighbours in the order swapped and a few times drawn anew. */
  static DramSchedule perturbed(DramScheduleProblem problem, Random random) {
    List<Integer> order = new ArrayList<>(problem.defaultOrder());
    List<Integer> times = new ArrayList<>(DefaultSchedule.of(problem).times());
    for (int k = random.nextInt(4); k > 0 && order.size() > 1; k--) {
      int i = random.nextInt(order.size() - 1);
      Collections.swap(order, i, Math.min(order.size() - 1, i + 1 + random.nextInt(2)));
    }
    for (int k = random.nextInt(4); k > 0 && !times.isEmpty(); k--) {
      int x = random.nextInt(times.size());
      DramTensor tensor = problem.tensors().get(x);
      int least = tensor instanceof DramTensor.Store store ? store.minEnd() : -1;
      int most = tensor instanceof DramTensor.Load load ? load.neededBy() : problem.tiles().size();
      times.set(x, least + random.nextInt(most - least + 1));
    }
    return new DramSchedule(order, times);
  }
}
