package dev.dovetail.models.fusion.bounds;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which amounts of weights can lie in the buffer together: weights are loaded as a whole, or chunk by chunk.
 *
 * <p>Role: subset sums of the weights outside of each milestone, as bits.
 */
final class WeightSums {
  /** Bits of all sets together; beyond that any amount counts as possible. */
  private static final long MOST_BITS = 1L << 31;

  private final long unit;
  private final BitSet @Nullable [] reachable;

  /**
   * @param graph whose weights
   * @param milestones outside of which
   * @param bufferBytes larger sums are not needed
   * @param chunkBytes largest piece that is loaded at once, 0 if a layer's weights are one piece
   */
  WeightSums(LayerGraph graph, Milestones milestones, long bufferBytes, long chunkBytes) {
    long divisor = chunkBytes;
    for (int l = 0; l < graph.size(); l++) {
      divisor = gcd(divisor, graph.layer(l).weightBytes());
    }
    unit = Math.max(1, divisor);
    long bits = bufferBytes / unit + 1;
    boolean small = bits <= Integer.MAX_VALUE / 2 && bits * milestones.size() <= MOST_BITS;
    reachable = small ? fill(graph, milestones, (int) bits, chunkBytes) : null;
  }

  private BitSet[] fill(LayerGraph graph, Milestones milestones, int bits, long chunkBytes) {
    BitSet[] sums = new BitSet[milestones.size()];
    for (int i = sums.length - 1; i >= 0; i--) {
      int base = next(graph, milestones, i);
      BitSet sum = base < 0 ? new BitSet() : (BitSet) sums[base].clone();
      sum.set(0);
      BitSet more = base < 0 ? new BitSet() : milestones.between(i, base);
      for (int l = more.nextSetBit(0); l >= 0; l = more.nextSetBit(l + 1)) {
        add(sum, graph.layer(l).weightBytes(), chunkBytes, bits);
      }
      sums[i] = sum;
    }
    return sums;
  }

  /** A milestone as little above the given one as can be, -1 for the last. */
  private static int next(LayerGraph graph, Milestones milestones, int i) {
    for (int l : graph.minimal(milestones.get(i))) {
      BitSet larger = (BitSet) milestones.get(i).clone();
      larger.set(l);
      if (milestones.indexOf(larger) >= 0) {
        return milestones.indexOf(larger);
      }
    }
    for (Milestones.Part p : milestones.blurred()) {
      if (p.bottom() == i) {
        return p.top();
      }
    }
    return -1;
  }

  private void add(BitSet sums, long bytes, long chunkBytes, int bits) {
    long chunk = chunkBytes == 0 ? Math.max(1, bytes) : chunkBytes;
    for (long from = 0; from < bytes; from += chunk) {
      long units = Math.min(chunk, bytes - from) / unit;
      if (units < bits) {
        shift(sums, (int) units, bits);
      }
    }
  }

  private static void shift(BitSet sums, int by, int bits) {
    long[] words = sums.toLongArray();
    long[] moved = new long[bits / Long.SIZE + 1];
    int skip = by / Long.SIZE;
    int rest = by % Long.SIZE;
    for (int i = 0; i < words.length && i + skip < moved.length; i++) {
      moved[i + skip] |= words[i] << rest;
      if (rest != 0 && i + skip + 1 < moved.length) {
        moved[i + skip + 1] |= words[i] >>> (Long.SIZE - rest);
      }
    }
    BitSet added = BitSet.valueOf(moved);
    added.clear(bits, Math.max(bits, added.length()));
    sums.or(added);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * The most bytes, at most {@code capacity}, that weights of layers outside of a milestone can take together.
   *
   * @param milestone index, -1 if any amount counts as possible
   */
  long most(int milestone, long capacity) {
    if (reachable == null || milestone < 0) {
      return capacity;
    }
    return reachable[milestone].previousSetBit((int) (capacity / unit)) * unit;
  }
}
