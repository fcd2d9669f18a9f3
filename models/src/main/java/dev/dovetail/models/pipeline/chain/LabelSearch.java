package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cheapest clusters of the segments that begin at one layer, where clusters are coupled by more than their sum of chiplets.
 *
 * <p>Role: label setting for {@link LabelProgramme}. A label is a way through the first layers: the chiplets used, and of those measures that matter
 * under the problem's switches the clusters, the longest cluster, the sum of all, the streaming, the size of the last region. One label beats
 * another of the same layers if it is at least as good in all. Not thread-safe.
 */
final class LabelSearch {
  private final StoredTimes times;
  private final LayerCosts costs;
  private final Budget budget;
  private final int chiplets;
  private final long samples;
  private final boolean throughput;
  private final boolean async;
  private final boolean egress;
  private final boolean shared;
  private final boolean idle;
  /** By first layer and sizes of sender and region: cycles by last layer; computed when it is asked for. */
  private final long[][][] table;

  /** Ends a search that takes too long. */
  interface Budget {
    /** Counts a step; throws {@link java.util.concurrent.CancellationException} when there are no more. */
    void step();
  }

  LabelSearch(PipelineProblem problem, Budget budget) {
    this.times = new StoredTimes(problem);
    this.costs = new LayerCosts(problem);
    this.budget = budget;
    this.chiplets = problem.module().size();
    this.samples = problem.objective() == PipelineObjective.LATENCY ? 1 : problem.samples();
    this.throughput = problem.objective() == PipelineObjective.THROUGHPUT;
    this.async = problem.switches().timing() == Timing.ASYNC && !throughput;
    this.egress = problem.switches().border() == Border.EGRESS;
    this.shared = problem.switches().dramShared();
    this.idle = problem.switches().idle();
    this.table = new long[problem.network().size()][(chiplets + 1) * (egress ? chiplets + 1 : 1)][];
  }

  /**
   * A way through the layers of a segment up to {@code last}.
   *
   * @param first layer of its last cluster
   * @param last layer of its last cluster
   * @param size chiplets of its last cluster
   * @param used chiplets of all clusters
   * @param clusters how many there are
   * @param longest cycles of the longest cluster
   * @param sum cycles of all clusters
   * @param streaming cycles in which the DRAM streams weights for a sample
   */
  record Label(int first, int last, int size, int used, int clusters, long longest, long sum, long streaming,
      @Nullable Label before) {}

  /**
   * A cluster that may come next.
   *
   * @param size chiplets
   * @param cycles that it takes
   * @param streaming cycles of DRAM for a sample, 0 if its weights are resident
   */
  private record Option(int size, long cycles, long streaming) {}

  /** What a way costs at least, in a plan that goes on behind it. */
  interface Floor {
    /** The least cost of a whole plan whose segment has {@code partial} cycles until layer {@code last}. */
    long of(int last, long partial);
  }

  /**
   * The cheapest way of each segment i..j.
   *
   * @param end last layer of the longest segment
   * @param floor of whole plans
   * @param below plans that cost so much or more are of no use
   * @return by j - i; null if no useful plan has that segment
   */
  @Nullable
  Label[] cheapest(int i, int end, Floor floor, long below) {
    @Nullable Label[] best = new Label[end - i + 1];
    List<List<Label>> open = new ArrayList<>();
    for (int j = i; j <= end; j++) {
      open.add(new ArrayList<>());
    }
    extend(null, i, end, open, floor, below);
    for (int j = i; j <= end; j++) {
      List<Label> labels = undominated(open.get(j - i));
      open.set(j - i, List.of());
      for (Label label : labels) {
        boolean whole = idle || label.used == chiplets;
        Label known = best[j - i];
        if (whole && (known == null || cost(i, label) < cost(i, known))) {
          best[j - i] = label;
        }
        extend(label, i, end, open, floor, below);
      }
    }
    return best;
  }

  private void extend(@Nullable Label from, int i, int end, List<List<Label>> open, Floor floor, long below) {
    int k = from == null ? i : from.last + 1;
    int used = from == null ? 0 : from.used;
    for (int j = k; j <= end; j++) {
      for (Option option : options(k, j, from == null ? 0 : from.size, chiplets - used)) {
        budget.step();
        Label to = new Label(k, j, option.size, used + option.size, from == null ? 1 : from.clusters + 1,
            Math.max(option.cycles, from == null ? 0 : from.longest), Exact.add(option.cycles, from == null ? 0 : from.sum),
            Exact.add(option.streaming, from == null ? 0 : from.streaming), from);
        if (floor.of(j, passing(to, to.longest)) < below) {
          open.get(j - i).add(to);
        }
      }
    }
  }

  /** Cycles of layers i..last as a segment, without loading. */
  long cost(int i, Label label) {
    return passing(label, stage(i, label));
  }

  /** The stage time of layers i..last as a segment. */
  long stage(int i, Label label) {
    return Math.max(label.longest, Exact.add(costs.io(i, label.last), shared ? label.streaming : 0));
  }

  private long passing(Label label, long stage) {
    if (throughput) {
      return stage;
    }
    return async
        ? Exact.add(label.sum, Exact.multiply(samples - 1, stage))
        : Exact.multiply(Exact.add(samples, label.clusters - 1L), stage);
  }

  /** The clusters of a way, in order. */
  List<ChainPlan.Cluster> clusters(Label label) {
    List<ChainPlan.Cluster> clusters = new LinkedList<>();
    Label at = label;
    while (at != null) {
      Label before = at.before;
      int senders = before == null ? 0 : before.size;
      int n = at.size;
      clusters.add(0, new ChainPlan.Cluster(at.first, at.last, n, times.partitions(at.first, at.last, n, senders),
          cycles(at.first, at.last, n, senders), at.first == at.last && times.streams(at.first, n)));
      at = before;
    }
    return clusters;
  }

  private long cycles(int k, int j, int n, int senders) {
    int at = egress ? senders * (chiplets + 1) + n : n;
    long[] row = table[k][at];
    if (row == null) {
      row = times.cycles(k, n, egress ? senders : 0);
      table[k][at] = row;
    }
    return j - k < row.length ? row[j - k] : INFINITE;
  }

  /** Clusters of layers k..j that are worth their chiplets: of more chiplets only those that are better in something. */
  private List<Option> options(int k, int j, int senders, int most) {
    List<Option> options = new ArrayList<>();
    long least = INFINITE;
    long leastStreaming = INFINITE;
    for (int n = 1; n <= most; n++) {
      long cycles = cycles(k, j, n, senders);
      if (cycles == INFINITE) {
        continue;
      }
      long streaming = shared && k == j && times.streams(k, n) ? costs.streaming(k) : 0;
      // A larger region may be what the next cluster needs to be sent to faster; and where no chiplet is idle, each size counts.
      if (egress || !idle || cycles < least || streaming < leastStreaming) {
        options.add(new Option(n, cycles, streaming));
        least = Math.min(least, cycles);
        leastStreaming = Math.min(leastStreaming, streaming);
      }
    }
    return options;
  }

  private List<Label> undominated(List<Label> labels) {
    labels.sort(Comparator.comparingInt(Label::used).thenComparingLong(Label::longest).thenComparingLong(Label::sum)
        .thenComparingInt(Label::clusters).thenComparingLong(Label::streaming));
    List<Label> kept = new ArrayList<>();
    for (Label label : labels) {
      boolean beaten = false;
      for (int at = kept.size() - 1; at >= 0 && !beaten; at--) {
        budget.step();
        beaten = beats(kept.get(at), label);
      }
      if (!beaten) {
        kept.add(label);
      }
    }
    return kept;
  }

  private boolean beats(Label a, Label b) {
    return (idle ? a.used <= b.used : a.used == b.used)
        && (!egress || (idle ? a.size >= b.size : a.size == b.size))
        && a.longest <= b.longest
        && (!shared || a.streaming <= b.streaming)
        && (async ? a.sum <= b.sum : throughput || a.clusters <= b.clusters);
  }
}
