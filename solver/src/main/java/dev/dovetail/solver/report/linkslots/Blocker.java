package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Message;
import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a message is not injected one slot earlier.
 *
 * @param link that another message leaves just in time; null if no link is the reason
 * @param by position of that other message, or of one that must come before; -1 if there is none
 * @param words the reason as a sentence without its subject
 */
record Blocker(@Nullable LinkUse link, int by, String words) {
  /** The reason, of several that of the first link on the way. */
  static Blocker of(SlotsView view, int position) {
    Sent sent = view.sent().get(position);
    for (int i = 0; i < sent.walk().channels().length; i++) {
      LinkUse link = view.links().get(sent.walk().channels()[i]);
      long begin = sent.start() + sent.walk().offsets()[i];
      Bar before = endingAt(link, begin);
      if (before != null) {
        return new Blocker(link, before.id(), "waits for " + link.about().name() + ", which message "
            + view.sent().get(before.id()).message().name() + " leaves after slot " + Numbers.grouped(begin - 1));
      }
    }
    Message message = sent.message();
    if (message.previousChunk() >= 0) {
      return before(view, message.previousChunk(), "follows chunk ");
    }
    if (!message.after().isEmpty() && sent.start() > message.release()) {
      Message.After last = message.after().get(0);
      for (Message.After after : message.after()) {
        Sent one = view.sent(after.message());
        Sent other = view.sent(last.message());
        if (one != null && other != null && one.finish() + after.lag() > other.finish() + last.lag()) {
          last = after;
        }
      }
      return before(view, last.message(), "waits until " + Numbers.grouped(last.lag()) + " slots after the delivery of message ");
    }
    if (sent.start() <= message.release()) {
      return new Blocker(null, -1, message.release() == 0 ? "starts in slot 0" : "starts when it is released");
    }
    return new Blocker(null, -1, "could be injected earlier; that would not make the whole shorter");
  }

  private static Blocker before(SlotsView view, int message, String words) {
    Sent sent = view.sent(message);
    return new Blocker(null, sent == null ? -1 : view.position(sent), words + view.problem().messages().get(message).name());
  }

  private static @Nullable Bar endingAt(LinkUse link, long slot) {
    List<Bar> bars = link.bars();
    int low = 0;
    int high = bars.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bars.get(middle).start() < slot) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // On a link that carries several at a time, one of those before it may be the one.
    for (int i = low - 1; i >= 0 && i >= low - 2 * link.about().capacity(); i--) {
      if (bars.get(i).end() == slot) {
        return bars.get(i);
      }
    }
    return null;
  }
}
