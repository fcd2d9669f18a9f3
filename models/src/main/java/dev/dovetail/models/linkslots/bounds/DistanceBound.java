package dev.dovetail.models.linkslots.bounds;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The message that finishes last even if it is alone, with all that it waits for. */
final class DistanceBound {
  /** Name of the bound. */
  static final String BOUND = "distance";

  private final LinkSlotsProblem problem;
  private final Times times;

  DistanceBound(LinkSlotsProblem problem, Times times) {
    this.problem = problem;
    this.times = times;
  }

  /** The longest path of messages that wait for each other. */
  LowerBound longest() {
    Message last = problem.messages().get(0);
    for (Message m : problem.messages()) {
      if (finish(m) > finish(last)) {
        last = m;
      }
    }
    return new LowerBound(BOUND, finish(last), witness(last));
  }

  private long finish(Message m) {
    return times.start(m) + times.length(m);
  }

  private String witness(Message last) {
    List<String> chain = new ArrayList<>();
    Message first = last;
    for (Message m = last; m != null; m = times.waitsFor(m) < 0 ? null : problem.messages().get(times.waitsFor(m))) {
      chain.add("message %s takes %d slots".formatted(m.name(), times.length(m)));
      first = m;
    }
    Collections.reverse(chain);
    return "from slot %d: %s".formatted(first.release(), String.join(", then ", chain));
  }
}
