package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The partitions with which a cluster of any shape is fastest.
 *
 * <p>Role: the shortest path over the partitions of a chain, taken over the cut of a graph: after each layer it keeps, for every choice of
 * partitions of the layers that a later layer of the cluster still reads, the least time. Where replicated weights take room, it keeps all
 * combinations of time and bytes of which none is worse in both. Exact, unless a cut is so wide (in densely connected networks) that more than
 * {@value #MOST_STATES} choices would have to be kept: then the fastest ones are kept, and the result is a choice of partitions at its true cost.
 */
public final class ClusterTimes {
  private static final int MOST_STATES = 4096;

  /** Producers that a state tells apart; one bit each. */
  private static final int MOST_OPEN = 62;

  private final GraphCosts costs;
  private final Set<Partition> partitions;

  /**
   * @param costs of the problem
   */
  public ClusterTimes(GraphCosts costs) {
    this.costs = costs;
    this.partitions = costs.problem().switches().partitions();
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

  /** A choice of partitions up to a layer: its time and the bytes it keeps on each chiplet, times the chiplets. */
  private record Label(long cycles, long bytes, @Nullable Label before, @Nullable Partition partition) {}

  /**
   * The fastest partitions; empty if the weights do not fit.
   *
   * @param layers ascending
   * @param n chiplets, at least as many as types
   * @param present types of the region's chiplets
   */
  public Optional<Fastest> of(int[] layers, int n, List<ChipletType> present) {
    long room = n * present.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
    boolean single = layers.length == 1;
    long least = Arrays.stream(layers).mapToLong(this::weights).sum();
    if (!single && least > room) {
      return Optional.empty();
    }
    Map<Long, List<Label>> states = Map.of(0L, List.of(new Label(0, 0, null, null)));
    int[] open = {};
    boolean truncated = false;
    for (int position = 0; position < layers.length; position++) {
      states = extended(states, open, layers, position, n, present, room);
      open = openAfter(layers, position);
      truncated |= states.size() > MOST_STATES || open.length > MOST_OPEN;
      states = states.size() > MOST_STATES ? fastest(states) : states;
    }
    Label best = states.values().stream().flatMap(List::stream).min(Comparator.comparingLong(Label::cycles)).orElse(null);
    if (best == null) {
      return Optional.empty();
    }
    List<Partition> chosen = new ArrayList<>();
    for (Label label = best; label.partition() != null; label = label.before()) {
      chosen.add(label.partition());
    }
    Collections.reverse(chosen);
    if (truncated) {
      return with(layers, chosen, n, present);
    }
    long streamed = single && least > room ? costs.layerCosts().streaming(layers[0]) : 0;
    return Optional.of(new Fastest(Math.max(best.cycles(), streamed), chosen));
  }

  private static Map<Long, List<Label>> fastest(Map<Long, List<Label>> states) {
    List<Map.Entry<Long, List<Label>>> entries = new ArrayList<>(states.entrySet());
    entries
        .sort(Comparator.comparingLong((Map.Entry<Long, List<Label>> e) -> least(e.getValue())).thenComparing(Map.Entry::getKey));
    Map<Long, List<Label>> kept = new HashMap<>();
    entries.subList(0, MOST_STATES).forEach(e -> kept.put(e.getKey(), e.getValue()));
    return kept;
  }

  private static long least(List<Label> labels) {
    return labels.stream().mapToLong(Label::cycles).min().orElseThrow();
  }

  /** As {@link #of}, for partitions that are given; empty if the weights do not fit. */
  public Optional<Fastest> with(int[] layers, List<Partition> given, int n, List<ChipletType> present) {
    long room = n * present.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
    long bytes = 0;
    long cycles = 0;
    for (int i = 0; i < layers.length; i++) {
      int[] sources = costs.sources(layers[i]);
      Partition[] from = new Partition[sources.length];
      for (int s = 0; s < sources.length; s++) {
        int at = Arrays.binarySearch(layers, sources[s]);
        from[s] = at < 0 ? null : given.get(at);
      }
      bytes += kept(layers[i], n, given.get(i));
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

  private long kept(int l, int n, Partition partition) {
    return partition == Partition.REPLICATED ? n * weights(l) : weights(l);
  }

  private Map<Long, List<Label>> extended(
      Map<Long, List<Label>> states, int[] open, int[] layers, int position, int n, List<ChipletType> present, long room) {
    int l = layers[position];
    long after = 0;
    for (int i = position + 1; i < layers.length; i++) {
      after += weights(layers[i]);
    }
    int[] openAfter = openAfter(layers, position);
    int[] sources = costs.sources(l);
    Map<Long, List<Label>> next = new HashMap<>();
    Partition[] from = new Partition[sources.length];
    for (Map.Entry<Long, List<Label>> state : states.entrySet()) {
      for (int s = 0; s < sources.length; s++) {
        int at = Arrays.binarySearch(open, sources[s]);
        // Only addends are no longer open although they are inside: how they were split does not matter.
        from[s] =
            at >= 0 ? split(state.getKey(), at) : Arrays.binarySearch(layers, sources[s]) >= 0 ? Partition.INPUT_SHARED : null;
      }
      for (Partition partition : partitions) {
        long time = costs.time(l, n, partition, from, present);
        long key = key(state.getKey(), open, openAfter, l, partition);
        for (Label label : state.getValue()) {
          long bytes = label.bytes() + kept(l, n, partition);
          boolean streams = layers.length == 1 && partition != Partition.REPLICATED;
          if (bytes + after <= room || streams) {
            insert(next.computeIfAbsent(key, k -> new ArrayList<>()), new Label(label.cycles() + time, bytes, label, partition));
          }
        }
      }
    }
    return next;
  }

  private static Partition split(long key, int at) {
    return (key >> at & 1) == 1 ? Partition.INPUT_SHARED : Partition.WEIGHT_SHARED;
  }

  private static long key(long before, int[] open, int[] openAfter, int l, Partition partition) {
    long key = 0;
    for (int i = 0; i < Math.min(openAfter.length, MOST_OPEN); i++) {
      boolean shared = openAfter[i] == l
          ? partition == Partition.INPUT_SHARED
          : split(before, Arrays.binarySearch(open, openAfter[i])) == Partition.INPUT_SHARED;
      key |= shared ? 1L << i : 0;
    }
    return key;
  }

  /** Layers up to a position whose output a later layer of the cluster convolves, ascending. */
  private int[] openAfter(int[] layers, int position) {
    return Arrays.stream(layers, 0, position + 1)
        .filter(l -> Arrays.stream(layers, position + 1, layers.length).anyMatch(reader -> convolves(reader, l)))
        .toArray();
  }

  private boolean convolves(int reader, int producer) {
    return costs.inputs(reader).stream().anyMatch(e -> e.from() == producer && !e.isAddend());
  }

  private void insert(List<Label> labels, Label label) {
    boolean room = partitions.contains(Partition.REPLICATED);
    for (Label other : labels) {
      if (other.cycles() <= label.cycles() && (!room || other.bytes() <= label.bytes())) {
        return;
      }
    }
    labels.removeIf(other -> label.cycles() <= other.cycles() && (!room || label.bytes() <= other.bytes()));
    labels.add(label);
  }
}
