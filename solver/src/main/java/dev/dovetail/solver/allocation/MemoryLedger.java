package dev.dovetail.solver.allocation;

/**
 * The bytes that a core's memory would hold at each position of the order, if from now on everything ran in that order, one node at a
 * time.
 *
 * <p>Role: the banker's safety test in logarithmic time. A copy covers the positions from its arrival (or from now, once it is
 * there) to its last use; allocating it earlier adds its bytes to the positions before. As long as no position exceeds the
 * capacity, the sequential continuation exists and nothing can deadlock. A segment tree with range add and range maximum; one tree per
 * core.
 */
final class MemoryLedger {
  private final int leaves;
  private final long[] max;
  private final long[] add;

  /** @param profile bytes at each position of the order */
  MemoryLedger(long[] profile) {
    int n = Math.max(1, profile.length);
    this.leaves = Integer.highestOneBit(2 * n - 1);
    this.max = new long[2 * leaves];
    this.add = new long[2 * leaves];
    for (int i = 0; i < profile.length; i++) {
      max[leaves + i] = profile[i];
    }
    for (int i = leaves - 1; i >= 1; i--) {
      max[i] = Math.max(max[2 * i], max[2 * i + 1]);
    }
  }

  /** Adds {@code bytes} to the positions {@code from} to {@code to}, both included; nothing if the range is empty. */
  void add(int from, int to, long bytes) {
    if (from <= to) {
      add(1, 0, leaves - 1, from, to, bytes);
    }
  }

  private void add(int node, int lo, int hi, int from, int to, long bytes) {
    if (from <= lo && hi <= to) {
      max[node] += bytes;
      add[node] += bytes;
      return;
    }
    int mid = (lo + hi) >>> 1;
    if (from <= mid) {
      add(2 * node, lo, mid, from, to, bytes);
    }
    if (to > mid) {
      add(2 * node + 1, mid + 1, hi, from, to, bytes);
    }
    max[node] = add[node] + Math.max(max[2 * node], max[2 * node + 1]);
  }

  /** The bytes at one position. */
  long at(int position) {
    int node = leaves + position;
    long bytes = max[node];
    for (node >>= 1; node >= 1; node >>= 1) {
      bytes += add[node];
    }
    return bytes;
  }

  /** The last of the positions {@code from} to {@code to}, both included, with more than {@code limit} bytes; -1 if there is none. */
  int lastAbove(int from, int to, long limit) {
    return from <= to ? lastAbove(1, 0, leaves - 1, from, to, limit) : -1;
  }

  private int lastAbove(int node, int lo, int hi, int from, int to, long limit) {
    if (max[node] <= limit) {
      return -1;
    }
    if (lo == hi) {
      return lo;
    }
    int mid = (lo + hi) >>> 1;
    int found = to > mid ? lastAbove(2 * node + 1, mid + 1, hi, from, to, limit - add[node]) : -1;
    return found < 0 && from <= mid ? lastAbove(2 * node, lo, mid, from, to, limit - add[node]) : found;
  }
}
