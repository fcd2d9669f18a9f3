package dev.dovetail.solver.pipeline;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Border;
import dev.dovetail.models.pipeline.PipelineSwitches.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest segment of given layers, by trying all clusters, regions and partitions.
 *
 * <p>Role: the inner half of {@link ExhaustiveMethod}. It knows what a cluster does from {@link ClusterTiming}, the judge's arithmetic, and
 * nothing of the programmes' tables.
 */
final class SegmentEnumeration {
  private static final int POLL = 1 << 12;

  /**
   * A segment.
   *
   * @param segment at its least stage time
   * @param cost cycles from its first sample to its last one, a stage time, or femtojoules, by the objective; without loading its weights
   */
  record Priced(Segment segment, long cost) {}

  /** A cluster with one vector of partitions, where it fits. */
  private record Option(Cluster cluster, long cycles, long streamed, long streaming, long resident, long received) {}

  private final PipelineProblem problem;
  private final BooleanSupplier stop;
  private final List<List<List<List<Integer>>>> tuples = new ArrayList<>();
  private final Map<List<Object>, List<Option>> known = new HashMap<>();
  private long tried;
  private boolean stopped;

  SegmentEnumeration(PipelineProblem problem, BooleanSupplier stop) {
    this.problem = problem;
    this.stop = stop;
    RegionTuples regions = new RegionTuples(problem);
    for (int c = 1; c <= Math.min(problem.network().size(), problem.module().size()); c++) {
      tuples.add(regions.of(c));
    }
  }

  /** How many combinations of clusters, regions and partitions were tried so far. */
  long tried() {
    return tried;
  }

  /** Whether it was told to stop; then what it said last is not sure to be the cheapest. */
  boolean isStopped() {
    return stopped;
  }

  /** The cheapest segment of layers {@code first..last}; null if there is none. */
  @Nullable
  Priced cheapest(int first, int last) {
    if (first < last && weights(first, last) > problem.module().weightBufferBytes()) {
      return null;
    }
    Search search = new Search(first, last);
    for (int cuts = 0; cuts < 1 << last - first; cuts++) {
      List<int[]> intervals = intervals(first, last, cuts);
      if (intervals.size() <= tuples.size()) {
        for (List<List<Integer>> regions : tuples.get(intervals.size() - 1)) {
          search.options.clear();
          for (int c = 0; c < intervals.size(); c++) {
            search.options.add(options(intervals.get(c), regions.get(c), c == 0 ? List.of() : regions.get(c - 1)));
          }
          search.choose(0);
        }
      }
    }
    return search.best;
  }

  /** Bytes of weights of layers {@code first..last}. */
  long weights(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToLong(l -> problem.network().layer(l).weightBytes()).sum();
  }

  /** The intervals that cuts behind layers make: bit b cuts behind layer first + b. */
  private static List<int[]> intervals(int first, int last, int cuts) {
    List<int[]> intervals = new ArrayList<>();
    int from = first;
    for (int l = first; l <= last; l++) {
      if (l == last || (cuts >> l - first & 1) == 1) {
        intervals.add(new int[] {from, l});
        from = l + 1;
      }
    }
    return intervals;
  }

  /** A cluster with all partitions of its layers, behind a region that sends to it. */
  private List<Option> options(int[] interval, List<Integer> region, List<Integer> senders) {
    int limiting = problem.switches().border() == Border.EGRESS ? senders.size() : Math.min(1, senders.size());
    return known.computeIfAbsent(List.of(interval[0], interval[1], region, limiting), k -> {
      List<Option> options = new ArrayList<>();
      List<Integer> layers = IntStream.rangeClosed(interval[0], interval[1]).boxed().toList();
      for (List<Partition> partitions : vectors(layers.size())) {
        Cluster cluster = new Cluster(layers, partitions, region);
        Cluster before = new Cluster(List.of(0), List.of(Partition.INPUT_SHARED), senders);
        Segment segment = new Segment(senders.isEmpty() ? List.of(cluster) : List.of(before, cluster), 1);
        ClusterTiming timing = ClusterTiming.of(problem, segment, senders.isEmpty() ? 0 : 1);
        if (timing.fits()) {
          options.add(new Option(cluster, timing.cycles(), timing.streamedBytes(), dramCycles(timing.streamedBytes()),
              timing.residentBytes(), timing.receivedBytes()));
        }
      }
      return options;
    });
  }

  private List<List<Partition>> vectors(int length) {
    List<List<Partition>> vectors = List.of(List.of());
    for (int l = 0; l < length; l++) {
      List<List<Partition>> longer = new ArrayList<>();
      for (List<Partition> vector : vectors) {
        for (Partition partition : problem.switches().partitions()) {
          List<Partition> next = new ArrayList<>(vector);
          next.add(partition);
          longer.add(next);
        }
      }
      vectors = longer;
    }
    return vectors;
  }

  private long dramCycles(long bytes) {
    long rate = problem.module().dramBytesPerCycle();
    return (bytes + rate - 1) / rate;
  }

  private final class Search {
    private final long border;
    private final long macs;
    private final List<List<Option>> options = new ArrayList<>();
    private final List<Option> chosen = new ArrayList<>();
    private @Nullable Priced best;

    Search(int first, int last) {
      PipelineLayer end = problem.network().layer(last);
      long live = first == 0 ? 0 : problem.network().layer(first - 1).skipBytes();
      border = problem.network().layer(first).inputBytes() + live + end.outputBytes() + end.skipBytes();
      macs = IntStream.rangeClosed(first, last).mapToLong(l -> problem.network().layer(l).macs()).sum();
    }

    void choose(int c) {
      if (c == options.size()) {
        tried++;
        stopped = stopped || tried % POLL == 0 && stop.getAsBoolean();
        price();
        return;
      }
      for (Option option : options.get(c)) {
        if (!stopped) {
          chosen.add(option);
          choose(c + 1);
          chosen.remove(c);
        }
      }
    }

    private void price() {
      long slowest = 0;
      long through = 0;
      long dram = dramCycles(border);
      for (Option option : chosen) {
        slowest = Math.max(slowest, option.cycles);
        through += option.cycles;
        dram += problem.switches().dramShared() ? option.streaming : 0;
      }
      long stage = Math.max(slowest, dram);
      long cost = cost(stage, through);
      if (best == null || cost < best.cost) {
        best = new Priced(new Segment(chosen.stream().map(Option::cluster).toList(), stage), cost);
      }
    }

    private long cost(long stage, long through) {
      PipelineObjective objective = problem.objective();
      if (objective == PipelineObjective.THROUGHPUT) {
        return stage;
      }
      if (objective == PipelineObjective.ENERGY) {
        return femtojoules();
      }
      long samples = objective == PipelineObjective.LATENCY ? 1 : problem.samples();
      return problem.switches().timing() == Timing.ASYNC
          ? Exact.add(through, Exact.multiply(samples - 1, stage))
          : Exact.multiply(samples + chosen.size() - 1, stage);
    }

    private long femtojoules() {
      MultiChipModule module = problem.module();
      long samples = problem.samples();
      long received = 0;
      long dram = samples * border;
      for (Option option : chosen) {
        received += option.received;
        dram += option.resident + samples * option.streamed;
      }
      return samples * macs * module.energy().macFemtojoules().orElseThrow()
          + samples * 8 * received * module.energy().nopFemtojoulesPerBit().orElseThrow()
          + 8 * dram * module.energy().dramFemtojoulesPerBit().orElseThrow();
    }
  }
}
