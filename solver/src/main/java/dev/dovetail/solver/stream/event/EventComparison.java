package dev.dovetail.solver.stream.event;

import dev.dovetail.models.Box;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationBounds;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.event.EventProblem;
import dev.dovetail.models.stream.event.StreamInEvents;
import dev.dovetail.models.stream.hardware.HardwareDescription;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.allocation.Realisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A mapping of Stream in our event model: on the same machine, with the same cost table and tiles, but without slots, and with transfers of
 * what is needed only.
 *
 * <p>Role: the numbers A (ours), B (bound) and D (Stream's decisions) of a comparison; C, Stream's own number, is of another model, and no
 * ratio is taken between the two.
 */
public final class EventComparison {
  /** Fineness of the order of rows of layers with different numbers of them. */
  private static final long STEPS = 1 << 12;

  private final StreamInEvents events;

  private EventComparison(StreamInEvents events) {
    this.events = events;
  }

  /**
   * The comparison.
   *
   * @throws dev.dovetail.models.stream.event.InexpressibleException if the mapping has no form in our model
   */
  public static EventComparison of(StreamProblem problem, StreamMapping mapping, HardwareDescription hardware) {
    return new EventComparison(EventProblem.of(problem, mapping, hardware));
  }

  /** Stream's decisions fixed: tiles, cores, and what goes through DRAM between its groups. */
  public AllocationProblem fixed() {
    return events.problem();
  }

  /** The same tiles on any core that the cost table knows, with every handover free: what A and B answer. */
  public AllocationProblem open() {
    AllocationProblem p = events.problem();
    return new AllocationProblem(p.name(), p.workload(), p.accelerator(), p.costs(), p.objective(), Map.of(), List.of(),
        p.grids(),
        Handovers.FREE, p.options());
  }

  /**
   * D: the schedule of Stream's decisions, its slot order as priorities, iteration by iteration or layer by layer, whichever is better; empty
   * if list scheduling finds none that fits.
   */
  public Optional<Schedule> ofStream() {
    Optional<Schedule> best = Optional.empty();
    for (boolean byIteration : new boolean[] {true, false}) {
      Optional<Schedule> found = Realisation.of(events.problem(), skeleton(byIteration));
      if (found.isPresent() && (best.isEmpty() || latency(found.get()) < latency(best.get()))) {
        best = found;
      }
    }
    return best;
  }

  /** The last end of a task or transfer, in cycles. */
  public static long latency(Schedule schedule) {
    return LongStream.concat(
        schedule.tasks().stream().mapToLong(Schedule.Task::end), schedule.transfers().stream().mapToLong(Schedule.Transfer::end))
        .max().orElse(0);
  }

  /** B: the best lower bound of {@link #open()}. */
  public LowerBound bound() {
    return new AllocationBounds().best(open());
  }

  /** Stream's tiles on its cores, in the order of its slots; by iteration, rows of tiles go through all layers before the next rows. */
  private Schedule skeleton(boolean byIteration) {
    List<Schedule.Task> tasks = new ArrayList<>();
    List<Core> cores = events.problem().accelerator().cores();
    for (int rank = 0; rank < events.order().size(); rank++) {
      String name = events.order().get(rank);
      Layer layer = Objects.requireNonNull(events.problem().workload().layer(name), name);
      LayerGrid grid = Objects.requireNonNull(events.problem().grids().get(name), name);
      List<Integer> owners = Objects.requireNonNull(events.coreOfTile().get(name), name);
      List<Box> boxes = grid.boxes(layer);
      for (int i = 0; i < boxes.size(); i++) {
        long row = byIteration ? (long) (i / grid.chunks()) * STEPS / grid.rows() : 0;
        long at = row * events.order().size() + rank;
        tasks.add(new Schedule.Task(name, boxes.get(i), cores.get(owners.get(i)).name(), 0, at, at + 1, List.of(), List.of()));
      }
    }
    return new Schedule(tasks, List.of(), List.of());
  }
}
