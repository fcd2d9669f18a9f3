package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fusion plan on arrays, which moves change in place.
 *
 * <p>Role: the state of SoMa's first stage. Positions are indices into {@code order}; a cut at a position begins a group there.
 */
final class PlanDraft {
  /** No group begins here. */
  static final int NONE = 0;

  /** A sub-group begins here. */
  static final int FLC = 1;

  /** A layer group begins here, and its first sub-group. */
  static final int DRAM = 2;

  final int[] order;

  /** By position {@link #NONE}, {@link #FLC} or {@link #DRAM}; at position 0 always {@link #DRAM}. */
  final int[] cut;

  /** Tiles of the sub-group that begins at a position; meaningless elsewhere. */
  final int[] tiles;

  /** Every layer a layer group of its own, in the given order. */
  PlanDraft(int[] order, int[] tiles) {
    this.order = order.clone();
    this.tiles = tiles.clone();
    cut = new int[order.length];
    Arrays.fill(cut, DRAM);
  }

  private PlanDraft(PlanDraft other) {
    order = other.order.clone();
    cut = other.cut.clone();
    tiles = other.tiles.clone();
  }

  /** A copy that shares nothing. */
  PlanDraft copy() {
    return new PlanDraft(this);
  }

  int layers() {
    return order.length;
  }

  /** Positions with a cut of at least the given kind, ascending. */
  int[] cuts(int kind) {
    int[] found = new int[cut.length];
    int count = 0;
    for (int p = 0; p < cut.length; p++) {
      if (cut[p] >= kind) {
        found[count++] = p;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** One past the group that begins at {@code position}, where groups begin at cuts of at least the given kind. */
  int end(int position, int kind) {
    int p = position + 1;
    while (p < cut.length && cut[p] < kind) {
      p++;
    }
    return p;
  }

  /** Where the group begins that holds {@code position}, where groups begin at cuts of at least the given kind. */
  int begin(int position, int kind) {
    int p = position;
    while (cut[p] < kind) {
      p--;
    }
    return p;
  }

  /** The same plan as a mapping states it. */
  FusionPlan plan() {
    List<Integer> dramCuts = new ArrayList<>();
    List<Integer> flcCuts = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int p : cuts(FLC)) {
      (cut[p] == DRAM ? dramCuts : flcCuts).add(p);
      counts.add(tiles[p]);
    }
    return new FusionPlan(Arrays.stream(order).boxed().toList(), dramCuts, flcCuts, counts);
  }
}
