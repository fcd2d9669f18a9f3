package dev.dovetail.models.intracore.maestro;

/**
 * The states that each directive of a level goes through, for the extents of one evaluation: the first tile, the whole tiles after it,
 * and a last one that is smaller.
 *
 * <p>Arrays are indexed by {@code MAX * directive + state}.
 *
 * <p>Source: public program maestro-project/maestro, commit 4eb08d1.
 */
final class IterationStates {
  /** At most so many states per directive. */
  static final int MAX = 3;
  /** The directive is not at its first tile. */
  static final int MOVED = 1;
  /** The first tile is all there is. */
  static final int UNROLLED = 2;
  /** The tile is the last, smaller one; in space: the last units are reached. */
  static final int EDGE = 4;
  /** A unit with a part of a tile is among the busy ones. */
  static final int SEES = 8;
  /** The directive is at a whole tile after the first. */
  static final int STEADY = 16;

  final int[] length;
  final int[] flags;
  final long[] occurrences;

  IterationStates(LevelPlan plan, long[] extents) {
    int count = plan.dim.length;
    length = new int[count];
    flags = new int[MAX * count];
    occurrences = new long[MAX * count];
    for (int j = 0; j < count; j++) {
      long extent = extents[plan.dim[j]];
      if (plan.spatial[j]) {
        spatial(j, plan.size[j], plan.offset[j], plan.units, extent);
      } else {
        temporal(j, plan.size[j], plan.offset[j], extent);
      }
    }
  }

  private void add(int j, int flag, long times) {
    int at = MAX * j + length[j]++;
    flags[at] = flag;
    occurrences[at] = times;
  }

  private void temporal(int j, long m, long o, long extent) {
    add(j, extent < m ? UNROLLED | EDGE : extent == m ? UNROLLED : 0, 1);
    if (extent <= m) {
      return;
    }
    long steps = (extent - m) / o;
    if (steps > 0) {
      add(j, MOVED | STEADY, steps);
    }
    if (steps * o + m < extent) {
      add(j, MOVED | EDGE, 1);
    }
  }

  private void spatial(int j, long m, long o, long units, long extent) {
    long covered = Math.addExact(m, Math.multiplyExact(o, units - 1));
    add(j, extent < covered ? UNROLLED | EDGE | SEES : extent == covered ? UNROLLED : 0, 1);
    if (extent <= covered) {
      return;
    }
    long steps = ((extent - m) / o + 1) / units - 1;
    if (steps > 0) {
      add(j, MOVED | STEADY, steps);
    }
    // What the steps leave is always less than what the array covers: otherwise there would be one more step.
    long rest = extent - (steps + 1) * o * units;
    if (steps * o * units + covered != extent) {
      long active = rest < m ? 1 : (rest - m) / o + 1;
      add(j, (active - 1) * o + m < rest ? MOVED | EDGE | SEES : MOVED | EDGE, 1);
    }
  }

  /** How often the most frequent case occurs, exact. */
  long maxWeight() {
    long product = 1;
    for (int j = 0; j < length.length; j++) {
      long most = 1;
      for (int k = 0; k < length[j]; k++) {
        most = Math.max(most, occurrences[MAX * j + k]);
      }
      product = Math.multiplyExact(product, most);
    }
    return product;
  }
}
