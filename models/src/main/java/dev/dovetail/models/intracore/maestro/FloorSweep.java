package dev.dovetail.models.intracore.maestro;

import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/**
 * Adds up, in closed form, the cases of the outermost level in which no directive is at its edge unless it always is.
 *
 * <p>Why that is a floor, and what makes it cheap. In these cases each directive is at its first tile or at a whole one after it.
 * <ul>
 *   <li>The factors of outputs and multiply-accumulates, and what the level below gets, are the same for both: those of the first case.
 *       So is the delay of computing.
 *   <li>What an operand brings in depends on the last directive that has moved, s, alone: factors before it are the same for both, those
 *       behind it are at their first tile. With n(i) whole tiles after the first of directive i, there are
 *       {@code n(s) * product over i before s of (1 + n(i))} such cases, all with the volume of the one in which only s has moved.
 *   <li>All other cases add to reads, writes and multiply-accumulates factors that are not negative (checked below for outputs; tiles
 *       of inputs are at least 0), and delays that are at least the delay of computing, which is at least 1 at this level.
 *   <li>If the first case has work, the sizes that the off-chip memory must deliver are final with it.
 * </ul>
 */
final class FloorSweep {
  private final LayerTensors layer;
  private final LevelPlan top;
  private final CaseSweep sweep;

  /**
   * @param sweep at the first case of the outermost level
   */
  FloorSweep(LayerTensors layer, LevelPlan top, CaseSweep sweep) {
    this.layer = layer;
    this.top = top;
    this.sweep = sweep;
  }

  /**
   * The floor; empty if the first case has no work or a table has a negative number of outputs.
   *
   * @param compute delay of computing in the first case
   * @param transfer cycles for so many elements
   * @param offChipBandwidth elements per cycle
   */
  Optional<MappingFloor> floor(ToLongFunction<CaseSweep> compute, LongUnaryOperator transfer, long offChipBandwidth) {
    if (sweep.unitMacs() <= 0 || !outputsCount()) {
      return Optional.empty();
    }
    long busy = compute.applyAsLong(sweep);
    long inputs = sweep.inputIngress();
    long weights = sweep.filterIngress();
    long outputs = sweep.egress();
    long most = Math.max(times(2, plus(inputs, weights)), times(2, outputs));
    long least = most / offChipBandwidth / 2;
    long cycles = Math.max(plus(busy, transfer.applyAsLong(plus(inputs, weights))), least);
    least = Math.max(Math.max(least, busy), transfer.applyAsLong(outputs));
    long cases = 1;
    for (int slot = 0; slot < sweep.slots(); slot++) {
      long steady = sweep.steady(slot);
      if (steady == 0) {
        continue;
      }
      sweep.moveOnly(slot);
      long in = sweep.inputIngress();
      long filter = sweep.filterIngress();
      long moved = times(cases, steady);
      cycles = plus(cycles, times(moved, Math.max(least, transfer.applyAsLong(plus(in, filter)))));
      inputs = plus(inputs, times(moved, in));
      weights = plus(weights, times(moved, filter));
      cases = plus(cases, moved);
    }
    return Optional.of(new MappingFloor(cycles, layer.trueMacs(), inputs, weights, times(cases, outputs)));
  }

  private boolean outputsCount() {
    boolean count = true;
    for (Window w : layer.windows()) {
      int d = w.output().ordinal();
      count &= top.map[d] > 0 && top.fresh[d] >= 0 && top.edgeMap[d] >= 0 && top.edgeFresh[d] >= 0;
    }
    return count;
  }

  private static long plus(long a, long b) {
    return Math.addExact(a, b);
  }

  private static long times(long a, long b) {
    return Math.multiplyExact(a, b);
  }
}
