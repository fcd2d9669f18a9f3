package dev.dovetail.benchmarks.jmh;

import dev.dovetail.benchmarks.flows.FlowPattern;
import dev.dovetail.benchmarks.flows.FlowSets;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.linkslots.InOrder;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** How long the greedy scheduler takes to place every message of an all-to-all in the earliest slots, the farthest first, on XY routes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class GreedySlotsBenchmark {
  /** Edge of the mesh: 4,032 messages of 64 flits on 8x8, 65,280 of 16 flits on 16x16. */
  @Param({"8", "16"})
  int size;

  private InOrder scheduler;
  private TimedRoute[] routes;
  private int[] order;

  /** Makes the messages and their routes. */
  @Setup
  public void setUp() {
    LinkSlotsProblem free = FlowSets.of(FlowPattern.ALL_TO_ALL, size, 1).problem();
    LinkSlotsProblem problem = free.with(free.rules().withRoutes(RoutePolicy.XY));
    RouteOptions options = new RouteOptions(problem);
    routes = problem.messages().stream().map(m -> options.of(m).routes().get(0)).toArray(TimedRoute[]::new);
    scheduler = new InOrder(problem);
    order = IntStream.range(0, routes.length).boxed().sorted(Comparator.comparingLong(m -> -routes[m].finish()))
        .mapToInt(Integer::intValue).toArray();
  }

  /** Every message at its earliest start. */
  @Benchmark
  public long place() {
    return scheduler.place(routes, order, () -> false).orElseThrow().objective();
  }
}
