package dev.dovetail.models.links;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the edges of a route one by one, and computes what a movement over it holds from them alone.
 *
 * <p>Role: the judge's own arithmetic of routes, for accelerators and slot tables alike; it accepts any tree, not only the routes that
 * methods choose from. An in-tree is walked from its root backwards, as the mirror of an out-tree, so that branches meet in the same
 * cycle. Not for several threads at a time.
 */
public final class RouteWalk {
  private static final String RULE = "route";

  private final LinkNetwork network;
  private final boolean[] reached;
  private final boolean[] leaf;
  /** By node: cycle in which data is there (out-tree) or must be there (in-tree), relative to the root. */
  private final long[] time;
  /** By node: position of the edge between it and the next node towards the root. */
  private final int[] towardsRoot;
  /** By node: branches of an in-tree that meet there, its own data counted. */
  private final int[] inputs;
  /** By channel: position among the held ones, valid if that position holds the channel. */
  private final int[] position;

  private Movement movement = Movement.cutThrough(0, List.of(0), 0);
  private String where = "";
  private Findings findings = new Findings();
  private int[] held = new int[16];
  private long[] offset = new long[16];
  private int count;
  private long energy;
  private @Nullable Bandwidth slowest;
  private int faults;

  /** For routes on one network. */
  public RouteWalk(LinkNetwork network) {
    this.network = network;
    int nodes = network.nodes().size();
    reached = new boolean[nodes];
    leaf = new boolean[nodes];
    time = new long[nodes];
    towardsRoot = new int[nodes];
    inputs = new int[nodes];
    position = new int[network.channels().size()];
  }

  /**
   * Walks a route; every fault is reported, and then null is returned.
   *
   * @param what goes over it
   * @param edges edge indices, each after the edge that leads to it; of an in-tree each after those that lead to it
   * @param place that findings name
   * @param into where faults are reported: {@code route}, {@code channel-twice}, {@code wait}
   */
  public @Nullable Walk walk(Movement what, List<Integer> edges, String place, Findings into) {
    movement = what;
    where = place;
    findings = into;
    count = 0;
    energy = 0;
    slowest = null;
    faults = 0;
    if (!exist(edges) || !waitsFit(edges)) {
      return null;
    }
    clear(edges);
    int n = edges.size();
    long[] offsets = new long[n];
    long[] durations = new long[n];
    int[] next = new int[n];
    for (int k = 0; k < n; k++) {
      int i = movement.gathers() ? n - 1 - k : k;
      if (!follow(edges, i, offsets, durations, next)) {
        return null;
      }
    }
    long arrival = ends(edges);
    if (slowest == null && faults == 0) {
      fault(RULE, "The route holds no channel.");
    }
    Bandwidth bandwidth = slowest;
    if (faults > 0 || bandwidth == null) {
      return null;
    }
    return assemble(edges, offsets, durations, next, arrival, bandwidth);
  }

  private boolean exist(List<Integer> edges) {
    for (int e : edges) {
      if (e < 0 || e >= network.edges().size()) {
        fault(RULE, "The edge (%s) does not exist.", e);
        return false;
      }
    }
    return true;
  }

  private boolean waitsFit(List<Integer> edges) {
    List<Long> waits = movement.waits();
    if (!waits.isEmpty() && waits.size() != edges.size()) {
      fault("wait", "The waits (%d) must be one for each edge (%d).", waits.size(), edges.size());
      return false;
    }
    for (long w : waits) {
      if (w < 0) {
        fault("wait", "The wait (%d) must not be negative.", w);
        return false;
      }
    }
    return true;
  }

  private void clear(List<Integer> edges) {
    for (int e : edges) {
      clear(network.edges().get(e).from());
      clear(network.edges().get(e).to());
    }
    movement.sources().forEach(this::clear);
    movement.targets().forEach(this::clear);
    if (movement.gathers()) {
      edges.forEach(e -> inputs[network.edges().get(e).to()]++);
      movement.sources().forEach(s -> inputs[s]++);
    }
    reached[movement.root()] = true;
  }

  private void clear(int node) {
    reached[node] = false;
    leaf[node] = false;
    time[node] = 0;
    towardsRoot[node] = -1;
    inputs[node] = 0;
  }

  /** One edge: from a node that is reached to one that is not, of an in-tree the other way round. */
  private boolean follow(List<Integer> edges, int i, long[] offsets, long[] durations, int[] next) {
    Edge edge = network.edges().get(edges.get(i));
    boolean gathers = movement.gathers();
    int near = gathers ? edge.to() : edge.from();
    int far = gathers ? edge.from() : edge.to();
    if (!reached[near] || reached[far]) {
      fault(RULE,
          gathers
              ? "The edge (%s) must enter a node from which the route goes on and leave one that it does not leave again."
              : "The edge (%s) must leave a node that the route has reached and enter one that it has not.",
          edge.name());
      return false;
    }
    if (network.nodes().get(edge.from()).kind() == Node.Kind.DRAM && !movement.sources().contains(edge.from())) {
      fault(RULE, "The edge (%s) leaves a DRAM node, which forwards nothing.", edge.name());
    }
    long latency = 0;
    Bandwidth slow = null;
    for (int c : edge.channels()) {
      Channel channel = network.channels().get(c);
      latency = Exact.add(latency, channel.latencyCycles());
      slow = slow == null ? channel.bandwidth() : slow.min(channel.bandwidth());
    }
    durations[i] = slow == null ? 0 : slow.cyclesFor(movement.volume());
    long step = movement.storeAndForward() ? Exact.add(latency, durations[i]) : latency;
    long wait = movement.waits().isEmpty() ? 0 : movement.waits().get(i);
    if (gathers) {
      offsets[i] = time[near] - step;
      time[far] = offsets[i] - wait - (inputs[far] > 1 ? movement.mergeCycles() : 0);
      if (wait > 0 && inputs[far] == 1 && movement.sources().contains(far)) {
        fault("wait", "The edge (%s) is the first of its branch and cannot wait (%d).", edge.name(), wait);
      }
    } else {
      offsets[i] = Exact.add(time[near], wait);
      time[far] = Exact.add(offsets[i], step);
    }
    for (int c : edge.channels()) {
      hold(c, offsets[i]);
    }
    reached[far] = true;
    next[i] = towardsRoot[near];
    towardsRoot[far] = i;
    leaf[near] = false;
    leaf[far] = true;
    return true;
  }

  private void hold(int c, long at) {
    Channel channel = network.channels().get(c);
    int p = position[c];
    if (p >= count || held[p] != c) {
      if (count == held.length) {
        held = Arrays.copyOf(held, 2 * count);
        offset = Arrays.copyOf(offset, 2 * count);
      }
      held[count] = c;
      offset[count] = at;
      position[c] = count++;
      energy = Exact.add(energy, channel.femtojoulesPerByte());
      slowest = slowest == null ? channel.bandwidth() : slowest.min(channel.bandwidth());
    } else if (movement.gathers()) {
      fault("channel-twice", "Two branches of the route need the channel (%s) for different data.", channel.name());
    } else if (offset[p] != at) {
      fault("channel-twice", "The route enters the channel (%s) %d and again %d cycles after its start.",
          channel.name(), offset[p], at);
    }
  }

  /** Checks that the route has all ends and no others; answers the time of the farthest one from the root. */
  private long ends(List<Integer> edges) {
    long farthest = 0;
    int root = movement.root();
    for (int end : movement.ends()) {
      if (end == root || !reached[end]) {
        fault(RULE, "The route does not lead from (%s) to (%s).", node(movement.gathers() ? end : root),
            node(movement.gathers() ? root : end));
      }
      farthest = Math.max(farthest, Math.abs(time[end]));
    }
    for (int e : edges) {
      int far = movement.gathers() ? network.edges().get(e).from() : network.edges().get(e).to();
      if (leaf[far] && !movement.ends().contains(far)) {
        fault(RULE,
            movement.gathers()
                ? "A branch of the route begins at (%s), which is no source."
                : "A branch of the route ends at (%s), which is no target.",
            node(far));
      }
    }
    return farthest;
  }

  private @Nullable Walk assemble(
      List<Integer> edges, long[] edgeOffsets, long[] edgeDurations, int[] next, long arrival, Bandwidth bandwidth) {
    long least = Arrays.stream(edgeOffsets).min().orElse(0);
    if (least > 0) {
      fault("wait", "The first edge begins %d cycles after the start; the start must be where it begins.", least);
      return null;
    }
    long longest = bandwidth.cyclesFor(movement.volume());
    int[] channels = Arrays.copyOf(held, count);
    long[] offsets = Arrays.copyOf(offset, count);
    long[] durations = new long[count];
    for (int i = 0; i < edgeOffsets.length; i++) {
      edgeOffsets[i] -= least;
      if (!movement.storeAndForward()) {
        edgeDurations[i] = longest;
      }
      for (int c : network.edges().get(edges.get(i)).channels()) {
        durations[position[c]] = Math.max(durations[position[c]], edgeDurations[i]);
      }
    }
    for (int p = 0; p < count; p++) {
      offsets[p] -= least;
    }
    long[] departures = new long[movement.sources().size()];
    if (movement.gathers()) {
      for (int s = 0; s < departures.length; s++) {
        departures[s] = time[movement.sources().get(s)] - least;
      }
    }
    return new Walk(channels, offsets, durations, edgeOffsets, edgeDurations, next, departures,
        movement.gathers() ? -least : arrival, bandwidth, energy);
  }

  private void fault(String rule, String message, Object... values) {
    faults++;
    findings.add(rule, where, message, values);
  }

  private String node(int n) {
    return network.nodes().get(n).name();
  }
}
