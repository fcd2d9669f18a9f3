package dev.dovetail.models.dramschedule;

import dev.dovetail.models.InfeasibleException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the buffer holds what no schedule can avoid to keep in it.
 *
 * <p>Role: a proof of infeasibility that a person can act on, and exact: if it passes, the schedule that keeps nothing longer than it must is
 * executable.
 */
public final class DramScheduleFeasibility {
  private DramScheduleFeasibility() {}

  /**
   * The latest residency begin of a load, or the earliest residency end of a store. A load of the tile's own layer may come as late as with
   * its tile; one of another layer must be there one position before.
   */
  public static int leastResidency(DramScheduleProblem problem, DramTensor tensor) {
    if (tensor instanceof DramTensor.Load load) {
      boolean own = load.group() == problem.tiles().get(load.neededBy()).group();
      return own ? load.neededBy() : load.neededBy() - 1;
    }
    return ((DramTensor.Store) tensor).minEnd();
  }

  /**
   * Checks the problem.
   *
   * @throws InfeasibleException naming the layer's tile, the needed and available bytes and the residents
   */
  public static void check(DramScheduleProblem problem) {
    List<Integer> times = new ArrayList<>();
    problem.tensors().forEach(t -> times.add(leastResidency(problem, t)));
    BufferOccupancy buffer = new BufferOccupancy(problem, times);
    List<Long> bytes = buffer.bytes();
    int worst = 0;
    for (int k = 1; k < bytes.size(); k++) {
      worst = bytes.get(k) > bytes.get(worst) ? k : worst;
    }
    long needed = bytes.get(worst);
    if (needed > problem.bufferBytes()) {
      int position = worst - 1;
      String place = position < 0
          ? "Before the first tile"
          : "While the tile (%d, %s) of layer (%d) computes,"
              .formatted(position, problem.tiles().get(position).name(), problem.tiles().get(position).group());
      throw new InfeasibleException(
          "%s the buffer must hold at least %d bytes, its capacity is %d: %s."
              .formatted(place, needed, problem.bufferBytes(), buffer.who(position)),
          "raise 'bufferBytes' to at least %d, or cut the layer into smaller tiles.".formatted(needed));
    }
  }
}
