package dev.dovetail.models.allocation;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.accelerator.Bottlenecks;
import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.allocation.tiles.TileGraphs;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Latency bounds of a problem that fixes every tile grid: they hold for every allocation, order and delivery of its tiles.
 *
 * <p>Role: where the tiles are known, what must come before and after each of them is known too. A tile cannot start before all that its
 * ancestors and itself need has crossed the channel that nothing avoids, nor before the ancestors' work is done (its head); the
 * same holds after its end (its tail). Then one channel, or a set of cores, is a machine: of all jobs with head at least r and tail
 * at least q it needs {@code r + work + q} cycles (Carlier 1982). Data may travel in any parts, so only sums of bits count.
 */
final class TileBounds {
  /** More tiles than that are not worth the squares that this takes. */
  private static final int MOST_NODES = 2_000;

  /** Different values of r that are tried: any choice of them is a bound. */
  private static final int MOST_THRESHOLDS = 300;

  /** Work with what must come before and after it; bits for a channel, cycles for cores. */
  private record Job(long head, long work, long tail) {}

  private final Demands demands;
  private final TileGraph graph;
  private final int nodes;
  private final long[] duration;
  private final BitSet[] ancestors;
  private final BitSet[] descendants;
  private final Channel channel;
  private final List<Set<Integer>> coreSets;
  private final long[] head;
  private final long[] tail;

  /** The channel that nothing avoids, and what must cross it: everything on a bus, else what comes from and goes to DRAM. */
  private record Channel(String name, @Nullable Bandwidth rate, boolean moves, boolean loads, boolean stores) {
    long cycles(long bits) {
      return rate == null ? 0 : rate.cyclesFor(bits / 8);
    }
  }

  private TileBounds(Demands demands, TileGraph graph) {
    this.demands = demands;
    this.graph = graph;
    this.nodes = graph.nodes();
    this.channel = channel(demands);
    this.duration = new long[nodes];
    this.coreSets = coreSets();
    this.ancestors = new BitSet[nodes];
    this.descendants = new BitSet[nodes];
    this.head = new long[nodes];
    this.tail = new long[nodes];
    for (int n = 0; n < nodes; n++) {
      duration[n] = duration(n);
      ancestors[n] = new BitSet(nodes);
      descendants[n] = new BitSet(nodes);
    }
    int[] order = order();
    for (int n : order) {
      head(n);
    }
    for (int k = nodes - 1; k >= 0; k--) {
      tail(order[k]);
    }
  }

  /** All of them; none if some grid is open or there are too many tiles. */
  static List<LowerBound> of(Demands demands) {
    AllocationProblem problem = demands.problem;
    if (!problem.fixesAllGrids()) {
      return List.of();
    }
    List<LayerGrid> grids = new ArrayList<>();
    long nodes = 0;
    for (Layer layer : problem.workload().layers()) {
      LayerGrid grid = Objects.requireNonNull(problem.grids().get(layer.name())).fitted(layer);
      grids.add(grid);
      nodes += (long) grid.rows() * grid.chunks();
    }
    if (nodes > MOST_NODES) {
      return List.of();
    }
    TileGraph graph = new TileGraphs(problem.workload(), problem.options().pieceBytes()).build(grids);
    TileBounds bounds = new TileBounds(demands, graph);
    List<LowerBound> all = new ArrayList<>(List.of(bounds.path(), bounds.onChannel()));
    bounds.coreSets.forEach(set -> all.add(bounds.onCores(set)));
    return all;
  }

  private static Channel channel(Demands demands) {
    var accelerator = demands.problem.accelerator();
    Bottlenecks necks = Bottlenecks.of(accelerator);
    int one = necks.everything() >= 0 ? necks.everything() : necks.dram();
    if (one >= 0) {
      var c = accelerator.channels().get(one);
      return new Channel(c.name(), c.bandwidth(), necks.everything() >= 0, true, true);
    }
    return new Channel("out of DRAM", necks.in(), false, true, false);
  }

  /** The core sets that layers are confined to, and the unions of two. */
  private List<Set<Integer>> coreSets() {
    Set<Set<Integer>> sets = new LinkedHashSet<>();
    demands.eligible.forEach(e -> sets.add(Set.copyOf(e)));
    List<Set<Integer>> single = new ArrayList<>(sets);
    for (int i = 0; i < single.size() && single.size() <= 8; i++) {
      for (int j = i + 1; j < single.size(); j++) {
        Set<Integer> union = new HashSet<>(single.get(i));
        union.addAll(single.get(j));
        sets.add(Set.copyOf(union));
      }
    }
    sets.removeIf(Set::isEmpty);
    return List.copyOf(sets);
  }

  private long duration(int n) {
    long least = Long.MAX_VALUE;
    for (int c : demands.eligible.get(graph.layerOf()[n])) {
      for (CostPoint p : demands.problem.costs().points(
          graph.workload(), graph.layer(n), graph.boxes()[n], demands.problem.accelerator().cores().get(c))) {
        least = Math.min(least, p.cycles());
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  private long bits(Item item) {
    return item.boxes().stream().mapToLong(b -> b.volume()).sum() * graph.tensor(item).bitsPerElement();
  }

  /** Whether a consumer can never share a core with the producer. */
  private boolean forced(int producer, int consumer) {
    return Collections.disjoint(
        demands.eligible.get(graph.layerOf()[producer]), demands.eligible.get(graph.layerOf()[consumer]));
  }

  private int[] order() {
    int[] left = new int[nodes];
    for (Item item : graph.items()) {
      if (item.producer() >= 0) {
        for (int c : item.consumers()) {
          left[c]++;
        }
      }
    }
    int[] order = new int[nodes];
    int count = 0;
    for (int n = 0; n < nodes; n++) {
      if (left[n] == 0) {
        order[count++] = n;
      }
    }
    for (int done = 0; done < count; done++) {
      for (int i : graph.outputs()[order[done]]) {
        for (int c : graph.items().get(i).consumers()) {
          if (--left[c] == 0) {
            order[count++] = c;
          }
        }
      }
    }
    return order;
  }

  private void head(int n) {
    long path = 0;
    for (int i : graph.inputs()[n]) {
      Item item = graph.items().get(i);
      int p = item.producer();
      if (p >= 0) {
        ancestors[n].or(ancestors[p]);
        ancestors[n].set(p);
        long move = channel.moves() && forced(p, n) ? channel.cycles(bits(item)) : 0;
        path = Math.max(path, head[p] + duration[p] + move);
      }
    }
    long crossing = 0;
    for (Item item : graph.items()) {
      if (crossesBefore(item, n)) {
        crossing += bits(item);
      }
    }
    head[n] = Math.max(Math.max(path, channel.cycles(crossing)), work(ancestors[n]));
  }

  /** Whether an item must have crossed the channel before node n starts. */
  private boolean crossesBefore(Item item, int n) {
    int p = item.producer();
    if (p < 0 ? !channel.loads() : !channel.moves() || !ancestors[n].get(p)) {
      return false;
    }
    for (int c : item.consumers()) {
      if ((c == n || ancestors[n].get(c)) && (p < 0 || forced(p, c))) {
        return true;
      }
    }
    return false;
  }

  private void tail(int n) {
    long path = 0;
    for (int i : graph.outputs()[n]) {
      Item item = graph.items().get(i);
      for (int c : item.consumers()) {
        descendants[n].or(descendants[c]);
        descendants[n].set(c);
        long move = channel.moves() && forced(n, c) ? channel.cycles(bits(item)) : 0;
        path = Math.max(path, move + duration[c] + tail[c]);
      }
    }
    long crossing = 0;
    for (Item item : graph.items()) {
      int p = item.producer();
      if (p == n || (p >= 0 && descendants[n].get(p))) {
        boolean moved = false;
        for (int c : item.consumers()) {
          moved |= channel.moves() && forced(p, c);
        }
        crossing += (moved ? bits(item) : 0) + (channel.stores() && graph.tensor(item).isOutput() ? bits(item) : 0);
      }
    }
    tail[n] = Math.max(Math.max(path, channel.cycles(crossing)), work(descendants[n]));
  }

  /** Least cycles for the work of some nodes, by the core sets that they are confined to. */
  private long work(BitSet some) {
    long best = 0;
    for (Set<Integer> set : coreSets) {
      long sum = 0;
      for (int n = some.nextSetBit(0); n >= 0; n = some.nextSetBit(n + 1)) {
        if (set.containsAll(demands.eligible.get(graph.layerOf()[n]))) {
          sum += duration[n];
        }
      }
      best = Math.max(best, (sum + set.size() - 1) / set.size());
    }
    return best;
  }

  private LowerBound path() {
    long best = 0;
    int worst = 0;
    for (int n = 0; n < nodes; n++) {
      if (head[n] + duration[n] + tail[n] > best) {
        best = head[n] + duration[n] + tail[n];
        worst = n;
      }
    }
    return new LowerBound(
        "tile-path",
        best,
        "tile %s: %,d cycles before it at least, %,d for itself, %,d after it"
            .formatted(graph.nodeName(worst), head[worst], duration[worst], tail[worst]));
  }

  private LowerBound onChannel() {
    List<Job> jobs = new ArrayList<>();
    for (Item item : graph.items()) {
      int p = item.producer();
      boolean crosses = p < 0 && channel.loads() && item.consumers().length > 0;
      long longest = 0;
      for (int c : item.consumers()) {
        if (p < 0 || (channel.moves() && forced(p, c))) {
          crosses = true;
          longest = Math.max(longest, duration[c] + tail[c]);
        }
      }
      if (crosses && (p >= 0 || channel.loads())) {
        jobs.add(new Job(p < 0 ? 0 : head[p] + duration[p], bits(item), longest)); // its consumers wait for all of it
      }
      if (p >= 0 && channel.stores() && graph.tensor(item).isOutput()) {
        jobs.add(new Job(head[p] + duration[p], bits(item), 0));
      }
    }
    Best best = best(jobs, w -> channel.cycles(w));
    return new LowerBound(
        "tile-channel",
        best.value(),
        "%s: what can cross only from cycle %,d on and no later than %,d cycles before the end takes %,d cycles"
            .formatted(channel.name(), best.head(), best.tail(), best.value() - best.head() - best.tail()));
  }

  private LowerBound onCores(Set<Integer> set) {
    List<Job> jobs = new ArrayList<>();
    for (int n = 0; n < nodes; n++) {
      if (set.containsAll(demands.eligible.get(graph.layerOf()[n]))) {
        jobs.add(new Job(head[n], duration[n], tail[n]));
      }
    }
    Best best = best(jobs, w -> (w + set.size() - 1) / set.size());
    List<String> names = set.stream().sorted().map(c -> demands.problem.accelerator().cores().get(c).name()).toList();
    return new LowerBound(
        "tile-cores",
        best.value(),
        "cores %s: what can start only from cycle %,d on and ends no later than %,d cycles before the end takes %,d cycles"
            .formatted(names, best.head(), best.tail(), best.value() - best.head() - best.tail()));
  }

  private record Best(long value, long head, long tail) {}

  /** The largest r + cycles(work of the jobs with head at least r and tail at least q) + q. */
  private static Best best(List<Job> jobs, java.util.function.LongUnaryOperator cycles) {
    List<Job> byTail = new ArrayList<>(jobs);
    byTail.sort((a, b) -> Long.compare(b.tail(), a.tail()));
    long[] heads = jobs.stream().mapToLong(Job::head).distinct().sorted().toArray();
    int step = Math.max(1, heads.length / MOST_THRESHOLDS);
    Best best = new Best(0, 0, 0);
    for (int h = 0; h < heads.length; h += step) {
      long r = heads[h];
      long sum = 0;
      for (Job job : byTail) {
        if (job.head() >= r) {
          sum = Math.addExact(sum, job.work());
          long value = r + cycles.applyAsLong(sum) + job.tail();
          if (value > best.value()) {
            best = new Best(value, r, job.tail());
          }
        }
      }
    }
    return best;
  }
}
