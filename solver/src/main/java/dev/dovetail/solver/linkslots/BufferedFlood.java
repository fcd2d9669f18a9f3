package dev.dovetail.solver.linkslots;

import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.links.Node;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.Transmission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets messages wait in routers: slot by slot, each idle link takes the message that its far end lacks and that fewest places hold, so that
 * multicasts grow their trees where links are free.
 *
 * <p>Source: the time-expanded matching of TACOS (Won et al., MICRO 2024, arXiv 2304.05301), with messages of any length, any group and any network.
 */
final class BufferedFlood {
  private static final long NEVER = Long.MAX_VALUE;

  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final List<Message> messages;
  private final int nodes;
  private final int[] from;
  private final int[] to;
  private final long[] latency;
  private final boolean[] port;
  private final int[][] entering;
  private final boolean[] endsHere;
  private final int[][] distance;
  private final boolean[][] wanted;
  private final int[] root;

  /** A mapping and what it costs. */
  record Flooded(SlotTable table, long objective) {}

  // state of one run
  private final long[][] there;
  private final int[][] by;
  private final long[][] began;
  private final long[][] freeAt;
  private final int[] holders;
  private final int[] missing;

  BufferedFlood(LinkSlotsProblem problem) {
    this.problem = problem;
    this.links = problem.network().links();
    this.messages = problem.messages();
    this.nodes = links.nodes().size();
    int e = links.edges().size();
    from = new int[e];
    to = new int[e];
    latency = new long[e];
    port = new boolean[e];
    List<List<Integer>> in = new ArrayList<>();
    for (int v = 0; v < nodes; v++) {
      in.add(new ArrayList<>());
    }
    for (int i = 0; i < e; i++) {
      Edge edge = links.edges().get(i);
      from[i] = edge.from();
      to[i] = edge.to();
      port[i] = true;
      for (int c : edge.channels()) {
        Channel channel = links.channels().get(c);
        latency[i] += channel.latencyCycles();
        port[i] &= channel.kind() == Channel.Kind.INJECT || channel.kind() == Channel.Kind.EJECT;
      }
      in.get(edge.to()).add(i);
    }
    entering = in.stream().map(l -> l.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
    endsHere = new boolean[nodes];
    for (int v = 0; v < nodes; v++) {
      endsHere[v] = links.nodes().get(v).kind() == Node.Kind.DRAM;
    }
    for (Tile tile : problem.network().tiles()) {
      endsHere[tile.source()] |= tile.source() != tile.router();
      endsHere[tile.sink()] |= tile.sink() != tile.router();
    }
    distance = new int[nodes][];
    wanted = new boolean[messages.size()][nodes];
    root = new int[messages.size()];
    for (Message m : messages) {
      root[m.index()] = tile(m.source()).source();
      for (int d : m.destinations()) {
        wanted[m.index()][tile(d).sink()] = true;
        distance[tile(d).sink()] = distancesTo(tile(d).sink());
      }
    }
    there = new long[messages.size()][nodes];
    by = new int[messages.size()][nodes];
    began = new long[messages.size()][nodes];
    freeAt = new long[links.channels().size()][];
    for (int c = 0; c < freeAt.length; c++) {
      freeAt[c] = new long[links.channels().get(c).capacity()];
    }
    holders = new int[messages.size()];
    missing = new int[messages.size()];
  }

  private Tile tile(int t) {
    return problem.network().tiles().get(t);
  }

  /**
   * Whether it answers a problem: messages may wait, as whole frames, over any routes; no in-trees, no rules on order, no deadlines.
   */
  static boolean takes(LinkSlotsProblem problem) {
    return problem.rules().waiting()
        && problem.rules().forwarding() == Forwarding.STORE_AND_FORWARD
        && problem.rules().routes() == RoutePolicy.FREE
        && !problem.isPeriodic()
        && problem.messages().stream().allMatch(
            m -> (m.shape() == Message.Shape.PATH || m.shape() == Message.Shape.TREE)
                && m.after().isEmpty() && m.previousChunk() < 0 && !m.hasDeadline());
  }

  private int[] distancesTo(int node) {
    int[] d = new int[nodes];
    Arrays.fill(d, Integer.MAX_VALUE);
    d[node] = 0;
    int[] queue = new int[nodes];
    queue[0] = node;
    int end = 1;
    for (int i = 0; i < end; i++) {
      if (i > 0 && endsHere[queue[i]]) {
        continue;
      }
      for (int e : entering[queue[i]]) {
        if (d[from[e]] == Integer.MAX_VALUE) {
          d[from[e]] = d[queue[i]] + 1;
          queue[end++] = from[e];
        }
      }
    }
    return d;
  }

  /**
   * Several runs with other ties.
   *
   * @param runs at most so many
   * @param bound ends the runs when it is reached
   * @return the best table; null if it was stopped before there was one, or takes no such problem
   */
  static @Nullable Flooded best(LinkSlotsProblem problem, long seed, int runs, long bound, BooleanSupplier stop) {
    Flooded best = null;
    if (takes(problem)) {
      BufferedFlood flood = new BufferedFlood(problem);
      for (int i = 0; i < runs && (best == null || best.objective > bound) && !stop.getAsBoolean(); i++) {
        boolean sum = problem.rules().goal() == Goal.WEIGHTED_FINISH;
        Flooded found = flood.run(seed + i, best == null || sum ? NEVER : best.objective, stop);
        best = found != null && (best == null || found.objective < best.objective) ? found : best;
      }
    }
    return best;
  }

  /**
   * One run.
   *
   * @param seed of ties
   * @param until stops when a start is not before this slot: a table as good is known
   * @param stop asked now and then
   * @return the table, or null if it was given up
   */
  private @Nullable Flooded run(long seed, long until, BooleanSupplier stop) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Long> times = new TreeSet<>();
    int open = clear(times);
    int[] order = new int[nodes];
    for (int v = 0; v < nodes; v++) {
      order[v] = v;
    }
    while (open > 0) {
      Long now = times.pollFirst();
      if (now == null || now >= until || stop.getAsBoolean()) {
        return null;
      }
      for (int i = nodes - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      for (int v : order) {
        open -= receive(v, now, random, times);
      }
    }
    return table();
  }

  private int clear(TreeSet<Long> times) {
    int open = 0;
    for (long[] planes : freeAt) {
      Arrays.fill(planes, 0);
    }
    for (Message m : messages) {
      int i = m.index();
      Arrays.fill(there[i], NEVER);
      Arrays.fill(by[i], -1);
      there[i][root[i]] = m.release();
      times.add(m.release());
      holders[i] = 1;
      missing[i] = m.destinations().size();
      open += missing[i];
    }
    return open;
  }

  /** Fills the idle links into a node with different messages that it lacks; answers how many destinations will have theirs. */
  private int receive(int v, long now, SplittableRandom random, TreeSet<Long> times) {
    int[] in = entering[v];
    int[] chosen = new int[in.length];
    Arrays.fill(chosen, -1);
    for (int k = 0; k < in.length; k++) {
      if (isIdle(in[k], now)) {
        assign(in, chosen, k, v, now, random, new boolean[in.length]);
      }
    }
    int served = 0;
    for (int k = 0; k < in.length; k++) {
      if (chosen[k] >= 0) {
        served += send(in[k], chosen[k], now, times);
      }
    }
    return served;
  }

  /** Gives link {@code k} a message; where the only ones are taken by other links, these look for another one. */
  private boolean assign(int[] in, int[] chosen, int k, int v, long now, SplittableRandom random, boolean[] asked) {
    asked[k] = true;
    long best = Long.MAX_VALUE;
    int pick = -1;
    for (int m = 0; m < root.length; m++) {
      if (missing[m] > 0 && there[m][v] == NEVER && isUseful(m, in[k], now) && indexOf(chosen, m) < 0) {
        long score = ((long) holders[m] << 20) + random.nextInt(1 << 20);
        if (score < best) {
          best = score;
          pick = m;
        }
      }
    }
    if (pick >= 0) {
      chosen[k] = pick;
      return true;
    }
    for (int other = 0; other < in.length; other++) {
      int m = chosen[other];
      if (m >= 0 && !asked[other] && isUseful(m, in[k], now)) {
        chosen[k] = m;
        if (assign(in, chosen, other, v, now, random, asked)) {
          return true;
        }
        chosen[other] = m;
        chosen[k] = -1;
      }
    }
    return false;
  }

  private static int indexOf(int[] chosen, int m) {
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] == m) {
        return i;
      }
    }
    return -1;
  }

  private boolean isIdle(int e, long now) {
    for (int c : links.edges().get(e).channels()) {
      boolean idle = false;
      for (long free : freeAt[c]) {
        idle |= free <= now;
      }
      if (!idle) {
        return false;
      }
    }
    return true;
  }

  /** Whether the near end has the message and the far end wants it, or is nearer to a place that does than all that hold it. */
  private boolean isUseful(int m, int e, long now) {
    int u = from[e];
    int v = to[e];
    if (there[m][u] > now || endsHere[u] && u != root[m]) {
      return false;
    }
    if (wanted[m][v]) {
      return true;
    }
    if (endsHere[v]) {
      return false;
    }
    for (int d : messages.get(m).destinations()) {
      int sink = tile(d).sink();
      if (there[m][sink] == NEVER) {
        int nearest = Integer.MAX_VALUE;
        for (int h = 0; h < nodes; h++) {
          nearest = there[m][h] != NEVER ? Math.min(nearest, distance[sink][h]) : nearest;
        }
        if (distance[sink][v] < nearest) {
          return true;
        }
      }
    }
    return false;
  }

  private int send(int e, int m, long now, TreeSet<Long> times) {
    long duration = duration(e, m);
    for (int c : links.edges().get(e).channels()) {
      long[] planes = freeAt[c];
      int p = 0;
      while (planes[p] > now) {
        p++;
      }
      planes[p] = now + duration;
    }
    int v = to[e];
    there[m][v] = now + duration + latency[e];
    by[m][v] = e;
    began[m][v] = now;
    holders[m]++;
    times.add(now + duration);
    times.add(there[m][v]);
    if (wanted[m][v]) {
      missing[m]--;
      return 1;
    }
    return 0;
  }

  private long duration(int e, int m) {
    long longest = 0;
    for (int c : links.edges().get(e).channels()) {
      longest = Math.max(longest, links.channels().get(c).bandwidth().cyclesFor(messages.get(m).volume()));
    }
    return longest;
  }

  private Flooded table() {
    List<Transmission> transmissions = new ArrayList<>();
    long makespan = 0;
    long sum = 0;
    boolean weighted = problem.rules().goal() == Goal.WEIGHTED_FINISH;
    for (Message message : messages) {
      int m = message.index();
      boolean[] needed = new boolean[nodes];
      PriorityQueue<Integer> edges = new PriorityQueue<>((a, b) -> Long.compare(began[m][to[a]], began[m][to[b]]));
      for (int d : message.destinations()) {
        for (int v = tile(d).sink(); v != root[m] && !needed[v]; v = from[by[m][v]]) {
          needed[v] = true;
          edges.add(by[m][v]);
        }
      }
      List<Integer> route = new ArrayList<>();
      List<Long> waits = new ArrayList<>();
      long start = began[m][to[edges.element()]];
      long finish = 0;
      while (!edges.isEmpty()) {
        int e = edges.remove();
        int u = from[e];
        long at = began[m][to[e]];
        route.add(e);
        waits.add(at - (u == root[m] ? start : there[m][u]));
        if (!port[e] || problem.network().finishCountsPorts()) {
          finish = Math.max(finish, at + duration(e, m));
        }
      }
      transmissions.add(new Transmission(m, route, start, waits));
      makespan = Math.max(makespan, finish);
      sum = Math.addExact(sum, Math.multiplyExact(message.weight(), finish));
    }
    return new Flooded(new SlotTable(transmissions), weighted ? sum : makespan);
  }
}
