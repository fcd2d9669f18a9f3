package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.linkslots.LinkSlotsProblem;

/**
 * A price for every slot of every channel up to a horizon, not negative: slot by slot at both ends, one price for all slots between.
 *
 * <p>Role: the evidence of {@link PriceCertificate}. Prices of length one in all slots give the classical metric bound on multicommodity flows;
 * cheaper first and last slots give heads and tails; prices of single slots say where several links start together.
 */
public final class SlotPrices {
  private final long horizon;
  private final int edge;
  private final long[][] sums;
  private final long[] capacity;

  /**
   * @param horizon slots before which all messages are to finish, at least 1
   * @param edge slots at each end that have prices of their own; at most half of the horizon
   * @param blocks by channel: the prices of the first {@code edge} slots, of each slot between, of the last {@code edge} slots; at least 0
   */
  public SlotPrices(LinkSlotsProblem problem, long horizon, int edge, long[][] blocks) {
    if (edge < 0 || 2L * edge > horizon || blocks.length != problem.network().links().channels().size()) {
      throw new IllegalArgumentException("The prices of %d channels with %d slots at each end must fit %d channels and %d slots."
          .formatted(blocks.length, edge, problem.network().links().channels().size(), horizon));
    }
    this.horizon = horizon;
    this.edge = edge;
    sums = new long[blocks.length][];
    capacity = new long[blocks.length];
    for (int c = 0; c < blocks.length; c++) {
      Channel channel = problem.network().links().channels().get(c);
      capacity[c] = channel.capacity();
      // An eject port that does not count may be held after the end: its slots are worth nothing.
      boolean free = channel.kind() == Channel.Kind.EJECT && !problem.network().finishCountsPorts();
      long[] sum = new long[Math.toIntExact(horizon + 1)];
      for (int t = 0; t < horizon; t++) {
        long price = blocks[c][block(t, edge, horizon)];
        if (price < 0) {
          throw new IllegalArgumentException("The price (%d) of a slot must not be negative.".formatted(price));
        }
        sum[t + 1] = Math.addExact(sum[t], free ? 0 : price);
      }
      sums[c] = sum;
    }
  }

  /** The position of a slot among {@code 2 * edge + 1} prices. */
  public static int block(long slot, int edge, long horizon) {
    if (slot < edge) {
      return (int) slot;
    }
    return slot < horizon - edge ? edge : (int) (slot - (horizon - edge)) + edge + 1;
  }

  /** How many slots have the price at a position. */
  public static long slots(int block, int edge, long horizon) {
    return block == edge ? horizon - 2L * edge : 1;
  }

  /** Slots before which all messages are to finish. */
  public long horizon() {
    return horizon;
  }

  /** Slots at each end that have prices of their own. */
  public int edge() {
    return edge;
  }

  /** The price of holding a channel from a slot to before another one; slots beyond the horizon cost nothing. */
  long of(int channel, long from, long to) {
    long[] sum = sums[channel];
    return sum[(int) Math.min(to, horizon)] - sum[(int) Math.min(from, horizon)];
  }

  /** What all slots of all channels are worth together. */
  long all() {
    long all = 0;
    for (int c = 0; c < sums.length; c++) {
      all = Math.addExact(all, Math.multiplyExact(capacity[c], sums[c][(int) horizon]));
    }
    return all;
  }
}
