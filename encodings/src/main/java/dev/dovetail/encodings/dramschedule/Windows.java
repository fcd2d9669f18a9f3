package dev.dovetail.encodings.dramschedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Earliest starts, and the least work that follows each start, in every schedule of the model.
 *
 * <p>Role: domains of the start variables. Heads: a tile waits for the channel to carry all that it or an earlier one needs, one
 * tensor after the other; a load waits for the tile with which the buffer first has room for it; and what does not fit beside a
 * tile runs after it. Tails are the same from the end.
 */
final class Windows {
  private final Instance in;
  private final List<List<Refill.Pair>> refillsTo = new ArrayList<>();
  private final List<List<Refill.Pair>> refillsFrom = new ArrayList<>();
  /** Earliest start of each tile. */
  final long[] tileHead;
  /** Cycles from the start of each tile to the end of the schedule, at least. */
  final long[] tileTail;
  /** Earliest start of each transfer. */
  final long[] head;
  /** Cycles from the end of each transfer to the end of the schedule, at least. */
  final long[] tail;

  Windows(Instance in, List<Refill.Pair> refills) {
    this.in = in;
    for (int q = 0; q < in.tiles; q++) {
      refillsTo.add(new ArrayList<>());
      refillsFrom.add(new ArrayList<>());
    }
    for (Refill.Pair pair : refills) {
      refillsTo.get(pair.to()).add(pair);
      if (pair.from() >= 0) {
        refillsFrom.get(pair.from()).add(pair);
      }
    }
    tileHead = new long[in.tiles];
    tileTail = new long[in.tiles];
    head = new long[in.tensors];
    tail = new long[in.tensors];
    heads();
    tails();
  }

  /** No schedule is shorter. */
  long bound() {
    long bound = 0;
    for (int q = 0; q < in.tiles; q++) {
      bound = Math.max(bound, tileHead[q] + tileTail[q]);
    }
    for (int x = 0; x < in.tensors; x++) {
      bound = Math.max(bound, head[x] + in.channel[x] + tail[x]);
    }
    return bound;
  }

  private void heads() {
    List<Integer> before = new ArrayList<>();
    boolean[] counted = new boolean[in.tensors];
    long finished = 0;
    for (int q = 0; q < in.tiles; q++) {
      for (int x : in.loadsOf.get(q)) {
        int from = in.least[x];
        if (from == q) {
          head[x] = finished;
        } else if (from >= 0) {
          head[x] = tileHead[from];
        }
        for (int store : in.after[x]) {
          head[x] = Math.max(head[x], head[store] + in.channel[store]);
          count(store, counted, before);
        }
        count(x, counted, before);
      }
      for (int x = 0; x < in.tensors; x++) {
        if (!in.load[x] && in.most[x] == q) {
          count(x, counted, before);
        }
      }
      tileHead[q] = Math.max(finished, serial(before, head));
      for (Refill.Pair pair : refillsTo.get(q)) {
        long ended = pair.from() < 0 ? 0 : tileHead[pair.from()] + in.compute[pair.from()];
        tileHead[q] = Math.max(tileHead[q], ended + pair.cycles());
      }
      finished = tileHead[q] + in.compute[q];
      if (in.storeOf[q] >= 0) {
        head[in.storeOf[q]] = finished;
      }
    }
  }

  private void tails() {
    List<Integer> behind = new ArrayList<>();
    boolean[] counted = new boolean[in.tensors];
    for (int q = in.tiles - 1; q >= 0; q--) {
      if (in.storeOf[q] >= 0) {
        int store = in.storeOf[q];
        tail[store] = in.most[store] < in.tiles ? tileTail[in.most[store]] : 0;
        for (int x = 0; x < in.tensors; x++) {
          for (int s : in.after[x]) {
            tail[store] = s == store ? Math.max(tail[store], in.channel[x] + tail[x]) : tail[store];
          }
        }
        count(store, counted, behind);
      }
      for (int x = 0; x < in.tensors; x++) {
        if (in.load[x] && in.least[x] == q + 1) {
          count(x, counted, behind);
        }
      }
      long after = q + 1 < in.tiles ? tileTail[q + 1] : 0;
      long follows = Math.max(after, serial(behind, tail));
      for (Refill.Pair pair : refillsFrom.get(q)) {
        follows = Math.max(follows, pair.cycles() + tileTail[pair.to()]);
      }
      tileTail[q] = in.compute[q] + follows;
      for (int x : in.loadsOf.get(q)) {
        tail[x] = tileTail[q];
      }
    }
  }

  private static void count(int x, boolean[] counted, List<Integer> list) {
    if (!counted[x]) {
      counted[x] = true;
      list.add(x);
    }
  }

  /** One after the other, and all of them after their release: those released late alone, then with the earlier ones. */
  private long serial(List<Integer> tensors, long[] release) {
    tensors.sort(Comparator.comparingLong((Integer x) -> release[x]).reversed());
    long sum = 0;
    long latest = 0;
    for (int x : tensors) {
      sum += in.channel[x];
      latest = Math.max(latest, release[x] + sum);
    }
    return latest;
  }

  @Override
  public String toString() {
    return "heads %s, tails %s".formatted(Arrays.toString(tileHead), Arrays.toString(tileTail));
  }
}
