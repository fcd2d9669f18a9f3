package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.TradeOffLabels.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;

/**
 * Chains of segments of which none is at least as good as another in time and energy, and a bound on what lies between them.
 *
 * <p>Role: the front by the epsilon-constraint method: for each segment, number of clusters and limit on the clusters' times the least energy, then
 * nondominated labels along the chain. Where all times of clusters serve as limits and no labels are thinned the front is all there is
 * ({@link #isComplete}); of larger problems only some limits are taken: what is found can be reached, and the bound counts each segment
 * as fast as the next lower limit allows. Exact in the models in which {@link ChainModel} says so. Source: reconstructed model of Scope
 * (arXiv 2602.14393).
 */
public final class TradeOffProgramme {
  /** Iterations of the inner loops that the limits may take. */
  private static final long STEPS = 12_000_000_000L;

  /** Pairs of labels that merging along the chain may take. */
  private static final long PAIRS = 150_000_000;

  private static final int LEAST_LABELS = 64;
  private static final int MOST_LABELS = 20_000;
  private static final int LEAST_LIMITS = 16;

  private final ClusterTimes times;
  private final ClusterEnergies energies;
  private final StageCosts stages;
  private final SegmentEnergies fixed;
  private final Effort effort;
  private final int size;
  private final int[] longest;
  private final int kept;
  private final TradeOffLabels[][] reached;
  private final TradeOffLabels[][] bounding;
  private final List<Label> front;
  private final List<Label> bound;
  private boolean complete;

  /**
   * A point of the front.
   *
   * @param plan the chain
   * @param cycles its total time, at most
   * @param energyFemtojoules its energy
   */
  public record Point(ChainPlan plan, long cycles, long energyFemtojoules) {}

  private TradeOffProgramme(PipelineProblem problem, Effort effort, long work, int mostLabels) {
    this.effort = effort;
    times = ClusterTimes.of(problem.with(PipelineObjective.TOTAL), effort);
    energies = new ClusterEnergies(times, true, effort);
    stages = new StageCosts(times);
    fixed = new SegmentEnergies(times.problem());
    size = times.layers();
    longest = new int[size];
    long columns = 0;
    for (int i = 0; i < size; i++) {
      longest[i] = fixed.longest(stages, i);
      columns += longest[i] - i + 1;
    }
    kept = (int) Math.min(mostLabels, Math.max(LEAST_LABELS, Math.sqrt((double) PAIRS / columns)));
    reached = new TradeOffLabels[size][size];
    bounding = new TradeOffLabels[size][size];
    long[] all = energies.allCycles();
    long[] limits = some(all, work);
    complete = limits.length == all.length;
    segments(limits);
    front = chains(reached, false);
    bound = complete ? front : chains(bounding, true);
  }

  /**
   * Computes the front of total time and energy, whatever the problem's objective.
   *
   * @throws IllegalArgumentException if the problem's energy table is incomplete
   * @throws java.util.concurrent.CancellationException if {@code effort} says stop
   */
  public static TradeOffProgramme of(PipelineProblem problem, Effort effort) {
    return of(problem, effort, STEPS, MOST_LABELS);
  }

  /** The same with less work, or fewer labels of each chain. */
  static TradeOffProgramme of(PipelineProblem problem, Effort effort, long work, int mostLabels) {
    return new TradeOffProgramme(problem, effort, work, mostLabels);
  }

  /** All limits if they are few enough, else some: neighbours differ by about the same factor. The largest is always among them. */
  private long[] some(long[] all, long work) {
    long each = 0;
    EnergyArcs arcs = new EnergyArcs(energies, times, INFINITE - 1);
    int middle = size / 2;
    each += new StartEnergies(arcs, times, middle, longest[middle], mostClusters(middle)).steps() * size;
    each += (long) size * size * times.chiplets();
    int room = (int) Math.max(LEAST_LIMITS, Math.min(all.length, work / Math.max(1, each)));
    if (all.length <= room) {
      return all;
    }
    double factor = StrictMath.pow((double) all[all.length - 1] / Math.max(1, all[0]), 1.0 / room);
    List<Long> chosen = new ArrayList<>();
    long next = all[all.length - 1];
    for (int at = all.length - 1; at >= 0; at--) {
      if (all[at] <= next) {
        chosen.add(0, all[at]);
        next = Math.min(all[at] - 1, (long) (all[at] / factor));
      }
    }
    return chosen.stream().mapToLong(l -> l).toArray();
  }

  private int mostClusters(int first) {
    return Math.min(longest[first] - first + 1, times.chiplets());
  }

  private void segments(long[] limits) {
    for (int i = 0; i < size; i++) {
      for (int j = i; j <= longest[i]; j++) {
        reached[i][j] = new TradeOffLabels(kept, false);
        bounding[i][j] = new TradeOffLabels(kept, true);
      }
    }
    long[][][] best = new long[size][size + 1][size];
    for (long[][] b : best) {
      for (long[] row : b) {
        Arrays.fill(row, INFINITE);
      }
    }
    for (int at = 0; at < limits.length; at++) {
      effort.check();
      long limit = limits[at];
      long least = at == 0 ? 0 : limits[at - 1] + 1;
      EnergyArcs arcs = new EnergyArcs(energies, times, limit);
      effort.forEach(size, i -> segments(i, arcs, limit, least, best[i]));
      effort.progress().accept((double) at / limits.length);
    }
  }

  private void segments(int i, EnergyArcs arcs, long limit, long least, long[][] best) {
    int most = mostClusters(i);
    StartEnergies start = new StartEnergies(arcs, times, i, longest[i], most);
    for (int j = i; j <= longest[i]; j++) {
      for (int c = 1; c <= Math.min(most, j - i + 1); c++) {
        long clusters = start.energy(j, c);
        if (clusters >= best[c][j] || !stages.leavesRoom(j)) {
          continue;
        }
        best[c][j] = clusters;
        long energy = Exact.add(fixed.fixed(i, j), clusters);
        reached[i][j].add(new Label(stages.cost(i, j, c, limit), energy, null, i, j, c, limit));
        bounding[i][j].add(new Label(stages.cost(i, j, c, least), energy, null, i, j, c, limit));
      }
    }
  }

  private List<Label> chains(TradeOffLabels[][] segments, boolean bounds) {
    List<List<Label>> chains = new ArrayList<>();
    chains.add(List.of(new Label(0, 0, null)));
    for (int end = 1; end <= size; end++) {
      effort.check();
      TradeOffLabels here = new TradeOffLabels(end == size ? Integer.MAX_VALUE / 8 : kept, bounds);
      for (int i = 0; i < end; i++) {
        if (segments[i][end - 1] == null) {
          continue;
        }
        List<Label> columns = segments[i][end - 1].all();
        complete &= !segments[i][end - 1].isThinned();
        for (Label path : chains.get(i)) {
          for (Label column : columns) {
            here.add(new Label(Exact.add(path.cycles(), column.cycles()), Exact.add(path.energy(), column.energy()), path,
                column.segment()));
          }
        }
      }
      chains.add(List.copyOf(here.all()));
      complete &= !here.isThinned();
    }
    return chains.get(size);
  }

  /** Whether the front is complete: every chain takes at least the time and the energy of some point. */
  public boolean isComplete() {
    return complete;
  }

  /** Number of points. */
  public int size() {
    return front.size();
  }

  /** Total time of point {@code at}, fastest first; of an incomplete front an upper bound. */
  public long cycles(int at) {
    return front.get(at).cycles();
  }

  /** Energy of point {@code at}, femtojoules. */
  public long energy(int at) {
    return front.get(at).energy();
  }

  /** No chain that takes at most {@code cycles} takes less energy, femtojoules; {@link ClusterTimes#INFINITE} if there is none. */
  public long energyBy(long cycles) {
    long least = INFINITE;
    for (Label l : complete ? front : bound) {
      if (l.cycles() <= cycles) {
        least = Math.min(least, l.energy());
      }
    }
    return least;
  }

  /** Point {@code at} with its chain. */
  public Point point(int at) {
    List<ChainPlan.Segment> path = new LinkedList<>();
    Label label = front.get(at);
    for (Label l = label; l.before() != null; l = l.before()) {
      int i = (int) l.segment()[0];
      int j = (int) l.segment()[1];
      int c = (int) l.segment()[2];
      long limit = l.segment()[3];
      List<ChainPlan.Cluster> clusters = new ArrayList<>();
      for (int[] cluster : new StartEnergies(new EnergyArcs(energies, times, limit), times, i, j, c).clusters(j, c)) {
        clusters.add(energies.cluster(cluster[0], cluster[1], cluster[2], limit));
      }
      long bottleneck = clusters.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow();
      path.add(0,
          new ChainPlan.Segment(clusters, stages.stage(i, j, bottleneck), stages.load(i, j), l.energy() - l.before().energy()));
    }
    return new Point(new ChainPlan(path, label.energy()), label.cycles(), label.energy());
  }
}
