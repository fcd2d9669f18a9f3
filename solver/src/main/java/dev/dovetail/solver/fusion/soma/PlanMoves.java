package dev.dovetail.solver.fusion.soma;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionNetwork;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerKind;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The moves of SoMa's first stage, with their probabilities. Source: public program SET-Scheduling-Project/SoMa-HPCA2025.
 *
 * <p>Order of layers (0.2), tile count of a sub-group (0.35), merging of sub-groups (0.15), and layer groups (0.3): merging, splitting, moving a
 * border.
 */
final class PlanMoves {
  private static final double ORDER = 0.2;
  private static final double TILES = 0.35;
  private static final double SUB_GROUPS = 0.15;
  private static final double MERGE = 0.3;
  private static final double SPLIT = 0.3;

  private final FusionProblem problem;
  private final SplittableRandom random;
  private final boolean subGroups;
  private final int[][] producers;
  private final int[][] consumers;

  /**
   * Moves of one problem.
   *
   * @param subGroups whether layer groups may have sub-groups; if not, a border that moves leaves nothing behind
   */
  PlanMoves(FusionProblem problem, SplittableRandom random, boolean subGroups) {
    this.problem = problem;
    this.random = random;
    this.subGroups = subGroups;
    FusionNetwork network = problem.network();
    producers = network.layers().stream().map(l -> ints(FusionNetwork.producers(l))).toArray(int[][]::new);
    consumers = network.consumers().stream().map(PlanMoves::ints).toArray(int[][]::new);
  }

  private static int[] ints(java.util.List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Makes a random move; whether it was possible and left a plan that the rules admit. If not, the draft is of no use any more. */
  boolean change(PlanDraft draft) {
    double kind = random.nextDouble();
    boolean moved;
    if (kind < ORDER) {
      moved = moveLayer(draft);
    } else if (kind < ORDER + TILES) {
      moved = changeTiles(draft);
    } else if (kind < ORDER + TILES + SUB_GROUPS) {
      moved = mergeSubGroups(draft);
    } else {
      double which = random.nextDouble();
      moved = which < MERGE ? mergeGroups(draft) : which < MERGE + SPLIT ? splitGroup(draft) : moveBorder(draft);
    }
    return moved && (!problem.rules().isolateFc() || isolatesFc(problem.network(), draft));
  }

  /** Whether each fully connected layer, with the run of pooling layers right before it, is a layer group of its own. */
  static boolean isolatesFc(FusionNetwork network, PlanDraft draft) {
    for (int p = 0; p < draft.layers(); p++) {
      if (kind(network, draft, p) == LayerKind.FC) {
        int run = firstOfRun(network, draft, p);
        if (draft.cut[run] != PlanDraft.DRAM || draft.end(run, PlanDraft.DRAM) != p + 1) {
          return false;
        }
      }
    }
    return true;
  }

  /** Where the run of pooling layers begins that stands right before a position. */
  static int firstOfRun(FusionNetwork network, PlanDraft draft, int position) {
    int run = position;
    while (run > 0 && kind(network, draft, run - 1) == LayerKind.POOL) {
      run--;
    }
    return run;
  }

  static LayerKind kind(FusionNetwork network, PlanDraft draft, int position) {
    return network.layers().get(draft.order[position]).kind();
  }

  /** Takes a layer that has room between its producers and its consumers to another place there. */
  boolean moveLayer(PlanDraft draft) {
    int n = draft.layers();
    int[] at = new int[n];
    for (int p = 0; p < n; p++) {
      at[draft.order[p]] = p;
    }
    int[] movable = new int[n];
    int count = 0;
    for (int l = 0; l < n; l++) {
      if (latestProducer(l, at) < earliestConsumer(l, at, n) - 2) {
        movable[count++] = l;
      }
    }
    if (count == 0) {
      return false;
    }
    int layer = movable[random.nextInt(count)];
    int first = latestProducer(layer, at) + 1;
    int last = earliestConsumer(layer, at, n) - 2;
    int to = first + random.nextInt(last - first + 1);
    relocate(draft, at[layer], to >= at[layer] ? to + 1 : to);
    return true;
  }

  private int latestProducer(int layer, int[] at) {
    int latest = 0;
    for (int p : producers[layer]) {
      latest = Math.max(latest, at[p]);
    }
    return latest;
  }

  private int earliestConsumer(int layer, int[] at, int layers) {
    int earliest = layers - 1;
    for (int c : consumers[layer]) {
      earliest = Math.min(earliest, at[c]);
    }
    return earliest;
  }

  /** Takes the layer at one position to another one; it joins the group there, and the group that it began begins with the next layer. */
  static void relocate(PlanDraft draft, int from, int to) {
    int layer = draft.order[from];
    if (from + 1 < draft.layers() && draft.cut[from] != PlanDraft.NONE) {
      if (draft.cut[from + 1] == PlanDraft.NONE) {
        draft.tiles[from + 1] = draft.tiles[from];
      }
      draft.cut[from + 1] = Math.max(draft.cut[from + 1], draft.cut[from]);
    }
    int step = from < to ? 1 : -1;
    for (int p = from; p != to; p += step) {
      draft.order[p] = draft.order[p + step];
      draft.cut[p] = draft.cut[p + step];
      draft.tiles[p] = draft.tiles[p + step];
    }
    draft.order[to] = layer;
    draft.cut[to] = PlanDraft.NONE;
  }

  /** Halves or doubles the tile count of a sub-group. */
  boolean changeTiles(PlanDraft draft) {
    int at = any(draft.cuts(PlanDraft.FLC));
    int old = draft.tiles[at];
    boolean halve = random.nextBoolean();
    if (halve ? old == 1 : old * 2L > mostTiles(draft, at)) {
      return false;
    }
    draft.tiles[at] = halve ? old / 2 : old * 2;
    return true;
  }

  /** The largest power of two that is at most the samples, rows and columns of the first layer without consumers in its sub-group. */
  private long mostTiles(PlanDraft draft, int from) {
    int to = draft.end(from, PlanDraft.FLC);
    boolean[] inside = new boolean[draft.layers()];
    for (int p = from; p < to; p++) {
      inside[draft.order[p]] = true;
    }
    for (int p = from; p < to; p++) {
      int layer = draft.order[p];
      if (Arrays.stream(consumers[layer]).noneMatch(c -> inside[c])) {
        return mostTiles(problem.network().layers().get(layer), problem.batch());
      }
    }
    throw new IllegalStateException("A sub-group has a last layer.");
  }

  /** The largest power of two that is at most the samples, rows and columns of a layer. */
  static long mostTiles(FusionLayer layer, int batch) {
    return Long.highestOneBit((long) batch * layer.out().height() * layer.out().width());
  }

  /** Removes a cut between two sub-groups of one layer group. */
  boolean mergeSubGroups(PlanDraft draft) {
    int[] groups =
        Arrays.stream(draft.cuts(PlanDraft.DRAM))
            .filter(g -> draft.end(g, PlanDraft.FLC) < draft.end(g, PlanDraft.DRAM))
            .toArray();
    if (groups.length == 0) {
      return false;
    }
    int group = any(groups);
    int end = draft.end(group, PlanDraft.DRAM);
    remove(draft, any(Arrays.stream(draft.cuts(PlanDraft.FLC)).filter(p -> p > group && p < end).toArray()));
    return true;
  }

  /** Removes a border between two layer groups. */
  boolean mergeGroups(PlanDraft draft) {
    int[] borders = draft.cuts(PlanDraft.DRAM);
    if (borders.length == 1) {
      return false;
    }
    remove(draft, borders[1 + random.nextInt(borders.length - 1)]);
    return true;
  }

  /** Removes a cut; the tile count of the merged sub-group is one of the two, each with a probability as it has layers. */
  private void remove(PlanDraft draft, int at) {
    int before = draft.begin(at - 1, PlanDraft.FLC);
    int end = draft.end(at, PlanDraft.FLC);
    if (random.nextInt(end - before) < end - at) {
      draft.tiles[before] = draft.tiles[at];
    }
    draft.cut[at] = PlanDraft.NONE;
  }

  /** Begins a layer group inside of another one. */
  boolean splitGroup(PlanDraft draft) {
    int[] groups = Arrays.stream(draft.cuts(PlanDraft.DRAM)).filter(g -> draft.end(g, PlanDraft.DRAM) > g + 1).toArray();
    if (groups.length == 0) {
      return false;
    }
    int group = any(groups);
    beginGroup(draft, group + 1 + random.nextInt(draft.end(group, PlanDraft.DRAM) - group - 1));
    return true;
  }

  private static void beginGroup(PlanDraft draft, int at) {
    if (draft.cut[at] == PlanDraft.NONE) {
      draft.tiles[at] = draft.tiles[draft.begin(at, PlanDraft.FLC)];
    }
    draft.cut[at] = PlanDraft.DRAM;
  }

  /** Moves the border between two layer groups to another layer of theirs; where it was, a sub-group begins. */
  boolean moveBorder(PlanDraft draft) {
    int[] borders = draft.cuts(PlanDraft.DRAM);
    if (borders.length == 1) {
      return false;
    }
    int border = borders[1 + random.nextInt(borders.length - 1)];
    int from = draft.begin(border - 1, PlanDraft.DRAM);
    int to = draft.end(border, PlanDraft.DRAM);
    if (to - from <= 2) {
      return false;
    }
    int drawn = from + 1 + random.nextInt(to - from - 2);
    int next = drawn >= border ? drawn + 1 : drawn;
    if (subGroups) {
      beginGroup(draft, next);
      draft.cut[border] = PlanDraft.FLC;
    } else {
      draft.cut[next] = PlanDraft.DRAM;
      draft.tiles[next] = draft.tiles[border];
      draft.cut[border] = PlanDraft.NONE;
    }
    return true;
  }

  private int any(int[] positions) {
    return positions[random.nextInt(positions.length)];
  }
}
