package dev.dovetail.models.allocation;

import dev.dovetail.models.Box;
import dev.dovetail.models.Exact;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The least energy without leakage of every mapping that ends by a deadline.
 *
 * <p>Role: the energy half of the bounds. Work that must be done (each tile where the user fixed the grid, each layer that only one
 * core type can run) has options (core type, cycles, energy); all cores of a type together have {@code cores * deadline} cycles. For
 * any non-negative price of a cycle of each type, {@code sum of min(energy + price * cycles) - sum of price * cores * deadline} is a
 * lower bound (Lagrangian relaxation, weak duality); prices are whole femtojoules, improved one type after the other. Traffic that
 * nothing avoids comes on top.
 */
final class EnergyFloor {
  /** A way to do a piece of work. */
  private record Option(int type, long cycles, long energy) {}

  private static final int ROUNDS = 4;

  /** Sums stay below this, so that no long overflows. */
  private static final long HEADROOM = Long.MAX_VALUE / 8;

  final long bytesIn;
  final long bytesOut;
  final long bytesMoved;
  private final long trafficEnergy;
  private final List<List<Option>> works = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final long[] coresOfType;

  EnergyFloor(Demands demands) {
    Accelerator accelerator = demands.problem.accelerator();
    List<String> types = accelerator.cores().stream().map(Core::type).distinct().toList();
    coresOfType = new long[types.size()];
    accelerator.cores().forEach(c -> coresOfType[types.indexOf(c.type())]++);
    Map<List<Option>, Integer> pieces = new LinkedHashMap<>();
    for (int l = 0; l < demands.layers; l++) {
      LayerGrid grid = demands.problem.grids().get(demands.workload.layers().get(l).name());
      if (grid != null) {
        tiles(demands, l, grid, types, pieces);
      } else if (demands.uniform(l) && !demands.eligible.get(l).isEmpty()) {
        int core = demands.eligible.get(l).get(0);
        int type = types.indexOf(accelerator.cores().get(core).type());
        pieces.merge(List.of(new Option(type, demands.cycles[l][core], least(demands, l))), 1, Integer::sum);
      }
    }
    pieces.forEach((options, count) -> {
      works.add(options);
      counts.add(count);
    });
    bytesIn = Arrays.stream(demands.loadBytes).sum();
    bytesOut = Arrays.stream(demands.storeBytes).sum();
    boolean[] all = new boolean[demands.layers];
    Arrays.fill(all, true);
    bytesMoved = demands.forcedMoveBytes(all);
    long load = cheapest(accelerator, e -> accelerator.dramNodes().contains(e.from()));
    long store = cheapest(accelerator, e -> accelerator.dramNodes().contains(e.to()));
    // What is moved from core to core passes an edge at least; or it is loaded from DRAM, where a store brought it that may be counted.
    long move = cheapest(accelerator, e -> true);
    trafficEnergy =
        Exact.add(Exact.multiply(bytesIn, load), Exact.add(Exact.multiply(bytesOut, store), Exact.multiply(bytesMoved, move)));
  }

  private static long least(Demands demands, int l) {
    return demands.eligible.get(l).stream().mapToLong(c -> demands.energyFemtojoules[l][c]).min().orElse(0);
  }

  /** The user's grid: exactly these boxes, each at one cost point of one core. */
  private static void tiles(Demands demands, int l, LayerGrid grid, List<String> types, Map<List<Option>, Integer> pieces) {
    Accelerator accelerator = demands.problem.accelerator();
    Layer layer = demands.workload.layers().get(l);
    long port = accelerator.ownDramFemtojoulesPerByte();
    for (Box box : grid.fitted(layer).boxes(layer)) {
      List<Integer> seen = new ArrayList<>();
      List<Option> options = new ArrayList<>();
      for (int c : demands.eligible.get(l)) {
        Core core = accelerator.cores().get(c);
        int type = types.indexOf(core.type());
        if (seen.stream().noneMatch(other -> demands.alike(l, other, c))) {
          seen.add(c);
          for (CostPoint p : demands.problem.costs().points(demands.workload, layer, box, core)) {
            options.add(new Option(type, p.cycles(), Exact.add(p.energyFemtojoules(), Exact.multiply(p.dramBytes(), port))));
          }
        }
      }
      if (!options.isEmpty()) {
        pieces.merge(List.copyOf(options), 1, Integer::sum);
      }
    }
  }

  private static long cheapest(Accelerator accelerator, Predicate<Edge> which) {
    return accelerator.edges().stream()
        .filter(which)
        .mapToLong(e -> e.channels().stream().mapToLong(c -> accelerator.channels().get(c).femtojoulesPerByte()).sum())
        .min()
        .orElse(0);
  }

  /** Least energy of cores and traffic whatever the latency, in femtojoules. */
  long withoutDeadline() {
    return Exact.add(trafficEnergy, Math.max(0, priced(new long[coresOfType.length], 0)));
  }

  /**
   * Least energy of cores and traffic of a mapping that ends by {@code deadline}; never less than {@link #withoutDeadline()}.
   *
   * @param deadline cycles, at least 0
   */
  long by(long deadline) {
    long[] price = new long[coresOfType.length];
    long best = priced(price, deadline);
    long most = highestPrice(deadline);
    for (int round = 0; round < ROUNDS; round++) {
      long before = best;
      for (int t = 0; t < price.length; t++) {
        best = Math.max(best, improve(price, t, most, deadline));
      }
      if (best == before) {
        break;
      }
    }
    return Exact.add(trafficEnergy, Math.max(0, best));
  }

  /** Sets the best price of one type, the others as they are: a concave function of it. */
  private long improve(long[] price, int type, long most, long deadline) {
    long low = 0;
    long high = most;
    while (low < high) {
      long middle = low + (high - low) / 2;
      price[type] = middle;
      long here = priced(price, deadline);
      price[type] = middle + 1;
      if (priced(price, deadline) > here) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    price[type] = low;
    return priced(price, deadline);
  }

  /** Beyond the largest energy no option gets better by a higher price; and nothing overflows. */
  private long highestPrice(long deadline) {
    long energy = 0;
    long cycles = 1;
    for (int w = 0; w < works.size(); w++) {
      long most = 0;
      for (Option o : works.get(w)) {
        energy = Math.max(energy, o.energy());
        most = Math.max(most, o.cycles());
      }
      cycles = Exact.add(cycles, Exact.multiply(most, counts.get(w)));
    }
    for (long cores : coresOfType) {
      cycles = Exact.add(cycles, Exact.multiply(cores, deadline));
    }
    return Math.min(energy, HEADROOM / cycles);
  }

  private long priced(long[] price, long deadline) {
    long sum = 0;
    for (int w = 0; w < works.size(); w++) {
      long least = Long.MAX_VALUE;
      for (Option o : works.get(w)) {
        least = Math.min(least, Exact.add(o.energy(), Exact.multiply(price[o.type()], o.cycles())));
      }
      sum = Exact.add(sum, Exact.multiply(least, counts.get(w)));
    }
    long paid = 0;
    for (int t = 0; t < price.length; t++) {
      paid = Exact.add(paid, Exact.multiply(price[t], Exact.multiply(coresOfType[t], deadline)));
    }
    // What saturated is not known; nothing is proved by it.
    return sum == Long.MAX_VALUE || paid == Long.MAX_VALUE ? 0 : sum - paid;
  }
}
