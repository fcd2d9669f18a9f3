package dev.dovetail.encodings.dramschedule;

import dev.dovetail.encodings.Encoded;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.Literal;
import dev.dovetail.models.dramschedule.DramSchedule;
import java.util.Arrays;
import java.util.List;

/** A DRAM schedule asked as a constraint model; see {@link DramScheduleEncoding}. */
public final class DramScheduleModel implements Encoded<DramSchedule> {
  private final Instance in;
  private final Variables variables;
  private final ConstraintModel model;

  /**
   * The variables of the model.
   *
   * @param tileStart start of each tile
   * @param start start of each transfer
   * @param keeps {@code keeps[x][k - in.least[x]]}: whether load x is resident at position k already, or store x at position k
   *     still
   * @param precedes by pair of tensors: whether the first one is the earlier one; empty if the model has none
   * @param makespan what is minimised
   */
  record Variables(IntVar[] tileStart, IntVar[] start, Literal[][] keeps, List<Precedence> precedes, IntVar makespan) {}

  /** Whether tensor {@code first} leaves the channel before tensor {@code second} enters it, else the other way round. */
  record Precedence(int first, int second, Literal literal) {}

  DramScheduleModel(Instance in, Variables variables, ConstraintModel model) {
    this.in = in;
    this.variables = variables;
    this.model = model;
  }

  @Override
  public ConstraintModel model() {
    return model;
  }

  /** The same, with a hint that means the schedule, if it is among the model's solutions. */
  public DramScheduleModel withHint(DramSchedule schedule) {
    if (latency(schedule) > variables.makespan().max()) {
      return this;
    }
    Assignment hint = hint(schedule);
    return model.check(hint).isEmpty() ? new DramScheduleModel(in, variables, model.withHint(hint)) : this;
  }

  @Override
  public DramSchedule decode(Assignment assignment) {
    int[] times = times(assignment);
    long[] start = new long[in.tensors];
    for (int x = 0; x < in.tensors; x++) {
      start[x] = assignment.value(variables.start()[x]);
    }
    return new DramSchedule(ChannelOrder.of(in, start, times), Arrays.stream(times).boxed().toList());
  }

  private int[] times(Assignment assignment) {
    int[] times = new int[in.tensors];
    for (int x = 0; x < in.tensors; x++) {
      int count = 0;
      for (Literal keeps : variables.keeps()[x]) {
        count += assignment.isTrue(keeps) ? 1 : 0;
      }
      times[x] = in.load[x] ? in.most[x] - count : in.least[x] + count;
    }
    return times;
  }

  /** The latency of a schedule by the model's own constraints: what a solution that decodes to it would cost if nothing idles. */
  public long latency(DramSchedule schedule) {
    return leastTimes(schedule).latency;
  }

  private LeastTimes leastTimes(DramSchedule schedule) {
    int[] times = schedule.times().stream().mapToInt(i -> i).toArray();
    return new LeastTimes(in, LeastTimes.withoutLookAhead(in, schedule.order(), times), times);
  }

  /**
   * The solution that means the schedule, with everything as early as its order and residencies allow; equal loads change places
   * where the model wants them in the order of their index.
   *
   * @throws IllegalArgumentException if the judge would not accept the schedule, or it may be slower than the horizon
   */
  @Override
  public Assignment hint(DramSchedule schedule) {
    int[] times = schedule.times().stream().mapToInt(i -> i).toArray();
    for (int x = 0; x < in.tensors; x++) {
      times[x] = Math.max(in.least[x], Math.min(in.most[x], times[x]));
    }
    List<Integer> order = ChannelOrder.of(in, leastTimes(schedule).start, times);
    in.sortEqualLoads(order, times);
    LeastTimes least = new LeastTimes(in, order, times);
    long[] values = new long[model.variables().size()];
    for (int q = 0; q < in.tiles; q++) {
      values[variables.tileStart()[q].index()] = least.tileStart[q];
    }
    int[] position = new int[in.tensors];
    for (int k = 0; k < in.tensors; k++) {
      position[order.get(k)] = k;
    }
    for (int x = 0; x < in.tensors; x++) {
      values[variables.start()[x].index()] = least.start[x];
      Literal[] keeps = variables.keeps()[x];
      for (int i = 0; i < keeps.length; i++) {
        boolean kept = in.load[x] ? times[x] <= in.least[x] + i : times[x] > in.least[x] + i;
        values[keeps[i].variable()] = kept != keeps[i].negated() ? 1 : 0;
      }
    }
    for (Precedence p : variables.precedes()) {
      boolean first = position[p.first()] < position[p.second()];
      values[p.literal().variable()] = first != p.literal().negated() ? 1 : 0;
    }
    values[variables.makespan().index()] = least.latency;
    return Assignment.of(values);
  }
}
