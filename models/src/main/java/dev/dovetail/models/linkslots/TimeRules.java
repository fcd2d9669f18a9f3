package dev.dovetail.models.linkslots;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;

/** The rules of times: releases, what waits for what, the order of chunks, deadlines, periods, and that all are served. */
final class TimeRules {
  private final LinkSlotsProblem problem;
  private final SlotTable table;
  private final Journeys journeys;
  private final Findings findings;

  TimeRules(Journeys journeys, SlotTable table) {
    this.journeys = journeys;
    this.problem = journeys.problem;
    this.table = table;
    this.findings = journeys.findings;
  }

  void check() {
    commonPeriod();
    boolean allServed = problem.rules().allServed() || problem.rules().goal() != Goal.DEADLINE;
    for (Message message : problem.messages()) {
      if (journeys.transmissions[message.index()] == null && allServed) {
        findings.add("unserved", journeys.name(message.index()), "It has no transmission.");
      }
      Walk walk = journeys.walks[message.index()];
      if (walk != null) {
        release(message, walk);
        after(message);
        chunks(message, walk);
        deadline(message, walk);
        period(message, walk);
      }
    }
  }

  private void commonPeriod() {
    if (problem.rules().goal() == Goal.PERIOD) {
      if (table.period() < 1 || table.period() > Journeys.LATEST) {
        findings.add("period", "slot table", "The common period (%d) must be between 1 and 2^60.", table.period());
      }
    } else if (table.period() != 0) {
      findings.add("period", "slot table", "The problem asks for no common period (%d).", table.period());
    }
  }

  private void release(Message message, Walk walk) {
    for (int s = 0; s < walk.departures().length; s++) {
      long at = Exact.add(journeys.start(message.index()), walk.departures()[s]);
      if (at < message.release()) {
        findings.add("release", journeys.name(message.index()),
            "It leaves the tile (%s) in slot %d, before its release in slot %d.",
            problem.network().tiles().get(message.sources().get(s)).name(), at, message.release());
      }
    }
  }

  private void after(Message message) {
    long start = journeys.start(message.index());
    for (Message.After after : message.after()) {
      Walk before = journeys.walks[after.message()];
      if (before == null) {
        if (journeys.transmissions[after.message()] == null) {
          findings.add("precedence", journeys.name(message.index()), "It waits for the %s, which has no transmission.",
              journeys.name(after.message()));
        }
        continue;
      }
      long finish = after.destination() < 0
          ? journeys.finish(after.message(), before)
          : journeys.finish(after.message(), before, after.destination());
      if (start < Exact.add(finish, after.lag())) {
        findings.add("precedence", journeys.name(message.index()),
            "It starts in slot %d; the %s is delivered by slot %d, and the lag is %d.",
            start, journeys.name(after.message()), finish, after.lag());
      }
    }
  }

  /** Chunks leave each source one after the other; one that is left out is passed over. */
  private void chunks(Message message, Walk walk) {
    int previous = message.previousChunk();
    while (previous >= 0 && journeys.walks[previous] == null) {
      previous = problem.messages().get(previous).previousChunk();
    }
    if (previous < 0) {
      return;
    }
    Walk before = journeys.walks[previous];
    for (int s = 0; before != null && s < walk.departures().length; s++) {
      long at = Exact.add(journeys.start(message.index()), walk.departures()[s]);
      long free = Exact.add(Exact.add(journeys.start(previous), before.departures()[s]), journeys.injection(previous, before, s));
      if (at < free) {
        findings.add("chunk-order", journeys.name(message.index()),
            "It leaves the tile (%s) in slot %d; the %s before it has left by slot %d.",
            problem.network().tiles().get(message.sources().get(s)).name(), at, journeys.name(previous), free);
      }
    }
  }

  private void deadline(Message message, Walk walk) {
    if (!message.hasDeadline()) {
      return;
    }
    long finish = journeys.finish(message.index(), walk);
    if (message.period() > 0) {
      long taken = finish - journeys.start(message.index());
      if (taken > message.deadline()) {
        findings.add("deadline", journeys.name(message.index()),
            "It takes %d slots from injection to finish, its deadline is %d.", taken,
            message.deadline());
      }
    } else if (finish > message.deadline()) {
      findings.add("deadline", journeys.name(message.index()), "It finishes in slot %d, its deadline is slot %d.", finish,
          message.deadline());
    }
  }

  private void period(Message message, Walk walk) {
    long period = Journeys.period(problem, table, message.index());
    for (int i = 0; period > 0 && i < walk.edgeDurations().length; i++) {
      if (walk.edgeDurations()[i] > period) {
        findings.add("period", journeys.name(message.index()), "It holds the %s for %d slots, more than its period of %d.",
            journeys.link(journeys.route(message.index()).get(i)), walk.edgeDurations()[i], period);
        return;
      }
    }
  }
}
