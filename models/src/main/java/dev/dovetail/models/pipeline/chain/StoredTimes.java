package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Least cycles of clusters on exactly n equal chiplets where partitions differ in the weights that they store, and where those who send to a cluster
 * may be what limits it.
 *
 * <p>Role: exact where {@link LayerTimes} relaxes. A shortest path over the layers with a resource: labels (cycles, bytes stored on all chiplets) of
 * which none is better in both, apart for layers that split positions and layers that do not, because that is all that the next layer sees. Where
 * weights are distributed each partition stores the same, and one label is left on each side.
 */
final class StoredTimes {
  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final List<Partition> partitions;
  private final long buffer;
  /** Weights of all layers from each one on. */
  private final long[] weightsFrom;

  /**
   * @param problem a chain on equal chiplets
   */
  StoredTimes(PipelineProblem problem) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
    this.partitions = List.copyOf(problem.switches().partitions());
    this.buffer = problem.module().types().get(0).weightBufferBytes();
    int size = problem.network().size();
    this.weightsFrom = new long[size + 1];
    for (int l = size - 1; l >= 0; l--) {
      weightsFrom[l] = Exact.add(weightsFrom[l + 1], problem.network().layer(l).weightBytes());
    }
  }

  /**
   * A way through the first layers of a cluster.
   *
   * @param cycles until now
   * @param stored bytes on all chiplets together; more where that leaves room for all later layers, too
   * @param partition of the last layer
   * @param before the way to the layer before it; null at the first
   */
  private record Label(long cycles, long stored, Partition partition, @Nullable Label before) {}

  /**
   * Cycles of the clusters that begin at a layer.
   *
   * @param n chiplets, 1..N
   * @param senders chiplets of the cluster before it; 0 if it is the first of its segment
   * @return by last layer minus k, up to the last one of which a cluster exists
   */
  long[] cycles(int k, int n, int senders) {
    long[] cycles = new long[problem.network().size() - k];
    int count = 0;
    List<Label> labels = first(k, n, senders);
    cycles[count++] = single(k, n, senders);
    for (int j = k + 1; j < problem.network().size(); j++) {
      labels = behind(j, n, labels);
      if (labels.isEmpty()) {
        break;
      }
      cycles[count++] = labels.stream().mapToLong(Label::cycles).min().orElse(INFINITE);
    }
    return Arrays.copyOf(cycles, count);
  }

  /** Whether a layer alone on n chiplets has its weights come from DRAM for every sample. */
  boolean streams(int k, int n) {
    return problem.network().layer(k).weightBytes() > Exact.multiply(n, buffer);
  }

  /** Partitions that reach {@link #cycles} of layers k..j. */
  List<Partition> partitions(int k, int j, int n, int senders) {
    if (k == j && streams(k, n)) {
      Partition best = Partition.INPUT_SHARED;
      for (Partition p : partitions) {
        if (p != Partition.REPLICATED && first(k, n, senders, p) < first(k, n, senders, best)) {
          best = p;
        }
      }
      return List.of(best);
    }
    List<Label> labels = first(k, n, senders);
    for (int l = k + 1; l <= j; l++) {
      labels = behind(l, n, labels);
    }
    List<Partition> path = new ArrayList<>();
    Label at = labels.stream().min(Comparator.comparingLong(Label::cycles)).orElseThrow();
    while (at != null) {
      path.add(0, at.partition);
      at = at.before;
    }
    return path;
  }

  private long first(int k, int n, int senders, Partition partition) {
    long bytes = senders > 0 && problem.switches().border() == Border.EGRESS
        ? costs.bytesFrom(k, n, partition, senders)
        : costs.bytes(k, n, partition, null);
    return costs.time(costs.compute(k, n, partition, problem.module().types().get(0)), bytes);
  }

  private List<Label> first(int k, int n, int senders) {
    List<Label> labels = new ArrayList<>();
    for (Partition p : partitions) {
      offer(labels, new Label(first(k, n, senders, p), Math.max(stored(k, n, p), harmless(k, n)), p, null), n);
    }
    return best(labels);
  }

  private long single(int k, int n, int senders) {
    long least = INFINITE;
    for (Partition p : partitions) {
      long cycles = first(k, n, senders, p);
      if (stored(k, n, p) <= Exact.multiply(n, buffer)) {
        least = Math.min(least, cycles);
      } else if (p != Partition.REPLICATED) {
        least = Math.min(least, Math.max(cycles, costs.streaming(k)));
      }
    }
    return least;
  }

  private List<Label> behind(int l, int n, List<Label> before) {
    List<Label> labels = new ArrayList<>();
    for (Partition p : partitions) {
      long compute = costs.compute(l, n, p, problem.module().types().get(0));
      long afterSplit = costs.time(compute, costs.bytes(l, n, p, Partition.WEIGHT_SHARED));
      long afterWhole = costs.time(compute, costs.bytes(l, n, p, Partition.INPUT_SHARED));
      long stored = stored(l, n, p);
      for (Label b : before) {
        long cycles = Exact.add(b.cycles, b.partition.splitsPositions() ? afterSplit : afterWhole);
        offer(labels, new Label(cycles, Math.max(Exact.add(b.stored, stored), harmless(l, n)), p, b), n);
      }
    }
    return best(labels);
  }

  private long stored(int l, int n, Partition partition) {
    long weights = problem.network().layer(l).weightBytes();
    return partition == Partition.REPLICATED ? Exact.multiply(n, weights) : weights;
  }

  /** Bytes that leave room for a copy of every later layer on each chiplet: fewer make no difference, so that ways with fewer are alike. */
  private long harmless(int l, int n) {
    return Math.max(0, Exact.multiply(n, buffer) - Exact.multiply(n, weightsFrom[l + 1]));
  }

  private void offer(List<Label> labels, Label label, int n) {
    if (label.stored <= Exact.multiply(n, buffer)) {
      labels.add(label);
    }
  }

  /** Those that no other one of their side beats in cycles and bytes. */
  private static List<Label> best(List<Label> labels) {
    labels.sort(Comparator.comparingLong(Label::cycles).thenComparingLong(Label::stored));
    List<Label> kept = new ArrayList<>();
    long[] least = {INFINITE, INFINITE};
    for (Label label : labels) {
      int side = label.partition.splitsPositions() ? 0 : 1;
      if (label.stored < least[side]) {
        least[side] = label.stored;
        kept.add(label);
      }
    }
    return kept;
  }
}
