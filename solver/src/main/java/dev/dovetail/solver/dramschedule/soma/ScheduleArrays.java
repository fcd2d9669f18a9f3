package dev.dovetail.solver.dramschedule.soma;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.DramTensor.Load;
import dev.dovetail.models.dramschedule.DramTensor.Store;
import dev.dovetail.models.dramschedule.LocalTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an instance the annealing never changes: its numbers as arrays, and which tensors keep their order.
 *
 * <p>Kept orders, as SoMa's search keeps them: tiles of one input of a layer, and tiles of one layer's output, in the order of their tiles
 * ({@code series}); stores before the loads that read them; a load before the next store of a tile that cannot be made without it.
 */
final class ScheduleArrays {
  final DramScheduleProblem problem;
  final int tiles;
  final long[] cycles;
  final int[] tileGroup;
  final int count;
  final long[] bytes;
  final boolean[] store;
  final long[] channelCycles;
  final int[] group;
  final int[] tile;

  /** Of a load the fixed end of its residency; of a store the least one. */
  final int[] end;

  /** Of a load the last tile that makes what it reads, or -1: it is never resident before. */
  final int[] earliest;

  /** The place of each tensor in the double-buffer schedule. */
  final int[] defaultIndex;

  /** The neighbours of a tensor in its series, or -1. */
  final int[] before;

  final int[] after;

  /** Tensors that precede each tensor on the channel, and that follow it. */
  final int[][] predecessors;

  final int[][] successors;

  /** Equal for tensors that read the same stores. */
  private int[] sourceNumber = new int[0];

  /** The larger of the sums of compute and of channel cycles: no schedule is shorter. */
  final long ideal;

  ScheduleArrays(DramScheduleProblem problem) {
    this.problem = problem;
    tiles = problem.tiles().size();
    cycles = problem.tiles().stream().mapToLong(ComputeTile::cycles).toArray();
    tileGroup = problem.tiles().stream().mapToInt(ComputeTile::group).toArray();
    List<DramTensor> tensors = problem.tensors();
    count = tensors.size();
    bytes = tensors.stream().mapToLong(DramTensor::bytes).toArray();
    channelCycles = tensors.stream().mapToLong(problem::channelCycles).toArray();
    group = tensors.stream().mapToInt(DramTensor::group).toArray();
    tile = tensors.stream().mapToInt(DramTensor::tile).toArray();
    store = new boolean[count];
    end = new int[count];
    earliest = new int[count];
    before = filled(count);
    after = filled(count);
    defaultIndex = new int[count];
    for (int i = 0; i < count; i++) {
      defaultIndex[problem.defaultOrder().get(i)] = i;
      store[i] = tensors.get(i) instanceof Store;
      end[i] = tensors.get(i) instanceof Load load ? load.end() : ((Store) tensors.get(i)).minEnd();
    }
    List<List<Integer>> into = new ArrayList<>();
    tensors.forEach(t -> into.add(new ArrayList<>()));
    sources();
    link(into);
    readAfterWritten(into);
    orderByUse(into);
    predecessors = into.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
    successors = reversed(into);
    ideal = Math.max(sum(cycles), sum(channelCycles));
  }

  /** Bytes that {@code locals} occupy by position, position -1 first. */
  long[] localBytes() {
    long[] change = new long[tiles + 2];
    for (LocalTensor local : problem.locals()) {
      change[local.start() + 1] += local.bytes();
      change[local.end() + 1] -= local.bytes();
    }
    Arrays.parallelPrefix(change, Long::sum);
    return Arrays.copyOf(change, tiles + 1);
  }

  private static int[] filled(int count) {
    int[] none = new int[count];
    Arrays.fill(none, -1);
    return none;
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long v : values) {
      sum = Math.addExact(sum, v);
    }
    return sum;
  }

  /** Gives equal lists of stores that loads read one number, since they may be long, and finds the last tile that makes them. */
  private void sources() {
    Map<List<Integer>, Integer> seen = new IdentityHashMap<>();
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    Map<List<Integer>, Integer> lastTiles = new IdentityHashMap<>();
    sourceNumber = new int[count];
    for (int i = 0; i < count; i++) {
      List<Integer> stores = problem.tensors().get(i) instanceof Load load ? load.after() : List.of();
      sourceNumber[i] = seen.computeIfAbsent(stores, s -> numbers.computeIfAbsent(s, k -> numbers.size()));
      earliest[i] = lastTiles.computeIfAbsent(stores, s -> s.stream().mapToInt(x -> tile[x]).max().orElse(-1));
    }
  }

  /**
   * Series: tensors of one layer that are of one kind and read the same, by tile; of several that one tile needs, each belongs to another one.
   * Neighbours keep their order where the double-buffer schedule has it.
   */
  private void link(List<List<Integer>> into) {
    Map<List<Object>, Integer> rank = new HashMap<>();
    Map<List<Object>, List<Integer>> series = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int nth = rank.merge(List.of(store[i], group[i], sourceNumber[i], tile[i]), 1, Integer::sum);
      series.computeIfAbsent(List.of(store[i], group[i], sourceNumber[i], nth), k -> new ArrayList<>()).add(i);
    }
    for (List<Integer> members : series.values()) {
      members.sort(Comparator.comparingInt(i -> tile[i]));
      for (int m = 1; m < members.size(); m++) {
        int earlier = members.get(m - 1);
        int later = members.get(m);
        if (defaultIndex[earlier] < defaultIndex[later]) {
          before[later] = earlier;
          after[earlier] = later;
          into.get(later).add(earlier);
        }
      }
    }
  }

  /** The stores before the loads that read them: the last one of a series before the first one suffices. */
  private void readAfterWritten(List<List<Integer>> into) {
    for (int i = 0; i < count; i++) {
      if (problem.tensors().get(i) instanceof Load load && before[i] < 0 && !load.after().isEmpty()) {
        Set<Integer> stores = new HashSet<>(load.after());
        load.after().stream().filter(s -> !stores.contains(after[s])).forEach(into.get(i)::add);
      }
    }
  }

  /** Each load precedes the first store of its tile or a later one. */
  private void orderByUse(List<List<Integer>> into) {
    int[] storeOf = filled(tiles + 1);
    for (int i = 0; i < count; i++) {
      if (store[i]) {
        storeOf[tile[i]] = i;
      }
    }
    for (int q = tiles - 1; q >= 0; q--) {
      storeOf[q] = storeOf[q] < 0 ? storeOf[q + 1] : storeOf[q];
    }
    for (int i = 0; i < count; i++) {
      if (!store[i] && storeOf[tile[i]] >= 0) {
        into.get(storeOf[tile[i]]).add(i);
      }
    }
  }

  private static int[][] reversed(List<List<Integer>> into) {
    List<List<Integer>> out = new ArrayList<>();
    into.forEach(t -> out.add(new ArrayList<>()));
    for (int i = 0; i < into.size(); i++) {
      for (int p : into.get(i)) {
        out.get(p).add(i);
      }
    }
    return out.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
  }
}
