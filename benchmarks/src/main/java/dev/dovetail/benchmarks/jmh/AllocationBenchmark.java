package dev.dovetail.benchmarks.jmh;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.workload.networks.Networks;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.registry.Methods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast the list scheduler makes its first mapping, and how fast the evaluator judges it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class AllocationBenchmark {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), 0, 1, 1, true, 512);

  @Param({"resnet18", "resnet50"})
  String network = "";

  @Param({"quad-core", "quad-core-mesh"})
  String accelerator = "";

  private @Nullable AllocationProblem problem;
  private @Nullable Schedule schedule;

  /** Reads network and machine, and makes the mapping that is judged. */
  @Setup
  public void setUp() {
    problem = new AllocationProblem(network, Networks.byName(network).orElseThrow(), Accelerators.byNameOrFile(accelerator),
        new PeArrayCostModel(), Objective.LATENCY, Map.of(), List.of(), AllocationProblem.Options.DEFAULT);
    schedule = firstMapping();
  }

  /** From the problem to the first mapping, tile graph included. */
  @Benchmark
  public Schedule firstMapping() {
    Method<AllocationProblem, Schedule> list = Methods.allocation().method("list").orElseThrow();
    First first = new First();
    list.solve(Objects.requireNonNull(problem), LIMITS, first);
    return Objects.requireNonNull(first.schedule, "no mapping");
  }

  /** The evaluator's verdict on that mapping. */
  @Benchmark
  public Evaluation evaluate() {
    return new AllocationEvaluator().evaluate(Objects.requireNonNull(problem), Objects.requireNonNull(schedule));
  }

  /** Stops a method at its first mapping. */
  private static final class First implements Listener<Schedule> {
    private volatile @Nullable Schedule schedule;

    @Override
    public void incumbent(Schedule mapping, long objective, String source) {
      if (schedule == null) {
        schedule = mapping;
      }
    }

    @Override
    public void bound(LowerBound bound) {
      // The first mapping needs none.
    }

    @Override
    public long bestObjective() {
      return Long.MAX_VALUE;
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      return schedule != null;
    }
  }
}
