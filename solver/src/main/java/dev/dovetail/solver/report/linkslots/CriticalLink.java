package dev.dovetail.solver.report.linkslots;

import dev.dovetail.solver.report.Bar;
import dev.dovetail.solver.report.Numbers;
import java.util.Comparator;
import java.util.Optional;

/**
 * The link that needs most of the makespan on these routes: nothing can be on it before its least head, it carries its load, and the last
 * message on it needs its least tail until its finish. Where messages repeat, its load alone has to fit into the period.
 *
 * @param link which one
 * @param load slots in which it is busy, at its capacity: rounded up
 * @param head least slots before any message can be on it
 * @param tail least slots from leaving it to the finish; -1 where the finish does not count the eject port
 * @param span makespan or period
 * @param first message with the least head, position in {@link SlotsView#sent()}
 * @param last message with the least tail
 * @param idle slots of its window, from its least head to its least tail before the end, in which it carries less than it could
 */
record CriticalLink(LinkUse link, long load, long head, long tail, long span, int first, int last, long idle) {
  private static final Comparator<CriticalLink> ORDER = Comparator.comparingLong(CriticalLink::need)
      .thenComparingLong(CriticalLink::load).thenComparing(c -> !c.link().isPort());

  /** The least makespan or period that this link admits. */
  long need() {
    return head + load + tail;
  }

  /** Slots by which the makespan or period exceeds what this link needs. */
  long spare() {
    return span - need();
  }

  /** The critical link of a table; among equals the busier, then a link before a port, then the first one; empty if nothing is sent. */
  static Optional<CriticalLink> of(SlotsView view) {
    CriticalLink best = null;
    long[] heads = Heads.of(view);
    for (LinkUse link : view.links()) {
      if (link.bars().isEmpty()) {
        continue;
      }
      CriticalLink c = of(view, link, heads);
      if (best == null || ORDER.compare(c, best) > 0) {
        best = c;
      }
    }
    return Optional.ofNullable(best);
  }

  private static CriticalLink of(SlotsView view, LinkUse link, long[] heads) {
    int capacity = link.about().capacity();
    long load = (link.busy() + capacity - 1) / capacity;
    int first = link.bars().get(0).id();
    int last = link.bars().get(0).id();
    if (!view.repetition().isNever()) {
      return new CriticalLink(link, load, 0, 0, view.span(), first, last, view.span() - load);
    }
    long head = Long.MAX_VALUE;
    long tail = Long.MAX_VALUE;
    for (Bar bar : link.bars()) {
      Sent sent = view.sent().get(bar.id());
      long h = heads[bar.id()] + bar.start() - sent.start();
      long t = sent.finish() - bar.end();
      first = h < head ? bar.id() : first;
      last = t < tail ? bar.id() : last;
      head = Math.min(head, h);
      tail = Math.min(tail, t);
    }
    return new CriticalLink(link, load, head, tail, view.span(), first, last, Math.max(0, view.span() - tail - head - load));
  }

  /** One line for a terminal. */
  String line(SlotsView view) {
    String name = link.about().name();
    if (!view.repetition().isNever()) {
      return "critical link " + name + ": busy " + Numbers.grouped(load) + " of " + Numbers.grouped(span)
          + " slots of the period";
    }
    return "critical link " + name + ": " + Numbers.grouped(head) + " before it + " + Numbers.grouped(load) + " busy + "
        + Numbers.grouped(tail) + " after it = " + Numbers.grouped(need()) + " of " + Numbers.grouped(span) + " slots"
        + (spare() == 0 ? ", never idle in between" : ", " + Numbers.grouped(spare()) + " idle in between");
  }
}
