package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** Between which slots each message may start: release, waiting for others, deadlines and the horizon. */
final class StartWindows {
  /** First slot in which each message may start. */
  final long[] earliest;

  /** Last slot in which each message may start, over its shortest route. */
  final long[] latest;

  /** No best mapping has a later finish. */
  final long horizon;

  private final RouteChoices choices;
  private final List<Message> messages;
  private final SourceTimes times;

  /** @param known horizon of a makespan, or of the objective that is wanted */
  StartWindows(RouteChoices choices, LinkSlotsEncoding.Known known) {
    this.choices = choices;
    this.messages = choices.problem().messages();
    this.times = new SourceTimes(choices.problem());
    long serial = serial();
    horizon = choices.problem().rules().goal() == Goal.MAKESPAN ? Math.min(serial, known.upper()) : serial;
    earliest = new long[choices.size()];
    latest = new long[choices.size()];
    Arrays.fill(latest, Long.MAX_VALUE);
    for (Message m : messages) {
      earliest[m.index()] = m.release();
      latest[m.index()] = Math.min(horizon, m.deadline()) - least(m.index(), TimedRoute::finish);
    }
    propagate();
  }

  /**
   * In some best mapping each message is held back, directly or over others, by one that starts at its release: otherwise all that hold it
   * back could start earlier. So it starts no later than all others end one after the other.
   */
  private long serial() {
    long sum = 0;
    long release = 0;
    for (Message m : messages) {
      release = Math.max(release, m.release());
      long longest = 0;
      for (TimedRoute r : choices.routes().get(m.index())) {
        longest = Math.max(longest, Math.max(r.lastEnd(), r.finish()));
      }
      long lag = m.after().stream().mapToLong(Message.After::lag).max().orElse(0);
      sum = Math.addExact(sum, Math.addExact(longest, lag));
    }
    return Math.addExact(sum, release);
  }

  /** Smallest value over the routes of a message. */
  long least(int message, ToLongFunction<TimedRoute> of) {
    return choices.routes().get(message).stream().mapToLong(of).min().orElseThrow();
  }

  /** Follows who waits for whom until nothing changes; a circle empties some window and so ends. */
  private void propagate() {
    boolean changed = true;
    while (changed && !isImpossible()) {
      changed = false;
      for (Message m : messages) {
        int k = m.index();
        for (Message.After a : m.after()) {
          changed |= apart(a.message(), k, least(a.message(), r -> times.delivery(a, r)));
        }
        if (m.previousChunk() >= 0) {
          for (int s : m.sources()) {
            long leaves = choices.routes().get(k).stream().mapToLong(r -> times.injection(s, r)).max().orElseThrow();
            changed |= apart(m.previousChunk(), k, least(m.previousChunk(), r -> times.departure(s, r)) - leaves);
          }
        }
      }
    }
  }

  private boolean apart(int before, int after, long slots) {
    boolean changed = false;
    if (earliest[before] + slots > earliest[after]) {
      earliest[after] = earliest[before] + slots;
      changed = true;
    }
    if (latest[after] - slots < latest[before]) {
      latest[before] = latest[after] - slots;
      changed = true;
    }
    return changed;
  }

  /** Whether some message has no slot to start in. */
  boolean isImpossible() {
    for (int m = 0; m < earliest.length; m++) {
      if (earliest[m] > latest[m]) {
        return true;
      }
    }
    return false;
  }
}
