package dev.dovetail.models.dramschedule;

import dev.dovetail.models.LowerBound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The channel as one machine: each tensor has a head before which it cannot start and a tail of work that must follow it.
 *
 * <p>Role: dominates the bounds of {@link StreamBounds}. Heads are propagated tile by tile: a tile waits for the channel to carry all that
 * it or an earlier tile needs, and the stores that such loads read again. Then the preemptive schedule that always serves the longest
 * tail (Jackson) is a lower bound. It ignores the buffer.
 */
final class HeadTailBound {
  private final DramScheduleProblem problem;
  private final int count;
  private final long[] cycles;
  private final long[] head;
  private final long[] tail;

  HeadTailBound(DramScheduleProblem problem) {
    this.problem = problem;
    count = problem.tensors().size();
    cycles = problem.tensors().stream().mapToLong(problem::channelCycles).toArray();
    head = new long[count];
    tail = new long[count];
  }

  LowerBound bound() {
    long last = heads();
    tails();
    long value = Math.max(last, jackson());
    return new LowerBound("head-tail", value,
        "one channel for all %d tensors, each with what must come before and after it".formatted(count));
  }

  /** Earliest completions of all tiles; answers the last one. */
  private long heads() {
    int tiles = problem.tiles().size();
    List<List<Integer>> loads = new ArrayList<>();
    int[] storeOf = new int[tiles];
    java.util.Arrays.fill(storeOf, -1);
    for (int q = 0; q < tiles; q++) {
      loads.add(new ArrayList<>());
    }
    for (int x = 0; x < count; x++) {
      DramTensor tensor = problem.tensors().get(x);
      if (tensor instanceof DramTensor.Load) {
        loads.get(tensor.tile()).add(x);
      } else {
        storeOf[tensor.tile()] = x;
      }
    }
    // What the channel must have carried before a tile starts, by descending head.
    List<Integer> mandatory = new ArrayList<>();
    boolean[] counted = new boolean[count];
    Comparator<Integer> descending = Comparator.comparingLong((Integer x) -> head[x]).reversed();
    long finished = 0;
    for (int q = 0; q < tiles; q++) {
      for (int x : loads.get(q)) {
        for (int store : ((DramTensor.Load) problem.tensors().get(x)).after()) {
          head[x] = Math.max(head[x], head[store] + cycles[store]);
          if (!counted[store]) {
            counted[store] = true;
            mandatory.add(store);
          }
        }
        mandatory.add(x);
      }
      long start = finished;
      if (!loads.get(q).isEmpty()) {
        mandatory.sort(descending);
        long sum = 0;
        for (int x : mandatory) {
          sum += cycles[x];
          start = Math.max(start, head[x] + sum);
        }
      }
      finished = start + problem.tiles().get(q).cycles();
      if (storeOf[q] >= 0) {
        head[storeOf[q]] = finished;
      }
    }
    return finished;
  }

  private void tails() {
    int tiles = problem.tiles().size();
    long[] after = new long[tiles + 1];
    for (int x = 0; x < count; x++) {
      if (problem.tensors().get(x) instanceof DramTensor.Store store && store.producedBy() == tiles - 1) {
        after[tiles] = cycles[x];
      }
    }
    for (int q = tiles - 1; q >= 0; q--) {
      after[q] = after[q + 1] + problem.tiles().get(q).cycles();
    }
    for (int x = 0; x < count; x++) {
      if (problem.tensors().get(x) instanceof DramTensor.Load load) {
        tail[x] = after[load.neededBy()];
      }
    }
    for (int x = 0; x < count; x++) {
      if (problem.tensors().get(x) instanceof DramTensor.Load load) {
        for (int store : load.after()) {
          tail[store] = Math.max(tail[store], cycles[x] + tail[x]);
        }
      }
    }
  }

  /** The preemptive one-machine schedule: at every moment the released tensor with the longest tail. */
  private long jackson() {
    List<Integer> byHead = new ArrayList<>();
    for (int x = 0; x < count; x++) {
      byHead.add(x);
    }
    byHead.sort(Comparator.comparingLong(x -> head[x]));
    long[] left = cycles.clone();
    PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.comparingLong((Integer x) -> -tail[x]));
    long now = 0;
    long value = 0;
    int next = 0;
    while (next < count || !ready.isEmpty()) {
      if (ready.isEmpty()) {
        now = Math.max(now, head[byHead.get(next)]);
      }
      while (next < count && head[byHead.get(next)] <= now) {
        ready.add(byHead.get(next));
        next++;
      }
      int x = ready.element();
      long until = next < count ? head[byHead.get(next)] : Long.MAX_VALUE;
      long served = Math.min(left[x], until - now);
      now += served;
      left[x] -= served;
      if (left[x] == 0) {
        ready.remove();
        value = Math.max(value, now + tail[x]);
      }
    }
    return value;
  }
}
