package dev.dovetail.models.dataflow.nest;

import dev.dovetail.models.dataflow.LayerTensor;
import dev.dovetail.models.dataflow.LoopDim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the reuse of each tensor at each level off a loop nest.
 *
 * <p>Role: what "weight stationary" or "row stationary" means, by the rules of data-centric directives (Kwon et al., Understanding
 * Reuse, Performance, and Hardware Cost of DNN Dataflows, MICRO 2019). A tensor stays while loops over dimensions that it does not
 * have advance; it is kept in part where a sliding tile overlaps the next one; units share it where the spatial dimension is none of
 * its own, and outputs are then sums over the units.
 */
public final class ReuseTable {
  private ReuseTable() {}

  /** For each level, outermost first, one row for each tensor. */
  public static List<Reuse> of(LoopNest nest) {
    List<Reuse> rows = new ArrayList<>();
    for (NestLevel level : nest.levels()) {
      for (LayerTensor tensor : LayerTensor.values()) {
        rows.add(row(level, tensor, tensor.dims(nest.shape())));
      }
    }
    return rows;
  }

  private static Reuse row(NestLevel level, LayerTensor tensor, Set<LoopDim> dims) {
    List<Loop> inner = new ArrayList<>(level.loops());
    Collections.reverse(inner);
    long steps = 1;
    Loop mover = null;
    for (Loop loop : inner) {
      if (loop.trips() > 1 && moves(loop, tensor, dims, level)) {
        mover = loop;
        break;
      }
      steps = Math.multiplyExact(steps, loop.trips());
    }
    long kept = mover == null ? 0 : tensor == LayerTensor.OUTPUT && mover.window() != null ? outputsKept(mover) : mover.kept();
    Reuse.InTime inTime =
        level.trips() == 1
            ? Reuse.InTime.ONE_STEP
            : steps > 1 ? Reuse.InTime.STATIONARY : kept > 0 ? Reuse.InTime.PARTIAL : Reuse.InTime.NONE;
    long of = mover == null ? 0 : tensor == LayerTensor.OUTPUT && mover.window() != null ? mover.window().tile() : mover.tile();
    return new Reuse(tensor, level.index(), inTime, steps, kept, of, inSpace(level, tensor, dims), active(level));
  }

  private static long outputsKept(Loop mover) {
    Loop.Window window = Objects.requireNonNull(mover.window());
    return Math.max(0, window.tile() - window.step() * mover.units());
  }

  /** Whether the tensor's tile changes when {@code loop} advances. */
  private static boolean moves(Loop loop, LayerTensor tensor, Set<LoopDim> dims, NestLevel level) {
    return dims.contains(loop.dim()) && !(tensor == LayerTensor.OUTPUT && isDiagonal(loop, level));
  }

  /** Whether input row and kernel row go up together, unit by unit, so that all units add to the same output row. */
  private static boolean isDiagonal(Loop loop, NestLevel level) {
    LoopDim kernel = LoopNest.kernel(loop.dim());
    return loop.spatial() && kernel != null
        && level.loops().stream().anyMatch(l -> l.spatial() && l.dim() == kernel && l.step() == loop.step());
  }

  private static Reuse.InSpace inSpace(NestLevel level, LayerTensor tensor, Set<LoopDim> dims) {
    if (active(level) == 1) {
      return Reuse.InSpace.ONE_UNIT;
    }
    List<Loop> own = level.loops().stream().filter(l -> l.spatial() && l.tiles() > 1 && moves(l, tensor, dims, level)).toList();
    if (own.isEmpty()) {
      return tensor == LayerTensor.OUTPUT ? Reuse.InSpace.REDUCTION : Reuse.InSpace.MULTICAST;
    }
    boolean shares = own.stream().allMatch(l -> overlaps(l, tensor));
    return shares ? Reuse.InSpace.HALO : Reuse.InSpace.UNICAST;
  }

  private static boolean overlaps(Loop loop, LayerTensor tensor) {
    Loop.Window window = loop.window();
    return tensor == LayerTensor.OUTPUT && window != null ? window.tile() > window.step() : loop.overlap() > 0;
  }

  private static long active(NestLevel level) {
    return level.loops().stream().filter(Loop::spatial).mapToLong(Loop::activeUnits).max().orElse(1);
  }
}
