package dev.dovetail.solver.linkslots;

import dev.dovetail.encodings.linkslots.LinkSlotsEncoding.Known;
import dev.dovetail.encodings.linkslots.RouteChoices;
import dev.dovetail.encodings.linkslots.SymmetricChoices;
import dev.dovetail.encodings.linkslots.TimeExpandedEncoding;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.BackendRun;
import dev.dovetail.solver.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Packs messages of equal length into rounds of messages that share no channel, as if wires had no delay, then starts them in the order of
 * the rounds as early as possible.
 *
 * <p>Role: collectives of long messages, which have too many slots for columns. With messages much longer than routes a packing into few rounds
 * is a mapping that is nearly as good. Source: the coarse slots of TDM schedulers, one slot per message.
 */
final class RoundSearch {
  private static final int GROUPS = 2;
  private static final double SHARE = 0.4;

  /** Slots of a message per link of delay from which on delays are neglected. */
  private static final long LONG = 4;

  private final SlotInstance instance;
  private final LinkSlotsProblem problem;
  private final RouteChoices choices;
  private final ExactSlots exact;
  private final BackendRun run;
  private final Listener<SlotTable> listener;
  private final long mostColumns;
  /** The common duration of all holds; 0 if there is none. */
  private final long length;

  RoundSearch(SlotInstance instance, RouteChoices choices, ExactSlots exact, BackendRun run, Listener<SlotTable> listener,
      long mostColumns) {
    this.instance = instance;
    this.problem = choices.problem();
    this.choices = choices;
    this.exact = exact;
    this.run = run;
    this.listener = listener;
    this.mostColumns = mostColumns;
    this.length = length();
  }

  /** Whether the messages are alike and long, and their rounds few enough for columns. */
  boolean isPromising() {
    long rounds = length == 0 ? 0 : listener.bestBound() / length;
    return rounds > 0
        && new TimeExpandedEncoding().columns(spaces().get(0), new Known(rounds, rounds)) <= mostColumns;
  }

  /** Halves the rounds between bound and best. */
  void run(BooleanSupplier stop) {
    long extra = choices.routes().stream().flatMap(List::stream).mapToLong(r -> r.finish() - length).max().orElse(0);
    List<RouteChoices> spaces = spaces();
    long below = Math.max(0, (listener.bestBound() - extra + length - 1) / length - 1);
    long known = (exact.cost() - 1) / length + 1;
    while (below + 1 < known && !stop.getAsBoolean()) {
      long rounds = below + 1 + (known - below - 2) / 2;
      if (packed(spaces, rounds, stop)) {
        known = rounds;
      } else {
        below = rounds;
      }
    }
  }

  /** The common duration of all holds; 0 if they differ, are short, or messages depend on anything else. */
  private long length() {
    long common = choices.routes().get(0).get(0).durations()[0];
    for (Message m : problem.messages()) {
      if (m.release() > 0 || m.hasDeadline() || !m.after().isEmpty() || m.previousChunk() >= 0) {
        return 0;
      }
      for (TimedRoute r : choices.routes().get(m.index())) {
        for (int i = 0; i < r.channels().length; i++) {
          if (r.durations()[i] != common || r.offsets()[i] * LONG > common * Math.max(1, i)) {
            return 0;
          }
        }
      }
    }
    return common;
  }

  /** The shortest routes without delays, one slot long; those under symmetries of the mesh first. */
  private List<RouteChoices> spaces() {
    List<List<TimedRoute>> coarse = new ArrayList<>();
    for (List<TimedRoute> routes : choices.shortest().routes()) {
      coarse.add(routes.stream().map(RoundSearch::instant).toList());
    }
    RouteChoices all = new RouteChoices(problem, coarse);
    List<RouteChoices> spaces = new ArrayList<>(SymmetricChoices.of(all).stream()
        .sorted(Comparator.comparingInt(c -> c.together().size())).limit(GROUPS).toList());
    spaces.add(all);
    return spaces;
  }

  private static TimedRoute instant(TimedRoute r) {
    long[] one = new long[r.channels().length];
    Arrays.fill(one, 1);
    return new TimedRoute(r.edges(), r.channels(), new long[one.length], one, 1, 1, r.hops());
  }

  private boolean packed(List<RouteChoices> spaces, long rounds, BooleanSupplier stop) {
    for (RouteChoices space : spaces) {
      boolean small = new TimeExpandedEncoding().columns(space, new Known(rounds, rounds)) <= mostColumns;
      if (small && !stop.getAsBoolean()) {
        Optional<SlotTable> packing = exact.packing(space, rounds, run.left(SHARE));
        if (packing.isPresent()) {
          start(packing.get());
          return true;
        }
      }
    }
    return false;
  }

  /** Starts the messages in the order of their rounds, those with long ways first or last. */
  private void start(SlotTable packing) {
    int n = instance.size();
    TimedRoute[][] routes = new TimedRoute[n][];
    RouteChoices taken = RouteChoices.of(problem, packing);
    for (int m = 0; m < n; m++) {
      routes[m] = taken.routes().get(m).toArray(TimedRoute[]::new);
    }
    Comparator<Integer> byRound = Comparator.comparingLong(m -> packing.transmissions().get(m).start());
    Comparator<Integer> byWay = Comparator.comparingLong(m -> routes[m][0].finish());
    for (Comparator<Integer> order : List.of(byRound.thenComparing(byWay.reversed()), byRound.thenComparing(byWay))) {
      Integer[] sorted = new Integer[n];
      Arrays.setAll(sorted, m -> m);
      Arrays.sort(sorted, order);
      new GreedyScheduler(instance)
          .schedule(Arrays.stream(sorted).mapToInt(Integer::intValue).toArray(), routes, listener::shouldStop)
          .ifPresent(plan -> exact.take(plan.table(), plan.objective(), exact.name() + ", rounds"));
    }
  }
}
