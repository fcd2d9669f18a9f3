package dev.dovetail.solver.dramschedule;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of kind {@code dram-schedule} as primitive arrays: the compute stream and the channel's stream.
 *
 * <p>Role: what decoder and searches work on. It can be filled again and again without new memory, by {@link #begin}, the {@code add}
 * methods, then {@link #seal}; a search over fusion plans evaluates millions of them. Loads share a list of the stores that they wait
 * for where they wait for the same ones. Nothing is checked here: tensors name tiles that exist, ranges are as in {@link DramTensor}.
 */
public final class Streams {
  /** The {@code after} list of a load that waits for no store. */
  public static final int NO_STORES = -1;

  long buffer;
  long bytesPerCycle;

  int tiles;
  long[] cycles = new long[64];
  int[] tileGroup = new int[64];

  int tensors;
  boolean[] load = new boolean[64];
  long[] bytes = new long[64];
  /** Cycles on the channel. */
  long[] channel = new long[64];
  int[] group = new int[64];
  /** The tile that needs or makes it. */
  int[] tile = new int[64];
  /** Of a load its residency end, of a store the least one. */
  int[] end = new int[64];
  /**
   * The latest residency begin of a load: its tile, or one position before if it is not of the tile's own group. Tile 0 stands for
   * position -1 too, which can hold what tile 0 can.
   */
  int[] latest = new int[64];
  /** List of stores that a load waits for, or {@link #NO_STORES}. */
  int[] afterList = new int[64];

  int lists;
  int[] listBegin = new int[16];
  int[] listStores = new int[64];

  // What seal() derives.

  /** Bytes that are free at each tile beside local tensors, loads in use and stores that must stay; negative: infeasible. */
  long[] free = new long[65];
  /** Cycles of the tiles from each one on; one entry more than tiles. */
  long[] tail = new long[65];
  /** Loads by need: those of tile q are {@code loadsByNeed[needBegin[q] .. needBegin[q + 1])}. */
  int[] needBegin = new int[66];
  int[] loadsByNeed = new int[64];
  /** Store of each tile, or -1. */
  int[] storeOf = new int[64];
  /** Whether all loads of a tile are of its group; another group's load may not be resident from the tile on only. */
  boolean[] ownGroup = new boolean[64];
  long channelSum;
  boolean fits;

  /** An empty instance; {@link #begin} starts it. */
  public Streams() {}

  /** The arrays of {@code problem}. */
  public static Streams of(DramScheduleProblem problem) {
    Streams streams = new Streams();
    streams.fill(problem);
    return streams;
  }

  private void fill(DramScheduleProblem problem) {
    begin(problem.bufferBytes(), problem.dramBytesPerCycle());
    for (ComputeTile t : problem.tiles()) {
      addTile(t.cycles(), t.group());
    }
    Map<List<Integer>, Integer> known = new HashMap<>();
    for (DramTensor tensor : problem.tensors()) {
      if (tensor instanceof DramTensor.Load l) {
        int list = NO_STORES;
        if (!l.after().isEmpty()) {
          Integer old = known.get(l.after());
          if (old == null) {
            old = beginStores();
            l.after().forEach(this::addToStores);
            known.put(l.after(), old);
          }
          list = old;
        }
        addLoad(l.bytes(), l.group(), l.neededBy(), l.end(), list);
      } else if (tensor instanceof DramTensor.Store s) {
        addStore(s.bytes(), s.group(), s.producedBy(), s.minEnd());
      }
    }
    for (LocalTensor l : problem.locals()) {
      addLocal(l.bytes(), l.start(), l.end());
    }
    seal();
  }

  /** Starts a new instance in the same memory. */
  public void begin(long bufferBytes, long dramBytesPerCycle) {
    buffer = bufferBytes;
    bytesPerCycle = dramBytesPerCycle;
    tiles = 0;
    tensors = 0;
    lists = 0;
    listBegin[0] = 0;
    channelSum = 0;
    Arrays.fill(free, 0);
  }

  /** Adds the next tile of the compute stream and returns its position. */
  public int addTile(long tileCycles, int layer) {
    if (tiles == cycles.length) {
      int more = 2 * tiles;
      cycles = Arrays.copyOf(cycles, more);
      tileGroup = Arrays.copyOf(tileGroup, more);
      storeOf = Arrays.copyOf(storeOf, more);
      ownGroup = Arrays.copyOf(ownGroup, more);
      tail = Arrays.copyOf(tail, more + 1);
      needBegin = Arrays.copyOf(needBegin, more + 2);
    }
    cycles[tiles] = tileCycles;
    tileGroup[tiles] = layer;
    return tiles++;
  }

  /** Opens a list of stores that loads may wait for, and returns it; until the next one, {@link #addToStores} adds to it. */
  public int beginStores() {
    if (lists + 1 == listBegin.length) {
      listBegin = Arrays.copyOf(listBegin, 2 * listBegin.length);
    }
    listBegin[lists + 1] = listBegin[lists];
    return lists++;
  }

  /** Adds a store, by its index now or later, to the list opened last. */
  public void addToStores(int store) {
    int at = listBegin[lists];
    if (at == listStores.length) {
      listStores = Arrays.copyOf(listStores, 2 * at);
    }
    listStores[at] = store;
    listBegin[lists]++;
  }

  /**
   * Adds a load and returns its index.
   *
   * @param stores the list of stores that it waits for, of {@link #beginStores}, or {@link #NO_STORES}
   */
  public int addLoad(long size, int layer, int neededBy, int residencyEnd, int stores) {
    int x = addTensor(size, layer, neededBy, residencyEnd);
    load[x] = true;
    afterList[x] = stores;
    return x;
  }

  /** Adds a store and returns its index; at most one for each tile. */
  public int addStore(long size, int layer, int producedBy, int minEnd) {
    int x = addTensor(size, layer, producedBy, minEnd);
    load[x] = false;
    afterList[x] = NO_STORES;
    return x;
  }

  private int addTensor(long size, int layer, int tileOf, int residencyEnd) {
    if (tensors == bytes.length) {
      int more = 2 * tensors;
      load = Arrays.copyOf(load, more);
      bytes = Arrays.copyOf(bytes, more);
      channel = Arrays.copyOf(channel, more);
      group = Arrays.copyOf(group, more);
      tile = Arrays.copyOf(tile, more);
      end = Arrays.copyOf(end, more);
      latest = Arrays.copyOf(latest, more);
      afterList = Arrays.copyOf(afterList, more);
      loadsByNeed = Arrays.copyOf(loadsByNeed, more);
    }
    bytes[tensors] = size;
    channel[tensors] = size / bytesPerCycle + (size % bytesPerCycle == 0 ? 0 : 1);
    channelSum += channel[tensors];
    group[tensors] = layer;
    tile[tensors] = tileOf;
    end[tensors] = residencyEnd;
    return tensors++;
  }

  /** Adds a tensor that only occupies the buffer. */
  public void addLocal(long size, int start, int residencyEnd) {
    occupy(size, start, residencyEnd);
  }

  private void occupy(long size, int from, int to) {
    if (to >= free.length) {
      free = Arrays.copyOf(free, Math.max(2 * free.length, to + 1));
    }
    free[from] -= size;
    free[to] += size;
  }

  /** Ends the instance: from here on it can be decoded. */
  public void seal() {
    if (free.length <= tiles) {
      free = Arrays.copyOf(free, tiles + 1);
    }
    for (int x = 0; x < tensors; x++) {
      boolean own = !load[x] || group[x] == tileGroup[tile[x]];
      latest[x] = own ? tile[x] : Math.max(0, tile[x] - 1);
      occupy(bytes[x], latest[x], end[x]);
    }
    long level = buffer;
    fits = true;
    for (int q = 0; q < tiles; q++) {
      level += free[q];
      free[q] = level;
      fits &= level >= 0;
    }
    tail[tiles] = 0;
    for (int q = tiles - 1; q >= 0; q--) {
      tail[q] = tail[q + 1] + cycles[q];
    }
    Arrays.fill(storeOf, 0, tiles, -1);
    Arrays.fill(ownGroup, 0, tiles, true);
    Arrays.fill(needBegin, 0, tiles + 2, 0);
    for (int x = 0; x < tensors; x++) {
      if (load[x]) {
        needBegin[tile[x] + 2]++;
        ownGroup[tile[x]] &= group[x] == tileGroup[tile[x]];
      } else {
        storeOf[tile[x]] = x;
      }
    }
    for (int q = 1; q <= tiles; q++) {
      needBegin[q + 1] += needBegin[q];
    }
    for (int x = 0; x < tensors; x++) {
      if (load[x]) {
        loadsByNeed[needBegin[tile[x] + 1]++] = x;
      }
    }
  }

  /** How many tiles. */
  public int tiles() {
    return tiles;
  }

  /** How many tensors. */
  public int tensors() {
    return tensors;
  }

  /** Whether what must be resident fits the buffer at every tile; else there is no schedule. */
  public boolean fits() {
    return fits;
  }

  /** The first tile at which what must be resident does not fit, or -1. */
  public int firstMisfit() {
    for (int q = 0; q < tiles; q++) {
      if (free[q] < 0) {
        return q;
      }
    }
    return -1;
  }

  /** Sum of all tiles' cycles. */
  public long computeCycles() {
    return tail[0];
  }

  /** Sum of all tensors' cycles on the channel. */
  public long channelCycles() {
    return channelSum;
  }

  /** Bytes that are free at tile {@code q} beside what must be resident there; negative if that does not fit. */
  public long freeBytes(int q) {
    return free[q];
  }
}
