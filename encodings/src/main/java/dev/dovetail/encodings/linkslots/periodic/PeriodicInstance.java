package dev.dovetail.encodings.linkslots.periodic;

import dev.dovetail.encodings.linkslots.SourceTimes;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A problem whose messages repeat, compiled for search: which routes each message may take, when it may start, which starts collide.
 *
 * <p>Problems that do not repeat are the special case of one period that no message outlasts. Messages and routes are known by index.
 */
public final class PeriodicInstance {
  /** A hyperperiod beyond which channels that carry several messages are taken as if they carried one. */
  private static final long LONGEST_PROFILE = 1 << 20;

  /** Most routes in all for which collisions are kept. */
  private static final int MOST_KEPT = 2_500;

  private final LinkSlotsProblem problem;
  private final SourceTimes times;
  private final long commonPeriod;
  private final List<List<TimedRoute>> routes;
  private final boolean complete;
  private final long[] periods;
  private final long[] latest;
  private final List<List<Order>> before = new ArrayList<>();
  private final List<List<Order>> after = new ArrayList<>();
  private final boolean[] exclusive;
  private final boolean exact;
  private final int[] firstRoute;
  private final int[][] partners;
  private final Clash @Nullable [][] kept;

  /**
   * That one message may only start after another one.
   *
   * @param first message
   * @param then message
   * @param delivery what {@code then} waits for; null for a chunk, which only waits until {@code first} has left its source, if that is sent
   */
  public record Order(int first, int then, Message.@Nullable After delivery) {
    /** Whether {@code then} cannot be sent without {@code first}. */
    public boolean needsFirst() {
      return delivery != null;
    }
  }

  /**
   * @param problem whose messages
   * @param routes by message; none for a message that is left out; those in which a hold outlasts the period, or which miss the deadline
   *     wherever they start, are dropped
   * @param complete whether these are all routes that the problem allows, so that what is proved of the instance holds for the problem
   * @param commonPeriod of all messages, slots; 0 to take each message's own
   */
  public PeriodicInstance(LinkSlotsProblem problem, List<List<TimedRoute>> routes, boolean complete, long commonPeriod) {
    this.problem = problem;
    this.times = new SourceTimes(problem);
    this.commonPeriod = commonPeriod;
    this.periods = periods(problem, routes, commonPeriod);
    this.routes = routes.stream().map(ArrayList::new).map(l -> (List<TimedRoute>) l).toList();
    int n = periods.length;
    for (int m = 0; m < n; m++) {
      int message = m;
      this.routes.get(m).removeIf(r -> !fits(message, r));
    }
    dropFollowers();
    this.exclusive = new boolean[problem.network().links().channels().size()];
    this.exact = channels();
    boolean chunkedTrees = problem.messages().stream().anyMatch(m -> m.previousChunk() >= 0 && m.sources().size() > 1);
    this.complete = complete && exact && !problem.rules().waiting() && !chunkedTrees;
    this.latest = new long[n];
    orders();
    this.firstRoute = new int[n + 1];
    for (int m = 0; m < n; m++) {
      firstRoute[m + 1] = firstRoute[m] + this.routes.get(m).size();
    }
    this.partners = partners();
    this.kept = firstRoute[n] <= MOST_KEPT ? new Clash[firstRoute[n]][] : null;
  }

  private static long[] periods(LinkSlotsProblem problem, List<List<TimedRoute>> routes, long commonPeriod) {
    long[] periods = new long[problem.messages().size()];
    if (commonPeriod > 0) {
      Arrays.fill(periods, commonPeriod);
    } else if (problem.isPeriodic()) {
      Arrays.setAll(periods, m -> problem.messages().get(m).period());
    } else {
      Arrays.fill(periods, horizon(problem, routes));
    }
    return periods;
  }

  /** A number of slots in which all messages of a problem that does not repeat can be over. */
  private static long horizon(LinkSlotsProblem problem, List<List<TimedRoute>> routes) {
    long release = 0;
    long sum = 1;
    for (Message m : problem.messages()) {
      release = Math.max(release, m.release());
      long longest = routes.get(m.index()).stream().mapToLong(TimedRoute::lastEnd).max().orElse(0);
      long lag = m.after().stream().mapToLong(Message.After::lag).max().orElse(0);
      sum = Math.addExact(sum, Math.addExact(longest, lag));
    }
    return Math.addExact(release, Math.multiplyExact(2, sum));
  }

  /**
   * A message that starts as early as the others let it is delayed for at most as long as all take together: so it starts in the first
   * half of the horizon behind the last release, and ends within it.
   */
  private long lastStartOfHorizon() {
    long release = problem.messages().stream().mapToLong(Message::release).max().orElse(0);
    return release + (periods[0] - release) / 2;
  }

  private boolean fits(int message, TimedRoute route) {
    Message m = problem.messages().get(message);
    long longest = Arrays.stream(route.durations()).max().orElse(0);
    long earliest = relativeDeadlines() ? 0 : m.release();
    return longest <= periods[message] && (!m.hasDeadline() || route.finish() <= m.deadline() - earliest);
  }

  /** Takes the routes of messages that wait for one without. */
  private void dropFollowers() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Message m : problem.messages()) {
        boolean hopeless = m.after().stream().anyMatch(a -> routes.get(a.message()).isEmpty());
        if (hopeless && !routes.get(m.index()).isEmpty()) {
          routes.get(m.index()).clear();
          changed = true;
        }
      }
    }
  }

  /** Decides which channels are looked at pair by pair; says whether that is exact. */
  private boolean channels() {
    boolean allExact = true;
    for (int c = 0; c < exclusive.length; c++) {
      int capacity = problem.network().links().channels().get(c).capacity();
      boolean counted = capacity > 1 && hyperperiod(c) <= LONGEST_PROFILE;
      exclusive[c] = !counted;
      allExact &= capacity == 1 || counted || hyperperiod(c) == 0;
    }
    return allExact;
  }

  /** Slots after which everything on a channel repeats; 0 if no route needs it. */
  public long hyperperiod(int channel) {
    BigInteger all = BigInteger.ZERO;
    for (int m = 0; m < periods.length; m++) {
      if (routes.get(m).stream().anyMatch(r -> Arrays.stream(r.channels()).anyMatch(c -> c == channel))) {
        BigInteger own = BigInteger.valueOf(periods[m]);
        all = all.signum() == 0 ? own : all.divide(all.gcd(own)).multiply(own);
        if (all.bitLength() >= Long.SIZE) {
          return Long.MAX_VALUE;
        }
      }
    }
    return all.longValue();
  }

  private void orders() {
    int n = periods.length;
    for (int m = 0; m < n; m++) {
      before.add(new ArrayList<>());
      after.add(new ArrayList<>());
    }
    for (Message m : problem.messages()) {
      m.after().forEach(a -> addOrder(new Order(a.message(), m.index(), a)));
      // All earlier chunks: the one right before may be left out.
      for (int c = m.previousChunk(); c >= 0; c = problem.messages().get(c).previousChunk()) {
        addOrder(new Order(c, m.index(), null));
      }
    }
    if (commonPeriod == 0 && !problem.isPeriodic()) {
      Arrays.fill(latest, lastStartOfHorizon());
      return;
    }
    // Whatever starts later can start whole periods earlier, but for what it waits for.
    Arrays.fill(latest, -1);
    for (int m = 0; m < n; m++) {
      latestOf(m);
    }
  }

  private void addOrder(Order order) {
    before.get(order.then()).add(order);
    after.get(order.first()).add(order);
  }

  private long latestOf(int m) {
    if (latest[m] < 0) {
      long from = release(m);
      for (Order o : before.get(m)) {
        long longest = 0;
        for (int r = 0; r < routes.get(o.first()).size(); r++) {
          longest = Math.max(longest, gap(o, r));
        }
        from = Math.max(from, Math.addExact(latestOf(o.first()), longest));
      }
      latest[m] = Math.addExact(from, periods[m] - 1);
    }
    return latest[m];
  }

  private int[][] partners() {
    Map<Integer, List<Integer>> users = new HashMap<>();
    for (int m = 0; m < periods.length; m++) {
      int message = m;
      routes.get(m).stream().flatMapToInt(r -> Arrays.stream(r.channels())).filter(c -> exclusive[c]).distinct()
          .forEach(c -> users.computeIfAbsent(c, k -> new ArrayList<>()).add(message));
    }
    int[][] found = new int[periods.length][];
    for (int m = 0; m < periods.length; m++) {
      int message = m;
      found[m] = routes.get(m).stream().flatMapToInt(r -> Arrays.stream(r.channels())).filter(c -> exclusive[c]).distinct()
          .flatMap(c -> users.get(c).stream().mapToInt(Integer::intValue)).filter(o -> o != message).sorted().distinct()
          .toArray();
    }
    return found;
  }

  /** The problem. */
  public LinkSlotsProblem problem() {
    return problem;
  }

  /** How many messages there are, with those that are left out. */
  public int size() {
    return periods.length;
  }

  /** The period of a message, slots. */
  public long period(int message) {
    return periods[message];
  }

  /** The period that all messages are given, or 0. */
  public long commonPeriod() {
    return commonPeriod;
  }

  /** The routes of a message; none if it cannot be served. */
  public List<TimedRoute> routes(int message) {
    return routes.get(message);
  }

  /** Whether a proof about this instance is one about the problem. */
  public boolean isComplete() {
    return complete;
  }

  /** Messages without a route, in order. */
  public int[] leftOut() {
    return IntStream.range(0, size()).filter(m -> routes.get(m).isEmpty()).toArray();
  }

  /** First slot in which a message may start. */
  public long release(int message) {
    return problem.messages().get(message).release();
  }

  /** Last slot in which a message on a route need start: a later one is as good as one a whole period earlier. */
  public long latest(int message, int route) {
    Message m = problem.messages().get(message);
    if (m.hasDeadline() && !relativeDeadlines()) {
      return Math.min(latest[message], m.deadline() - routes.get(message).get(route).finish());
    }
    return latest[message];
  }

  /** Whether a deadline counts from the injection. */
  private boolean relativeDeadlines() {
    return problem.isPeriodic();
  }

  /** What a message waits for. */
  public List<Order> before(int message) {
    return before.get(message);
  }

  /** What waits for a message. */
  public List<Order> after(int message) {
    return after.get(message);
  }

  /** Slots from the start of the first message of an order, on a route, to the first slot in which the other one may start. */
  public long gap(Order order, int route) {
    TimedRoute r = routes.get(order.first()).get(route);
    Message.After delivery = order.delivery();
    if (delivery != null) {
      return times.delivery(delivery, r);
    }
    // Of an in-tree the sources send one after the other: after the last one is late enough for all.
    return problem.messages().get(order.first()).sources().stream().mapToLong(x -> times.departure(x, r)).max().orElse(0);
  }

  /** Whether collisions on a channel are those of pairs; otherwise it carries several messages, which are counted. */
  public boolean isExclusive(int channel) {
    return exclusive[channel];
  }

  /** The other messages that may need a channel that this one needs, ascending. */
  public int[] partners(int message) {
    return partners[message];
  }

  /** Whether collisions are kept, so that asking for one again costs nothing. */
  public boolean keepsClashes() {
    return kept != null;
  }

  /**
   * The same instance with some of its messages; the others have no routes.
   *
   * @param stays by message
   */
  public PeriodicInstance only(IntPredicate stays) {
    List<List<TimedRoute>> fewer = new ArrayList<>();
    for (int m = 0; m < size(); m++) {
      fewer.add(stays.test(m) ? routes.get(m) : List.of());
    }
    return new PeriodicInstance(problem, fewer, complete, commonPeriod);
  }

  /** When message f on one route and message g on another collide. */
  public Clash clash(int f, int routeF, int g, int routeG) {
    if (kept == null) {
      return compute(f, routeF, g, routeG);
    }
    int row = firstRoute[f] + routeF;
    int column = firstRoute[g] + routeG;
    Clash[] known = kept[row];
    if (known == null) {
      known = new Clash[firstRoute[size()]];
      kept[row] = known;
    }
    Clash clash = known[column];
    if (clash == null) {
      clash = compute(f, routeF, g, routeG);
      known[column] = clash;
    }
    return clash;
  }

  private Clash compute(int f, int routeF, int g, int routeG) {
    return Clash.of(routes.get(f).get(routeF), periods[f], routes.get(g).get(routeG), periods[g], c -> exclusive[c]);
  }

  /**
   * The mapping of decided messages.
   *
   * @param route by message, -1 for one that is left out
   * @param start by message
   */
  public SlotTable table(int[] route, long[] start) {
    List<Transmission> sent = new ArrayList<>();
    for (int m = 0; m < route.length; m++) {
      if (route[m] >= 0) {
        sent.add(new Transmission(m, routes.get(m).get(route[m]).edges(), start[m]));
      }
    }
    return new SlotTable(sent, problem.rules().goal() == Goal.PERIOD ? commonPeriod : 0, null);
  }
}
