package dev.dovetail.benchmarks.jmh;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.Restriction;
import dev.dovetail.models.pipeline.chain.ThresholdProgramme;
import dev.dovetail.models.pipeline.files.WorkloadChain;
import dev.dovetail.models.workload.networks.Networks;
import java.util.concurrent.TimeUnit;
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

/** How long the chain programme of merged pipelines takes on one thread: its table of clusters, its segments, and the proof by thresholds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx500m")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class ChainProgrammeBenchmark {
  @Param({"resnet50", "resnet152"})
  String network = "";

  @Param({"64", "256"})
  int chiplets;

  private PipelineProblem problem;
  private ClusterTimes times;

  /** Makes the problem (64 samples, chiplets of 32x32 lanes, 100 bytes per cycle and 512 KiB each) and its table. */
  @Setup
  public void setUp() {
    problem = new PipelineProblem(network, WorkloadChain.of(Networks.byName(network).orElseThrow()),
        MultiChipModule.uniform(chiplets, 32, 32, 100, 524_288, 4L * chiplets), 64, PipelineSwitches.BASE,
        PipelineObjective.TOTAL);
    times = ClusterTimes.of(problem, Effort.SINGLE);
  }

  /** Times of all clusters. */
  @Benchmark
  public ClusterTimes clusters() {
    return ClusterTimes.of(problem, Effort.SINGLE);
  }

  /** Costs of all segments and the cheapest chain. */
  @Benchmark
  public long segments() {
    return ChainProgramme.of(times, Restriction.MERGED, Effort.SINGLE).optimum();
  }

  /** The optimum by thresholds. */
  @Benchmark
  public long thresholds() {
    return new ThresholdProgramme(times, Effort.SINGLE).optimum(bound -> {});
  }
}
