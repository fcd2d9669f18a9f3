package dev.dovetail.models.fusion.bounds;

import org.jspecify.annotations.Nullable;

/**
 * What a sub-group, computed in a given order of its layers, does to a label.
 *
 * <p>Role: follows the first, the last but one and the last tile of each layer. For a tile q that ends at G, what is transferred by then is over (its last
 * reader was before q) or lies in the buffer at q, beside the activations; everything else that a later tile needs passes the channel after G, since a
 * load that is not resident at q begins after it. So that tile starts at G + (what it needs in all - what is over - what fits) / bandwidth. The shift of a
 * label is the largest of these sums without the part that grows: weights needed and traffic of activations.
 */
final class OrderedRounds {
  private final Step step;
  private final int[] order;
  private final int[] sets;
  private final WeightSums sums;
  private final long buffer;
  private final int k;
  private final long[] weightsTo;
  private final long[] resident;
  private final long[] guestsLast;
  private final long loads;
  private final long stores;
  private final long round;
  private final long guests;
  private long end;
  private long shift;

  private OrderedRounds(Step step, int[] order, int[] sets, int[] lastReader, WeightSums sums, long buffer) {
    this.step = step;
    this.order = order;
    this.sets = sets;
    this.sums = sums;
    this.buffer = buffer;
    k = order.length;
    weightsTo = new long[k + 1];
    resident = new long[k];
    int[] place = new int[k];
    for (int x = 0; x < k; x++) {
      place[order[x]] = x;
      weightsTo[x + 1] = weightsTo[x] + step.weights()[order[x]];
    }
    for (int x = 0; x < k; x++) {
      if (!step.kept()[order[x]]) {
        for (int y = x; y <= lastReader[x]; y++) {
          resident[y] += step.outputs()[order[x]];
        }
      }
    }
    guestsLast = new long[k];
    for (Step.Guest g : step.guests()) {
      int until = g.stays() ? k - 1 : -1;
      for (int r : g.readers()) {
        until = Math.max(until, place[r]);
      }
      for (int x = 0; x <= until; x++) {
        guestsLast[x] += g.bytes();
      }
    }
    loads = Step.sum(step.loads());
    stores = Step.sum(step.stores());
    round = Step.sum(step.times());
    guests = step.guestBytes();
  }

  /**
   * @param order indices into the step's layers in the order of their first tiles
   * @param sets milestone after each of them
   * @param lastReader by position in the order: the last position at which its output is read within the sub-group, its own if none
   * @return the change, or null if some tile does not fit the buffer
   */
  static @Nullable MaxPlus of(Step step, int[] order, int[] sets, int[] lastReader, WeightSums sums, long buffer) {
    OrderedRounds rounds = new OrderedRounds(step, order, sets, lastReader, sums, buffer);
    if (!rounds.run(0, MaxPlus.NONE)) {
      return null;
    }
    long endFromEnd = rounds.end;
    long shiftFromEnd = rounds.shift;
    rounds.run(MaxPlus.NONE, 0);
    return new MaxPlus(endFromEnd, rounds.end, shiftFromEnd, rounds.shift);
  }

  private boolean run(long firstEnd, long firstShift) {
    end = firstEnd;
    shift = firstShift;
    int t = step.tiles();
    if (!round(1)) {
      return false;
    }
    if (t > 2) {
      end += round * (t - 3);
      if (!round(t - 1)) {
        return false;
      }
    }
    if (t > 1 && !round(t)) {
      return false;
    }
    shift += t * (loads + stores);
    return true;
  }

  private boolean round(int r) {
    boolean last = r == step.tiles();
    long loaded = (r - 1) * loads;
    long stored = (r - 1) * stores;
    long kept = 0;
    boolean spilled = false;
    for (int l = 0; l < k; l++) {
      kept += step.kept()[l] ? (r - 1) * step.outputs()[l] : 0;
    }
    for (int x = 0; x < k; x++) {
      int l = order[x];
      kept += step.kept()[l] ? step.outputs()[l] : 0;
      long needed = step.weightsBefore() + weightsTo[r == 1 ? x + 1 : k] + loaded + step.loads()[l];
      end = Math.max(end, shift + needed) + step.times()[l];
      long mandatory = step.loads()[l] + mandatoryWeights(r, x, last);
      long free = buffer - resident[x] - kept - (last ? guestsLast[x] : guests) - mandatory;
      if (free < 0) {
        return false;
      }
      boolean more = step.prefetch() || spilled || (last ? loaded + step.loads()[l] < step.tiles() * loads : loads > 0);
      long fits = mandatory + (more ? free : sums.most(r == 1 ? sets[x] : step.to(), free));
      shift = Math.max(shift, end - weightsOver(r, x, last) - fits - loaded - stored);
      loaded += step.loads()[l];
      stored += step.stores()[l];
      spilled |= last && step.spilled()[l];
    }
    return true;
  }

  private long mandatoryWeights(int r, int x, boolean last) {
    long own = step.weights()[order[x]];
    if (step.reload() || step.tiles() == 1) {
      return own;
    }
    if (r == 1) {
      return weightsTo[x + 1];
    }
    return last ? weightsTo[k] - weightsTo[x] : weightsTo[k];
  }

  /** Weights that were loaded and are no longer needed at position x of round r, at most. */
  private long weightsOver(int r, int x, boolean last) {
    long over = last || step.reload() ? weightsTo[x] : 0;
    if (step.reload() && r > 1) {
      over = weightsTo[k] - step.weights()[order[x]];
    }
    return step.weightsBefore() + over;
  }
}
