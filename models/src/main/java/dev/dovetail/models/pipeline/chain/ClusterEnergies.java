package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * E(k,j,n,tau): least energy for all samples of layers k..j as one cluster on exactly n chiplets that takes at most tau cycles.
 *
 * <p>Role: the table that the energy programme and the trade-off look up. Over the partitions of the layers, time and received bytes are a path
 * problem with two criteria, with what they store where some replicate it a third one; all its nondominated ends are kept. Weights count once, or once for each sample where they are streamed. Energy of
 * computing is the same for all mappings and counted elsewhere. Exact and a bound in the same models as {@link ClusterTimes}.
 */
final class ClusterEnergies {
  private static final int BITS = 8;

  private final PipelineProblem problem;
  private final LayerCosts costs;
  private final ClusterTimes times;
  private final LayerTimes layers;
  private final long buffer;
  private final long perByte;
  private final long perStoredByte;
  private final boolean differs;
  private final @Nullable Front[][] rows;

  /** Nondominated points by growing cycles and falling energy. */
  private record Front(long[] cycles, long[] energy) {}

  /** A path to a layer with some partition; {@code before} leads to it, {@code stored} is what all chiplets keep of its weights together. */
  private record Step(long cycles, long bytes, long stored, int partition, @Nullable Step before) {}

  /**
   * @param times tables of the problem's chain
   * @throws IllegalArgumentException if the problem's energy table is incomplete
   */
  ClusterEnergies(ClusterTimes times, boolean timed, Effort effort) {
    this.problem = times.problem();
    this.times = times;
    this.costs = new LayerCosts(problem);
    this.layers = new LayerTimes(problem);
    this.differs = problem.switches().weights() != Weights.DISTRIBUTED;
    PackageEnergy table = problem.module().energy();
    if (!table.isComplete()) {
      throw new IllegalArgumentException("The energy table must be complete.");
    }
    this.perByte = Exact.multiply(Exact.multiply(BITS, table.nopFemtojoulesPerBit().orElseThrow()), problem.samples());
    this.perStoredByte = Exact.multiply(BITS, table.dramFemtojoulesPerBit().orElseThrow());
    this.buffer = problem.module().types().stream().mapToLong(ChipletType::weightBufferBytes).max().orElseThrow();
    this.rows = new Front[times.layers()][];
    effort.forEach(times.layers(), k -> {
      rows[k] = new Front[(times.layers() - k) * times.chiplets()];
      for (int n = 1; n <= times.chiplets(); n++) {
        fill(k, n, timed);
      }
    });
  }

  private void fill(int k, int n, boolean timed) {
    List<List<Step>> ends = first(k, n);
    for (int j = k; j < times.layers() && (j == k || fits(k, j, n)); j++) {
      if (j > k) {
        ends = next(ends, j, n, timed);
      }
      List<Step> all = nondominated(ends.stream().flatMap(List::stream).filter(s -> isStored(s, n)).toList(), timed, false);
      if (all.isEmpty()) {
        break;
      }
      boolean streamed = !fits(k, j, n);
      long least = streamed ? costs.streaming(k) : 0;
      long weights = weightEnergy(k, j, streamed);
      Front front = new Front(all.stream().mapToLong(s -> Math.max(s.cycles(), least)).toArray(),
          all.stream().mapToLong(s -> Exact.add(weights, Exact.multiply(Exact.multiply(n, s.bytes()), perByte))).toArray());
      rows[k][index(k, j, n)] = front;
    }
  }

  private long weightEnergy(int k, int j, boolean streamed) {
    long once = Exact.multiply(times.weightBytes(k, j), perStoredByte);
    return streamed ? Exact.multiply(once, problem.samples()) : once;
  }

  private boolean fits(int k, int j, int n) {
    return times.weightBytes(k, j) <= Exact.multiply(n, buffer);
  }

  private int index(int k, int j, int n) {
    return (j - k) * times.chiplets() + n - 1;
  }

  /** Whether the buffers hold what is replicated; what each chiplet keeps a part of may also be streamed. */
  private boolean isStored(Step step, int n) {
    boolean isAlone = step.before() == null;
    return isAlone && !layers.partitions().get(step.partition()).equals(Partition.REPLICATED)
        || step.stored() <= Exact.multiply(n, buffer);
  }

  private long stored(int l, int n, int partition) {
    long weights = problem.network().layer(l).weightBytes();
    return layers.partitions().get(partition) == Partition.REPLICATED ? Exact.multiply(n, weights) : weights;
  }

  private List<List<Step>> first(int k, int n) {
    List<List<Step>> ends = new ArrayList<>();
    for (int p = 0; p < layers.partitions().size(); p++) {
      ends.add(
          List.of(new Step(layers.first(k, p)[n - 1], costs.bytes(k, n, layers.partitions().get(p), null), stored(k, n, p), p,
              null)));
    }
    return ends;
  }

  private List<List<Step>> next(List<List<Step>> ends, int j, int n, boolean timed) {
    List<List<Step>> next = new ArrayList<>();
    for (int p = 0; p < ends.size(); p++) {
      List<Step> found = new ArrayList<>();
      for (int q = 0; q < ends.size(); q++) {
        long cycles = layers.after(j, p, q)[n - 1];
        long bytes = costs.bytes(j, n, layers.partitions().get(p), layers.partitions().get(q));
        long stored = stored(j, n, p);
        for (Step s : ends.get(q)) {
          Step step = new Step(Exact.add(s.cycles(), cycles), Exact.add(s.bytes(), bytes), Exact.add(s.stored(), stored), p, s);
          if (isStored(step, n)) {
            found.add(step);
          }
        }
      }
      next.add(nondominated(found, timed, differs));
    }
    return next;
  }

  /**
   * Steps that no other one beats, by growing cycles and falling bytes.
   *
   * @param timed whether cycles count
   * @param differs whether what they store counts
   */
  private static List<Step> nondominated(List<Step> steps, boolean timed, boolean differs) {
    if (!timed && !differs) {
      return steps.stream().min(Comparator.comparingLong(Step::bytes).thenComparingLong(Step::cycles)).stream().toList();
    }
    List<Step> sorted = new ArrayList<>(steps);
    sorted.sort(timed
        ? Comparator.comparingLong(Step::cycles).thenComparingLong(Step::bytes).thenComparingLong(Step::stored)
        : Comparator.comparingLong(Step::bytes).thenComparingLong(Step::stored).thenComparingLong(Step::cycles));
    List<Step> kept = new ArrayList<>();
    for (Step s : sorted) {
      // What comes before is as good in the first criterion.
      boolean beaten = differs
          ? kept.stream().anyMatch(k -> k.bytes() <= s.bytes() && k.stored() <= s.stored())
          : !kept.isEmpty() && kept.get(kept.size() - 1).bytes() <= s.bytes();
      if (!beaten) {
        kept.add(s);
      }
    }
    return kept;
  }

  /** Least energy within {@code limit} cycles, femtojoules; {@link ClusterTimes#INFINITE} if there is no such cluster. */
  long energy(int k, int j, int n, long limit) {
    Front front = rows[k][index(k, j, n)];
    if (front == null) {
      return ClusterTimes.INFINITE;
    }
    int at = last(front, limit);
    return at < 0 ? ClusterTimes.INFINITE : front.energy()[at];
  }

  /** Position of the least energy within the limit; -1 if there is none. Streamed clusters may have several points of equal cycles. */
  private static int last(Front front, long limit) {
    int low = 0;
    int high = front.cycles().length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (front.cycles()[middle] <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Cycles of all points of all clusters, each once, ascending. */
  long[] allCycles() {
    return Arrays.stream(rows).flatMap(Arrays::stream).filter(f -> f != null).flatMapToLong(f -> Arrays.stream(f.cycles()))
        .sorted()
        .distinct().toArray();
  }

  /** The cluster behind {@link #energy}. */
  ChainPlan.Cluster cluster(int k, int j, int n, long limit) {
    boolean streamed = !fits(k, j, n);
    long stream = streamed ? costs.streaming(k) : 0;
    List<List<Step>> ends = first(k, n);
    for (int l = k + 1; l <= j; l++) {
      ends = next(ends, l, n, limit != ClusterTimes.INFINITE);
    }
    Step best = ends.stream().flatMap(List::stream).filter(s -> isStored(s, n)).filter(s -> Math.max(s.cycles(), stream) <= limit)
        .min(Comparator.comparingLong(Step::bytes).thenComparingLong(Step::cycles)).orElseThrow();
    List<Partition> partitions = new ArrayList<>();
    for (Step s = best; s != null; s = s.before()) {
      partitions.add(0, layers.partitions().get(s.partition()));
    }
    return new ChainPlan.Cluster(k, j, n, partitions, Math.max(best.cycles(), stream), streamed);
  }
}
