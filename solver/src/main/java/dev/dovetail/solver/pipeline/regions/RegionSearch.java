package dev.dovetail.solver.pipeline.regions;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.encodings.pipeline.SegmentPrice;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.chain.ChainPlan;
import dev.dovetail.models.pipeline.chain.ClusterTimes;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Packing;
import dev.dovetail.solver.pipeline.regions.RectanglePacker.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest segment of given layers whose regions are disjoint rectangles.
 *
 * <p>Role: candidates are pairs of a number of clusters and a stage time, in ascending order of cost; for each, every clustering within the chiplets
 * is packed until one fits. The first candidate that fits is the optimum if none before it was given up. For stages in lock step, where chiplets may
 * be left idle.
 */
public final class RegionSearch {
  /** Packings that are tried for one candidate before it is given up. */
  private static final int MOST_TRIES = 2_000;

  /** Candidates without a packing that are left one by one; from then on each step is twice the one before. */
  private static final int MOST_STEPS = 200;

  private final ClusterTimes times;
  private final SegmentPrice price;
  private final LayerCosts costs;
  private final RectanglePacker packer;
  private final BooleanSupplier stop;

  /**
   * What came of a search.
   *
   * @param bound no segment of these layers costs less; {@link ClusterTimes#INFINITE} if there is none within the limit
   * @param best the cheapest that was found within the limit; null if none was
   */
  public record Result(long bound, @Nullable Allocation best) {}

  /** A number of clusters, {@link Clusterings#ANY} if it does not matter, with a stage: the one at that index. */
  private record Candidate(int clusters, int stage, int step, long cost) {}

  /**
   * @param times where chiplets count that the smallest rectangle takes
   * @param packer of the mesh
   * @param stop ends a search early; what is known by then is its result
   */
  public RegionSearch(ClusterTimes times, RectanglePacker packer, BooleanSupplier stop) {
    PipelineProblem problem = times.problem();
    this.times = times;
    this.price = SegmentPrice.of(problem);
    this.costs = new LayerCosts(problem);
    this.packer = packer;
    this.stop = stop;
  }

  /**
   * The cheapest segment of layers first..last.
   *
   * @param least known lower bound on its cost
   * @param most largest cost that is wanted
   */
  public Result search(int first, int last, long least, long most) {
    return new Run(first, last, most, MOST_TRIES, MOST_STEPS).run(least);
  }

  /** A segment of layers first..last that is found fast; null if none was. */
  public @Nullable Allocation rough(int first, int last) {
    long most =
        price.cost(costs.load(first, last), 1, Math.max(costs.io(first, last), times.cycles(first, last, times.chiplets())));
    return new Run(first, last, most, 1, 0).run(0).best();
  }

  private final class Run {
    private final int first;
    private final int last;
    private final long most;
    private final int mostTries;
    private final int mostSteps;
    private final long load;
    private final long[] stages;
    private final Map<Integer, Clusterings> known = new HashMap<>();
    private final PriorityQueue<Candidate> open =
        new PriorityQueue<>(Comparator.comparingLong(Candidate::cost).thenComparing(Candidate::clusters));
    private int steps;

    Run(int first, int last, long most, int mostTries, int mostSteps) {
      this.first = first;
      this.last = last;
      this.most = most;
      this.mostTries = mostTries;
      this.mostSteps = mostSteps;
      this.load = costs.load(first, last);
      this.stages = stages(costs.io(first, last), price.longestStage(load, 1, most));
    }

    /** Times that a stage can have, ascending. */
    private long[] stages(long shortest, long longest) {
      TreeSet<Long> found = new TreeSet<>();
      for (int k = first; k <= last; k++) {
        for (int j = k; j <= last; j++) {
          long before = INFINITE;
          for (int n = 1; n <= times.chiplets(); n++) {
            long cycles = times.cycles(k, j, n);
            if (cycles != before && cycles <= longest) {
              found.add(Math.max(cycles, shortest));
            }
            before = cycles;
          }
        }
      }
      return found.stream().mapToLong(Long::longValue).toArray();
    }

    private int mostClusters() {
      return price.perCluster() == 0 ? Clusterings.ANY : Math.min(last - first + 1, times.chiplets());
    }

    private Clusterings clusterings(int stage) {
      return known.computeIfAbsent(stage, s -> new Clusterings(times, first, last, stages[s], mostClusters()));
    }

    Result run(long least) {
      for (int c = Math.min(1, mostClusters()); c <= mostClusters() && stages.length > 0; c++) {
        open(c, firstStage(c), 1);
      }
      long bound = INFINITE;
      while (!open.isEmpty()) {
        Candidate next = open.poll();
        if (stop.getAsBoolean()) {
          return new Result(Math.max(least, Math.min(bound, next.cost)), null);
        }
        Attempt attempt = new Attempt(next);
        if (attempt.found != null) {
          return new Result(Math.max(least, Math.min(bound, next.cost)), attempt.found);
        }
        int step = ++steps > mostSteps ? next.step * 2 : next.step;
        if (attempt.isGivenUp || step > 1) {
          bound = Math.min(bound, next.cost);
        }
        open(next.clusters, next.stage + step, step);
      }
      return new Result(Math.max(least, bound), null);
    }

    /** Index of the shortest stage that so many clusters can have within the chiplets, whether they can be placed or not. */
    private int firstStage(int clusters) {
      int low = 0;
      int high = stages.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (clusterings(middle).leastChiplets(clusters) <= times.chiplets()) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    private void open(int clusters, int stage, int step) {
      if (stage < stages.length) {
        long cost = price.cost(load, clusters, stages[stage]);
        if (cost <= most) {
          open.add(new Candidate(clusters, stage, step, cost));
        }
      }
    }

    /** Packs the clusterings of a candidate until one fits. */
    private final class Attempt {
      private final Candidate candidate;
      private int tries;
      private boolean isGivenUp;
      private @Nullable Allocation found;

      Attempt(Candidate candidate) {
        this.candidate = candidate;
        clusterings(candidate.stage).anyMatch(candidate.clusters, this::isPlaced);
      }

      /** Whether to look no further. */
      private boolean isPlaced(int[] starts) {
        int[] chiplets = new int[starts.length];
        for (int c = 0; c < starts.length; c++) {
          chiplets[c] = times.onAnyRegion().leastChiplets(starts[c], lastOf(starts, c), stages[candidate.stage]);
        }
        Packing packing = packer.pack(chiplets);
        if (packing.verdict() == Verdict.PLACED) {
          found = allocation(clusters(starts, chiplets), packing);
          return true;
        }
        isGivenUp |= packing.verdict() == Verdict.UNKNOWN || ++tries >= mostTries || stop.getAsBoolean();
        return tries >= mostTries || stop.getAsBoolean();
      }

      private Allocation allocation(List<ChainPlan.Cluster> clusters, Packing packing) {
        long longest = clusters.stream().mapToLong(ChainPlan.Cluster::cycles).max().orElseThrow();
        long stage = Math.max(longest, costs.io(first, last));
        return new Allocation(clusters, packing.places(), stage, price.cost(load, candidate.clusters, stage));
      }

      private int lastOf(int[] starts, int c) {
        return c + 1 < starts.length ? starts[c + 1] - 1 : last;
      }

      private List<ChainPlan.Cluster> clusters(int[] starts, int[] chiplets) {
        List<ChainPlan.Cluster> clusters = new ArrayList<>();
        for (int c = 0; c < starts.length; c++) {
          clusters.add(times.onAnyRegion().cluster(starts[c], lastOf(starts, c), chiplets[c]));
        }
        return clusters;
      }
    }
  }

  /** The packer of a problem's mesh. */
  public static RectanglePacker packer(PipelineProblem problem, long effort) {
    ChipletMesh mesh = Objects.requireNonNull(problem.module().mesh(), "rectangles need a mesh");
    return new RectanglePacker(mesh, problem.switches().idle(), effort);
  }
}
