package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.linkslots.bounds.Jobs.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Least makespans of jobs with heads and tails on one machine or on identical parallel ones.
 *
 * <p>Role: the arithmetic of all bounds by load. A channel of capacity c is c machines (holds are intervals, and intervals of which at most c
 * meet in any slot can be dealt to c machines), a cut is as many machines as its channels have together, if heads and tails are taken as the
 * least over its channels. Sources: Jackson's preemptive schedule, in Carlier, The one-machine sequencing problem, EJOR 1982; sums of the
 * c least heads and tails: Carlier, Scheduling jobs with release dates and tails on identical machines, EJOR 1987.
 */
final class Machines {
  /** Most pairs of thresholds of head and tail that are tried; more are thinned out, which only weakens the bound. */
  private static final int THRESHOLDS = 24;

  private Machines() {}

  /** Least head, the load shared by all machines, least tail. */
  static long plain(Jobs jobs, long machines) {
    return jobs.size() == 0 ? 0 : jobs.leastHead() + ceilDiv(jobs.load(), machines) + jobs.leastTail();
  }

  /** The best bound that is known for jobs of which none is cut. */
  static long best(Jobs jobs, long machines) {
    if (jobs.size() == 0) {
      return 0;
    }
    return machines == 1 ? jackson(jobs) : parallel(jobs, machines);
  }

  /**
   * Jackson's preemptive schedule: at each time the job with the largest tail works, as long as no larger one is released. It is optimal if
   * jobs may be interrupted.
   */
  static long jackson(Jobs jobs) {
    List<Batch> byHead = jobs.batches();
    PriorityQueue<long[]> ready = new PriorityQueue<>(Comparator.comparingLong((long[] job) -> -job[1])); // work, tail
    long now = Long.MIN_VALUE;
    long end = Long.MIN_VALUE;
    int next = 0;
    while (next < byHead.size() || !ready.isEmpty()) {
      if (ready.isEmpty()) {
        now = Math.max(now, byHead.get(next).job().head());
      }
      for (; next < byHead.size() && byHead.get(next).job().head() <= now; next++) {
        Batch batch = byHead.get(next);
        ready.add(new long[] {Math.multiplyExact(batch.job().length(), batch.count()), batch.job().tail()});
      }
      long[] job = ready.element();
      long until = next < byHead.size() ? byHead.get(next).job().head() : Long.MAX_VALUE;
      long work = Math.min(job[0], until - now);
      now = Math.addExact(now, work);
      job[0] -= work;
      if (job[0] == 0) {
        ready.remove();
        end = Math.max(end, now + job[1]);
      }
    }
    return end;
  }

  /** Bounds over all sets of jobs with a head and a tail of at least some value. */
  static long parallel(Jobs jobs, long machines) {
    List<Batch> batches = jobs.batches();
    long best = Long.MIN_VALUE;
    for (long head : thresholds(batches.stream().map(b -> b.job().head()).toList())) {
      for (long tail : thresholds(batches.stream().map(b -> b.job().tail()).toList())) {
        List<Batch> chosen = batches.stream().filter(b -> b.job().head() >= head && b.job().tail() >= tail).toList();
        if (!chosen.isEmpty()) {
          best = Math.max(best, ofSet(chosen, machines));
        }
      }
    }
    return best;
  }

  /** Ascending values, at most {@link #THRESHOLDS}, the least one among them. */
  private static List<Long> thresholds(List<Long> values) {
    List<Long> distinct = values.stream().distinct().sorted().toList();
    int step = ceilDiv(distinct.size(), THRESHOLDS);
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < distinct.size(); i += step) {
      kept.add(distinct.get(i));
    }
    return kept;
  }

  private static long ofSet(List<Batch> batches, long machines) {
    long count = 0;
    long load = 0;
    long head = Long.MAX_VALUE;
    long tail = Long.MAX_VALUE;
    for (Batch b : batches) {
      count += b.count();
      load += b.count() * b.job().length();
      head = Math.min(head, b.job().head());
      tail = Math.min(tail, b.job().tail());
    }
    long bound = head + Math.max(ceilDiv(load, machines), whole(batches, machines)) + tail;
    if (count >= machines) {
      // With at least as many jobs as machines none needs to be idle, so each machine has a first job and a last one.
      long heads = least(batches.stream().map(b -> new long[] {b.job().head(), b.count()}).toList(), machines);
      long tails = least(batches.stream().map(b -> new long[] {b.job().tail(), b.count()}).toList(), machines);
      bound = Math.max(bound, ceilDiv(heads + load + tails, machines));
    }
    return bound;
  }

  /** The sum of the {@code n} least values among (value, count). */
  private static long least(List<long[]> values, long n) {
    List<long[]> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.comparingLong((long[] v) -> v[0]));
    long left = n;
    long sum = 0;
    for (long[] v : sorted) {
      long taken = Math.min(left, v[1]);
      sum += taken * v[0];
      left -= taken;
    }
    return sum;
  }

  /**
   * The load of the fullest machine if jobs are not cut: of the k * machines + 1 longest jobs, k + 1 share a machine, and these take no less
   * than the k + 1 shortest of them.
   */
  static long whole(List<Batch> batches, long machines) {
    List<Batch> longestFirst = new ArrayList<>(batches);
    longestFirst.sort(Comparator.comparingLong((Batch b) -> -b.job().length()));
    long count = longestFirst.stream().mapToLong(Batch::count).sum();
    long best = 0;
    long before = 0; // jobs before the batch
    for (int i = 0; i < longestFirst.size(); i++) {
      // The largest k for which job number k * machines + 1 lies in this batch; earlier ones in it have fewer sharers of the same length.
      long last = before + longestFirst.get(i).count();
      long k = (last - 1) / machines;
      long position = k * machines; // jobs before that one
      if (position >= before && position < count) {
        best = Math.max(best, shortestSum(longestFirst, i, position - before + 1, k + 1));
      }
      before = last;
    }
    return best;
  }

  /** The sum of {@code n} jobs that end with job number {@code within} of batch {@code i} and go back from there. */
  private static long shortestSum(List<Batch> longestFirst, int i, long within, long n) {
    long left = n;
    long sum = 0;
    long available = within;
    for (int b = i; b >= 0 && left > 0; b--) {
      long taken = Math.min(left, available);
      sum += taken * longestFirst.get(b).job().length();
      left -= taken;
      available = b > 0 ? longestFirst.get(b - 1).count() : 0;
    }
    return sum;
  }

  /** The quotient, rounded up; the divisor is positive. */
  static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private static int ceilDiv(int dividend, int divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }
}
