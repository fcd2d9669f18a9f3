package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.Partition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The partitions with which a cluster of any shape is fastest.
 *
 * <p>Role: the shortest path over the partitions of a chain, taken over the cut of a graph: after each layer the least time is kept for every choice
 * of partitions of the layers that a later layer of the cluster still reads. Exact, unless a cut is so wide (in densely connected networks) that
 * thousands of choices would have to be kept: then the fastest ones are, and the result is a choice of partitions at its true cost.
 */
public final class ClusterTimes {
  private final GraphCosts costs;
  /** By layer: the last layer of the network that convolves its output; -1 if there is none. */
  private final int[] lastReader;

  /**
   * @param costs of the problem
   */
  public ClusterTimes(GraphCosts costs) {
    this.costs = costs;
    this.lastReader = new int[costs.problem().network().size()];
    Arrays.fill(lastReader, -1);
    for (int l = 0; l < lastReader.length; l++) {
      int reader = l;
      costs.inputs(l).stream().filter(e -> !e.isAddend() && e.from() >= 0).forEach(e -> lastReader[e.from()] = reader);
    }
  }

  /**
   * A cluster at its fastest.
   *
   * @param cycles for one sample
   * @param partitions by position of the layer
   */
  public record Fastest(long cycles, List<Partition> partitions) {
    public Fastest {
      partitions = List.copyOf(partitions);
    }
  }

  static long room(int n, List<ChipletType> present) {
    return n * present.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
  }

  /**
   * The fastest partitions; empty if the weights do not fit.
   *
   * @param layers ascending
   * @param n chiplets, at least as many as types
   * @param present types of the region's chiplets
   */
  public Optional<Fastest> of(int[] layers, int n, List<ChipletType> present) {
    boolean single = layers.length == 1;
    long later = Arrays.stream(layers).mapToLong(this::weights).sum();
    if (!single && later > room(n, present)) {
      return Optional.empty();
    }
    Map<Integer, Integer> lastInside = new HashMap<>();
    for (int l : layers) {
      costs.inputs(l).stream().filter(e -> !e.isAddend()).forEach(e -> lastInside.put(e.from(), l));
    }
    PartitionSweep sweep = new PartitionSweep(costs, n, present);
    for (int l : layers) {
      later -= weights(l);
      sweep.add(l, single, later, u -> lastInside.getOrDefault(u, -1) > l);
    }
    if (sweep.cycles() == Long.MAX_VALUE) {
      return Optional.empty();
    }
    List<Partition> chosen = sweep.partitions();
    return sweep.isTruncated() || single ? with(layers, chosen, n, present) : Optional.of(new Fastest(sweep.cycles(), chosen));
  }

  /**
   * Times of the clusters first..first, first..first+1 and so on up to the end of the network; {@link Long#MAX_VALUE} where the weights do not fit.
   *
   * @param n chiplets, at least as many as types
   */
  public long[] intervals(int first, int n, List<ChipletType> present) {
    long[] times = new long[lastReader.length - first];
    Arrays.fill(times, Long.MAX_VALUE);
    times[0] = of(new int[] {first}, n, present).map(Fastest::cycles).orElse(Long.MAX_VALUE);
    PartitionSweep sweep = new PartitionSweep(costs, n, present);
    for (int last = first; last < lastReader.length; last++) {
      int l = last;
      sweep.add(l, false, 0, u -> lastReader[u] > l);
      long cycles = sweep.cycles();
      if (cycles == Long.MAX_VALUE) {
        return times;
      }
      if (last > first) {
        times[last - first] = cycles;
      }
    }
    return times;
  }

  /** As {@link #of}, for partitions that are given; empty if the weights do not fit. */
  public Optional<Fastest> with(int[] layers, List<Partition> given, int n, List<ChipletType> present) {
    long room = room(n, present);
    long bytes = 0;
    long cycles = 0;
    for (int i = 0; i < layers.length; i++) {
      int[] sources = costs.sources(layers[i]);
      Partition[] from = new Partition[sources.length];
      for (int s = 0; s < sources.length; s++) {
        int at = Arrays.binarySearch(layers, sources[s]);
        from[s] = at < 0 ? null : given.get(at);
      }
      bytes += given.get(i) == Partition.REPLICATED ? n * weights(layers[i]) : weights(layers[i]);
      cycles += costs.time(layers[i], n, given.get(i), from, present);
    }
    if (bytes <= room) {
      return Optional.of(new Fastest(cycles, given));
    }
    return layers.length == 1 && given.get(0) != Partition.REPLICATED
        ? Optional.of(new Fastest(Math.max(cycles, costs.layerCosts().streaming(layers[0])), given))
        : Optional.empty();
  }

  private long weights(int l) {
    return costs.problem().network().layer(l).weightBytes();
  }
}
