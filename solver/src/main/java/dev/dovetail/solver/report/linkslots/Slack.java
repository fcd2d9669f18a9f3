package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.solver.report.Bar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** By how many slots a message could be injected later with everything else as it is, and nothing finishing later than the makespan. */
final class Slack {
  private final SlotsView view;
  private final long[] latest;

  Slack(SlotsView view) {
    this.view = view;
    this.latest = new long[view.sent().size()];
    for (int s = 0; s < latest.length; s++) {
      Sent sent = view.sent().get(s);
      Message m = sent.message();
      latest[s] = view.repetition().isNever() ? view.span() - sent.finish() : Long.MAX_VALUE;
      if (m.hasDeadline() && m.period() == 0) {
        latest[s] = Math.min(latest[s], m.deadline() - sent.finish());
      }
    }
    links();
    order();
  }

  private void links() {
    boolean repeats = !view.repetition().isNever();
    for (LinkUse link : view.links()) {
      if (link.about().capacity() > 1) {
        // Another place may be free there: nothing is said.
        link.bars().forEach(b -> latest[b.id()] = 0);
        continue;
      }
      List<Bar> bars = link.bars();
      for (int i = 0; i < bars.size(); i++) {
        Bar bar = bars.get(i);
        if (i + 1 < bars.size()) {
          latest[bar.id()] = Math.min(latest[bar.id()], bars.get(i + 1).start() - bar.end());
        } else if (repeats && (bar.end() < view.span() || bars.get(0).id() != bar.id())) {
          // One that goes on at the begin of the period ends there.
          latest[bar.id()] = Math.min(latest[bar.id()], bars.get(0).start() + view.span() - bar.end());
        }
      }
    }
  }

  private void order() {
    for (Sent sent : view.sent().stream().sorted(Comparator.comparingLong(Sent::start)).toList()) {
      Message m = sent.message();
      List<Integer> before = new ArrayList<>(m.after().stream().map(Message.After::message).toList());
      if (m.previousChunk() >= 0) {
        before.add(m.previousChunk());
      }
      for (int b : before) {
        Sent other = view.sent(b);
        if (other != null) {
          int position = view.position(other);
          long lag = m.after().stream().filter(a -> a.message() == b).mapToLong(Message.After::lag).max().orElse(0);
          long end = b == m.previousChunk() ? other.start() + other.slots() : other.finish() + lag;
          latest[position] = Math.min(latest[position], Math.max(0, sent.start() - end));
        }
      }
    }
  }

  /** Slots, by position in {@link SlotsView#sent()}. */
  long of(int position) {
    return latest[position];
  }
}
