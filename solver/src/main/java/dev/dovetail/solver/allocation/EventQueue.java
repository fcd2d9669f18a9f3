package dev.dovetail.solver.allocation;

import java.util.Arrays;

/** A binary heap of (time, id) in one long each; ids below 2^22, times below 2^41. */
final class EventQueue {
  /** An id that only wakes the scheduler up. */
  static final int WAKE_UP = (1 << 22) - 1;

  private long[] heap = new long[256];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the earliest event. */
  long time() {
    return heap[1] >>> 22;
  }

  void add(long time, int id) {
    if (time >= 1L << 41) {
      throw new ArithmeticException("The schedule's end (%d cycles) must stay below 2^41 cycles.".formatted(time));
    }
    if (++size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * heap.length);
    }
    long key = time << 22 | id;
    int i = size;
    while (i > 1 && heap[i >> 1] > key) {
      heap[i] = heap[i >> 1];
      i >>= 1;
    }
    heap[i] = key;
  }

  /** Removes the earliest event and returns its id; among equal times the smallest id. */
  int pop() {
    long top = heap[1];
    long key = heap[size--];
    int i = 1;
    while (2 * i <= size) {
      int child = 2 * i;
      if (child < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= key) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = key;
    return (int) (top & ((1 << 22) - 1));
  }
}
