package dev.dovetail.encodings.allocation;

import dev.dovetail.models.Objective;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Complete enumeration of the searched space of {@link JointEncoding}: every core and cost point of every tile, every way to share
 * transfers, every route; and for each of these plans every order in time, by {@link PlanSearch}.
 *
 * <p>Role: the oracle for tiny problems. It knows no constraint model.
 */
public final class TileEnumerator {
  private final Site site;
  private final TileGraph graph;
  private final Objective objective;
  private final BooleanSupplier stop;
  private final ObjLongConsumer<Schedule> improved;
  private final int[] core;
  private final int[] point;
  private final long[] together;
  private final List<List<TileSchedule.Send>> sends = new ArrayList<>();
  private final TileSchedule.@Nullable Send[] stores;
  private long best = Long.MAX_VALUE;
  private long plans;
  private boolean stopped;

  /**
   * @param stop asked often whether to give up
   * @param improved hears every schedule that is better than all before it, with its cost
   */
  public TileEnumerator(AllocationProblem problem, TileGraph graph, BooleanSupplier stop, ObjLongConsumer<Schedule> improved) {
    this.site = new Site(problem);
    this.graph = graph;
    this.objective = problem.objective();
    this.stop = stop;
    this.improved = improved;
    this.core = new int[graph.nodes()];
    this.point = new int[graph.nodes()];
    this.together = new long[graph.nodes()];
    for (int g = 0; g < problem.together().size(); g++) {
      for (int n = 0; n < together.length; n++) {
        together[n] |= problem.together().get(g).contains(graph.layer(n).name()) ? 1L << g : 0;
      }
    }
    graph.items().forEach(i -> sends.add(new ArrayList<>()));
    this.stores = new TileSchedule.Send[graph.items().size()];
  }

  /** How many ways there are to choose cores and cost points; saturating. */
  public long assignments() {
    double count = 1;
    for (int n = 0; n < graph.nodes(); n++) {
      int ways = 0;
      for (int c : site.eligible(graph.layer(n))) {
        ways += site.points(graph.layer(n), graph.boxes()[n], c).size();
      }
      count *= ways;
    }
    return (long) Math.min(count, Long.MAX_VALUE);
  }

  /** How many plans were looked at: all choices but the times. */
  public long plans() {
    return plans;
  }

  /** Enumerates; whether it looked at everything. */
  public boolean run() {
    node(0);
    return !stopped;
  }

  private void node(int n) {
    stopped |= stop.getAsBoolean();
    if (stopped) {
      return;
    }
    if (n == core.length) {
      item(0);
      return;
    }
    for (int c : site.eligible(graph.layer(n))) {
      core[n] = c;
      boolean apart = false;
      for (int other = 0; other < n; other++) {
        apart |= (together[other] & together[n]) != 0 && core[other] != c;
      }
      int points = site.points(graph.layer(n), graph.boxes()[n], c).size();
      for (point[n] = 0; !apart && point[n] < points; point[n]++) {
        node(n + 1);
      }
    }
  }

  /** All deliveries of item i and those after it; then all times. */
  private void item(int i) {
    if (stopped) {
      return;
    }
    if (i == graph.items().size()) {
      plans++;
      times();
      return;
    }
    Item item = graph.items().get(i);
    int home = item.producer() < 0 ? Site.DRAM : core[item.producer()];
    if (item.producer() >= 0 && graph.tensor(item).isOutput()) {
      for (Route route : distinct(site.toDram(home), item.bytes())) {
        stores[i] = new TileSchedule.Send(0, home, List.of(), route);
        moves(i, item, home);
      }
      stores[i] = null;
    } else {
      moves(i, item, home);
    }
  }

  private void moves(int i, Item item, int home) {
    Set<Integer> remote = new TreeSet<>();
    Set<Integer> layers = new TreeSet<>();
    Set<Integer> targets = new TreeSet<>();
    for (int n : item.consumers()) {
      remote.add(core[n]);
      layers.add(graph.layerOf()[n]);
      targets.addAll(site.eligible(graph.layer(n)));
    }
    remote.remove(home);
    if (item.producer() >= 0 && site.eligible(graph.layer(item.producer())).size() == 1) {
      targets.removeAll(site.eligible(graph.layer(item.producer())));
    }
    share(i, item, home, List.copyOf(remote), 0, new ArrayList<>(), Math.min(layers.size(), targets.size()));
  }

  /** Puts each remote core in one of the transfers before it, or in a new one. */
  private void share(int i, Item item, int home, List<Integer> remote, int next, List<List<Integer>> groups, int most) {
    if (next == remote.size()) {
      routes(i, item, home, groups, 0);
      return;
    }
    for (int g = 0; g < groups.size(); g++) {
      groups.get(g).add(remote.get(next));
      share(i, item, home, remote, next + 1, groups, most);
      groups.get(g).remove(groups.get(g).size() - 1);
    }
    if (groups.size() < most) {
      groups.add(new ArrayList<>(List.of(remote.get(next))));
      share(i, item, home, remote, next + 1, groups, most);
      groups.remove(groups.size() - 1);
    }
  }

  private void routes(int i, Item item, int home, List<List<Integer>> groups, int g) {
    if (g == groups.size()) {
      item(i + 1);
      return;
    }
    List<Integer> targets = List.copyOf(groups.get(g));
    for (Route route : distinct(site.toCores(home, targets), item.bytes())) {
      sends.get(i).add(new TileSchedule.Send(0, home, targets, route));
      routes(i, item, home, groups, g + 1);
      sends.get(i).remove(sends.get(i).size() - 1);
    }
  }

  /** One route of each kind of hold. */
  private static Iterable<Route> distinct(List<Route> routes, long bytes) {
    Map<Site.Hold, Route> byHold = new LinkedHashMap<>();
    routes.forEach(r -> byHold.putIfAbsent(Site.Hold.of(r, bytes), r));
    return byHold.values();
  }

  private void times() {
    long energy = 0;
    for (int n = 0; n < core.length; n++) {
      CostPoint p = site.points(graph.layer(n), graph.boxes()[n], core[n]).get(point[n]);
      energy += p.energyFemtojoules() + p.dramBytes() * site.accelerator.ownDramFemtojoulesPerByte();
    }
    for (int i = 0; i < stores.length; i++) {
      long bytes = graph.items().get(i).bytes();
      for (TileSchedule.Send s : sends.get(i)) {
        energy += bytes * s.route().femtojoulesPerByte();
      }
      TileSchedule.Send store = stores[i];
      energy += store == null ? 0 : bytes * store.route().femtojoulesPerByte();
    }
    long fixed = energy;
    List<List<TileSchedule.Send>> copy = sends.stream().map(List::copyOf).toList();
    TileSchedule plan = new TileSchedule(core.clone(), point.clone(), new long[core.length], copy, stores.clone());
    PlanSearch search = new PlanSearch(site, graph, plan, stop, latency -> cost(fixed, latency) < best);
    search.run(
        found -> {
          long latency = found.latency();
          best = cost(fixed, latency);
          improved.accept(found.schedule().toSchedule(site, graph), best);
        });
    stopped |= search.stopped();
  }

  private long cost(long fixedEnergy, long latency) {
    long energy = fixedEnergy + site.accelerator.leakageFemtojoulesPerCycle() * latency;
    return objective.of(latency, energy);
  }
}
