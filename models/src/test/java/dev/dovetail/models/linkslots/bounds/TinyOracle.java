package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.linkslots.routes.RouteTiming;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a tiny problem has a mapping of at most some cost, by trying all routes, waits and slots. */
final class TinyOracle {
  /** A search that was given up. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A route with its waits, relative to the start. */
  record Option(List<Integer> edges, List<Long> waits, int[] channels, long[] offsets, long[] durations, long finish) {}

  private final LinkSlotsProblem problem;
  private final LinkNetwork links;
  private final int nodes;
  private final List<List<Option>> options = new ArrayList<>();
  private final long[] start;
  private final Option[] chosen;
  private int[][] busy = new int[0][];
  private long wrap;
  private long cost;
  private int visited;
  private long horizon = -1;

  TinyOracle(LinkSlotsProblem problem, int nodes) {
    this.problem = problem;
    this.links = problem.network().links();
    this.nodes = nodes;
    TinyRoutes routes = new TinyRoutes(problem);
    RouteTiming timing = new RouteTiming(problem);
    for (Message m : problem.messages()) {
      List<Option> of = new ArrayList<>();
      for (List<Integer> edges : routes.of(m)) {
        TimedRoute t = timing.of(m, edges);
        of.add(new Option(edges, List.of(), t.channels(), t.offsets(), t.durations(), t.finish()));
        if (problem.rules().waiting() && m.shape() == Message.Shape.PATH) {
          waits(t, edges, new long[edges.size()], 1, of);
        }
      }
      options.add(of);
    }
    start = new long[options.size()];
    chosen = new Option[options.size()];
  }

  /** Up to two slots before each edge after the first; on a path channels and edges are in the same order. */
  private void waits(TimedRoute t, List<Integer> edges, long[] waits, int from, List<Option> of) {
    for (int i = from; i < waits.length; i++) {
      for (long w = 1; w <= 2; w++) {
        waits[i] = w;
        long[] offsets = t.offsets().clone();
        long late = 0;
        long finish = 0;
        for (int k = 0; k < offsets.length; k++) {
          late += waits[k];
          offsets[k] += late;
          boolean port = Reach.isPort(links.channels().get(t.channels()[k]));
          if (!port || problem.network().finishCountsPorts()) {
            finish = Math.max(finish, offsets[k] + t.durations()[k]);
          }
        }
        of.add(new Option(edges, Arrays.stream(waits).boxed().toList(), t.channels(), offsets, t.durations(), finish));
        waits(t, edges, waits, i + 1, of);
      }
      waits[i] = 0;
    }
  }

  /** A mapping that costs at most {@code most}. */
  Optional<SlotTable> find(long most) {
    if (most < 0 || options.stream().anyMatch(List::isEmpty) && problem.rules().allServed()) {
      return Optional.empty();
    }
    visited = 0;
    cost = 0;
    wrap = 0;
    if (problem.rules().goal() == Goal.PERIOD) {
      wrap = most;
      if (most == 0) {
        return Optional.empty();
      }
    } else if (problem.isPeriodic()) {
      BigInteger common = BigInteger.ONE;
      for (Message m : problem.messages()) {
        common = common.multiply(BigInteger.valueOf(m.period())).divide(common.gcd(BigInteger.valueOf(m.period())));
      }
      wrap = common.longValueExact();
    }
    long slots = wrap > 0 ? wrap : (problem.rules().goal() == Goal.MAKESPAN ? most : 0) + horizon() * 2 + 2;
    busy = new int[links.channels().size()][(int) slots];
    Arrays.fill(chosen, null);
    if (!place(0, most)) {
      return Optional.empty();
    }
    List<Transmission> transmissions = new ArrayList<>();
    for (int m = 0; m < chosen.length; m++) {
      if (chosen[m] != null) {
        transmissions.add(new Transmission(m, chosen[m].edges(), start[m], chosen[m].waits()));
      }
    }
    return Optional.of(new SlotTable(transmissions, problem.rules().goal() == Goal.PERIOD ? most : 0, null));
  }

  /** Slots within which all messages fit one after the other. */
  private long horizon() {
    if (horizon < 0) {
      horizon = computeHorizon();
    }
    return horizon;
  }

  private long computeHorizon() {
    long sum = 0;
    for (Message m : problem.messages()) {
      long last = options.get(m.index()).stream()
          .mapToLong(o -> Arrays.stream(o.offsets()).max().orElse(0) + Arrays.stream(o.durations()).max().orElse(0)).max()
          .orElse(0);
      sum += last + m.release() + m.after().stream().mapToLong(Message.After::lag).sum();
    }
    return sum;
  }

  private boolean place(int m, long most) {
    if (m == chosen.length) {
      return inOrder();
    }
    Message message = problem.messages().get(m);
    Goal goal = problem.rules().goal();
    if (!problem.rules().allServed()) {
      chosen[m] = null;
      cost++;
      if (cost <= most && place(m + 1, most)) {
        return true;
      }
      cost--;
    }
    for (Option o : options.get(m)) {
      long end = problem.isPeriodic()
          ? message.release() + message.period()
          : goal == Goal.PERIOD
              ? message.release() + wrap + horizonOfPrecedence()
              : goal == Goal.MAKESPAN ? most - o.finish() + 1 : horizon() + 1;
      for (long t = message.release(); t < end; t++) {
        long own = goal == Goal.WEIGHTED_FINISH ? message.weight() * (t + o.finish()) : 0;
        if (goal == Goal.WEIGHTED_FINISH && cost + own > most || late(message, t, o)) {
          break;
        }
        if (++visited > nodes) {
          throw new TooLarge();
        }
        if (hold(message, o, t, 1)) {
          start[m] = t;
          chosen[m] = o;
          cost += own;
          if (place(m + 1, most)) {
            return true;
          }
          cost -= own;
        }
        hold(message, o, t, -1);
      }
    }
    chosen[m] = null;
    return false;
  }

  private long horizonOfPrecedence() {
    boolean ordered = problem.messages().stream().anyMatch(m -> !m.after().isEmpty() || m.previousChunk() >= 0);
    return ordered ? horizon() : 0;
  }

  private static boolean late(Message m, long t, Option o) {
    return m.hasDeadline() && (m.period() > 0 ? o.finish() : t + o.finish()) > m.deadline();
  }

  /** Adds or takes away a message; whether all fits. */
  private boolean hold(Message m, Option o, long t, int sign) {
    boolean fits = true;
    long every = problem.rules().goal() == Goal.PERIOD ? wrap : m.period();
    for (int i = 0; i < o.channels().length; i++) {
      int[] slots = busy[o.channels()[i]];
      fits &= every == 0 || o.durations()[i] <= every;
      for (long repeat = 0; repeat < (every == 0 ? 1 : wrap / every); repeat++) {
        for (long k = 0; k < o.durations()[i]; k++) {
          long at = t + o.offsets()[i] + k + repeat * every;
          int slot = (int) (wrap > 0 ? at % wrap : at);
          slots[slot] += sign;
          fits &= slots[slot] <= links.channels().get(o.channels()[i]).capacity();
        }
      }
    }
    return fits;
  }

  private boolean inOrder() {
    for (Message m : problem.messages()) {
      Option o = chosen[m.index()];
      if (o == null) {
        continue;
      }
      for (Message.After a : m.after()) {
        Option before = chosen[a.message()];
        if (before == null || start[m.index()] < start[a.message()] + finish(before, a) + a.lag()) {
          return false;
        }
      }
      Option before = m.previousChunk() < 0 ? null : chosen[m.previousChunk()];
      if (before != null && start[m.index()] < start[m.previousChunk()] + before.durations()[0]) {
        return false;
      }
    }
    return true;
  }

  /** When a message has finished at the tile that another one waits for: at the end of the last edge there that counts. */
  private long finish(Option o, Message.After a) {
    if (a.destination() < 0 || problem.messages().get(a.message()).destinations().size() == 1) {
      return o.finish();
    }
    int at = problem.network().finishCountsPorts()
        ? problem.network().tiles().get(a.destination()).sink()
        : problem.network().tiles().get(a.destination()).router();
    for (int e : o.edges()) {
      if (links.edges().get(e).to() == at) {
        for (int i = 0; i < o.channels().length; i++) {
          if (links.edges().get(e).channels().get(0) == o.channels()[i]) {
            return o.offsets()[i] + o.durations()[i];
          }
        }
      }
    }
    return 0;
  }
}
