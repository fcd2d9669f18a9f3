package dev.dovetail.encodings.allocation;

import dev.dovetail.models.allocation.tiles.Item;
import dev.dovetail.models.allocation.tiles.TileGraph;
import dev.dovetail.models.intracore.CostPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All times of one plan, in order of time: at each event some of the jobs that can start do, the others wait.
 *
 * <p>Every schedule can be moved left until each start is 0 or meets the end of something (with latencies: in single cycles), so this
 * misses nothing. A state that was met before, no later, is not entered again.
 */
final class PlanSearch {
  /** A finished schedule. */
  record Found(TileSchedule schedule, long latency) {}

  private static final int MOST_REMEMBERED = 400_000;

  private final TileGraph graph;
  private final TileSchedule plan;
  private final BooleanSupplier stop;
  private final LongPredicate worthwhile;
  private final int jobs;
  private final int machines;
  private final long[] span;
  private final long[] tail;
  private final List<List<long[]>> holds = new ArrayList<>(); // {machine, offset, duration}
  private final List<List<Integer>> before = new ArrayList<>();
  private final long[] start;
  private final int[] itemOf;
  private final int[] sendOf;
  // copies
  private final List<Integer> creator = new ArrayList<>();
  private final List<List<Integer>> users = new ArrayList<>();
  private final List<Integer> place = new ArrayList<>();
  private final List<Long> bytes = new ArrayList<>();
  private final long[] capacity;
  private final long[] working;
  private final boolean offsets;
  private final Map<List<Long>, Long> seen = new HashMap<>();
  private @Nullable Consumer<Found> found;
  private long steps;
  private boolean stopped;

  /** @param worthwhile whether a latency would be better than the best known */
  PlanSearch(Site site, TileGraph graph, TileSchedule plan, BooleanSupplier stop, LongPredicate worthwhile) {
    this.graph = graph;
    this.plan = plan;
    this.stop = stop;
    this.worthwhile = worthwhile;
    int nodes = graph.nodes();
    int channels = site.accelerator.channels().size();
    this.machines = channels + site.cores;
    this.capacity = site.accelerator.cores().stream().mapToLong(c -> c.capacityBytes()).toArray();
    List<Long> spans = new ArrayList<>();
    List<int[]> origin = new ArrayList<>();
    this.working = new long[nodes];
    for (int n = 0; n < nodes; n++) {
      CostPoint p = site.points(graph.layer(n), graph.boxes()[n], plan.core()[n]).get(plan.point()[n]);
      add(spans, origin, p.cycles(), -1, n);
      holds.get(n).add(new long[] {channels + plan.core()[n], 0, p.cycles()});
      working[n] = p.bufferBytes();
    }
    for (int i = 0; i < graph.items().size(); i++) {
      deliver(i, spans, origin);
    }
    this.jobs = spans.size();
    this.span = spans.stream().mapToLong(Long::longValue).toArray();
    this.itemOf = origin.stream().mapToInt(o -> o[0]).toArray();
    this.sendOf = origin.stream().mapToInt(o -> o[1]).toArray();
    this.start = new long[jobs];
    Arrays.fill(start, -1);
    this.offsets = holds.stream().flatMap(List::stream).anyMatch(h -> h[1] > 0);
    this.tail = tails();
  }

  private int add(List<Long> spans, List<int[]> origin, long length, int item, int send) {
    spans.add(length);
    origin.add(new int[] {item, send});
    holds.add(new ArrayList<>());
    before.add(new ArrayList<>());
    return spans.size() - 1;
  }

  private void deliver(int i, List<Long> spans, List<int[]> origin) {
    Item item = graph.items().get(i);
    int home = -1;
    if (item.producer() >= 0) {
      home = copy(item.producer(), plan.core()[item.producer()], item);
      for (int n : item.consumers()) {
        before.get(n).add(item.producer());
      }
      TileSchedule.Send store = plan.stores()[i];
      if (store != null) {
        transfer(i, item, store, -1, home, spans, origin);
      }
    }
    for (int k = 0; k < plan.sends().get(i).size(); k++) {
      TileSchedule.Send send = plan.sends().get(i).get(k);
      int job = transfer(i, item, send, k, home, spans, origin);
      for (int c : send.targets()) {
        int copy = copy(job, c, item);
        use(item, c, copy, job);
      }
    }
    if (home >= 0) {
      use(item, plan.core()[item.producer()], home, item.producer());
    }
  }

  private void use(Item item, int core, int copy, int filler) {
    for (int n : item.consumers()) {
      if (plan.core()[n] == core) {
        users.get(copy).add(n);
        before.get(n).add(filler);
      }
    }
  }

  private int copy(int by, int core, Item item) {
    creator.add(by);
    users.add(new ArrayList<>());
    place.add(core);
    bytes.add(item.bytes());
    return creator.size() - 1;
  }

  private int transfer(
      int i, Item item, TileSchedule.Send send, int k, int home, List<Long> spans, List<int[]> origin) {
    Site.Hold hold = Site.Hold.of(send.route(), item.bytes());
    int job = add(spans, origin, hold.span(), i, k);
    for (int c = 0; c < hold.channels().size(); c++) {
      holds.get(job).add(new long[] {hold.channels().get(c), hold.offsets().get(c), hold.duration()});
    }
    if (home >= 0) {
      before.get(job).add(item.producer());
      users.get(home).add(job);
    }
    return job;
  }

  /** Least cycles from the start of each job to the end. */
  private long[] tails() {
    long[] result = span.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int a = 0; a < jobs; a++) {
        for (int b : before.get(a)) {
          if (result[b] < span[b] + result[a]) {
            result[b] = span[b] + result[a];
            changed = true;
          }
        }
      }
    }
    return result;
  }

  boolean stopped() {
    return stopped;
  }

  /** Hands over each schedule that is worthwhile. */
  void run(Consumer<Found> consumer) {
    found = consumer;
    search(0, 0, 0);
  }

  /** Jobs below {@code next} wait at this time; the others may start. */
  private void search(long now, int next, int started) {
    stopped |= (++steps & 0x3ff) == 0 && stop.getAsBoolean();
    if (stopped || !worthwhile.test(bound(now))) {
      return;
    }
    if (started == jobs) {
      report();
      return;
    }
    for (int a = next; a < jobs; a++) {
      if (start[a] < 0 && canStart(a, now)) {
        start[a] = now;
        if (fits(now)) {
          search(now, a + 1, started + 1);
        }
        start[a] = -1;
      }
    }
    long later = nextEvent(now);
    if (later < Long.MAX_VALUE && isNew(later)) {
      search(later, 0, started);
    }
  }

  private long nextEvent(long now) {
    long next = Long.MAX_VALUE;
    for (int a = 0; a < jobs; a++) {
      if (start[a] >= 0 && start[a] + span[a] > now) {
        next = Math.min(next, offsets ? now + 1 : start[a] + span[a]);
      }
    }
    if (!offsets) {
      for (int a = 0; a < jobs; a++) {
        for (long[] h : holds.get(a)) {
          long end = start[a] + h[2];
          if (start[a] >= 0 && end > now) {
            next = Math.min(next, end); // a channel may be free before the data has arrived
          }
        }
      }
    }
    return next;
  }

  private boolean canStart(int a, long now) {
    for (int b : before.get(a)) {
      if (start[b] < 0 || start[b] + span[b] > now) {
        return false;
      }
    }
    for (long[] h : holds.get(a)) {
      long from = now + h[1];
      for (int b = 0; b < jobs; b++) {
        if (start[b] < 0) {
          continue;
        }
        for (long[] g : holds.get(b)) {
          if (g[0] == h[0] && start[b] + g[1] < from + h[2] && from < start[b] + g[1] + g[2]) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether the memories hold what is alive now. */
  private boolean fits(long now) {
    long[] held = new long[capacity.length];
    for (int c = 0; c < creator.size(); c++) {
      if (start[creator.get(c)] >= 0 && isAlive(c, now)) {
        held[place.get(c)] += bytes.get(c);
      }
    }
    for (int n = 0; n < working.length; n++) {
      if (start[n] >= 0 && start[n] + span[n] > now) {
        held[plan.core()[n]] += working[n];
      }
    }
    for (int c = 0; c < held.length; c++) {
      if (held[c] > capacity[c]) {
        return false;
      }
    }
    return true;
  }

  private boolean isAlive(int copy, long now) {
    int by = creator.get(copy);
    boolean alive = start[by] + span[by] > now;
    for (int user : users.get(copy)) {
      alive |= start[user] < 0 || start[user] + span[user] > now;
    }
    return alive;
  }

  private long bound(long now) {
    long bound = 0;
    long[] left = new long[machines];
    long[] least = new long[machines];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int a = 0; a < jobs; a++) {
      bound = Math.max(bound, start[a] >= 0 ? start[a] + tail[a] : now + tail[a]);
      if (start[a] < 0) {
        for (long[] h : holds.get(a)) {
          left[(int) h[0]] += h[2];
          least[(int) h[0]] = Math.min(least[(int) h[0]], tail[a] - h[2]); // after the hold at least that, from its start on
        }
      }
    }
    for (int m = 0; m < machines; m++) {
      bound = left[m] == 0 ? bound : Math.max(bound, now + left[m] + Math.max(0, least[m] - latest(m)));
    }
    return bound;
  }

  /** Offsets make the time after a hold shorter than the tail says. */
  private long latest(int machine) {
    long most = 0;
    for (List<long[]> list : holds) {
      for (long[] h : list) {
        most = h[0] == machine ? Math.max(most, h[1]) : most;
      }
    }
    return most;
  }

  /** Whether this state was not met before, at this time or earlier. */
  private boolean isNew(long now) {
    List<Long> key = new ArrayList<>(jobs);
    for (int a = 0; a < jobs; a++) {
      key.add(start[a] < 0 ? -1 : Math.max(0, start[a] + span[a] - now));
    }
    Long earlier = seen.get(key);
    if (earlier != null && earlier <= now) {
      return false;
    }
    if (seen.size() < MOST_REMEMBERED) {
      seen.put(key, now);
    }
    return true;
  }

  private void report() {
    long latency = 0;
    for (int a = 0; a < jobs; a++) {
      latency = Math.max(latency, start[a] + span[a]);
    }
    List<List<TileSchedule.Send>> sends = new ArrayList<>();
    TileSchedule.@Nullable Send[] stores = plan.stores().clone();
    plan.sends().forEach(list -> sends.add(new ArrayList<>(list)));
    for (int a = graph.nodes(); a < jobs; a++) {
      TileSchedule.Send old = sendOf[a] < 0 ? plan.stores()[itemOf[a]] : plan.sends().get(itemOf[a]).get(sendOf[a]);
      TileSchedule.Send timed = new TileSchedule.Send(start[a], old.source(), old.targets(), old.route());
      if (sendOf[a] < 0) {
        stores[itemOf[a]] = timed;
      } else {
        sends.get(itemOf[a]).set(sendOf[a], timed);
      }
    }
    long[] times = Arrays.copyOf(start, graph.nodes());
    TileSchedule schedule = new TileSchedule(plan.core(), plan.point(), times, sends, stores);
    if (worthwhile.test(latency) && found != null) {
      found.accept(new Found(schedule, latency));
    }
  }
}
