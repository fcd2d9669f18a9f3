package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Annealing over the priority lists of the {@link Decoder}.
 *
 * <p>Role: finds good schedules of one instance. Work is counted in decoded lists, so that a seed always gives the same answer.
 */
public final class ListSearch {
  /** First and last temperature, as a share of the best standard list's latency. */
  private static final double HOT = 2e-3;

  private static final double COLD = 2e-5;
  /** Between two questions whether to stop. */
  private static final int STRIDE = 64;
  private static final int NEAR = 10;
  /** Most places by which a layer's tensors move together. */
  private static final int FAR = 30;

  /** Hears of every better schedule. */
  @FunctionalInterface
  public interface Improvement {
    /**
     * A better schedule; it can be taken from {@link #schedule} at once.
     *
     * @param latency its latency
     */
    void found(long latency);
  }

  private final Decoder decoder = new Decoder();
  private final StandardLists standard = new StandardLists(decoder);
  private int[] list = new int[0];
  private int[] undo = new int[0];
  private boolean[] deviant = new boolean[0];
  private int[] bestList = new int[0];
  private boolean[] bestDeviant = new boolean[0];
  private boolean patient;

  /** A search that keeps its memory from one instance to the next. */
  public ListSearch() {}

  /**
   * Searches.
   *
   * @param streams the instance
   * @param seed of every random choice
   * @param decodings how many lists to decode beside the standard ones
   * @param target stops at this latency or less: a lower bound
   * @param improvement hears of every better schedule, the first one included
   * @param stop asked now and then
   * @return the least latency found, or {@link Long#MAX_VALUE} if no list has a schedule
   */
  public long search(
      Streams streams, long seed, long decodings, long target, Improvement improvement, BooleanSupplier stop) {
    decoder.take(streams);
    int n = streams.tensors;
    if (list.length < n) {
      list = new int[2 * n];
      undo = new int[2 * n];
      deviant = new boolean[2 * n];
      bestList = new int[2 * n];
      bestDeviant = new boolean[2 * n];
    }
    Arrays.fill(deviant, false);
    long best = standard.bestOf(Long.MAX_VALUE);
    if (best == Long.MAX_VALUE) {
      return best;
    }
    standard.copyBest(list);
    patient = standard.bestPatient();
    keep(n);
    improvement.found(best); // whoever hears of it may ask for the schedule at once
    if (n < 2) {
      return best;
    }
    SplittableRandom random = new SplittableRandom(seed);
    long value = best;
    double first = HOT * best;
    double factor = StrictMath.log(COLD / HOT);
    for (long k = 0; k < decodings && best > target; k++) {
      if (k % STRIDE == 0 && stop.getAsBoolean()) {
        break;
      }
      double temperature = first * StrictMath.exp(factor * k / decodings);
      System.arraycopy(list, 0, undo, 0, n);
      int flipped = change(streams, random, n);
      double allowed = -temperature * StrictMath.log(1 - random.nextDouble());
      long limit = value + (long) Math.min(allowed, value);
      long latency = decoder.decode(list, patient, false, deviant, limit + 1);
      if (latency <= limit) {
        value = latency;
        if (value < best) {
          best = value;
          keep(n);
          improvement.found(best);
        }
      } else {
        int[] swap = list;
        list = undo;
        undo = swap;
        if (flipped >= 0) {
          deviant[flipped] ^= true;
        }
      }
    }
    return best;
  }

  private void keep(int n) {
    System.arraycopy(list, 0, bestList, 0, n);
    System.arraycopy(deviant, 0, bestDeviant, 0, n);
  }

  private int change(Streams in, SplittableRandom random, int n) {
    int kind = random.nextInt(16);
    if (kind == 15) {
      shift(in, list[random.nextInt(n)], random.nextInt(2 * FAR + 1) - FAR, n);
      return -1;
    }
    if (kind == 0) {
      int x = random.nextInt(n);
      deviant[x] ^= true;
      return x;
    }
    int moves = kind < 4 ? 2 : 1;
    for (int i = 0; i < moves; i++) {
      int from = random.nextInt(n);
      int reach = random.nextInt(8) == 0 ? n - 1 : Math.min(NEAR, n - 1);
      int by = 1 + random.nextInt(reach);
      int to = random.nextBoolean() ? from + by : from - by;
      to = Math.max(0, Math.min(n - 1, to));
      if (kind < 8) {
        int x = list[from];
        list[from] = list[to];
        list[to] = x;
      } else {
        move(from, to);
      }
    }
    return -1;
  }

  /** Moves all loads, or all stores, of a layer by as many places. */
  private void shift(Streams in, int like, int by, int n) {
    int next = 0;
    int members = after(in, like, -1, n);
    int others = 0;
    while (next < n) {
      while (others < n && isLike(in, undo[others], like)) {
        others++;
      }
      boolean member = members < n && (others >= n || members + by < others || members + by == others && by < 0);
      if (member) {
        list[next++] = undo[members];
        members = after(in, like, members, n);
      } else {
        list[next++] = undo[others++];
      }
    }
  }

  private int after(Streams in, int like, int place, int n) {
    int i = place + 1;
    while (i < n && !isLike(in, undo[i], like)) {
      i++;
    }
    return i;
  }

  private static boolean isLike(Streams in, int x, int y) {
    return in.group[x] == in.group[y] && in.load[x] == in.load[y];
  }

  private void move(int from, int to) {
    int x = list[from];
    if (from < to) {
      System.arraycopy(list, from + 1, list, from, to - from);
    } else {
      System.arraycopy(list, to, list, to + 1, from - to);
    }
    list[to] = x;
  }

  /** The best schedule of the last search. */
  public DramSchedule schedule() {
    decoder.decode(bestList, patient, false, bestDeviant, Long.MAX_VALUE);
    return decoder.schedule();
  }
}
