package dev.dovetail.models.dramschedule;

import dev.dovetail.models.LowerBound;

/**
 * Lower bounds that know the buffer.
 *
 * <p>Role: the strongest bounds of the kind; each holds for every schedule that the judge accepts.
 *
 * <p>Heads and tails. Write Cs and Ce for start and end of a tile, and w(q, r) for what {@link BufferDemand} forces onto the channel between
 * the end of tile q and the start of tile r. Then
 *
 * <ul>
 *   <li>Cs(r) is at least Ce(q) + w(q, r), for every q before r;
 *   <li>a load that fits the buffer, beside what must be there, not before position s starts at Ce(s - 1) or later, and not before the stores
 *       that it reads again; a store starts at the end of its tile or later;
 *   <li>before tile r starts, the channel has carried every load of a tile up to r and the stores that those read again. Of these, those that
 *       cannot start before a time h keep the channel busy after h for the sum of their cycles: Cs(r) is at least h plus that sum.
 * </ul>
 *
 * <p>These give earliest starts, tile by tile, and mirrored the least time from the start of a tile to the end of everything: its tail. A load
 * has the tail of its tile. With heads and tails, the preemptive schedule that always serves the longest tail is a lower bound for the channel
 * (Jackson; in Carlier, The one-machine sequencing problem, 1982).
 *
 * <p>Two orders. For a store and a load of a later tile, one precedes the other on the channel. If the load is first, it counts among what the
 * channel has carried before the store starts, and so do all loads up to the store's tile; otherwise it starts when the store has ended or
 * later. The smaller one of the two bounds holds for all schedules, and the largest of these over all pairs too.
 */
public final class CapacityBound {
  /** Above so many steps no further pair is tried. */
  private static final long MOST_STEPS = 150_000_000L;

  /** Above so many pairs of a tile and a tensor the bounds would take minutes and gigabytes. */
  private static final long MOST_PAIRS = 20_000_000L;

  private final BufferDemand demand;
  private final HeadTailRun run;
  private final long[] startTails;
  private final long[] endTails;

  /** Whether {@code problem} is small enough for these bounds. */
  public static boolean isFor(DramScheduleProblem problem) {
    return (long) problem.tiles().size() * problem.tensors().size() <= MOST_PAIRS;
  }

  /** The bounds of {@code problem}, which is small enough and passes {@link DramScheduleFeasibility}. */
  public CapacityBound(DramScheduleProblem problem) {
    demand = new BufferDemand(problem);
    int tiles = demand.tiles;
    startTails = new long[tiles];
    endTails = new long[tiles];
    int[] stores = demand.stores();
    for (int q = tiles - 1; q >= 0; q--) {
      long tail = q + 1 < tiles ? startTails[q + 1] : 0;
      if (stores[q] >= 0) {
        tail = Math.max(tail, demand.channel[stores[q]]);
      }
      for (int k = demand.needing.length - 1; k >= 0 && demand.needing[k] > q; k--) {
        long forced = demand.forced(q, k);
        if (forced > 0) {
          tail = Math.max(tail, forced + startTails[demand.needing[k]]);
        }
      }
      endTails[q] = tail;
      startTails[q] = tail + problem.tiles().get(q).cycles();
    }
    run = new HeadTailRun(problem, demand, startTails, endTails, stores);
  }

  /** By tile: the least time from its start to the end of all tiles and transfers. */
  public long[] startTails() {
    return startTails.clone();
  }

  /** By tile: the least time from its end to the end of all tiles and transfers. */
  public long[] endTails() {
    return endTails.clone();
  }

  /** The bound from heads and tails. */
  public LowerBound capacity() {
    return new LowerBound("capacity", run.value(-1, -1), "what the buffer cannot hold travels after the tile that fills it");
  }

  /** The bound from the two orders of a store and a load, at least that from heads and tails. */
  public LowerBound order() {
    long value = run.value(-1, -1);
    int store = -1;
    int load = -1;
    long steps = 0;
    for (int y : demand.stores()) {
      for (int k = demand.needing.length - 1; y >= 0 && k >= 0; k--) {
        for (int x : demand.loads.get(demand.needing[k])) {
          if (!run.isOpen(y, x) || steps > MOST_STEPS) {
            continue;
          }
          steps += run.steps();
          long first = run.value(x, y);
          if (first > value) {
            long both = Math.min(first, run.value(y, x));
            if (both > value) {
              value = both;
              store = y;
              load = x;
            }
          }
        }
      }
    }
    return new LowerBound("capacity-order", value,
        store < 0
            ? "no order of a store and a load says more than the buffer"
            : "whichever of the store %d and the load %d comes first".formatted(store, load));
  }
}
