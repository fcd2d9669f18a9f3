package dev.dovetail.models.fusion.bounds;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a sub-group does to a label whatever the order of its layers, possibly with an unknown part before it.
 *
 * <p>Role: as {@link OrderedRounds}, weaker: before a layer come its ancestors only, after it its descendants only; of the others each bound takes what
 * is worse for it. Used where a sub-group has many orders, and behind a part of the network that plans may divide in any way.
 */
final class UnorderedRounds {
  private final Step step;
  private final BitSet[] before;
  private final BitSet[] after;
  private final BitSet[] readers;
  private final long[] needed;
  private final Skipped skipped;
  private final WeightSums sums;
  private final long buffer;
  private final int k;
  private final long loads;
  private final long stores;
  private final long round;
  private final long weights;

  /**
   * Layers between the milestone before and those of the step, cut into unknown sub-groups, the last of which is shared with the step.
   *
   * @param any whether there are any
   * @param time least time of all their tiles
   * @param femtojoules least energy of all their tiles
   * @param loads least bytes that they load of external inputs
   * @param endFromShift least end of all of them from the shift
   * @param weights bytes of all of them
   */
  record Skipped(boolean any, long time, long femtojoules, long loads, long endFromShift, long weights) {
    static final Skipped NOTHING = new Skipped(false, 0, 0, 0, MaxPlus.NONE, 0);
  }

  UnorderedRounds(Step step, Relations relations, Skipped skipped, WeightSums sums, long buffer) {
    this.step = step;
    this.skipped = skipped;
    this.sums = sums;
    this.buffer = buffer;
    k = step.size();
    before = relations.before();
    after = relations.after();
    readers = relations.readers();
    needed = relations.needed();
    loads = Step.sum(step.loads());
    stores = Step.sum(step.stores());
    round = Step.sum(step.times());
    weights = Step.sum(step.weights());
  }

  private static long sum(long[] values, BitSet of) {
    long sum = 0;
    for (int i = of.nextSetBit(0); i >= 0; i = of.nextSetBit(i + 1)) {
      sum += values[i];
    }
    return sum;
  }

  /** The change, or null if some tile does not fit the buffer. */
  @Nullable
  MaxPlus change() {
    int t = step.tiles();
    long all = step.weightsBefore() + weights;
    long endFromShift = skipped.endFromShift() + (k == 0 ? 0 : t * round);
    long shiftFromEnd = MaxPlus.NONE;
    long shiftFromShift = skipped.loads() + t * (loads + stores);
    for (int i = 0; i < k; i++) {
      long below = sum(step.times(), after[i]);
      long loadsTo = sum(step.loads(), before[i]);
      long first = needed[i] + loadsTo;
      long last = (t == 1 ? first : all + (t - 1) * loads + loadsTo) + skipped.loads();
      endFromShift = Math.max(endFromShift, Math.max(first + below + (t - 1) * round, last + below));
      for (int r : rounds(t)) {
        long gone = gone(i, r);
        if (gone == Long.MAX_VALUE) {
          return null;
        }
        long finished = skipped.time() + (r - 1) * round + sum(step.times(), before[i]);
        shiftFromEnd = Math.max(shiftFromEnd, finished - gone + t * (loads + stores));
        long start = r == t ? last : r == 1 ? first : all + (r - 1) * loads + loadsTo;
        shiftFromShift = Math.max(shiftFromShift, start + step.times()[i] - gone + t * (loads + stores));
      }
    }
    return new MaxPlus(skipped.time() + t * round, endFromShift, shiftFromEnd, shiftFromShift);
  }

  /** Where layers before share the sub-group, they have finished only when the last tile is at hand. */
  private int[] rounds(int t) {
    if (skipped.any() || t == 1) {
      return new int[] {t};
    }
    return t == 2 ? new int[] {1, 2} : new int[] {1, t - 1, t};
  }

  /** What may have been transferred when the layer's tile of a round ends; the largest number if the tile does not fit. */
  private long gone(int i, int r) {
    boolean last = r == step.tiles();
    BitSet others = new BitSet();
    others.set(0, k);
    others.andNot(after[i]);
    long own = step.weights()[i];
    long over = last ? sum(step.weights(), others) : 0;
    long mandatory = r == 1 ? sum(step.weights(), before[i]) : last ? sum(step.weights(), after[i]) : weights;
    if (step.tiles() == 1 || step.reload()) {
      mandatory = own;
    }
    if (step.reload()) {
      over = r == 1 ? sum(step.weights(), others) : weights - own;
    }
    mandatory += step.loads()[i];
    long free = buffer - activations(i, r, last) - mandatory;
    if (free < 0) {
      return Long.MAX_VALUE;
    }
    boolean anything = step.prefetch() || r == 1 || loads > 0 || step.reload() || anySpilled();
    long fits = mandatory + (anything ? free : sums.most(step.to(), free));
    return step.weightsBefore() + over + fits + (r - 1) * (loads + stores) + sum(step.loads(), others)
        + sum(step.stores(), others);
  }

  private boolean anySpilled() {
    for (boolean s : step.spilled()) {
      if (s) {
        return true;
      }
    }
    return false;
  }

  private long activations(int i, int r, boolean last) {
    long bytes = 0;
    for (int j = 0; j < k; j++) {
      boolean made = before[i].get(j);
      if (step.kept()[j]) {
        bytes += (made ? r : r - 1) * step.outputs()[j];
      } else if (made && (j == i || readers[j].intersects(after[i]))) {
        bytes += step.outputs()[j];
      }
    }
    for (Step.Guest g : step.guests()) {
      boolean here = !last || g.stays();
      for (int reader : g.readers()) {
        here |= after[i].get(reader);
      }
      bytes += here ? g.bytes() : 0;
    }
    return bytes;
  }
}
