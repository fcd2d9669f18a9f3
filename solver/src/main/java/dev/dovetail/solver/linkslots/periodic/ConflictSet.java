package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicEncoding;
import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import dev.dovetail.solver.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shrinks an instance that is proved infeasible to messages that are in conflict already.
 *
 * <p>First the messages of one channel alone, then deletion: halves, quarters and so on of what is left are taken out as long as the rest
 * stays infeasible. Where the time ends first, the set is still in conflict, only not the smallest.
 */
final class ConflictSet {
  /** Names that a message lists. */
  private static final int LISTED = 12;

  /** Steps of the search that shows most feasible sets to be feasible. */
  private static final long QUICK_STEPS = 2_000;

  /** The share of the time for one question. */
  private static final double QUESTION = 0.05;

  private final Run run;
  private final PeriodicInstance whole;

  ConflictSet(Run run, PeriodicInstance whole) {
    this.run = run;
    this.whole = whole;
  }

  /** Message indices, ascending, that cannot be placed together. */
  int[] shrink() {
    BitSet all = new BitSet();
    all.set(0, whole.size());
    BitSet conflict = all;
    for (BitSet channel : busiestChannels()) {
      if (isInfeasible(channel)) {
        conflict = channel;
        break;
      }
    }
    for (int size = Math.max(1, conflict.cardinality() / 2); size >= 1 && !run.settled(); size = size == 1 ? 0 : (size + 1) / 2) {
      conflict = delete(conflict, size);
    }
    return conflict.stream().toArray();
  }

  /** One pass that tries to take out each piece of {@code size} messages. */
  private BitSet delete(BitSet conflict, int size) {
    BitSet left = conflict;
    int[] members = conflict.stream().toArray();
    for (int from = 0; from < members.length && !run.settled(); from += size) {
      BitSet fewer = (BitSet) left.clone();
      for (int i = from; i < Math.min(members.length, from + size); i++) {
        fewer.clear(members[i]);
      }
      if (!fewer.isEmpty() && isInfeasible(fewer)) {
        left = fewer;
      }
    }
    return left;
  }

  /** The messages that all need one channel, of the channels with the largest share of slots asked, at most three. */
  private List<BitSet> busiestChannels() {
    int channels = whole.problem().network().links().channels().size();
    double[] load = new double[channels];
    List<BitSet> users = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      BitSet needing = new BitSet();
      for (int m = 0; m < whole.size(); m++) {
        int channel = c;
        List<TimedRoute> routes = whole.routes(m);
        if (!routes.isEmpty() && routes.stream().allMatch(r -> Arrays.stream(r.channels()).anyMatch(x -> x == channel))) {
          needing.set(m);
          load[c] += routes.get(0).durations()[0] / (double) whole.period(m);
        }
      }
      users.add(needing);
    }
    return IntStream.range(0, channels).boxed().sorted(Comparator.comparingDouble(c -> -load[c])).limit(3)
        .map(users::get).filter(u -> u.cardinality() > 1).toList();
  }

  private boolean isInfeasible(BitSet messages) {
    PeriodicInstance part = whole.only(messages::get);
    Timetable table = GreedyPlacement.of(part, run::settled);
    if (table.placed() == messages.cardinality()) {
      return false;
    }
    if (new EjectionSearch(table, run.limits().seed()).search(QUICK_STEPS, run::settled, t -> {})) {
      return false;
    }
    return run.ask(PeriodicEncoding.encode(part, PeriodicEncoding.Aim.FEASIBLE), null, QUESTION, t -> {}, v -> {})
        .proof() == Outcome.Proof.INFEASIBLE;
  }

  /** The names of messages, with their ends; the first ones if they are many. */
  static String names(PeriodicInstance instance, int[] messages) {
    String listed = Arrays.stream(messages).limit(LISTED).mapToObj(m -> instance.problem().messages().get(m).name())
        .collect(Collectors.joining(", "));
    return messages.length > LISTED ? listed + " and %d others".formatted(messages.length - LISTED) : listed;
  }
}
