package dev.dovetail.models.dramschedule;

import java.util.Arrays;

/** One computation of heads, tails and the channel's bound, for {@link CapacityBound}, with or without a decided order of two transfers. */
final class HeadTailRun {
  private final DramScheduleProblem problem;
  private final BufferDemand demand;
  private final long[] startTails;
  private final long[] endTails;
  private final int[] stores;
  private final int[][] after;
  private final int[] earliest;
  private final int count;

  private final long[] head;
  private final long[] tail;
  private final long[] ends;
  private final boolean[] counted;
  /** What the channel must have carried, by descending head. */
  private final int[] mandatory;

  private int mandatoryCount;
  private final long[] left;
  private final int[] byHead;
  private final int[] ready;

  HeadTailRun(DramScheduleProblem problem, BufferDemand demand, long[] startTails, long[] endTails, int[] stores) {
    this.problem = problem;
    this.demand = demand;
    this.startTails = startTails;
    this.endTails = endTails;
    this.stores = stores;
    after = demand.after();
    count = demand.channel.length;
    earliest = new int[count];
    for (int x = 0; x < count; x++) {
      earliest[x] = isLoad(x) ? demand.earliest(x) : 0;
    }
    head = new long[count];
    tail = new long[count];
    ends = new long[demand.tiles];
    counted = new boolean[count];
    mandatory = new int[count];
    left = new long[count];
    byHead = new int[count];
    ready = new int[count];
  }

  private boolean isLoad(int x) {
    return problem.tensors().get(x) instanceof DramTensor.Load;
  }

  /** About how many steps one computation takes. */
  long steps() {
    return 1 + (long) demand.tiles * (count + demand.needing.length);
  }

  /** Whether a store and a load may come in both orders. */
  boolean isOpen(int store, int load) {
    int tile = problem.tensors().get(store).tile();
    return problem.tensors().get(load).tile() > tile
        && earliest[load] <= tile
        && Arrays.stream(after[load]).noneMatch(y -> y == store);
  }

  /** The bound, where transfer {@code first} precedes transfer {@code second} unless they are -1; one of them is a store, one a load. */
  long value(int first, int second) {
    long last = heads(first, second);
    tails(first, second);
    return Math.max(last, jackson());
  }

  private long heads(int first, int second) {
    Arrays.fill(head, 0);
    Arrays.fill(counted, false);
    mandatoryCount = 0;
    long finished = 0;
    long value = 0;
    int column = 0;
    for (int q = 0; q < demand.tiles; q++) {
      long start = finished;
      boolean needs = column < demand.needing.length && demand.needing[column] == q;
      if (needs) {
        for (int x : demand.loads.get(q)) {
          require(x, first, second);
        }
        start = Math.max(start, carried());
        for (int before = 0; before < q; before++) {
          long forced = demand.forced(before, column);
          if (forced > 0) {
            start = Math.max(start, ends[before] + forced);
          }
        }
        column++;
      }
      finished = start + problem.tiles().get(q).cycles();
      ends[q] = finished;
      value = Math.max(value, finished + endTails[q]);
      int store = stores[q];
      if (store >= 0) {
        head[store] = finished;
        if (store == second) {
          // The load that precedes it has been carried too; it is not mandatory for any tile by that.
          load(first, first, second);
          head[store] = Math.max(head[store], carriedWith(first));
        }
      }
    }
    for (int x = 0; x < count; x++) {
      if (!counted[x] && isLoad(x)) {
        load(x, first, second);
      }
    }
    return value;
  }

  /** The head of a load; all tiles before it have ends. */
  private void load(int x, int first, int second) {
    long at = earliest[x] > 0 ? ends[earliest[x] - 1] : 0;
    for (int y : after[x]) {
      at = Math.max(at, head[y] + demand.channel[y]);
    }
    if (x == second) {
      at = Math.max(at, head[first] + demand.channel[first]);
    }
    head[x] = at;
  }

  private void require(int x, int first, int second) {
    for (int y : after[x]) {
      count(y);
      if (y == second && !counted[first]) {
        count(first);
      }
    }
    if (x == second) {
      count(first);
    }
    load(x, first, second);
    count(x);
  }

  private void count(int x) {
    if (!counted[x]) {
      counted[x] = true;
      int at = mandatoryCount++;
      while (at > 0 && head[mandatory[at - 1]] < head[x]) {
        mandatory[at] = mandatory[at - 1];
        at--;
      }
      mandatory[at] = x;
    }
  }

  private long carried() {
    long sum = 0;
    long value = 0;
    for (int i = 0; i < mandatoryCount; i++) {
      sum += demand.channel[mandatory[i]];
      value = Math.max(value, head[mandatory[i]] + sum);
    }
    return value;
  }

  private long carriedWith(int extra) {
    if (counted[extra]) {
      return carried();
    }
    long sum = 0;
    long value = 0;
    boolean added = false;
    for (int i = 0; i < mandatoryCount; i++) {
      int x = mandatory[i];
      if (!added && head[x] <= head[extra]) {
        added = true;
        sum += demand.channel[extra];
        value = Math.max(value, head[extra] + sum);
      }
      sum += demand.channel[x];
      value = Math.max(value, head[x] + sum);
    }
    return added ? value : Math.max(value, head[extra] + sum + demand.channel[extra]);
  }

  private void tails(int first, int second) {
    for (int x = 0; x < count; x++) {
      tail[x] = isLoad(x) ? startTails[problem.tensors().get(x).tile()] : 0;
    }
    for (int x = 0; x < count; x++) {
      for (int y : after[x]) {
        tail[y] = Math.max(tail[y], demand.channel[x] + tail[x]);
      }
    }
    if (first >= 0) {
      tail[first] = Math.max(tail[first], demand.channel[second] + tail[second]);
    }
  }

  /** The preemptive one-machine schedule: at every moment the released transfer with the longest tail. */
  private long jackson() {
    for (int i = 0; i < count; i++) {
      int at = i;
      while (at > 0 && head[byHead[at - 1]] > head[i]) {
        byHead[at] = byHead[at - 1];
        at--;
      }
      byHead[at] = i;
      left[i] = demand.channel[i];
    }
    long now = 0;
    long value = 0;
    int next = 0;
    int waiting = 0;
    while (next < count || waiting > 0) {
      if (waiting == 0) {
        now = Math.max(now, head[byHead[next]]);
      }
      while (next < count && head[byHead[next]] <= now) {
        int x = byHead[next++];
        int at = waiting++;
        while (at > 0 && tail[ready[at - 1]] > tail[x]) {
          ready[at] = ready[at - 1];
          at--;
        }
        ready[at] = x;
      }
      int x = ready[waiting - 1];
      long until = next < count ? head[byHead[next]] : Long.MAX_VALUE;
      long served = Math.min(left[x], until - now);
      now += served;
      left[x] -= served;
      if (left[x] == 0) {
        waiting--;
        value = Math.max(value, now + tail[x]);
      }
    }
    return value;
  }
}
