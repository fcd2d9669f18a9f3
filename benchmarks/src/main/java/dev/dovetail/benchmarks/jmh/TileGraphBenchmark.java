package dev.dovetail.benchmarks.jmh;

import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.workload.Workload;
import dev.dovetail.models.workload.networks.Networks;
import java.util.Collections;
import java.util.List;
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

/** How fast a network is cut into computation nodes and data items: what a change of one layer's grid costs a search at most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TileGraphBenchmark {
  @Param({"resnet18", "resnet50"})
  String network = "";

  @Param({"8", "16"})
  int rows;

  private Workload workload;
  private List<LayerGrid> grids;

  /** Builds the network; every layer gets the same number of rows, where it has that many. */
  @Setup
  public void setUp() {
    workload = Networks.byName(network).orElseThrow();
    grids = Collections.nCopies(workload.layers().size(), new LayerGrid(rows, 1, 1));
  }

  /** The whole graph from scratch, nothing remembered. */
  @Benchmark
  public TileGraph build() {
    return new TileGraphs(workload, AllocationProblem.Options.DEFAULT.pieceBytes()).build(grids);
  }
}
