package dev.dovetail.encodings.allocation;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.links.Route;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways in which a transfer of some bytes may hold channels.
 *
 * @param holds all different holds
 * @param pairs each possible source and target set with its holds; empty if every one of them has all holds, as on a bus
 */
record RouteChoices(List<Site.Hold> holds, List<Pair> pairs) {
  /** A source, targets (empty for a store), and the holds of its routes. */
  record Pair(int source, List<Integer> targets, Set<Site.Hold> holds) {}

  /** Whether source and targets do not matter. */
  boolean uniform() {
    return pairs.isEmpty();
  }

  /** Loads (source {@link Site#DRAM}) or moves to any of the targets. */
  static RouteChoices toCores(Site site, List<Integer> sources, List<Integer> targets, long bytes) {
    if (targets.size() > 20 || sources.size() * (1L << targets.size()) > JointEncoding.MOST_PAIRS) {
      throw new BadInputException(
          "A transfer from any of %d to any of %d cores has too many routes for one constraint model.".formatted(sources.size(),
              targets.size()),
          "use --solver local-search, or allow the layers fewer cores.");
    }
    List<Pair> pairs = new ArrayList<>();
    for (int source : sources) {
      for (int mask = 1; mask < 1 << targets.size(); mask++) {
        List<Integer> chosen = new ArrayList<>();
        for (int b = 0; b < targets.size(); b++) {
          if ((mask >> b & 1) == 1) {
            chosen.add(targets.get(b));
          }
        }
        if (!chosen.contains(source)) {
          pairs.add(pair(source, chosen, site.toCores(source, chosen.stream().sorted().toList()), bytes));
        }
      }
    }
    return of(pairs);
  }

  /** Stores. */
  static RouteChoices toDram(Site site, List<Integer> sources, long bytes) {
    return of(sources.stream().map(s -> pair(s, List.of(), site.toDram(s), bytes)).toList());
  }

  private static Pair pair(int source, List<Integer> targets, List<Route> routes, long bytes) {
    Set<Site.Hold> holds = new LinkedHashSet<>();
    routes.forEach(r -> holds.add(Site.Hold.of(r, bytes)));
    return new Pair(source, targets, holds);
  }

  private static RouteChoices of(List<Pair> pairs) {
    Set<Site.Hold> all = new LinkedHashSet<>();
    pairs.forEach(p -> all.addAll(p.holds()));
    boolean uniform = pairs.stream().allMatch(p -> p.holds().equals(all));
    return new RouteChoices(List.copyOf(all), uniform ? List.of() : List.copyOf(pairs));
  }
}
