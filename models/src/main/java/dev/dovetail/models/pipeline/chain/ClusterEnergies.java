package dev.dovetail.models.pipeline.chain;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.PackageEnergy;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * E(k,j,n,tau): least energy for all samples of layers k..j as one cluster on exactly n chiplets that takes at most tau cycles.
 *
 * <p>Role: the table that the energy programme and the trade-off look up. Over the partitions of the layers, time and received bytes are a path
 * problem with two criteria; all its nondominated ends are kept. Weights count once, or once for each sample where they are streamed. Energy of
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
  private final @Nullable Front[][] rows;

  /** Nondominated points by growing cycles and falling energy. */
  private record Front(long[] cycles, long[] energy) {}

  /** A path to a layer with some partition; {@code before} leads to it. */
  private record Step(long cycles, long bytes, int partition, @Nullable Step before) {}

  /**
   * @param times tables of the problem's chain
   * @throws IllegalArgumentException if the problem's energy table is incomplete
   */
  ClusterEnergies(ClusterTimes times, boolean timed, Effort effort) {
    this.problem = times.problem();
    this.times = times;
    this.costs = new LayerCosts(problem);
    this.layers = new LayerTimes(problem);
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
      List<Step> all = nondominated(ends.stream().flatMap(List::stream).toList(), timed);
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

  private List<List<Step>> first(int k, int n) {
    List<List<Step>> ends = new ArrayList<>();
    for (int p = 0; p < layers.partitions().size(); p++) {
      ends.add(List.of(new Step(layers.first(k, p)[n - 1], costs.bytes(k, n, layers.partitions().get(p), null), p, null)));
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
        for (Step s : ends.get(q)) {
          found.add(new Step(Exact.add(s.cycles(), cycles), Exact.add(s.bytes(), bytes), p, s));
        }
      }
      next.add(nondominated(found, timed));
    }
    return next;
  }

  /** Steps by growing cycles and falling bytes; where time does not count, the one of fewest bytes. */
  private static List<Step> nondominated(List<Step> steps, boolean timed) {
    if (!timed) {
      return List.of(steps.stream().min(Comparator.comparingLong(Step::bytes).thenComparingLong(Step::cycles)).orElseThrow());
    }
    List<Step> sorted = new ArrayList<>(steps);
    sorted.sort(Comparator.comparingLong(Step::cycles).thenComparingLong(Step::bytes));
    List<Step> kept = new ArrayList<>();
    for (Step s : sorted) {
      if (kept.isEmpty() || s.bytes() < kept.get(kept.size() - 1).bytes()) {
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
    Step best = ends.stream().flatMap(List::stream).filter(s -> Math.max(s.cycles(), stream) <= limit)
        .min(Comparator.comparingLong(Step::bytes).thenComparingLong(Step::cycles)).orElseThrow();
    List<Partition> partitions = new ArrayList<>();
    for (Step s = best; s != null; s = s.before()) {
      partitions.add(0, layers.partitions().get(s.partition()));
    }
    return new ChainPlan.Cluster(k, j, n, partitions, Math.max(best.cycles(), stream), streamed);
  }
}
