package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Message;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The earliest slots in which messages could be injected if no link were ever busy: releases, and what must come before. */
final class Heads {
  private Heads() {}

  /** By position in {@link SlotsView#sent()}. */
  static long[] of(SlotsView view) {
    List<Sent> sent = view.sent();
    long[] earliest = new long[sent.size()];
    Map<Integer, Integer> position = new HashMap<>();
    for (int s = 0; s < sent.size(); s++) {
      position.put(sent.get(s).message().index(), s);
    }
    // What must come before a message starts before it, so that it is known when the message is reached.
    IntStream.range(0, sent.size()).boxed().sorted(Comparator.comparingLong(s -> sent.get(s).start())).forEach(s -> {
      Message m = sent.get(s).message();
      earliest[s] = m.release();
      for (Message.After after : m.after()) {
        Integer before = position.get(after.message());
        // Its delivery at one of several destinations may come before its finish: only a path has one delivery.
        if (before != null && sent.get(before).message().destinations().size() == 1
            && view.problem().network().finishCountsPorts()) {
          earliest[s] = Math.max(earliest[s], earliest[before] + sent.get(before).length() + after.lag());
        }
      }
    });
    return earliest;
  }
}
