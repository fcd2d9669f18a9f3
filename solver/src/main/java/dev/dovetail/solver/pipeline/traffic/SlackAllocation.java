package dev.dovetail.solver.pipeline.traffic;

import dev.dovetail.encodings.pipeline.SegmentPrice;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Shape;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import dev.dovetail.models.pipeline.Rectangles;
import dev.dovetail.models.pipeline.SegmentTraffic;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clusters of a segment that leave its transfers room: those of least cost if the first layer of each cluster but the first took as long as its input
 * is expected to take over the links, not only into a chiplet.
 *
 * <p>Role: other allocations where the chain's own one, which knows no links, needs a much longer stage. A heuristic: what an allocation costs is known
 * once its transfers have slots. For a stage tau, h(C,l) is the least number of chiplets on which layers up to l are C clusters of at most tau;
 * the least tau with h(C,last) <= N is found by halving.
 */
public final class SlackAllocation {
  private static final int PERCENT = 100;

  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final int first;
  private final int size;
  private final int chiplets;
  private final int[] areas;
  private final ClusterTable[][] tables;

  /**
   * @param problem of equal chiplets on a mesh
   * @param first layer of the segment
   * @param last layer of the segment, whose weights fit into the buffers if it is not the first
   * @param strain cycles that transfers are expected to take, in per cent of what links of a straight border or ports need at least
   */
  public SlackAllocation(PipelineProblem problem, int first, int last, int strain) {
    ChipletMesh mesh = problem.module().mesh();
    if (mesh == null) {
      throw new IllegalArgumentException("There is no mesh.");
    }
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    this.first = first;
    this.size = last - first + 1;
    this.chiplets = problem.module().size();
    Rectangles rectangles = problem.switches().shape() == Shape.RECTANGLES ? new Rectangles(mesh) : null;
    this.areas = areas(rectangles);
    this.tables = new ClusterTable[size][size];
    Border border = new Border(problem, mesh, strain);
    for (int k = 0; k < size; k++) {
      ClusterTable.fill(problem, costs, first, k, size, k == 0 ? null : border, tables[k]);
    }
  }

  /** Whether it answers for a problem: contention, equal chiplets that may be left idle, and weights stored in parts. */
  public static boolean takes(PipelineProblem problem) {
    return problem.switches().contention() && SegmentTraffic.unsupported(problem).isEmpty() && problem.module().isUniform()
        && problem.switches().idle() && problem.switches().weights() == Weights.DISTRIBUTED
        && problem.objective() != PipelineObjective.ENERGY;
  }

  private int[] areas(@Nullable Rectangles rectangles) {
    int[] areas = new int[chiplets + 1];
    for (int n = 1; n <= chiplets; n++) {
      areas[n] = rectangles == null ? n : rectangles.leastArea(n);
    }
    return areas;
  }

  /** Cycles in which the input of a cluster is expected to arrive. */
  record Border(PipelineProblem problem, ChipletMesh mesh, int strain) {
    long arrival(int layer, int n, boolean splitsPositions, long entering) {
      long rate = Math.min(problem.module().ingressBytesPerCycle(), mesh.linkBytesPerCycle());
      long crossing = splitsPositions
          ? n * entering
          : problem.network().layer(layer).inputBytes() + problem.network().skipBefore(layer);
      long slots = Math.max(LayerCosts.ceil(entering, rate), LayerCosts.ceil(crossing, rate * width(n)));
      return 2 + (mesh.columns() + mesh.rows()) / 2 + slots * strain / PERCENT;
    }

    /** Links into a region that its input can be expected to come over: a row of the mesh, or two sides of a square. */
    private long width(int n) {
      double side = problem.switches().shape() == Shape.RECTANGLES ? 2 * Math.sqrt(n) : n + 1;
      return Math.max(1, Math.min(Math.max(mesh.columns(), mesh.rows()), Math.round(side)));
    }
  }

  /** The cheapest such segment, with the stage time that it needs without contention; empty if there is none of several clusters. */
  public Optional<ChainPlan.Segment> cheapest() {
    SegmentPrice price = SegmentPrice.of(problem);
    long load = costs.load(first, first + size - 1);
    long io = costs.io(first, first + size - 1);
    long least = Long.MAX_VALUE;
    long stage = 0;
    int count = 0;
    for (int c = 2; c <= Math.min(size, chiplets); c++) {
      long most = least == Long.MAX_VALUE ? Long.MAX_VALUE / 4 : price.longestStage(load, c, least - 1);
      long found = most < io ? -1 : leastStage(c, io, most);
      if (found >= 0) {
        least = price.cost(load, c, found);
        stage = found;
        count = c;
      }
    }
    return count == 0 ? Optional.empty() : Optional.of(decode(count, stage, io, load, price));
  }

  /** The least stage of low..high with so many clusters; -1 if there is none. */
  private long leastStage(int count, long low, long high) {
    if (fewest(count, high)[count][size] > chiplets) {
      return -1;
    }
    long from = low;
    long to = high;
    while (from < to) {
      long middle = from + (to - from) / 2;
      if (fewest(count, middle)[count][size] <= chiplets) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** h(c,l): fewest chiplets on which the first l layers are c clusters within a stage; more than N if there are none. */
  private int[][] fewest(int count, long stage) {
    int[][] needs = needs(stage);
    int[][] h = new int[count + 1][size + 1];
    for (int[] row : h) {
      Arrays.fill(row, chiplets + 1);
    }
    h[0][0] = 0;
    for (int c = 1; c <= count; c++) {
      for (int l = c; l <= size; l++) {
        for (int k = c - 1; k < l; k++) {
          h[c][l] = Math.min(h[c][l], h[c - 1][k] + needs[k][l - 1]);
        }
      }
    }
    return h;
  }

  /** Chiplets that clusters k..l need, with those that their rectangles leave idle. */
  private int[][] needs(long stage) {
    int[][] needs = new int[size][size];
    for (int k = 0; k < size; k++) {
      for (int l = k; l < size; l++) {
        int n = tables[k][l].fewest(stage);
        needs[k][l] = n > chiplets ? chiplets + 1 : areas[n];
      }
    }
    return needs;
  }

  private ChainPlan.Segment decode(int count, long stage, long io, long load, SegmentPrice price) {
    int[][] needs = needs(stage);
    int[][] h = fewest(count, stage);
    List<ChainPlan.Cluster> clusters = new ArrayList<>();
    int l = size;
    for (int c = count; c > 0; c--) {
      int k = c - 1;
      while (h[c - 1][k] + needs[k][l - 1] != h[c][l]) {
        k++;
      }
      clusters.add(0, tables[k][l - 1].cluster(tables[k][l - 1].fewest(stage)));
      l = k;
    }
    long bottleneck = Math.max(io, clusters.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow());
    return new ChainPlan.Segment(clusters, bottleneck, load, price.cost(load, count, bottleneck));
  }
}
