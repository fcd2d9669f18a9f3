package dev.dovetail.solver.dramschedule.soma;

import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A DRAM schedule that can be changed tensor by tensor, with the windows in which SoMa's moves draw, and the buffer's occupancy.
 *
 * <p>Role: what {@link ScheduleAnnealing} walks over. The state may break the buffer or deadlock between two moves; {@link #fits} and {@link
 * #latency} tell.
 */
final class ScheduleState {
  final ScheduleArrays arrays;
  final int[] order;

  /** By tensor its index in {@code order}. */
  final int[] at;

  final StepClock.Tensors tensors;

  /** Bytes in the buffer by position, position -1 first. */
  private final long[] occupied;

  private final StepClock clock = new StepClock();
  private int overfull;

  /** A state at the given schedule, whose order names each tensor once and whose times lie in their tensors' ranges. */
  ScheduleState(ScheduleArrays arrays, DramSchedule schedule) {
    this.arrays = arrays;
    order = schedule.order().stream().mapToInt(Integer::intValue).toArray();
    at = new int[arrays.count];
    int[] start = arrays.tile.clone();
    int[] end = arrays.end.clone();
    for (int i = 0; i < arrays.count; i++) {
      at[order[i]] = i;
      (arrays.store[i] ? end : start)[i] = schedule.times().get(i);
    }
    tensors = new StepClock.Tensors(arrays.store, arrays.channelCycles, arrays.group, arrays.tile, start, end);
    occupied = arrays.localBytes();
    for (long o : occupied) {
      overfull += o > capacity() ? 1 : 0;
    }
    for (int i = 0; i < arrays.count; i++) {
      occupy(start[i], end[i], arrays.bytes[i]);
    }
  }

  /** Whether the buffer holds what is resident, at every position. */
  boolean fits() {
    return overfull == 0;
  }

  /** Whether every tensor follows those that it must follow. */
  boolean keepsOrder() {
    for (int i = 0; i < arrays.count; i++) {
      if (firstIndex(i) > at[i]) {
        return false;
      }
    }
    return true;
  }

  /** The latency, or {@link StepClock#VIOLATION}; asks nothing about the buffer. */
  long latency() {
    return clock.run(arrays.tiles, arrays.cycles, arrays.tileGroup, arrays.count, order, tensors);
  }

  /** The decided time of a tensor: where the residency of a load begins, where that of a store ends. */
  int time(int tensor) {
    return arrays.store[tensor] ? tensors.end()[tensor] : tensors.start()[tensor];
  }

  /** Decides a time. */
  void setTime(int tensor, int time) {
    int[] edge = arrays.store[tensor] ? tensors.end() : tensors.start();
    int old = edge[tensor];
    edge[tensor] = time;
    boolean grows = arrays.store[tensor] == time > old;
    occupy(Math.min(old, time), Math.max(old, time), grows ? arrays.bytes[tensor] : -arrays.bytes[tensor]);
  }

  /** Takes a tensor out of the order and puts it back at another index. */
  void moveTo(int tensor, int index) {
    int from = at[tensor];
    int step = from < index ? 1 : -1;
    for (int k = from; k != index; k += step) {
      order[k] = order[k + step];
      at[order[k]] = k;
    }
    order[index] = tensor;
    at[tensor] = index;
  }

  /** First index to which the kept orders let a tensor go. */
  int firstIndex(int tensor) {
    int first = 0;
    for (int p : arrays.predecessors[tensor]) {
      first = Math.max(first, at[p] + 1);
    }
    return first;
  }

  /** Last index to which the kept orders let a tensor go. */
  int lastIndex(int tensor) {
    int last = arrays.count - 1;
    for (int s : arrays.successors[tensor]) {
      last = Math.min(last, at[s] - 1);
    }
    return last;
  }

  /** The same as {@link #firstIndex}, and it begins its residency before the end of every tensor that it overtakes. */
  int firstTimelyIndex(int tensor) {
    int first = firstIndex(tensor);
    int index = at[tensor];
    while (index > first && tensors.start()[tensor] < tensors.end()[order[index - 1]]) {
      index--;
    }
    return index;
  }

  /** The same as {@link #lastIndex}, and all that overtake it begin their residency before its end. */
  int lastTimelyIndex(int tensor) {
    int last = lastIndex(tensor);
    int index = at[tensor];
    while (index < last && tensors.start()[order[index + 1]] < tensors.end()[tensor]) {
      index++;
    }
    return index;
  }

  /** The least time that a tensor may be given at its index in the order. */
  int earliestTime(int tensor) {
    int before = arrays.before[tensor];
    int time = before < 0 ? -1 : time(before);
    if (!arrays.store[tensor]) {
      return Math.max(time, arrays.earliest[tensor]);
    }
    time = Math.max(time, arrays.end[tensor]);
    for (int k = 0; k < at[tensor]; k++) {
      time = Math.max(time, tensors.start()[order[k]] + 1);
    }
    return time;
  }

  /** The largest time that a tensor may be given at its index in the order; below {@link #earliestTime} if there is none. */
  int latestTime(int tensor) {
    int after = arrays.after[tensor];
    if (arrays.store[tensor]) {
      return after < 0 ? arrays.tiles : time(after);
    }
    int time = after < 0 ? arrays.tile[tensor] : Math.min(arrays.tile[tensor], time(after));
    for (int k = at[tensor] + 1; k < arrays.count; k++) {
      time = Math.min(time, tensors.end()[order[k]] - 1);
    }
    return time;
  }

  /**
   * Byte cycles in the buffer over the schedule that {@link #latency} ran last: what is resident at a position counts from the end of
   * the tile before to the end of its own, at the last position to the end of all.
   */
  double byteCycles(long latency) {
    double sum = 0;
    long from = 0;
    for (int q = 0; q < arrays.tiles; q++) {
      long to = q == arrays.tiles - 1 ? latency : clock.end(q);
      sum += (double) occupied[q + 1] * (to - from);
      from = to;
    }
    return sum;
  }

  /** Order and times: what a copy keeps. */
  int[][] snapshot() {
    return new int[][] {order.clone(), tensors.start().clone(), tensors.end().clone()};
  }

  /** Goes back to a {@link #snapshot}. */
  void restore(int[][] snapshot) {
    for (int i = 0; i < arrays.count; i++) {
      order[i] = snapshot[0][i];
      at[order[i]] = i;
      setTime(i, arrays.store[i] ? snapshot[2][i] : snapshot[1][i]);
    }
  }

  /** The schedule of a {@link #snapshot}. */
  DramSchedule schedule(int[][] snapshot) {
    List<Integer> times = new ArrayList<>();
    for (int i = 0; i < arrays.count; i++) {
      times.add(snapshot[arrays.store[i] ? 2 : 1][i]);
    }
    return new DramSchedule(Arrays.stream(snapshot[0]).boxed().toList(), times);
  }

  private long capacity() {
    return arrays.problem.bufferBytes();
  }

  private void occupy(int from, int to, long bytes) {
    for (int q = from; q < to; q++) {
      boolean was = occupied[q + 1] > capacity();
      occupied[q + 1] += bytes;
      overfull += (occupied[q + 1] > capacity() ? 1 : 0) - (was ? 1 : 0);
    }
  }
}
