package dev.dovetail.solver.dramschedule;

import java.util.Arrays;

/**
 * States of {@link SetSearch} that have sent the same number of transfers, without those that another one dominates.
 *
 * <p>Of two states that have sent the same set, the one whose channel and whose computable tiles are done no later leads to no worse schedule:
 * transfers that have ended before the tile at work say nothing more, and what tiles still to be started must hold depends on the set alone.
 * Where stores are under way that is not enough, since a tile may wait for their place: then the states must also be at the same tile, with
 * the same store in flight, and the better one must hold no more of stores that may leave.
 */
final class SentLayer {
  private final int words;
  int size;
  long[] sets;
  long[] hashes = new long[64];
  /** End of the last transfer. */
  long[] clocks = new long[64];
  /** Start of the tile at work. */
  long[] starts = new long[64];
  /** End of the last tile that needs no further load. */
  long[] chains = new long[64];
  /** Bytes of stores at the tile at work that need not be there. */
  long[] extras = new long[64];
  /** Before this time the next tile does not start. */
  long[] holds = new long[64];
  long[] bounds = new long[64];
  int[] tiles = new int[64];
  int[] lasts = new int[64];
  int[] parents = new int[64];
  int[] waits = new int[64];
  boolean[] sealed = new boolean[64];
  /** Whether stores are under way. */
  boolean[] stores = new boolean[64];
  /** Store in flight, or -1. */
  int[] flights = new int[64];
  boolean[] dominated = new boolean[64];
  private int[] next = new int[64];
  private int[] table = new int[256];

  SentLayer(int words) {
    this.words = words;
    sets = new long[64 * words];
    Arrays.fill(table, -1);
  }

  private static long hash(long[] set, int words, int salt) {
    long h = salt;
    for (int w = 0; w < words; w++) {
      h = (h ^ set[w]) * 0x9E3779B97F4A7C15L;
      h ^= h >>> 29;
    }
    return h;
  }

  /** Adds a state unless another one dominates it; marks those that it dominates. */
  void add(
      long[] set,
      long clock,
      long start,
      long chain,
      long extra,
      long hold,
      int tile,
      int last,
      int parent,
      int wait,
      boolean isSealed,
      boolean withStores,
      int flight) {
    long hash = hash(set, words, withStores ? 31 * tile + flight + 2 : isSealed ? -1 : 0);
    int slot = (int) (hash & (table.length - 1));
    for (int j = table[slot]; j >= 0; j = next[j]) {
      if (dominated[j]
          || hashes[j] != hash
          || sealed[j] != isSealed
          || stores[j] != withStores
          || withStores && (tiles[j] != tile || flights[j] != flight)
          || !Arrays.equals(sets, j * words, (j + 1) * words, set, 0, words)) {
        continue;
      }
      if (clocks[j] <= clock && chains[j] <= chain && extras[j] <= extra) {
        return;
      }
      dominated[j] = clock <= clocks[j] && chain <= chains[j] && extra <= extras[j];
    }
    if (size == clocks.length) {
      grow();
    }
    int j = size++;
    System.arraycopy(set, 0, sets, j * words, words);
    hashes[j] = hash;
    clocks[j] = clock;
    starts[j] = start;
    chains[j] = chain;
    extras[j] = extra;
    holds[j] = hold;
    tiles[j] = tile;
    lasts[j] = last;
    parents[j] = parent;
    waits[j] = wait;
    sealed[j] = isSealed;
    stores[j] = withStores;
    flights[j] = flight;
    next[j] = table[slot];
    table[slot] = j;
    if (size > table.length) {
      rehash();
    }
  }

  private void rehash() {
    table = new int[4 * table.length];
    Arrays.fill(table, -1);
    for (int j = 0; j < size; j++) {
      if (!dominated[j]) {
        int slot = (int) (hashes[j] & (table.length - 1));
        next[j] = table[slot];
        table[slot] = j;
      }
    }
  }

  private void grow() {
    int more = 2 * size;
    sets = Arrays.copyOf(sets, more * words);
    hashes = Arrays.copyOf(hashes, more);
    clocks = Arrays.copyOf(clocks, more);
    starts = Arrays.copyOf(starts, more);
    chains = Arrays.copyOf(chains, more);
    extras = Arrays.copyOf(extras, more);
    holds = Arrays.copyOf(holds, more);
    bounds = Arrays.copyOf(bounds, more);
    tiles = Arrays.copyOf(tiles, more);
    lasts = Arrays.copyOf(lasts, more);
    parents = Arrays.copyOf(parents, more);
    waits = Arrays.copyOf(waits, more);
    sealed = Arrays.copyOf(sealed, more);
    stores = Arrays.copyOf(stores, more);
    flights = Arrays.copyOf(flights, more);
    dominated = Arrays.copyOf(dominated, more);
    next = Arrays.copyOf(next, more);
  }

  /** Lets go of everything but the way back. */
  void close() {
    long[] none = new long[0];
    sets = none;
    hashes = none;
    clocks = none;
    starts = none;
    chains = none;
    extras = none;
    holds = none;
    bounds = none;
    tiles = new int[0];
    flights = tiles;
    next = tiles;
    table = tiles;
    sealed = new boolean[0];
    stores = sealed;
    dominated = sealed;
    lasts = Arrays.copyOf(lasts, size);
    parents = Arrays.copyOf(parents, size);
    waits = Arrays.copyOf(waits, size);
  }
}
