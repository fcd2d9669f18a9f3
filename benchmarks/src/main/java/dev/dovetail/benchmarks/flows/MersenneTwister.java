package dev.dovetail.benchmarks.flows;

/**
 * The random numbers of Python's {@code random.Random(seed)}, so that a set drawn there can be drawn again here.
 *
 * <p>Source: Matsumoto and Nishimura, Mersenne Twister, ACM TOMACS 8(1), 1998 (MT19937), and their initialisation by an array of 2002; the way
 * from its words to {@code randrange} after the documentation and behaviour of CPython 3.
 */
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int MIDDLE = 397;
  private static final int TWIST = 0x9908b0df;
  private static final int UPPER = 0x80000000;
  private static final int LOWER = 0x7fffffff;
  /** Multipliers and first seed of the initialisation. */
  private static final int FIRST_SEED = 19_650_218;
  private static final int SEED_FACTOR = 1_812_433_253;
  private static final int FIRST_PASS = 1_664_525;
  private static final int SECOND_PASS = 1_566_083_941;

  private final int[] state = new int[WORDS];
  private int next = WORDS;

  /** @param seed not negative; its words of 32 bits, lowest first, are the array */
  MersenneTwister(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("The seed (%d) must not be negative.".formatted(seed));
    }
    int high = (int) (seed >>> Integer.SIZE);
    seed(high == 0 ? new int[] {(int) seed} : new int[] {(int) seed, high});
  }

  private void seed(int[] key) {
    state[0] = FIRST_SEED;
    for (int i = 1; i < WORDS; i++) {
      state[i] = SEED_FACTOR * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
    int i = 1;
    int j = 0;
    for (int k = Math.max(WORDS, key.length); k > 0; k--) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * FIRST_PASS) + key[j] + j;
      i = following(i);
      j = (j + 1) % key.length;
    }
    for (int k = WORDS - 1; k > 0; k--) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * SECOND_PASS) - i;
      i = following(i);
    }
    state[0] = UPPER;
  }

  /** The word behind, where the last is carried over to the first. */
  private int following(int i) {
    if (i + 1 < WORDS) {
      return i + 1;
    }
    state[0] = state[WORDS - 1];
    return 1;
  }

  /** The next word of 32 random bits. */
  int nextWord() {
    if (next == WORDS) {
      for (int i = 0; i < WORDS; i++) {
        int y = state[i] & UPPER | state[(i + 1) % WORDS] & LOWER;
        state[i] = state[(i + MIDDLE) % WORDS] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : TWIST);
      }
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  /** {@code randrange(n)}: the upper bits of a word, as many as n has, drawn again while they are too large. */
  int below(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("The bound (%d) must be positive.".formatted(n));
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(n);
    int drawn;
    do {
      drawn = nextWord() >>> Integer.SIZE - bits;
    } while (drawn >= n);
    return drawn;
  }
}
