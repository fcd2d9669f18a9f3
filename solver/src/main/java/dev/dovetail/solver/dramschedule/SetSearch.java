package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Exact search over the order of the transfers: breadth first by how many have been sent, one state for each set that has been sent and each
 * trade-off between the two streams.
 *
 * <p>Pruned by {@link ResidualBound} against the best schedule known, by dominance ({@link SentLayer}), and by exchange: of two loads of
 * equal size the one that is needed first goes first, since swapping them changes neither the channel nor, at any position, the occupancy.
 * Widths grow from pass to pass: a narrow pass keeps the states with the least bounds and finds good schedules; a pass that drops no state is
 * a proof.
 */
final class SetSearch {
  private static final int[] WIDTHS = {200, 3_000, 400_000};
  private static final int STRIDE = 128;

  /** Hears of progress. */
  interface Progress {
    /** A better schedule. */
    void found(DramSchedule schedule, long latency);

    /** No schedule has a lower latency than {@code value}. */
    void bound(long value);
  }

  private final Streams in;
  private final ResidualBound residual;
  private final StreamState state;
  private final int[] byClass;
  private final Progress progress;
  private final BooleanSupplier stop;
  private final long mostStates;
  private long best;
  private long proved;
  private long expanded;
  private long expansionsLeft;
  private boolean stopped;
  private long dropped;

  /**
   * A search.
   *
   * @param upper only schedules below this latency are looked for
   * @param mostStates how many states may be kept in one pass
   * @param mostExpansions how many states may be expanded in all
   */
  SetSearch(
      Streams in,
      long[] startTails,
      long[] endTails,
      long upper,
      long mostStates,
      long mostExpansions,
      Progress progress,
      BooleanSupplier stop) {
    this.in = in;
    this.progress = progress;
    this.stop = stop;
    this.mostStates = mostStates;
    expansionsLeft = mostExpansions;
    best = upper;
    residual = new ResidualBound(in, startTails, endTails);
    state = new StreamState(in);
    List<Integer> loads = new ArrayList<>();
    for (int x = 0; x < in.tensors; x++) {
      if (in.load[x]) {
        loads.add(x);
      }
    }
    loads.sort(
        Comparator.<Integer>comparingLong(x -> in.bytes[x])
            .thenComparing(x -> in.tile[x])
            .thenComparing(x -> in.latest[x]));
    byClass = loads.stream().mapToInt(x -> x).toArray();
  }

  /** How many states have been expanded. */
  long expanded() {
    return expanded;
  }

  /** The least latency known: of a schedule found, or the one to beat. */
  long best() {
    return best;
  }

  /** Searches; answers whether it is proved that no schedule is better than {@link #best}. */
  boolean run() {
    for (int width : WIDTHS) {
      if (pass(width)) {
        progress.bound(best);
        return true;
      }
      if (stopped) {
        return false;
      }
    }
    return false;
  }

  /** One pass; answers whether it dropped no state. */
  private boolean pass(int width) {
    dropped = Long.MAX_VALUE;
    List<SentLayer> layers = new ArrayList<>();
    SentLayer layer = new SentLayer(state.words());
    state.reset();
    layer.add(state.set, 0, 0, state.chain, 0, 0, -1, -1, -1, StreamState.NO_WAIT, false, false, -1);
    long kept = 0;
    for (int k = 0; k < in.tensors; k++) {
      int[] chosen = choose(layer, (int) Math.min(width, Math.max(1, mostStates - kept)));
      SentLayer next = new SentLayer(state.words());
      for (int i : chosen) {
        if (expanded++ % STRIDE == 0 && stop.getAsBoolean() || expansionsLeft-- <= 0) {
          stopped = true;
          return false;
        }
        state.load(layer, i);
        expand(next, i);
      }
      layer.close();
      layers.add(layer);
      layer = next;
      kept += layer.size;
    }
    layers.add(layer);
    for (int i = 0; i < layer.size; i++) {
      if (!layer.dominated[i]) {
        state.load(layer, i);
        long latency = state.finish();
        if (latency < best) {
          best = latency;
          progress.found(rebuild(layers, i), latency);
        }
      }
    }
    return dropped == Long.MAX_VALUE;
  }

  /** The states to expand: all that may lead to something better, or those with the least bounds. */
  private int[] choose(SentLayer layer, int width) {
    int[] open = new int[layer.size];
    int count = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < layer.size; i++) {
      if (!layer.dominated[i]) {
        state.load(layer, i);
        layer.bounds[i] = residual.of(state, best);
        if (layer.bounds[i] < best) {
          open[count++] = i;
          least = Math.min(least, layer.bounds[i]);
        }
      }
      if (i % STRIDE == 0 && stop.getAsBoolean()) {
        stopped = true;
      }
    }
    long frontier = Math.min(best, Math.min(least, dropped));
    if (!stopped && frontier > proved) {
      proved = frontier;
      progress.bound(frontier);
    }
    if (count <= width) {
      return Arrays.copyOf(open, count);
    }
    Integer[] sorted = new Integer[count];
    for (int k = 0; k < count; k++) {
      sorted[k] = open[k];
    }
    Arrays.sort(sorted, Comparator.comparingLong(i -> layer.bounds[i]));
    int[] chosen = new int[width];
    for (int k = 0; k < width; k++) {
      chosen[k] = sorted[k];
    }
    dropped = Math.min(dropped, layer.bounds[sorted[width]]);
    return chosen;
  }

  private void expand(SentLayer next, int parent) {
    long size = -1;
    boolean taken = false;
    for (int x : byClass) {
      if (in.bytes[x] != size) {
        size = in.bytes[x];
        taken = false;
      }
      if (!taken && !state.isSent(x) && !state.waits(x)) {
        taken = true;
        if (!state.onlyNext || in.tile[x] == state.tile + 1) {
          send(next, parent, x);
        }
      }
    }
    if (state.hasStores && !state.onlyNext) {
      for (int q = 0; q < state.blocked; q++) {
        int y = in.storeOf[q];
        if (y >= 0 && !state.isSent(y)) {
          send(next, parent, y);
        }
      }
    }
  }

  private void send(SentLayer next, int parent, int x) {
    if (state.send(x, StreamState.NO_WAIT)) {
      add(next, parent, x, StreamState.NO_WAIT);
    }
    for (int k = 0; k < state.choiceCount; k++) {
      int wait = state.choices[k];
      if (state.send(x, wait)) {
        add(next, parent, x, wait);
      }
    }
  }

  private void add(SentLayer next, int parent, int x, int wait) {
    long chain = state.chainAfter(x);
    if (residual.quick(state, x, chain) >= best) {
      return;
    }
    state.set[x >> 6] |= 1L << x;
    next.add(
        state.set,
        state.toClock,
        state.toStart,
        chain,
        state.toExtra,
        state.toHold,
        state.toTile,
        x,
        parent,
        wait,
        state.sealedAfter(x),
        state.storesAfter(x),
        in.load[x] ? -1 : x);
    state.set[x >> 6] &= ~(1L << x);
  }

  private DramSchedule rebuild(List<SentLayer> layers, int last) {
    int count = in.tensors;
    int[] order = new int[count];
    int[] waits = new int[count];
    int i = last;
    for (int k = count; k > 0; k--) {
      SentLayer layer = layers.get(k);
      order[k - 1] = layer.lasts[i];
      waits[k - 1] = layer.waits[i];
      i = layer.parents[i];
    }
    return new Replay(in).schedule(order, waits);
  }
}
