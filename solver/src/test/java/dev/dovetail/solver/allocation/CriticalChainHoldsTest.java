package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.Violation;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.CriticalChain;
import dev.dovetail.models.allocation.CriticalChain.Kind;
import dev.dovetail.models.allocation.CriticalChain.Reason;
import dev.dovetail.models.allocation.CriticalChain.Share;
import dev.dovetail.models.allocation.CriticalChain.Step;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The judge checks every reason: a step that begins a cycle earlier breaks the rule that the reason stands for. */
class CriticalChainHoldsTest {
  private static final Limits LIMITS = new Limits(Duration.ofMillis(20), 0, 1, 1, true, 256);
  private static final Map<Reason, Set<String>> RULES = Map.of(
      Reason.DATA, Set.of("read-early", "transfer-early", "load-before-store"),
      Reason.CORE, Set.of("core-overlap"),
      Reason.CHANNEL, Set.of("channel-overlap"),
      Reason.MEMORY, Set.of("memory-capacity"));

  private final AllocationEvaluator evaluator = new AllocationEvaluator();
  private final Set<Reason> seen = EnumSet.noneOf(Reason.class);

  @Test
  void everyReasonOfEveryFoundScheduleHoldsAndTheStepsSumToTheLatency() {
    for (long seed = 1; seed <= 80; seed++) {
      AllocationProblem problem = TinyInstances.problem(seed, Objective.LATENCY);
      JudgingListener<Schedule> heard = new JudgingListener<>(s -> evaluator.evaluate(problem, s), Long.MIN_VALUE);
      new SearchMethod(true).solve(problem, LIMITS, heard);
      for (Schedule schedule : heard.mappings()) {
        for (Schedule one : List.of(schedule, stretched(schedule))) {
          Evaluation evaluation = evaluator.evaluate(problem, one);
          if (evaluation.isExecutable()) { // a stretched one may need more memory at a time
            check(problem, one, "seed " + seed);
            check(tight(problem, evaluation), one, "seed " + seed + " without a spare byte");
          }
        }
      }
    }
    assertThat(seen).contains(Reason.DATA, Reason.CORE, Reason.CHANNEL, Reason.MEMORY, Reason.NOTHING);
  }

  private void check(AllocationProblem problem, Schedule schedule, String name) {
    Evaluation evaluation = evaluator.evaluate(problem, schedule);
    CriticalChain chain = CriticalChain.of(problem, schedule);
    assertThat(chain.latencyCycles()).as(name).isEqualTo(evaluation.objective());
    long at = 0;
    for (int i = 0; i < chain.steps().size(); i++) {
      Step step = chain.steps().get(i);
      assertThat(step.from()).as(name).isEqualTo(at);
      assertThat(step.until()).as(name).isGreaterThan(at);
      at = step.until();
      if (step.id() >= 0) {
        checkReason(problem, schedule, step, i == 0 ? null : chain.steps().get(i - 1), name + " " + step);
      }
    }
    assertThat(at).as(name).isEqualTo(chain.latencyCycles());
    for (List<Share> shares : List.of(chain.byLayer(), chain.byReason(), chain.byResource())) {
      assertThat(shares.stream().mapToLong(Share::cycles).sum()).as(name).isEqualTo(chain.latencyCycles());
    }
  }

  private void checkReason(AllocationProblem problem, Schedule schedule, Step step,
      @org.jspecify.annotations.Nullable Step before,
      String name) {
    seen.add(step.reason());
    int a = step.kind() == Kind.COMPUTE ? step.id() : schedule.tasks().size() + step.id();
    if (step.reason() == Reason.START) {
      assertThat(step.from()).as(name).isZero();
      return;
    }
    if (step.reason() == Reason.NOTHING) {
      assertThat(before).as(name).isNotNull();
      assertThat(rules(problem, shifted(schedule, a, -before.cycles()))).as(name).isEmpty();
      seen.add(before.reason());
      if (RULES.containsKey(before.reason())) {
        assertThat(rules(problem, shifted(schedule, a, -before.cycles() - 1))).as(name)
            .containsAnyElementsOf(RULES.get(before.reason()));
      }
      return;
    }
    assertThat(rules(problem, shifted(schedule, a, -1))).as(name).containsAnyElementsOf(RULES.get(step.reason()));
  }

  private List<String> rules(AllocationProblem problem, Schedule schedule) {
    return evaluator.evaluate(problem, schedule).violations().stream().map(Violation::rule).toList();
  }

  /** The same problem where each core's memory holds no more than a schedule takes. */
  private static AllocationProblem tight(AllocationProblem problem, Evaluation evaluation) {
    Accelerator machine = problem.accelerator();
    List<Core> cores = machine.cores().stream()
        .map(c -> new Core(c.name(), c.type(), c.array(), c.unrollings(),
            List.of(c.buffer().withBytes(evaluation.cost().get("peakBytes." + c.name()))), c.operators(),
            c.operationFemtojoules(),
            c.lanes()))
        .toList();
    return new AllocationProblem(problem.name(), problem.workload(), new Accelerator(machine.name(), cores, machine.links(),
        machine.leakageFemtojoulesPerCycle()), problem.costs(), problem.objective(), problem.allowed(), problem.together(),
        problem.grids(), problem.options());
  }

  /** Every activity later by three cycles for each that begins before it: all keep their order, with slack between them. */
  private static Schedule stretched(Schedule schedule) {
    List<Long> starts = new ArrayList<>();
    schedule.tasks().forEach(t -> starts.add(t.start()));
    schedule.transfers().forEach(t -> starts.add(t.start()));
    Schedule late = schedule;
    for (int a = 0; a < starts.size(); a++) {
      long earlier = starts.get(a);
      long count = starts.stream().filter(s -> s < earlier).count();
      late = shifted(late, a, 3 * count);
    }
    return late;
  }

  private static Schedule shifted(Schedule schedule, int a, long by) {
    List<Schedule.Task> tasks = new ArrayList<>(schedule.tasks());
    List<Schedule.Transfer> transfers = new ArrayList<>(schedule.transfers());
    if (a < tasks.size()) {
      Schedule.Task t = tasks.get(a);
      tasks.set(a,
          new Schedule.Task(t.layer(), t.box(), t.core(), t.costPoint(), t.start() + by, t.end() + by, t.reads(), t.writes()));
    } else {
      Schedule.Transfer t = transfers.get(a - tasks.size());
      transfers.set(a - tasks.size(), new Schedule.Transfer(t.kind(), t.tensor(), t.boxes(), t.bytes(), t.source(), t.targets(),
          t.dram(), t.route(), t.start() + by, t.end() + by));
    }
    return new Schedule(tasks, lifetimes(schedule.buffers(), tasks, transfers), transfers);
  }

  private static List<Schedule.Buffer> lifetimes(
      List<Schedule.Buffer> old, List<Schedule.Task> tasks, List<Schedule.Transfer> transfers) {
    long[] from = new long[old.size()];
    long[] until = new long[old.size()];
    for (Schedule.Task t : tasks) {
      t.writes().forEach(b -> from[b] = t.start());
      t.writes().forEach(b -> until[b] = Math.max(until[b], t.end()));
      t.reads().forEach(b -> until[b] = Math.max(until[b], t.end()));
    }
    for (Schedule.Transfer t : transfers) {
      t.targets().forEach(b -> from[b] = t.start());
      t.targets().forEach(b -> until[b] = Math.max(until[b], t.end()));
      if (t.source() >= 0) {
        until[t.source()] = Math.max(until[t.source()], t.end());
      }
    }
    List<Schedule.Buffer> buffers = new ArrayList<>();
    for (int b = 0; b < from.length; b++) {
      buffers.add(
          new Schedule.Buffer(old.get(b).core(), old.get(b).tensor(), old.get(b).boxes(), old.get(b).bytes(), from[b], until[b]));
    }
    return buffers;
  }
}
