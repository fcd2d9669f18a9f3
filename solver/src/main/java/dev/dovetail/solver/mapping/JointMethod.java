package dev.dovetail.solver.mapping;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.NamedMethod;
import dev.dovetail.solver.Outcome;
import dev.dovetail.solver.Start;
import dev.dovetail.solver.allocation.AllocationMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A method of kind {@code allocation}, which decides cores, tiles, order, ways through DRAM and link slots of all layers at once; the
 * fusion groups are what its schedules keep on chip.
 */
final class JointMethod extends NamedMethod<MappingProblem, NetworkMapping> {
  /** Share of the time for the staged answer, from which the search begins; where work is limited, it gets all of it, on top. */
  private static final double STAGED_SHARE = 0.05;

  /** Of a stream of samples: share of the time for schedules of small latency, before those of small load. */
  private static final double LATENCY_SHARE = 0.4;

  private final Method<AllocationProblem, Schedule> method;
  private final boolean afterStaged;
  private final List<Start<NetworkMapping>> earlier;

  /** @param afterStaged whether the search begins from the best staged answer */
  JointMethod(Method<AllocationProblem, Schedule> method, boolean afterStaged) {
    this(method, afterStaged, List.of());
  }

  private JointMethod(
      Method<AllocationProblem, Schedule> method, boolean afterStaged, List<Start<NetworkMapping>> earlier) {
    super(method.name(), method.description());
    this.method = method;
    this.afterStaged = afterStaged;
    this.earlier = earlier;
  }

  @Override
  public Optional<Method<MappingProblem, NetworkMapping>> startingFrom(List<Start<NetworkMapping>> starts) {
    boolean able = method.startingFrom(List.of()).isPresent();
    return able ? Optional.of(new JointMethod(method, afterStaged, starts)) : Optional.empty();
  }

  @Override
  public Optional<Method<MappingProblem, NetworkMapping>> tradingOff(int points) {
    return method.tradingOff(points).map(m -> new JointMethod(m, false));
  }

  @Override
  public boolean reportsFront() {
    return method.reportsFront();
  }

  @Override
  public Outcome solve(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    report(problem, listener);
    if (problem.barriers()) {
      boolean found = new BarrierSearch(problem, limits, listener, method).run();
      return new Outcome(
          listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
          found ? "groups searched one by one" : "some group has no schedule that fits the memories");
    }
    return problem.objective() == MappingObjective.THROUGHPUT
        ? stream(problem, limits, listener)
        : oneSample(problem, limits, listener);
  }

  private Outcome oneSample(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    long started = System.nanoTime();
    ScheduleListener schedules = new ScheduleListener(problem, listener);
    List<Start<Schedule>> starts = starts(problem, limits, schedules);
    return method.startingFrom(starts).orElse(method).solve(problem.allocation(), left(limits, started, 1), schedules);
  }

  /** Schedules of small latency, then those of small load, each pipelined. What is proved of one sample's latency is no proof here. */
  private Outcome stream(MappingProblem problem, Limits limits, Listener<NetworkMapping> listener) {
    long started = System.nanoTime();
    PeriodListener periods = new PeriodListener(problem, listener);
    List<Start<Schedule>> starts = starts(problem, limits, periods);
    Limits forLatency = left(limits, started, LATENCY_SHARE);
    long until = System.nanoTime() + forLatency.time().toNanos();
    BestSchedule fastest = new BestSchedule(
        periods, "", heard -> !limits.reproducible() && System.nanoTime() > until && heard.best() != null);
    Outcome outcome = method.startingFrom(starts).orElse(method).solve(problem.allocation(), forLatency, fastest);
    if (outcome.proof() == Outcome.Proof.INFEASIBLE) {
      return outcome;
    }
    Schedule best = fastest.best();
    if (afterStaged && best != null && !periods.shouldStop()) {
      AllocationMethods.forStream().startingFrom(List.of(new Start<>(best, "local search"))).orElseThrow()
          .solve(problem.allocation(), left(limits, started, 1), periods);
    }
    return new Outcome(
        listener.shouldStop() ? Outcome.Termination.LIMIT : Outcome.Termination.COMPLETE, Outcome.Proof.NONE,
        best == null ? outcome.detail() : "searched, then pipelined");
  }

  /** Earlier mappings that are executable as they are. */
  private void report(MappingProblem problem, Listener<NetworkMapping> listener) {
    for (Start<NetworkMapping> start : earlier) {
      Evaluation evaluation = new MappingEvaluator().evaluate(problem, start.mapping());
      if (evaluation.isExecutable()) {
        listener.incumbent(start.mapping(), evaluation.objective(), start.source());
      }
    }
  }

  /** What the search begins from: earlier mappings, then the best staged answers. */
  private List<Start<Schedule>> starts(MappingProblem problem, Limits limits, Listener<Schedule> listener) {
    List<Start<Schedule>> starts = new ArrayList<>();
    earlier.forEach(e -> starts.add(new Start<>(e.mapping().schedule(), e.source())));
    if (afterStaged && mayCut(problem)) {
      // Where work is what is limited, staged gets as much as on its own: the joint answer is then never the worse one.
      Limits part = limits.reproducible()
          ? limits
          : limits.withTime(Duration.ofNanos(Math.max(1, (long) (limits.time().toNanos() * STAGED_SHARE))));
      long until = System.nanoTime() + part.time().toNanos();
      BooleanSupplier giveUp = () -> !limits.reproducible() && System.nanoTime() > until;
      new StagedSearch(problem, part, listener, giveUp).run().forEach(s -> starts.add(new Start<>(s, StagedMethod.NAME)));
    }
    return starts;
  }

  /** The share of what is left of the time; all of the work where only that counts. */
  private static Limits left(Limits limits, long started, double share) {
    long left = limits.reproducible() ? limits.time().toNanos() : limits.time().toNanos() - (System.nanoTime() - started);
    return limits.withTime(Duration.ofNanos(Math.max(1_000_000, (long) (left * share))));
  }

  /** Whether there is anything to fuse or to cut. */
  private static boolean mayCut(MappingProblem problem) {
    return problem.base().workload().layers().size() > 1 && !problem.base().options().movesItems();
  }
}
