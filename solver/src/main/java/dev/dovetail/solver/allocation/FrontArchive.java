package dev.dovetail.solver.allocation;

import dev.dovetail.models.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Timetables of which none is at least as good as another in latency and energy.
 *
 * <p>Role: what all goals of a front search share: each finds its start here, and leaves here what it saw. Holds a limited number; where
 * it is full the timetable closest to its neighbour in latency goes, never the ends nor the best product. Thread-safe.
 */
final class FrontArchive {
  private final NavigableMap<Long, Decoder.Decoded> byLatency = new TreeMap<>();
  private final Objective objective;
  private final int most;

  /**
   * @param objective whose best timetable is kept whatever happens
   * @param most timetables kept, at least 4
   */
  FrontArchive(Objective objective, int most) {
    this.objective = objective;
    this.most = most;
  }

  /** Keeps a timetable unless one here is at least as good in both; says whether it did. */
  synchronized boolean offer(Decoder.Decoded found) {
    long latency = found.table().latencyCycles();
    long energy = found.table().energyFemtojoules();
    Map.Entry<Long, Decoder.Decoded> faster = byLatency.floorEntry(latency);
    if (faster != null && faster.getValue().table().energyFemtojoules() <= energy) {
      return false;
    }
    byLatency.put(latency, found);
    Map.Entry<Long, Decoder.Decoded> slower = byLatency.higherEntry(latency);
    while (slower != null && slower.getValue().table().energyFemtojoules() >= energy) {
      byLatency.remove(slower.getKey());
      slower = byLatency.higherEntry(latency);
    }
    if (byLatency.size() > most) {
      thin();
    }
    return true;
  }

  private void thin() {
    Decoder.@Nullable Decoded product = best(Goal.of(Objective.EDP));
    Decoder.@Nullable Decoded own = best(Goal.of(objective));
    List<Long> latencies = new ArrayList<>(byLatency.keySet());
    long closest = Long.MAX_VALUE;
    long gone = -1;
    for (int i = 1; i + 1 < latencies.size(); i++) {
      Decoder.Decoded d = byLatency.get(latencies.get(i));
      long gap = latencies.get(i + 1) - latencies.get(i - 1);
      if (d != product && d != own && gap < closest) {
        closest = gap;
        gone = latencies.get(i);
      }
    }
    byLatency.remove(gone);
  }

  /** The best for a goal, or null if none ends by its deadline. */
  synchronized Decoder.@Nullable Decoded best(Goal goal) {
    Decoder.@Nullable Decoded best = null;
    long least = Long.MAX_VALUE;
    for (Decoder.Decoded d : byLatency.headMap(goal.deadline(), true).values()) {
      long cost = goal.cost(d.table());
      if (best == null || cost < least) {
        best = d;
        least = cost;
      }
    }
    return best;
  }

  /** All, fastest first. */
  synchronized List<Decoder.Decoded> all() {
    return new ArrayList<>(byLatency.values());
  }
}
