package dev.dovetail.models.fusion.bounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Where tensors lie before and after a sub-group, and what that makes of it. */
final class Places {
  private final PlanSpace space;
  private final LayerGraph graph;
  private final int from;
  private final int to;
  private final PlanSpace.Division division;
  private final Tiling tiling;
  private final byte[] place;
  private final long[] loads;
  private final boolean possible;

  /**
   * @param code of the places before the sub-group ({@link Where#code})
   */
  Places(PlanSpace space, int from, int to, PlanSpace.Division division, long code) {
    this.space = space;
    this.graph = space.graph();
    this.from = from;
    this.to = to;
    this.division = division;
    this.tiling = division.tiling();
    place = new byte[graph.size()];
    Arrays.fill(place, Where.UNKNOWN);
    int[] known = space.followed(from);
    byte[] places = Where.places(code, known.length);
    boolean allowed = true;
    for (int i = 0; i < known.length; i++) {
      place[known[i]] = places[i];
      allowed &= places[i] == Where.DRAM || space.isolation().mayStay(known[i], division.layers());
    }
    possible = allowed;
    loads = new long[tiling.layers().length];
    for (int i = 0; i < loads.length; i++) {
      loads[i] = tiling.externalBytes()[i];
      List<Integer> producers = graph.producers(tiling.layers()[i]);
      for (int j = 0; j < producers.size(); j++) {
        loads[i] += place[producers.get(j)] == Where.DRAM ? tiling.loadBytes()[i][j] : 0;
      }
    }
  }

  /** Whether the rules admit the sub-group where tensors lie as they do. */
  boolean isPossible() {
    return possible;
  }

  /** All ways in which tensors may lie behind the sub-group. */
  List<byte[]> after() {
    List<byte[]> all = new ArrayList<>();
    all.add(new byte[space.followed(to).length]);
    for (int i = 0; i < space.followed(to).length; i++) {
      List<byte[]> more = new ArrayList<>();
      for (byte[] start : all) {
        for (byte p : placesOf(space.followed(to)[i])) {
          byte[] next = start.clone();
          next[i] = p;
          more.add(next);
        }
      }
      all = more;
    }
    return all;
  }

  private byte[] placesOf(int l) {
    BitSet done = space.milestones().get(to);
    int readers = 0;
    for (int c : graph.consumers(l)) {
      readers += done.get(c) ? 0 : 1;
    }
    boolean several = readers > 1;
    return switch (place[l]) {
      case Where.DRAM -> new byte[] {Where.DRAM};
      case Where.CHIP -> new byte[] {Where.CHIP};
      case Where.BOTH -> several ? new byte[] {Where.DRAM, Where.BOTH} : new byte[] {Where.DRAM};
      default -> several ? new byte[] {Where.DRAM, Where.CHIP, Where.BOTH} : new byte[] {Where.DRAM, Where.CHIP};
    };
  }

  /** Bytes that all tiles of the sub-group load and store where tensors lie so behind it, with its weights. */
  long traffic(byte[] after) {
    long bytes = Step.sum(loads) * tiling.tiles() + division.skipped().loads() + division.skipped().weights();
    for (int i = 0; i < tiling.layers().length; i++) {
      int l = tiling.layers()[i];
      int at = Arrays.binarySearch(space.followed(to), l);
      boolean stored = graph.consumers(l).isEmpty() || at >= 0 && after[at] != Where.CHIP;
      bytes += tiling.weights()[i] + (stored ? tiling.tiles() * tiling.outputBytes()[i] : 0);
    }
    return bytes;
  }

  /** The sub-group where tensors lie so behind it. */
  Step step(byte[] after) {
    int k = tiling.layers().length;
    boolean[] kept = new boolean[k];
    boolean[] spilled = new boolean[k];
    long[] stores = new long[k];
    boolean[] stays = new boolean[graph.size()];
    boolean prefetch = space.isPrefetchable(to);
    for (int i = 0; i < after.length; i++) {
      int l = space.followed(to)[i];
      stays[l] = after[i] != Where.DRAM;
      prefetch |= !division.layers().get(l) && after[i] != Where.CHIP;
    }
    boolean[] awaited = space.awaited(to);
    for (int i = 0; i < k; i++) {
      int l = tiling.layers()[i];
      int at = Arrays.binarySearch(space.followed(to), l);
      kept[i] = stays[l];
      spilled[i] = at >= 0 && after[at] != Where.CHIP;
      boolean stored = at >= 0 ? awaited[at] && after[at] == Where.DRAM : to == space.last() && graph.consumers(l).isEmpty();
      stores[i] = stored ? tiling.outputBytes()[i] : 0;
    }
    return new Step(tiling, loads, stores, kept, spilled, guests(stays), space.weights(from) + division.skipped().weights(), to,
        prefetch, space.problem().rules().reloadWeights());
  }

  private Step.Guest[] guests(boolean[] stays) {
    List<Step.Guest> guests = new ArrayList<>();
    for (int l : space.followed(from)) {
      if (place[l] == Where.CHIP || place[l] == Where.BOTH) {
        guests.add(new Step.Guest(space.coverage().bytes(l), stays[l], readers(l)));
      }
    }
    return guests.toArray(Step.Guest[]::new);
  }

  private int[] readers(int l) {
    int[] readers = new int[graph.consumers(l).size()];
    int count = 0;
    for (int c : graph.consumers(l)) {
      int at = Arrays.binarySearch(tiling.layers(), c);
      if (at >= 0) {
        readers[count++] = at;
      }
    }
    return Arrays.copyOf(readers, count);
  }
}
