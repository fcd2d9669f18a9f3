package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;

/**
 * One Boolean for each route and start slot of a message, and at most as many as the channel carries in each slot of each channel.
 *
 * <p>Role: proofs on small problems of short messages, above all of whether a given makespan can be met, and a second opinion on {@link
 * LinkSlotsEncoding}. Source: time-expanded columns as in TDM schedulers for all-to-all traffic (S4NOC, Poseidon).
 */
public final class TimeExpandedEncoding {
  /**
   * The model of all mappings over given routes.
   *
   * @throws dev.dovetail.models.BadInputException if the problem is none that {@link LinkSlotsEncoding#takes}
   */
  public TimeExpandedModel encode(RouteChoices choices, LinkSlotsEncoding.Known known) {
    LinkSlotsEncoding.require(choices.problem());
    return new ColumnAssembly(choices, known).build();
  }

  /** How many columns the model has; cheap. */
  public long columns(RouteChoices choices, LinkSlotsEncoding.Known known) {
    StartWindows windows = new StartWindows(choices, known);
    long count = 0;
    for (int m : choices.together().stream().map(g -> g.get(0)).toList()) {
      long least = windows.least(m, TimedRoute::finish);
      for (TimedRoute r : choices.routes().get(m)) {
        count += Math.max(0, windows.latest[m] + least - r.finish() - windows.earliest[m] + 1);
      }
    }
    return count;
  }
}
