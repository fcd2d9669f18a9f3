package dev.dovetail.solver.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Schedules of decisions that were made elsewhere: tiles and cores are given, list scheduling decides times, transfers and routes.
 *
 * <p>Role: what somebody else's plan costs here, without a search that would change it.
 */
public final class Realisation {
  /** Orders and deliveries tried where only the tiles are given. */
  private static final int MOST_ORDERS = 40;

  /** A tile. */
  private record Place(String layer, Box box) {}

  private Realisation() {}

  /**
   * The best schedule with exactly the tiles, cores and order of a skeleton.
   *
   * @param skeleton tasks of every layer with box, core and start, whose order counts; buffers and transfers may be missing
   * @return empty if no schedule with these decisions was found, which proves nothing
   */
  public static Optional<Schedule> of(AllocationProblem problem, Schedule skeleton) {
    Machine machine = new Machine(problem);
    Decoder decoder = new Decoder(machine);
    return best(problem, decoder, new ScheduleGenes(new Shapes(machine), skeleton).genomes().iterator(), Integer.MAX_VALUE)
        .filter(s -> sameCores(s, skeleton));
  }

  /** The best of the first list schedules of a problem, on any cores; empty if none of them fits. */
  public static Optional<Schedule> anyCores(AllocationProblem problem) {
    Machine machine = new Machine(problem);
    return best(problem, new Decoder(machine), new Portfolio(new Shapes(machine)).genomes(() -> false), MOST_ORDERS);
  }

  private static Optional<Schedule> best(AllocationProblem problem, Decoder decoder, Iterator<Genome> genomes, int most) {
    Decoder.Decoded best = null;
    long bestCost = Long.MAX_VALUE;
    for (int i = 0; i < most && genomes.hasNext(); i++) {
      Optional<Decoder.Decoded> found = decoder.decode(genomes.next(), Long.MAX_VALUE);
      if (found.isPresent() && Goal.of(problem.objective()).cost(found.get().table()) < bestCost) {
        best = found.get();
        bestCost = Goal.of(problem.objective()).cost(best.table());
      }
    }
    return Optional.ofNullable(best).map(b -> ScheduleWriter.write(new Machine(problem), b.table()));
  }

  private static boolean sameCores(Schedule found, Schedule skeleton) {
    Map<Place, String> core = new HashMap<>();
    found.tasks().forEach(t -> core.put(new Place(t.layer(), t.box()), t.core()));
    return skeleton.tasks().stream().allMatch(t -> t.core().equals(core.get(new Place(t.layer(), t.box()))));
  }
}
