package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The tile sizes that are tried for a dimension of size D: its divisors (no remainder), {@code ceil(D/q)} for q up to the root of D (the
 * smallest tile that needs q steps), and the powers of two up to D (what arrays and memories are made in).
 */
public final class CandidateSizes {
  private CandidateSizes() {}

  /**
   * All candidates of a dimension, ascending; always 1 and D.
   *
   * @param size D; below 1, no layer, there is only 1
   */
  public static List<Long> of(long size) {
    TreeSet<Long> sizes = new TreeSet<>();
    sizes.add(1L);
    for (long q = 1; q == 1 || (q - 1) * (q - 1) < size; q++) {
      if (size >= 1) {
        sizes.add((size - 1) / q + 1);
      }
      if (size >= 1 && size % q == 0) {
        sizes.add(q);
        sizes.add(size / q);
      }
    }
    for (long power = 1; power <= size && power > 0; power *= 2) {
      sizes.add(power);
    }
    return List.copyOf(sizes);
  }

  /** Candidates of a dimension of a layer: of Y and X, and of Y' and X', numbers of output rows and columns. */
  public static List<Long> of(LayerShape layer, LoopDim dim) {
    return of(switch (dim) {
      case Y, Y_OUT -> layer.outputs(LoopDim.Y);
      case X, X_OUT -> layer.outputs(LoopDim.X);
      default -> layer.sizes().getOrDefault(dim, 1L);
    });
  }

  /**
   * At most {@code most} of some candidates, spaced geometrically; always the first and the last.
   *
   * <p>The i-th of n kept ones is the nearest, by ratio, to {@code D^(i/(n-1))} among those that leave enough larger ones for the rest.
   *
   * @param candidates ascending, at least 1
   * @param most at least 2
   */
  public static List<Long> thinned(List<Long> candidates, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("The number of sizes to keep (%d) must be at least 2.".formatted(most));
    }
    int count = candidates.size();
    if (count <= most) {
      return candidates;
    }
    double first = StrictMath.log(candidates.get(0));
    double last = StrictMath.log(candidates.get(count - 1));
    List<Long> kept = new ArrayList<>(most);
    kept.add(candidates.get(0));
    int from = 1;
    for (int i = 1; i < most - 1; i++) {
      double target = first + (last - first) * i / (most - 1);
      int nearest = from;
      for (int j = from + 1; j < count - (most - 1 - i); j++) {
        if (away(candidates.get(j), target) < away(candidates.get(nearest), target)) {
          nearest = j;
        }
      }
      kept.add(candidates.get(nearest));
      from = nearest + 1;
    }
    kept.add(candidates.get(count - 1));
    return List.copyOf(kept);
  }

  private static double away(long candidate, double target) {
    return Math.abs(StrictMath.log(candidate) - target);
  }
}
