package dev.dovetail.encodings.pipeline;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainProgramme;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments and clusters that a plan of at most some cost may have.
 *
 * <p>Role: what the path model is built of. With the chain programme's potentials a segment stays if the cheapest chain through it is within the
 * limit, and a cluster stays if its time is within the longest stage that some segment around it can afford. No plan within the limit is lost, since
 * the programme's costs are lower bounds of what regions cost on the mesh.
 *
 * @param problem what is asked
 * @param times times of clusters on any regions
 * @param first first layer of the space
 * @param last last layer of the space
 * @param most largest cost of the plans that are wanted, of the layers first..last
 * @param columns segments that may be, by first layer
 * @param arcs clusters that may be, by first layer, last layer and chiplets
 */
public record PathSpace(
    PipelineProblem problem, ClusterTimes times, int first, int last, long most, List<Column> columns, List<Arc> arcs) {
  public PathSpace {
    columns = List.copyOf(columns);
    arcs = List.copyOf(arcs);
  }

  /**
   * A segment.
   *
   * @param first first layer
   * @param last last layer
   * @param load cycles in which its weights are loaded
   * @param io cycles in which its input and output pass
   * @param least lower bound on its share of the objective
   * @param most what it may cost, so that the whole stays within the limit
   */
  public record Column(int first, int last, long load, long io, long least, long most) {}

  /**
   * A cluster.
   *
   * @param first first layer
   * @param last last layer
   * @param chiplets that compute
   * @param cycles that a sample takes
   */
  public record Arc(int first, int last, int chiplets, long cycles) {}

  /**
   * All segments of the network.
   *
   * @param chain potentials; its costs bound those of the problem from below
   * @param most largest cost of the plans that are wanted
   */
  public static PathSpace of(ChainProgramme chain, long most) {
    int size = chain.segments().times().layers();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int j = i; j <= chain.segments().longest(i); j++) {
        long through = chain.through(i, j);
        if (through != INFINITE && through <= most) {
          add(columns, chain, i, j, most - (through - chain.segments().cost(i, j)));
        }
      }
    }
    return of(chain, 0, size - 1, most, columns);
  }

  /**
   * One segment alone.
   *
   * @param most largest cost of the segment that is wanted
   */
  public static PathSpace ofSegment(ChainProgramme chain, int first, int last, long most) {
    List<Column> columns = new ArrayList<>();
    if (chain.segments().cost(first, last) <= most) {
      add(columns, chain, first, last, most);
    }
    return of(chain, first, last, most, columns);
  }

  /** Number of chiplets, N. */
  public int chiplets() {
    return times.chiplets();
  }

  private static void add(List<Column> columns, ChainProgramme chain, int i, int j, long most) {
    LayerCosts costs = new LayerCosts(chain.segments().times().problem());
    columns.add(new Column(i, j, costs.load(i, j), costs.io(i, j), chain.segments().cost(i, j), most));
  }

  private static PathSpace of(ChainProgramme chain, int first, int last, long most, List<Column> columns) {
    ClusterTimes times = chain.segments().times().onAnyRegion();
    PipelineProblem problem = times.problem();
    SegmentPrice price = SegmentPrice.of(problem);
    List<Arc> arcs = new ArrayList<>();
    for (int k = first; k <= last; k++) {
      for (int j = k; j <= last; j++) {
        long longest = longest(columns, price, k, j);
        for (int n = 1; n <= times.chiplets() && longest >= 0; n++) {
          long cycles = times.cycles(k, j, n);
          boolean isBreakpoint = n == 1 || !problem.switches().idle() || cycles < times.cycles(k, j, n - 1);
          if (isBreakpoint && cycles != INFINITE && cycles <= longest) {
            arcs.add(new Arc(k, j, n, cycles));
          }
        }
      }
    }
    return new PathSpace(problem, times, first, last, most, columns, arcs);
  }

  /** Longest stage that a segment around layers k..j can afford with the clusters that it then has at least; -1 if there is no such segment. */
  private static long longest(List<Column> columns, SegmentPrice price, int k, int j) {
    long longest = -1;
    for (Column column : columns) {
      if (column.first <= k && j <= column.last) {
        int clusters = 1 + (k > column.first ? 1 : 0) + (j < column.last ? 1 : 0);
        longest = Math.max(longest, price.longestStage(column.load, clusters, column.most));
      }
    }
    return longest;
  }
}
