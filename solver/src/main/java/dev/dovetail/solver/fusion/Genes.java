package dev.dovetail.solver.fusion;

import dev.dovetail.models.fusion.FusionPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fusion plan that changes in place.
 *
 * <p>Role: what the search moves in. By position: the layer, the kind of the cut before it, and, where a sub-group begins, its
 * tiles.
 */
final class Genes {
  /** No cut before this position. */
  static final byte NONE = 0;

  /** A sub-group begins here. */
  static final byte FLC = 1;

  /** A layer group begins here. */
  static final byte DRAM = 2;

  /** Layer ids by position. */
  final int[] order;

  /** Kind of the cut before each position; {@link #DRAM} at position 0. */
  final byte[] cut;

  /** Tiles of the sub-group that begins at a position; without meaning where none does. */
  final int[] tiles;

  /** How often each layer's weights are loaded, by layer id. */
  final int[] loads;

  /** Which standard list of the decoder schedules the plan's tensors. */
  int list;

  Genes(int layers) {
    order = new int[layers];
    cut = new byte[layers];
    tiles = new int[layers];
    loads = new int[layers];
    for (int i = 0; i < layers; i++) {
      order[i] = i;
      tiles[i] = 1;
      loads[i] = 1;
    }
    cut[0] = DRAM;
  }

  /** The genes of a plan. */
  static Genes of(FusionPlan plan) {
    int n = plan.order().size();
    Genes g = new Genes(n);
    for (int i = 0; i < n; i++) {
      g.order[i] = plan.order().get(i);
    }
    plan.dramCuts().forEach(k -> g.cut[k] = DRAM);
    plan.flcCuts().forEach(k -> g.cut[k] = FLC);
    int next = 0;
    for (int i = 0; i < n; i++) {
      if (g.cut[i] != NONE) {
        g.tiles[i] = plan.tileCounts().get(next++);
      }
    }
    for (int l = 0; l < plan.weightLoads().size(); l++) {
      g.loads[l] = plan.weightLoads().get(l);
    }
    return g;
  }

  int size() {
    return order.length;
  }

  Genes copy() {
    Genes g = new Genes(order.length);
    g.set(this);
    return g;
  }

  /** Becomes equal to another plan of the same network. */
  void set(Genes other) {
    System.arraycopy(other.order, 0, order, 0, order.length);
    System.arraycopy(other.cut, 0, cut, 0, cut.length);
    System.arraycopy(other.tiles, 0, tiles, 0, tiles.length);
    System.arraycopy(other.loads, 0, loads, 0, loads.length);
    list = other.list;
  }

  /** First position of the sub-group that holds a position. */
  int start(int position) {
    int s = position;
    while (cut[s] == NONE) {
      s--;
    }
    return s;
  }

  /** One past the last position of the sub-group that holds a position. */
  int end(int position) {
    int e = position + 1;
    while (e < cut.length && cut[e] == NONE) {
      e++;
    }
    return e;
  }

  /** Tiles of all layers. */
  long tileCount() {
    long count = 0;
    for (int i = 0; i < cut.length; i = end(i)) {
      count += (long) tiles[i] * (end(i) - i);
    }
    return count;
  }

  FusionPlan plan() {
    List<Integer> dram = new ArrayList<>();
    List<Integer> flc = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < cut.length; i++) {
      if (cut[i] != NONE) {
        (cut[i] == DRAM ? dram : flc).add(i);
        counts.add(tiles[i]);
      }
    }
    List<Integer> ids = Arrays.stream(order).boxed().toList();
    return Arrays.stream(loads).allMatch(k -> k == 1)
        ? new FusionPlan(ids, dram, flc, counts)
        : new FusionPlan(ids, dram, flc, counts, Arrays.stream(loads).boxed().toList());
  }
}
