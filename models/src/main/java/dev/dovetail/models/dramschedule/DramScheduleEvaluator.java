package dev.dovetail.models.dramschedule;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Evaluator;
import dev.dovetail.models.Violation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judge of kind dram-schedule: order and times in range, buffer, precedence, then both streams step by step.
 *
 * <p>Costs: {@code latencyCycles} (the objective), {@code computeCycles} and {@code dramCycles} (sums over tiles and transfers),
 * {@code peakBufferBytes}.
 */
public final class DramScheduleEvaluator implements Evaluator<DramScheduleProblem, DramSchedule> {
  /** Rule: the order is a permutation of the tensors and there is one time for each. */
  static final String SHAPE = "order";

  /** Rule: each time lies in its tensor's range. */
  static final String TIME = "residency";

  /** Rule: at no position the buffer holds more than its capacity. */
  static final String BUFFER = "buffer-overflow";

  /** Rule: a load follows the stores that write its data. */
  static final String PRECEDENCE = "precedence";

  @Override
  public Evaluation evaluate(DramScheduleProblem problem, DramSchedule schedule) {
    List<Violation> violations = shape(problem, schedule);
    if (!violations.isEmpty()) {
      return new Evaluation(0, Map.of(), violations);
    }
    violations = times(problem, schedule);
    if (!violations.isEmpty()) {
      return new Evaluation(0, Map.of(), violations);
    }
    List<Long> occupancy = buffer(problem, schedule, violations);
    precedence(problem, schedule, violations);
    StepReplay replay = new StepReplay(problem, schedule);
    violations.addAll(replay.run());
    Map<String, Long> cost = new LinkedHashMap<>();
    cost.put("latencyCycles", replay.latencyCycles());
    cost.put("computeCycles", problem.tiles().stream().mapToLong(ComputeTile::cycles).sum());
    cost.put("dramCycles", problem.tensors().stream().mapToLong(problem::channelCycles).sum());
    cost.put("peakBufferBytes", occupancy.stream().mapToLong(b -> b).max().orElse(0));
    return new Evaluation(replay.latencyCycles(), cost, violations);
  }

  /**
   * When everything of a schedule happens.
   *
   * @throws IllegalArgumentException if the schedule breaks any rule other than the buffer's capacity
   */
  public DramTimeline timeline(DramScheduleProblem problem, DramSchedule schedule) {
    List<Violation> violations = shape(problem, schedule);
    if (violations.isEmpty()) {
      violations = times(problem, schedule);
    }
    if (violations.isEmpty()) {
      precedence(problem, schedule, violations);
    }
    if (violations.isEmpty()) {
      StepReplay replay = new StepReplay(problem, schedule);
      violations.addAll(replay.run());
      if (violations.isEmpty()) {
        return new DramTimeline(replay.latencyCycles(), replay.transfers(), replay.tileSpans(),
            new BufferOccupancy(problem, schedule.times()).bytes());
      }
    }
    throw new IllegalArgumentException("From a schedule that is not executable nothing follows: " + violations.get(0));
  }

  private static List<Violation> shape(DramScheduleProblem problem, DramSchedule schedule) {
    List<Violation> violations = new ArrayList<>();
    int count = problem.tensors().size();
    if (schedule.times().size() != count) {
      violations.add(new Violation(SHAPE, "times",
          "There are %d times for %d tensors.".formatted(schedule.times().size(), count)));
    }
    if (schedule.order().size() != count) {
      violations.add(new Violation(SHAPE, "order",
          "The order has %d entries for %d tensors.".formatted(schedule.order().size(), count)));
    }
    boolean[] seen = new boolean[count];
    for (int k = 0; k < schedule.order().size(); k++) {
      int x = schedule.order().get(k);
      if (x < 0 || x >= count || seen[x]) {
        violations.add(new Violation(SHAPE, "order[%d]".formatted(k),
            x < 0 || x >= count
                ? "The tensor (%d) does not exist.".formatted(x)
                : "The tensor (%d, %s) is named twice.".formatted(x, problem.tensors().get(x).name())));
      } else {
        seen[x] = true;
      }
    }
    return violations;
  }

  private static List<Violation> times(DramScheduleProblem problem, DramSchedule schedule) {
    List<Violation> violations = new ArrayList<>();
    for (int x = 0; x < problem.tensors().size(); x++) {
      DramTensor tensor = problem.tensors().get(x);
      int time = schedule.times().get(x);
      int least = tensor instanceof DramTensor.Store store ? store.minEnd() : -1;
      int most = tensor instanceof DramTensor.Load load ? load.neededBy() : problem.tiles().size();
      if (time < least || time > most) {
        violations.add(new Violation(TIME, "tensor %d (%s)".formatted(x, tensor.name()),
            "The residency %s at position %d, which must be from %d to %d."
                .formatted(tensor instanceof DramTensor.Load ? "begins" : "ends", time, least, most)));
      }
    }
    return violations;
  }

  private static List<Long> buffer(DramScheduleProblem problem, DramSchedule schedule, List<Violation> violations) {
    BufferOccupancy buffer = new BufferOccupancy(problem, schedule.times());
    List<Long> occupancy = buffer.bytes();
    for (int k = 0; k < occupancy.size(); k++) {
      long over = occupancy.get(k) - problem.bufferBytes();
      if (over > 0) {
        int position = k - 1;
        violations.add(new Violation(BUFFER,
            position < 0 ? "position -1" : "position %d (%s)".formatted(position, problem.tiles().get(position).name()),
            "The buffer holds %d bytes, %d over its capacity (%d): %s."
                .formatted(occupancy.get(k), over, problem.bufferBytes(), buffer.who(position))));
      }
    }
    return occupancy;
  }

  private static void precedence(DramScheduleProblem problem, DramSchedule schedule, List<Violation> violations) {
    int[] indexOf = new int[problem.tensors().size()];
    for (int k = 0; k < indexOf.length; k++) {
      indexOf[schedule.order().get(k)] = k;
    }
    Map<List<Integer>, Integer> latest = new IdentityHashMap<>(); // loads of one tensor share their list, which may be long
    for (int x = 0; x < indexOf.length; x++) {
      if (problem.tensors().get(x) instanceof DramTensor.Load load
          && latest.computeIfAbsent(load.after(), l -> l.stream().mapToInt(s -> indexOf[s]).max().orElse(-1)) > indexOf[x]) {
        for (int store : load.after()) {
          if (indexOf[store] > indexOf[x]) {
            violations.add(new Violation(PRECEDENCE, "tensor %d (%s)".formatted(x, load.name()),
                "The load is number %d on the channel, but reads what the store %d (%s), number %d, writes."
                    .formatted(indexOf[x], store, problem.tensors().get(store).name(), indexOf[store])));
          }
        }
      }
    }
  }
}
