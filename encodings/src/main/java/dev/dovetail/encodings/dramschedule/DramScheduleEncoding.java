package dev.dovetail.encodings.dramschedule;

import dev.dovetail.encodings.Encoding;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.dramschedule.DramScheduleProblem;

/**
 * Order-encoded residencies beside start times of tiles and transfers.
 *
 * <p>For each load and position there is a literal "resident already", for each store and position one "resident still". The
 * buffer is then one linear inequality per position. A load that is not resident at a position starts no earlier than the next
 * tile (or, if that is its own, than the end of this one); a store that is not resident any more holds back the tile at that
 * position. All transfers share the channel.
 *
 * <p>A load that comes before its tile waits for the start of the tile at its residency begin, not for the end of the one before,
 * as the judge would let it where nothing is waited for. No optimum is lost: see {@link LeastTimes#withoutLookAhead}.
 */
public final class DramScheduleEncoding implements Encoding<DramScheduleProblem, DramSchedule> {
  /** No bound is known. */
  public static final Known NOTHING = new Known(Long.MIN_VALUE, Long.MAX_VALUE);

  private final boolean ordered;

  /** Without literals for the order on the channel. */
  public DramScheduleEncoding() {
    this(false);
  }

  /**
   * @param ordered whether each two transfers get a literal that says which is first, for solvers without a search of their own
   *     for schedules
   */
  public DramScheduleEncoding(boolean ordered) {
    this.ordered = ordered;
  }

  /**
   * What is known of the optimum.
   *
   * @param lowerBound no schedule is shorter
   * @param horizon only schedules of at most this latency are asked for
   */
  public record Known(long lowerBound, long horizon) {}

  @Override
  public String name() {
    return ordered ? "dram-schedule/ordered" : "dram-schedule/residency";
  }

  @Override
  public DramScheduleModel encode(DramScheduleProblem problem) {
    return encode(problem, NOTHING);
  }

  /** The model of all schedules of at most a latency; infeasible if there is none. */
  public DramScheduleModel encode(DramScheduleProblem problem, Known known) {
    return new ModelAssembly(new Instance(problem), known, ordered).build(problem.name());
  }

  /** How many variables the model of all schedules of at most a latency has; cheap. */
  public long variables(DramScheduleProblem problem, long horizon) {
    Instance in = new Instance(problem);
    new Tightening(in, horizon);
    long count = 1L + in.tiles + in.tensors + (ordered ? (long) in.tensors * (in.tensors - 1) / 2 : 0);
    for (int x = 0; x < in.tensors; x++) {
      count += in.most[x] - in.least[x];
    }
    return count;
  }
}
