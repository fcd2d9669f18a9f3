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
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Grows a cluster layer by layer and keeps, for every way to split the layers that are still read, the least time.
 *
 * <p>Role: the step of {@link ClusterTimes}. Where replicated weights take room, it keeps all combinations of time and bytes of which none is worse
 * in both.
 */
final class PartitionSweep {
  private static final int MOST_STATES = 4096;

  /** Producers that a state tells apart; one bit each. */
  private static final int MOST_OPEN = 62;

  private final GraphCosts costs;
  private final Set<Partition> partitions;
  private final boolean replicates;
  private final int n;
  private final List<ChipletType> present;
  private final long room;
  private final List<Integer> members = new ArrayList<>();
  private int[] open = {};
  private Map<Long, List<Label>> states = Map.of(0L, List.of(new Label(0, 0, null, null)));
  private boolean truncated;

  /** A choice of partitions up to a layer: its time and the bytes it keeps on each chiplet, times the chiplets. */
  private record Label(long cycles, long bytes, @Nullable Label before, @Nullable Partition partition) {}

  PartitionSweep(GraphCosts costs, int n, List<ChipletType> present) {
    this.costs = costs;
    this.partitions = costs.problem().switches().partitions();
    this.replicates = partitions.contains(Partition.REPLICATED);
    this.n = n;
    this.present = present;
    this.room = ClusterTimes.room(n, present);
  }

  /**
   * Adds a layer behind those that are there.
   *
   * @param streams whether its weights need not fit: it will stay alone
   * @param laterBytes of weights that the cluster will hold besides
   * @param isReadLater whether a layer's output is convolved by one that is added later
   */
  void add(int l, boolean streams, long laterBytes, IntPredicate isReadLater) {
    int[] openAfter = openAfter(l, isReadLater);
    int[] sources = costs.sources(l);
    Partition[] from = new Partition[sources.length];
    long weights = costs.problem().network().layer(l).weightBytes();
    Map<Long, List<Label>> next = new HashMap<>();
    for (Map.Entry<Long, List<Label>> state : states.entrySet()) {
      for (int s = 0; s < sources.length; s++) {
        int at = Arrays.binarySearch(open, sources[s]);
        // Inside, but no longer open: it is read as an addend only, and how it is split does not matter.
        boolean isAddend = at < 0 && Collections.binarySearch(members, sources[s]) >= 0;
        from[s] = at >= 0 ? split(state.getKey(), at) : isAddend ? Partition.INPUT_SHARED : null;
      }
      for (Partition partition : partitions) {
        long kept = partition == Partition.REPLICATED ? n * weights : weights;
        long time = costs.time(l, n, partition, from, present);
        long key = key(state.getKey(), openAfter, l, partition);
        for (Label label : state.getValue()) {
          if (label.bytes() + kept + laterBytes <= room || streams && partition != Partition.REPLICATED) {
            insert(next.computeIfAbsent(key, k -> new ArrayList<>(2)),
                new Label(label.cycles() + time, label.bytes() + kept, label, partition));
          }
        }
      }
    }
    members.add(l);
    open = openAfter;
    truncated |= next.size() > MOST_STATES || open.length > MOST_OPEN;
    states = next.size() > MOST_STATES ? fastest(next) : next;
  }

  private int[] openAfter(int l, IntPredicate isReadLater) {
    int[] all = Arrays.copyOf(open, open.length + 1);
    all[open.length] = l;
    return Arrays.stream(all).filter(isReadLater).toArray();
  }

  private static Partition split(long key, int at) {
    return (key >> at & 1) == 1 ? Partition.INPUT_SHARED : Partition.WEIGHT_SHARED;
  }

  private long key(long before, int[] openAfter, int l, Partition partition) {
    long key = 0;
    for (int i = 0; i < Math.min(openAfter.length, MOST_OPEN); i++) {
      boolean shared = openAfter[i] == l
          ? partition == Partition.INPUT_SHARED
          : split(before, Arrays.binarySearch(open, openAfter[i])) == Partition.INPUT_SHARED;
      key |= shared ? 1L << i : 0;
    }
    return key;
  }

  private void insert(List<Label> labels, Label label) {
    for (Label other : labels) {
      if (other.cycles() <= label.cycles() && (!replicates || other.bytes() <= label.bytes())) {
        return;
      }
    }
    labels.removeIf(other -> label.cycles() <= other.cycles() && (!replicates || label.bytes() <= other.bytes()));
    labels.add(label);
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

  /** Whether some choices were dropped or mistaken for others, so that the result is a choice whose time is to be computed anew. */
  boolean isTruncated() {
    return truncated;
  }

  /** Least time of what is there; {@link Long#MAX_VALUE} if it does not fit. */
  long cycles() {
    long least = Long.MAX_VALUE;
    for (List<Label> labels : states.values()) {
      for (Label label : labels) {
        least = Math.min(least, label.cycles());
      }
    }
    return least;
  }

  /** The partitions behind {@link #cycles()}. */
  List<Partition> partitions() {
    Label best =
        states.values().stream().flatMap(List::stream).filter(label -> label.cycles() == cycles()).findFirst().orElseThrow();
    List<Partition> chosen = new ArrayList<>();
    for (Label label = best; label.partition() != null; label = label.before()) {
      chosen.add(label.partition());
    }
    Collections.reverse(chosen);
    return chosen;
  }
}
