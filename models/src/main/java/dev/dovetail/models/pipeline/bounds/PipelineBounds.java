package dev.dovetail.models.pipeline.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.LowerBounds;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.LoadOverlap;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import dev.dovetail.models.pipeline.chain.ChainModel;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.models.pipeline.chain.Effort;
import dev.dovetail.models.pipeline.chain.EnergyProgramme;
import dev.dovetail.models.pipeline.chain.Restriction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The lower bounds of kind {@code pipeline}: for every plan that the judge accepts, under every switch.
 *
 * <p>With A the multiply-accumulates of all chiplets per cycle, N chiplets, m samples, and of layer l: M multiply-accumulates, w weights, mu the
 * least chiplet-cycles and t the least cycles on any region:
 * <ul>
 * <li>{@code compute}: m * sum M / A.
 * <li>{@code layer-work}: m * sum mu / N, since N * stage is at least the sum over clusters of chiplets times cycles. Of asynchronous stages,
 * sum T + (m - 1) * stage takes the place of m * stage.
 * <li>{@code layer-work-and-weights}: that and loading all weights. Where loads hide behind the segment before, the larger of both.
 * <li>{@code large-layers}: a layer whose weights exceed all buffers is a segment alone, and counts with m * its stage time.
 * <li>{@code first-sample}: the first sample passes all layers of a chain one after another, the sum of t; the others follow at (m - 1) * sum
 * mu / N.
 * <li>{@code chain-programme}: the cheapest chain of segments without what couples clusters ({@link ChainModel}), where it takes less than about
 * {@value #MOST_STEPS} steps.
 * <li>{@code segment-relaxation}: {@link SegmentRelaxation}, where clusters need not be intervals or chiplets differ.
 * </ul>
 * Throughput counts a stage time per segment, without loads and fill; latency is m = 1. Energy: {@link EnergyBound}, and {@code energy-programme}, the chain of least energy, where it takes no longer. The cost model is
 * reconstructed (see {@link PipelineProblem}).
 */
public final class PipelineBounds implements LowerBounds<PipelineProblem> {
  /** Most steps of the chain programme before it leaves out what is of no use: some seconds. Deterministic, so that a bound does not depend on the machine. */
  static final long MOST_STEPS = 10_000_000_000L;

  /** Each start, end, cut and number of clusters is met once, of a fourth power's 24 orders. */
  private static final int ORDERS = 24;

  private final long mostSteps;

  /** All bounds. */
  public PipelineBounds() {
    this(MOST_STEPS);
  }

  /**
   * @param mostSteps most steps of the chain programme; 0 to leave it out
   */
  PipelineBounds(long mostSteps) {
    this.mostSteps = mostSteps;
  }

  @Override
  public List<LowerBound> of(PipelineProblem problem) {
    DramRoom.check(problem);
    if (problem.objective() == PipelineObjective.ENERGY) {
      List<LowerBound> bounds = new ArrayList<>(new EnergyBound(problem).of());
      energy(problem, bounds);
      return bounds;
    }
    List<LowerBound> bounds = new Sums(problem).of();
    programme(problem, bounds);
    if (problem.switches().graph() == Graph.BRANCHES || !problem.module().isUniform()) {
      bounds.add(new LowerBound("segment-relaxation", feasible(problem, new SegmentRelaxation(problem).total()),
          "areas of layers in the cheapest segments, whatever their clusters"));
    }
    return bounds;
  }

  private void energy(PipelineProblem problem, List<LowerBound> bounds) {
    long layers = problem.network().size();
    long chiplets = problem.module().size();
    long steps = Exact.multiply(Exact.multiply(layers * layers, layers), chiplets * chiplets);
    if (EnergyProgramme.model(problem) != ChainModel.NONE && problem.module().energy().isComplete() && steps < mostSteps) {
      long optimum = EnergyProgramme.of(problem, Effort.SINGLE).optimum();
      bounds.add(new LowerBound("energy-programme", feasible(problem, optimum), "least energy of all chains of segments"));
    }
  }

  private void programme(PipelineProblem problem, List<LowerBound> bounds) {
    long layers = problem.network().size();
    long steps = Exact.multiply(Exact.multiply(layers * layers, layers * layers), problem.module().size()) / ORDERS;
    if (!problem.switches().idle()) {
      steps = Exact.multiply(steps, problem.module().size()); // each split of the chiplets is tried
    }
    if (ChainModel.of(problem) != ChainModel.NONE && steps < mostSteps) {
      long optimum = ChainProgramme.of(problem, Restriction.MERGED, Effort.SINGLE).optimum();
      bounds.add(new LowerBound("chain-programme", feasible(problem, optimum), ChainModel.of(problem) == ChainModel.EXACT
          ? "cheapest of all chains of segments"
          : "cheapest of all chains of segments without what couples them"));
    }
  }

  private static long feasible(PipelineProblem problem, long bound) {
    if (bound == ClusterTimes.INFINITE) {
      throw new InfeasibleException(
          "No segments of %s run on %d chiplets with %,d bytes of weight buffers under the problem's switches."
              .formatted(problem.network().name(), problem.module().size(), problem.module().weightBufferBytes()),
          "use larger buffers, or weights: distributed.");
    }
    return bound;
  }

  /** Bounds that are sums over layers. */
  private static final class Sums {
    private final PipelineProblem problem;
    private final LayerFloors floors;
    private final long samples;
    private final long chiplets;
    private final boolean isPerSample;

    Sums(PipelineProblem problem) {
      this.problem = problem;
      this.floors = new LayerFloors(problem);
      this.isPerSample = problem.objective() == PipelineObjective.THROUGHPUT;
      this.samples = problem.objective() == PipelineObjective.TOTAL ? problem.samples() : 1;
      this.chiplets = problem.module().size();
    }

    List<LowerBound> of() {
      List<LowerBound> bounds = new ArrayList<>();
      bounds.add(compute());
      BigInteger work = BigInteger.ZERO;
      for (int l = 0; l < problem.network().size(); l++) {
        work = work.add(BigInteger.valueOf(floors.work(l)));
      }
      long cycles = share(samples, work, chiplets);
      bounds.add(new LowerBound("layer-work", cycles,
          "%d samples of %,d chiplet-cycles on %d chiplets, each layer on the region that suits it best".formatted(samples, work,
              chiplets)));
      if (!isPerSample) {
        bounds.add(new LowerBound("layer-work-and-weights", withLoads(cycles),
            "%,d cycles of work, and %,d cycles in which weights are loaded".formatted(cycles, loads())));
      }
      bounds.add(largeLayers());
      if (!isPerSample && problem.switches().graph() == Graph.CHAIN) {
        bounds.add(firstSample());
      }
      return bounds;
    }

    private LowerBound compute() {
      long rate = problem.module().types().stream().mapToLong(t -> t.count() * t.macsPerCycle()).sum();
      BigInteger macs = problem.network().layers().stream().map(l -> BigInteger.valueOf(l.macs()))
          .reduce(BigInteger.ZERO, BigInteger::add);
      return new LowerBound("compute", share(samples, macs, rate),
          "%d samples of %,d multiply-accumulates, %,d per cycle on all arrays".formatted(samples, macs, rate));
    }

    private LowerBound largeLayers() {
      BigInteger work = BigInteger.ZERO;
      long alone = 0;
      int count = 0;
      for (int l = 0; l < problem.network().size(); l++) {
        if (floors.isAlone(l)) {
          alone = Exact.add(alone, runAlone(l));
          count++;
        } else {
          work = work.add(BigInteger.valueOf(floors.work(l)));
        }
      }
      long cycles = Exact.add(share(samples, work, chiplets), alone);
      return new LowerBound("large-layers", isPerSample ? cycles : withLoads(cycles),
          "%d layers exceed all buffers and run alone in %,d cycles".formatted(count, alone));
    }

    /** Cycles of all samples in a layer that is a segment alone. */
    private long runAlone(int l) {
      long others = Exact.multiply(samples - 1, floors.stageAlone(l));
      boolean isAsync = !isPerSample && problem.switches().timing() == Timing.ASYNC;
      return Exact.add(others, isAsync ? floors.cyclesAlone(l) : floors.stageAlone(l));
    }

    private LowerBound firstSample() {
      long passage = 0;
      BigInteger work = BigInteger.ZERO;
      for (int l = 0; l < problem.network().size(); l++) {
        if (floors.isAlone(l)) {
          passage = Exact.add(passage, runAlone(l));
        } else {
          passage = Exact.add(passage, floors.cycles(l));
          work = work.add(BigInteger.valueOf(floors.placedWork(l)));
        }
      }
      long others = share(samples - 1, work, chiplets);
      return new LowerBound("first-sample", withLoads(Exact.add(passage, others)),
          "%,d cycles of the first sample in all layers, then %,d cycles of work for %d others".formatted(passage, others,
              samples - 1));
    }

    private long loads() {
      return LayerCosts.ceil(problem.network().weightBytes(0, problem.network().size() - 1),
          problem.module().dramBytesPerCycle());
    }

    /** Cycles of running and loading: one after the other, or at least the longer of both and the first layer's load. */
    private long withLoads(long running) {
      if (problem.switches().loadOverlap() == LoadOverlap.NONE) {
        return Exact.add(running, loads());
      }
      long first = LayerCosts.ceil(problem.network().layer(0).weightBytes(), problem.module().dramBytesPerCycle());
      return Math.max(Exact.add(running, first), loads());
    }

    /** count * work / by, rounded up; the largest number if it does not fit. */
    private static long share(long count, BigInteger work, long by) {
      BigInteger[] parts = BigInteger.valueOf(count).multiply(work).divideAndRemainder(BigInteger.valueOf(by));
      BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
      return up.bitLength() < Long.SIZE ? up.longValue() : Long.MAX_VALUE;
    }
  }
}
