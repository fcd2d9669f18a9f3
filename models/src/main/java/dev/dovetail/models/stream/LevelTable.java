package dev.dovetail.models.stream;

import dev.dovetail.models.stream.LoopEffects.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * The reuse levels of a held tensor: over which of its temporal loops it is kept, and what that takes and gives.
 *
 * <p>Level k in -1..n-1 keeps it over its k+1 innermost loops: reuse is the product of their INVARIANT sizes, tiles that of their VARYING sizes.
 * At level -1 there are two tiles if any loop varies (double buffering), else one.
 */
public final class LevelTable {
  private final List<Integer> loops = new ArrayList<>();
  private final long[] reuse;
  private final long[] tiles;
  private final int min;

  LevelTable(LoopEffects effects, GroupTiling tiling, int h) {
    long varying = 1;
    for (int l = 0; l < tiling.loopCount(); l++) {
      if (effects.ofHeld(h, l) != Effect.ABSENT) {
        loops.add(l);
      }
      if (effects.ofHeld(h, l) == Effect.VARYING) {
        varying *= tiling.count(l);
      }
    }
    this.reuse = new long[loops.size() + 1];
    this.tiles = new long[loops.size() + 1];
    reuse[0] = 1;
    tiles[0] = varying > 1 ? 2 : 1;
    long kept = 1;
    for (int k = 0; k < loops.size(); k++) {
      boolean invariant = effects.ofHeld(h, loops.get(k)) == Effect.INVARIANT;
      reuse[k + 1] = reuse[k] * (invariant ? tiling.count(loops.get(k)) : 1);
      kept *= invariant ? 1 : tiling.count(loops.get(k));
      tiles[k + 1] = kept;
    }
    this.min = Math.min(effects.minLevel(h), highest());
  }

  /** The temporal loops that it has levels of, innermost first. */
  public List<Integer> loops() {
    return List.copyOf(loops);
  }

  /** The highest level. */
  public int highest() {
    return reuse.length - 2;
  }

  /** The lowest level that is allowed. */
  public int min() {
    return min;
  }

  /** How many iterations one tile serves at level k. */
  public long reuse(int k) {
    return reuse[k + 1];
  }

  /** How many tiles are held at level k. */
  public long tiles(int k) {
    return tiles[k + 1];
  }

  /** The allowed level with the fewest tiles; of several the one with most reuse, then the lowest. */
  public int leanest() {
    int best = min;
    for (int k = min + 1; k <= highest(); k++) {
      if (tiles(k) < tiles(best) || tiles(k) == tiles(best) && reuse(k) > reuse(best)) {
        best = k;
      }
    }
    return best;
  }

  /** The allowed level with most reuse; of several the one with the fewest tiles, then the lowest. */
  public int keenest() {
    int best = min;
    for (int k = min + 1; k <= highest(); k++) {
      if (reuse(k) > reuse(best) || reuse(k) == reuse(best) && tiles(k) < tiles(best)) {
        best = k;
      }
    }
    return best;
  }

  /** The level that decides the same as {@code k} and is highest or lowest among those. */
  int alike(int k, boolean highest) {
    int found = k;
    for (int other = min; other <= highest(); other++) {
      if (reuse(other) == reuse(k) && tiles(other) == tiles(k)) {
        if (highest || other < found) {
          found = other;
        }
      }
    }
    return found;
  }
}
