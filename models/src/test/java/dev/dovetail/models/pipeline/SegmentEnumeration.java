package dev.dovetail.models.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every segment of tiny problems by plain recursion over clusters, chiplets and partitions; looks nothing up but the costs of layers. */
public final class SegmentEnumeration {
  private final PipelineProblem problem;
  private final LayerCosts costs;

  /**
   * A cluster with its partitions.
   *
   * @param fits whether its weights fit or are streamed
   * @param cycles of a sample
   * @param receivedBytes of a sample over all chiplets
   * @param streamed whether its weights come from DRAM for every sample
   */
  public record Cluster(int first, int last, int chiplets, List<Partition> partitions, boolean fits, long cycles,
      long receivedBytes,
      boolean streamed) {}

  /**
   * A segment.
   *
   * @param cost its share of Total(m), or {@link Long#MAX_VALUE} if it does not fit
   * @param energy its share of the energy of all samples, femtojoules
   */
  public record Segment(List<Cluster> clusters, long cost, long energy) {
    /** Whether its weights fit. */
    public boolean fits() {
      return cost != Long.MAX_VALUE;
    }
  }

  /** @param problem a tiny one in the base model */
  public SegmentEnumeration(PipelineProblem problem) {
    this.problem = problem;
    this.costs = new LayerCosts(problem);
  }

  /** All segments of layers first..last, each choice of partitions one; also those whose weights do not fit. */
  public List<Segment> segments(int first, int last) {
    List<Segment> all = new ArrayList<>();
    extend(first, last, problem.module().size(), List.of(), clusters -> all.add(segment(first, last, clusters)));
    return all;
  }

  private void extend(int k, int last, int left, List<Cluster> clusters, Consumer<List<Cluster>> found) {
    if (k > last) {
      if (left == 0 || problem.switches().idle()) {
        found.accept(clusters);
      }
      return;
    }
    for (int j = k; j <= last; j++) {
      for (int n = 1; n <= left; n++) {
        for (List<Partition> partitions : partitions(j - k + 1)) {
          List<Cluster> more = new ArrayList<>(clusters);
          more.add(cluster(k, j, n, partitions));
          extend(j + 1, last, left - n, more, found);
        }
      }
    }
  }

  private List<List<Partition>> partitions(int length) {
    List<List<Partition>> all = List.of(List.of());
    for (int l = 0; l < length; l++) {
      List<List<Partition>> longer = new ArrayList<>();
      for (List<Partition> before : all) {
        for (Partition p : problem.switches().partitions()) {
          List<Partition> next = new ArrayList<>(before);
          next.add(p);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  private Cluster cluster(int k, int j, int n, List<Partition> partitions) {
    ChipletType type = problem.module().typeOf(0);
    long stored = 0;
    for (int l = k; l <= j; l++) {
      stored += (partitions.get(l - k) == Partition.REPLICATED ? n : 1) * problem.network().layer(l).weightBytes();
    }
    boolean resident = stored <= n * type.weightBufferBytes();
    long cycles = 0;
    long bytes = 0;
    for (int l = k; l <= j; l++) {
      Partition before = l == k ? null : partitions.get(l - k - 1);
      cycles += costs.time(l, n, partitions.get(l - k), before, type);
      bytes += n * costs.bytes(l, n, partitions.get(l - k), before);
    }
    return new Cluster(k, j, n, partitions, resident || k == j && partitions.get(0) != Partition.REPLICATED,
        resident ? cycles : Math.max(cycles, costs.streaming(k)), bytes,
        !resident);
  }

  private Segment segment(int first, int last, List<Cluster> clusters) {
    PipelineNetwork network = problem.network();
    boolean fits = (first == last || network.weightBytes(first, last) <= problem.module().weightBufferBytes())
        && clusters.stream().allMatch(Cluster::fits);
    long samples = problem.samples();
    PackageEnergy table = problem.module().energy();
    long stage = Math.max(costs.io(first, last), clusters.stream().mapToLong(Cluster::cycles).max().orElseThrow());
    long dram = samples * costs.borderBytes(first, last);
    long nop = 0;
    long macs = 0;
    for (Cluster c : clusters) {
      nop += c.receivedBytes();
      dram += (c.streamed() ? samples : 1) * network.weightBytes(c.first(), c.last());
      for (int l = c.first(); l <= c.last(); l++) {
        macs += network.layer(l).macs();
      }
    }
    long energy = samples * (macs * table.macFemtojoules().getAsLong() + 8 * nop * table.nopFemtojoulesPerBit().getAsLong())
        + 8 * dram * table.dramFemtojoulesPerBit().getAsLong();
    return new Segment(clusters, fits ? costs.load(first, last) + (samples + clusters.size() - 1) * stage : Long.MAX_VALUE,
        energy);
  }
}
