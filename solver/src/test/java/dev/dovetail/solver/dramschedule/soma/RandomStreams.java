package dev.dovetail.solver.dramschedule.soma;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTensor.Load;
import dev.dovetail.models.dramschedule.DramTensor.Store;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random instances of two to five layers, each in one or two tiles, and random schedules of them. */
final class RandomStreams {
  private static final long PLENTY = 1_000_000;

  private RandomStreams() {}

  /** An instance with a buffer that holds everything. */
  static DramScheduleProblem roomy(long seed) {
    return problem(new Random(seed), PLENTY);
  }

  /** An instance with a buffer that holds the double-buffer schedule and little more. */
  static DramScheduleProblem tight(long seed) {
    DramScheduleProblem roomy = roomy(seed);
    long need = 0;
    for (int q = -1; q < roomy.tiles().size(); q++) {
      need = Math.max(need, occupied(roomy, DefaultSchedule.of(roomy), q));
    }
    return problem(new Random(seed), need + need / 8);
  }

  /** Bytes in the buffer at a position, summed tensor by tensor. */
  static long occupied(DramScheduleProblem problem, DramSchedule schedule, int position) {
    long sum = 0;
    for (LocalTensor local : problem.locals()) {
      sum += local.start() <= position && position < local.end() ? local.bytes() : 0;
    }
    for (int i = 0; i < problem.tensors().size(); i++) {
      DramTensor t = problem.tensors().get(i);
      int time = schedule.times().get(i);
      int start = t instanceof Load ? time : t.tile();
      int end = t instanceof Load load ? load.end() : time;
      sum += start <= position && position < end ? t.bytes() : 0;
    }
    return sum;
  }

  /** The double-buffer schedule with a few tensors elsewhere in the order and at other times of their ranges. */
  static DramSchedule disturbed(DramScheduleProblem problem, long seed) {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>(problem.defaultOrder());
    List<Integer> times = new ArrayList<>(DefaultSchedule.of(problem).times());
    for (int change = random.nextInt(6); change > 0; change--) {
      int i = random.nextInt(times.size());
      times.set(i, problem.tensors().get(i) instanceof Store store
          ? between(random, store.minEnd(), problem.tiles().size())
          : between(random, -1, problem.tensors().get(i).tile()));
      int from = random.nextInt(order.size());
      int to = Math.min(order.size() - 1, Math.max(0, from + between(random, -2, 2)));
      Collections.rotate(order.subList(Math.min(from, to), Math.max(from, to) + 1), from < to ? -1 : 1);
    }
    return new DramSchedule(order, times);
  }

  private static DramScheduleProblem problem(Random random, long buffer) {
    List<ComputeTile> tiles = new ArrayList<>();
    List<DramTensor> tensors = new ArrayList<>();
    List<LocalTensor> locals = new ArrayList<>();
    List<Integer> previous = List.of(); // stores of the layer before, if it stores
    int layers = between(random, 2, 5);
    int[] first = new int[layers + 1];
    for (int l = 0; l < layers; l++) {
      int count = between(random, 1, 2);
      first[l + 1] = first[l] + count;
      for (int t = 0; t < count; t++) {
        tiles.add(new ComputeTile(l + "/" + t, random.nextInt(40), l));
      }
    }
    for (int l = 0; l < layers; l++) {
      int last = first[l + 1] - 1;
      List<Integer> stores = new ArrayList<>();
      for (int q = first[l]; q <= last && (!previous.isEmpty() || random.nextInt(3) == 0); q++) {
        tensors.add(new Load("in:" + l + "/" + q, bytes(random), l, q, q + 1, q - 1, previous));
      }
      if (random.nextInt(4) > 0) {
        tensors.add(new Load("wgt:" + l, bytes(random), l, first[l], last + 1, first[l] - 1, List.of()));
      }
      boolean isStored = l == layers - 1 || random.nextInt(3) == 0;
      for (int q = first[l]; q <= last; q++) {
        if (isStored) {
          stores.add(tensors.size());
          int end = q == last ? q + 1 : q + 2; // a layer that is stored ends its layer group
          tensors.add(new Store("out:" + l + "/" + q, bytes(random), l, q, q + 1, end));
        } else {
          locals.add(new LocalTensor(bytes(random), q, first[l + 2 > layers ? layers : l + 2]));
        }
      }
      previous = stores;
    }
    return new DramScheduleProblem("random", 10, buffer, tiles, tensors, locals, DefaultSchedule.order(tensors));
  }

  private static long bytes(Random random) {
    return 10L * between(random, 1, 20) - random.nextInt(10);
  }

  private static int between(Random random, int from, int to) {
    return from + random.nextInt(to - from + 1);
  }
}
