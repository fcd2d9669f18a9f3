package dev.dovetail.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mappings of which none is at least as good as another in both latency and energy, fastest first.
 *
 * @param points by growing latency and falling energy
 * @param isComplete whether no mapping lies outside: each mapping takes at least the latency and the energy of some point
 * @param completeWithin the mappings of which that is proved, in words that follow "mappings", where it is not proved of all; or null
 */
public record Front<M>(List<TradeOff<M>> points, boolean isComplete, @Nullable String completeWithin) {
  /** Keeps what is not dominated; of equal points the first. */
  public Front {
    List<TradeOff<M>> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.<TradeOff<M>>comparingLong(TradeOff::latencyCycles).thenComparingLong(TradeOff::energyFemtojoules));
    List<TradeOff<M>> kept = new ArrayList<>();
    for (TradeOff<M> p : sorted) {
      if (kept.isEmpty() || p.energyFemtojoules() < kept.get(kept.size() - 1).energyFemtojoules()) {
        kept.add(p);
      }
    }
    points = List.copyOf(kept);
  }

  /** A front of which nothing is proved of a part of all mappings. */
  public Front(List<TradeOff<M>> points, boolean isComplete) {
    this(points, isComplete, null);
  }

  /** The points of both; complete if one of them is and nothing of the other refutes it. What covers a part covers it with more points too. */
  Front<M> and(Front<M> other) {
    List<TradeOff<M>> all = new ArrayList<>(points);
    all.addAll(other.points);
    String within = Stream.of(this, other).map(Front::completeWithin).filter(Objects::nonNull).findFirst().orElse(null);
    return new Front<>(all, (isComplete && reaches(other)) || (other.isComplete && other.reaches(this)), within);
  }

  /** Whether each point of another front takes at least the latency and the energy of some point of this one. */
  private boolean reaches(Front<M> other) {
    return other.points.stream()
        .allMatch(
            o -> points.stream()
                .anyMatch(p -> p.latencyCycles() <= o.latencyCycles() && p.energyFemtojoules() <= o.energyFemtojoules()));
  }
}
