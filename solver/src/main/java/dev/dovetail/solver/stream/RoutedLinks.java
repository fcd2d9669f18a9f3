package dev.dovetail.solver.stream;

import dev.dovetail.models.stream.BitRate;
import dev.dovetail.models.stream.RouteTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of an accelerator, remembered as masks. */
final class RoutedLinks implements LinkSets {
  private record Ends(long from, long to) {}

  private final RouteTable routes;
  private final Map<Ends, Optional<Plan>> plans = new HashMap<>();

  /** @param routes with at most 64 resources */
  RoutedLinks(RouteTable routes) {
    this.routes = routes;
  }

  @Override
  public @Nullable Plan plan(long from, long to) {
    return plans.computeIfAbsent(new Ends(from, to), e -> routed(from, to)).orElse(null);
  }

  private Optional<Plan> routed(long from, long to) {
    Optional<BitSet> set = routes.plan(cores(from), cores(to));
    if (set.isEmpty()) {
      return Optional.empty();
    }
    BitSet links = set.get();
    if (links.isEmpty()) {
      return Optional.of(new Plan(0, 1, 1));
    }
    BitRate rate = routes.slowest(links);
    return Optional.of(new Plan(links.toLongArray()[0], rate.bits(), rate.cycles()));
  }

  /** Ids of the cores in a mask, ascending. */
  static List<Integer> cores(long mask) {
    List<Integer> cores = new ArrayList<>();
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      cores.add(Long.numberOfTrailingZeros(rest));
    }
    return cores;
  }
}
