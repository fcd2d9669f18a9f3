package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerCosts;
import dev.dovetail.solver.dramschedule.soma.StepClock;
import java.util.Arrays;

/**
 * What a plan costs if its DRAM tensors are double-buffered: each is loaded one tile before it is needed and stored one tile after it was made.
 *
 * <p>Role: the evaluation of the literature's searches, which choose plans before they schedule transfers; much faster than expanding the
 * plan, with the same numbers. Not thread-safe; arrays are used again. Source: public program SET-Scheduling-Project/SoMa-HPCA2025.
 */
public final class DoubleBuffering {
  /** What {@link #latency} returns if the buffer overflows or a transfer comes too late. */
  public static final long NOT_EXECUTABLE = -1;

  /** Most tiles of a plan that is evaluated: their arrays take about 100 bytes each. */
  private static final int MOST_TILES = 1 << 20;

  private final LayerGraph graph;
  private final PlanLayout layout;
  private final long bytesPerCycle;
  private final Genes genes;
  private final StepClock clock = new StepClock();

  private long[] tileCycles = new long[0];
  private int[] tileLayer = new int[0];
  private long[] occupied = new long[0];
  private int[] identity = new int[0];
  private StepClock.Tensors tensors = sized(0);
  private int count;
  private int waitingLayer;
  private int waitingEnd;
  private long waitingBytes;
  private long peak;

  /** Bytes of a tile's loads that cross the border of its layer group, by layer; the first {@code inputCount} of each. */
  private final long[][] inputBytes;

  private final int[] inputCount;

  /** How long a layer's tile stays for readers: so many positions, and at least until this one. */
  private final int[] within;

  private final int[] until;

  /** Plans of a problem, whose tiles have the given costs. */
  public DoubleBuffering(FusionProblem problem, LayerCosts costs) {
    graph = new LayerGraph(problem.network());
    layout = new PlanLayout(problem, graph, new TiledGroups(problem, graph, costs));
    bytesPerCycle = problem.dramBytesPerCycle();
    int n = graph.size();
    genes = new Genes(n);
    inputBytes = new long[n][];
    for (int l = 0; l < n; l++) {
      inputBytes[l] = new long[graph.producers[l].length + graph.externalChannels[l].length];
    }
    inputCount = new int[n];
    within = new int[n];
    until = new int[n];
  }

  /**
   * Takes up a plan, without a look at its transfers.
   *
   * @param order the layers by position
   * @param cut by position what begins there: 0 nothing, 1 a sub-group, 2 a layer group
   * @param tiles by position the tile count of the sub-group that begins there
   * @return whether its layers can be cut into that many tiles, and the core can compute them
   */
  public boolean take(int[] order, int[] cut, int[] tiles) {
    System.arraycopy(order, 0, genes.order, 0, order.length);
    System.arraycopy(tiles, 0, genes.tiles, 0, order.length);
    for (int p = 0; p < order.length; p++) {
      genes.cut[p] = (byte) cut[p];
    }
    return layout.lay(genes, MOST_TILES);
  }

  /** Energy of the plan taken up, in femtojoules. */
  public long femtojoules() {
    return layout.femtojoules;
  }

  /** DRAM tensors of the plan taken up. */
  public long tensors() {
    return layout.tensorCount;
  }

  /** Cycles that no schedule of the plan taken up falls below: the larger of its sums of compute and transfers. */
  public long idealCycles() {
    return Math.max(layout.computeCycles, layout.dramCycles);
  }

  /** Most bytes in the buffer at any position of the plan whose {@link #latency} was asked last. */
  public long peakBytes() {
    return peak;
  }

  /**
   * The latency of the plan taken up.
   *
   * @param capacity what the buffer may hold, in bytes
   * @return cycles, or {@link #NOT_EXECUTABLE}
   */
  public long latency(long capacity) {
    expand();
    long bytes = 0;
    peak = 0;
    for (int q = 0; q <= layout.tileCount; q++) {
      bytes += occupied[q];
      peak = Math.max(peak, bytes);
    }
    if (peak > capacity) {
      return NOT_EXECUTABLE;
    }
    long latency = clock.run((int) layout.tileCount, tileCycles, tileLayer, count, identity, tensors);
    return latency == StepClock.VIOLATION ? NOT_EXECUTABLE : latency;
  }

  /** Writes tiles, tensors in the order of the channel, and changes of the buffer's content down, position by position. */
  private void expand() {
    reserve((int) layout.tileCount, (int) layout.tensorCount);
    Arrays.fill(occupied, 0, (int) layout.tileCount + 2, 0);
    for (int l : genes.order) {
      readers(l);
      inputs(l);
    }
    count = 0;
    waitingLayer = -1;
    int q = 0;
    for (int s = 0; s < layout.groups; s++) {
      TiledGroup group = layout.group[s];
      boolean endsLayerGroup = s + 1 == layout.groups || layout.layerGroup[s + 1] != layout.layerGroup[s];
      for (int t = 0; t < group.tiles; t++) {
        for (int i = 0; i < layout.groupSize[s]; i++) {
          int l = genes.order[layout.groupFrom[s] + i];
          tileCycles[q] = group.cycles[layout.memberOf[l]];
          tileLayer[q] = l;
          loads(l, t, q);
          boolean isLast = endsLayerGroup && t == group.tiles - 1 && i == layout.groupSize[s] - 1;
          output(l, q, isLast);
          q++;
        }
      }
    }
    if (waitingLayer >= 0) {
      store(q - 1);
    }
  }

  private void readers(int l) {
    int s = layout.groupOf[l];
    within[l] = 1;
    until[l] = 0;
    for (int k : graph.consumers[l]) {
      int other = layout.groupOf[k];
      if (other == s) {
        within[l] = Math.max(within[l], layout.indexOf[k] - layout.indexOf[l] + 1);
      } else if (layout.layerGroup[other] == layout.layerGroup[s]) {
        until[l] = Math.max(until[l], layout.last(k) + 1);
      }
    }
  }

  private void inputs(int l) {
    TiledGroup group = layout.group[layout.groupOf[l]];
    int m = layout.memberOf[l];
    int number = 0;
    for (int j = 0; j < graph.producers[l].length; j++) {
      if (layout.crosses(graph.producers[l][j], l)) {
        inputBytes[l][number++] = group.inBytes[m][j];
      }
    }
    for (long bytes : group.externalBytes[m]) {
      inputBytes[l][number++] = bytes;
    }
    inputCount[l] = number;
  }

  /** The loads of the tile at {@code q}, and between them the store of the tile before: weights first, then by the end of residency. */
  private void loads(int l, int tile, int q) {
    if (tile == 0) {
      for (int i = 0; i < layout.chunks(l); i++) {
        load(l, layout.chunkBytes(l, i), q, layout.last(l) + 1);
      }
    }
    if (waitingLayer >= 0 && waitingEnd == q) {
      store(q - 1);
    }
    for (int i = 0; i < inputCount[l]; i++) {
      load(l, inputBytes[l][i], q, q + 1);
    }
    if (waitingLayer >= 0) {
      store(q - 1);
    }
  }

  private void load(int l, long bytes, int q, int end) {
    tensors.store()[count] = false;
    add(l, bytes, q, q - 1, end);
  }

  private void output(int l, int q, boolean isLast) {
    int minEnd = Math.max(q + within[l], until[l]);
    long bytes = layout.group[layout.groupOf[l]].outBytes[layout.memberOf[l]];
    if (layout.stored[l]) {
      waitingLayer = l;
      waitingEnd = isLast ? minEnd : Math.max(minEnd, q + 2);
      waitingBytes = bytes;
    } else {
      occupied[q + 1] += bytes;
      occupied[minEnd + 1] -= bytes;
    }
  }

  private void store(int q) {
    tensors.store()[count] = true;
    add(waitingLayer, waitingBytes, q, q, waitingEnd);
    waitingLayer = -1;
  }

  private void add(int l, long bytes, int tile, int start, int end) {
    tensors.cycles()[count] = (bytes + bytesPerCycle - 1) / bytesPerCycle;
    tensors.group()[count] = l;
    tensors.needed()[count] = tile;
    tensors.start()[count] = start;
    tensors.end()[count] = end;
    count++;
    occupied[start + 1] += bytes;
    occupied[end + 1] -= bytes;
  }

  private void reserve(int tiles, int number) {
    if (tileCycles.length < tiles) {
      int size = tiles + tiles / 2;
      tileCycles = new long[size];
      tileLayer = new int[size];
      occupied = new long[size + 2];
    }
    if (identity.length < number) {
      int size = number + number / 2;
      tensors = sized(size);
      identity = new int[size];
      Arrays.setAll(identity, i -> i);
    }
  }

  private static StepClock.Tensors sized(int size) {
    return new StepClock.Tensors(new boolean[size], new long[size], new int[size], new int[size], new int[size], new int[size]);
  }
}
