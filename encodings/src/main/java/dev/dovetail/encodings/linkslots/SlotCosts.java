package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.Message;
import java.util.List;

/** What routes and starts cost, by the sums of the models; the judge counts on its own. */
final class SlotCosts {
  private SlotCosts() {}

  /**
   * Latest finish, or sum of weighted finishes.
   *
   * @param places of the route of each message among its choices
   * @param starts slot in which each message starts
   */
  static long of(RouteChoices choices, int[] places, long[] starts) {
    boolean makespan = choices.problem().rules().goal() == Goal.MAKESPAN;
    List<Message> messages = choices.problem().messages();
    long cost = 0;
    for (int m = 0; m < places.length; m++) {
      long finish = Math.addExact(starts[m], choices.routes().get(m).get(places[m]).finish());
      cost = makespan ? Math.max(cost, finish) : Math.addExact(cost, Math.multiplyExact(messages.get(m).weight(), finish));
    }
    return cost;
  }
}
