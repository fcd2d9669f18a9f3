package dev.dovetail.solver.fusion;

import dev.dovetail.models.Exact;
import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.InputRanges;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.models.fusion.TileShape;
import dev.dovetail.models.fusion.TileShapes;
import dev.dovetail.models.intracore.polar.TileCost;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sub-groups that were met before, by the set of their layers and their tile count.
 *
 * <p>Role: makes a change of a plan cost what it touches. Not thread-safe.
 */
final class TiledGroups {
  /** Members of all cached sub-groups together at which the cache starts anew; a member takes about 100 bytes. */
  private static final int MOST_MEMBERS = 600_000;

  private static final long SEED = 0x5DEECE66DL;

  private final LayerGraph graph;
  private final TileShapes shapes;
  private final LayerCosts costs;

  /** Shapes of the sub-group in the making. */
  private final int[] numbers;

  private final int[] asked = new int[TileShapes.NUMBERS];
  private final int[] range = new int[TileShapes.NUMBERS];

  /** A random word per layer; a set's key is their sum. */
  private final long[] words;

  private @Nullable TiledGroup[] table = new TiledGroup[1 << 14];
  private long[] keys = new long[1 << 14];
  private int count;
  private int cachedMembers;

  TiledGroups(FusionProblem problem, LayerGraph graph, LayerCosts costs) {
    this.graph = graph;
    this.shapes = new TileShapes(problem.network(), problem.batch());
    this.costs = costs;
    this.numbers = new int[TileShapes.NUMBERS * graph.size()];
    SplittableRandom random = new SplittableRandom(SEED);
    words = random.longs(graph.size()).toArray();
  }

  /**
   * The sub-group of the layers at positions {@code from} to {@code to} - 1 of an order.
   *
   * @param tiles its tile count, at least 1
   */
  TiledGroup get(int[] order, int from, int to, int tiles) {
    long key = 0;
    for (int i = from; i < to; i++) {
      key += words[order[i]];
    }
    key += (tiles + 1L) * 0x9E3779B97F4A7C15L;
    key ^= key >>> 29;
    int mask = table.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    for (TiledGroup s = table[slot]; s != null; s = table[slot]) {
      if (keys[slot] == key && s.tiles == tiles && isSet(s, order, from, to)) {
        return s;
      }
      slot = (slot + 1) & mask;
    }
    TiledGroup made = make(Arrays.copyOfRange(order, from, to), tiles);
    put(key, made);
    return made;
  }

  /** Two sets of one size are equal if one holds each of the other. */
  private static boolean isSet(TiledGroup s, int[] order, int from, int to) {
    if (s.members.length != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Arrays.binarySearch(s.members, order[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  private void put(long key, TiledGroup made) {
    if (cachedMembers > MOST_MEMBERS) {
      Arrays.fill(table, null);
      count = 0;
      cachedMembers = 0;
    }
    if (count * 2 > table.length) {
      TiledGroup[] old = table;
      long[] oldKeys = keys;
      table = new TiledGroup[old.length * 2];
      keys = new long[old.length * 2];
      for (int i = 0; i < old.length; i++) {
        if (old[i] != null) {
          insert(oldKeys[i], old[i]);
        }
      }
    }
    insert(key, made);
    count++;
    cachedMembers += made.members.length;
  }

  private void insert(long key, TiledGroup s) {
    int mask = table.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (table[slot] != null) {
      slot = (slot + 1) & mask;
    }
    table[slot] = s;
    keys[slot] = key;
  }

  private TiledGroup make(int[] sequence, int tiles) {
    Arrays.sort(sequence); // ids are in a topological order
    int n = sequence.length;
    if (shapes.fill(sequence, 0, n, tiles, numbers) != TileShapes.ALL_CUT) {
      return new TiledGroup(sequence, tiles);
    }
    long[] cycles = new long[n];
    long[] outBytes = new long[n];
    long[][] inBytes = new long[n][];
    long[][] externalBytes = new long[n][];
    long compute = 0;
    long energy = 0;
    for (int i = 0; i < n; i++) {
      int at = i * TileShapes.NUMBERS;
      TileShape tile = new TileShape(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
      TileCost cost = costs.of(sequence[i], tile);
      if (!cost.isPossible()) {
        return new TiledGroup(sequence, tiles);
      }
      cycles[i] = cost.cycles();
      compute = Exact.add(compute, Exact.multiply(tiles, cost.cycles()));
      energy = Exact.add(energy, Exact.multiply(tiles, cost.femtojoules()));
      outBytes[i] = tile.volume();
      inBytes[i] = inBytes(sequence, i);
      externalBytes[i] = externalBytes(sequence[i], at);
    }
    return new TiledGroup(sequence, tiles, true, cycles, outBytes, inBytes, externalBytes, compute, energy);
  }

  private long[] inBytes(int[] members, int i) {
    FusionLayer layer = graph.layers[members[i]];
    int at = i * TileShapes.NUMBERS;
    int[] producers = graph.producers[members[i]];
    long[] bytes = new long[producers.length];
    for (int j = 0; j < producers.length; j++) {
      int p = producers[j];
      if (Arrays.binarySearch(members, p) >= 0) {
        continue;
      }
      Arrays.fill(asked, 0);
      if (layer.inputs().contains(p)) {
        InputRanges.activation(layer, numbers, at, range);
        enlarge();
      }
      if (layer.weightInputs().contains(p)) {
        InputRanges.weights(layer, numbers, at, range);
        enlarge();
      }
      bytes[j] = new TileShape(asked[0], graph.layers[p].out().channels(), asked[2], asked[3]).volume();
    }
    return bytes;
  }

  private void enlarge() {
    for (int k = 0; k < asked.length; k++) {
      asked[k] = Math.max(asked[k], range[k]);
    }
  }

  private long[] externalBytes(int layer, int at) {
    int[] channels = graph.externalChannels[layer];
    long[] bytes = new long[channels.length];
    InputRanges.activation(graph.layers[layer], numbers, at, range);
    for (int j = 0; j < channels.length; j++) {
      bytes[j] = new TileShape(range[0], channels[j], range[2], range[3]).volume();
    }
    return bytes;
  }
}
