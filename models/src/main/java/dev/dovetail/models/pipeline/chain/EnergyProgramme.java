package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;

/**
 * The chain of segments of least energy: sums over clusters, the chiplets used as the second index.
 *
 * <p>Role: the exact optimum of objective energy in the same models in which {@link ClusterTimes} is exact; where it is a bound, so is this. Time plays
 * no part. Source: reconstructed model of Scope (arXiv 2602.14393); coefficients see {@link PackageEnergy}.
 */
public final class EnergyProgramme {
  private final ClusterTimes times;
  private final ClusterEnergies energies;
  private final EnergyArcs arcs;
  private final StageCosts stages;
  private final SegmentEnergies borders;
  private final long[] forward;
  private final int[] from;
  private final long steps;

  private EnergyProgramme(PipelineProblem problem, Effort effort) {
    // Stages, loads and limits of DRAM are those of the problem's total time.
    times = ClusterTimes.of(problem.with(PipelineObjective.TOTAL), effort);
    energies = new ClusterEnergies(times, false, effort);
    arcs = new EnergyArcs(energies, times, INFINITE);
    stages = new StageCosts(times);
    borders = new SegmentEnergies(times.problem());
    int size = times.layers();
    forward = new long[size + 1];
    from = new int[size + 1];
    long[][] segments = new long[size][];
    long[] counted = new long[size];
    effort.forEach(size, i -> {
      int end = borders.longest(stages, i);
      StartEnergies start = new StartEnergies(arcs, times, i, end, 0);
      counted[i] = start.steps();
      segments[i] = new long[end - i + 1];
      for (int j = i; j <= end; j++) {
        segments[i][j - i] =
            stages.leavesRoom(j) ? Exact.add(borders.fixed(i, j), start.energy(j, 0)) : INFINITE;
      }
    });
    steps = Arrays.stream(counted).sum();
    Arrays.fill(forward, INFINITE);
    forward[0] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < i + segments[i].length; j++) {
        long energy = Exact.add(forward[i], segments[i][j - i]);
        if (energy < forward[j + 1]) {
          forward[j + 1] = energy;
          from[j + 1] = i;
        }
      }
    }
  }

  /** What the programme's optimum says about a problem. */
  public static ChainModel model(PipelineProblem problem) {
    if (problem.switches().graph() == Graph.BRANCHES) {
      return ChainModel.NONE;
    }
    // Senders, loads and a shared DRAM take time, and no energy.
    boolean isAnywhere = problem.switches().shape() != Shape.RECTANGLES && !problem.switches().contention();
    return problem.module().isUniform() && isAnywhere ? ChainModel.EXACT : ChainModel.LOWER_BOUND;
  }

  /**
   * Solves the chain of a problem for least energy, whatever its objective.
   *
   * @throws IllegalArgumentException if the problem's energy table is incomplete
   */
  public static EnergyProgramme of(PipelineProblem problem, Effort effort) {
    return new EnergyProgramme(problem, effort);
  }

  /** Least energy of all samples, femtojoules; {@link ClusterTimes#INFINITE} if there is no chain. */
  public long optimum() {
    return forward[forward.length - 1];
  }

  /** Iterations of the inner loop. */
  public long steps() {
    return steps;
  }

  /**
   * A chain of least energy.
   *
   * @throws IllegalStateException if there is none
   */
  public ChainPlan plan() {
    if (optimum() == INFINITE) {
      throw new IllegalStateException("There is no chain of segments.");
    }
    List<ChainPlan.Segment> path = new LinkedList<>();
    for (int end = forward.length - 1; end > 0; end = from[end]) {
      int i = from[end];
      int j = end - 1;
      List<ChainPlan.Cluster> clusters = new ArrayList<>();
      for (int[] c : new StartEnergies(arcs, times, i, j, 0).clusters(j, 0)) {
        clusters.add(energies.cluster(c[0], c[1], c[2], INFINITE));
      }
      long bottleneck = clusters.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow();
      path.add(0, new ChainPlan.Segment(clusters, stages.stage(i, j, bottleneck), stages.load(i, j), forward[end] - forward[i]));
    }
    return new ChainPlan(path, optimum());
  }
}
