package dev.dovetail.solver.linkslots.periodic;

import dev.dovetail.encodings.linkslots.periodic.PeriodicInstance;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes that the messages of a problem choose from.
 *
 * @param problem whose messages
 * @param routes by message
 * @param complete whether they are all that the problem allows
 */
record Candidates(LinkSlotsProblem problem, List<List<TimedRoute>> routes, boolean complete) {
  /** Candidates in all beyond which each message has fewer. */
  private static final int MOST = 12_000;

  /** As many routes as the size of the problem allows. */
  static Candidates of(LinkSlotsProblem problem) {
    int cap = Math.max(2, Math.min(RouteOptions.CAP, MOST / Math.max(1, problem.messages().size())));
    RouteOptions options = new RouteOptions(problem, cap);
    List<List<TimedRoute>> routes = new ArrayList<>();
    boolean complete = true;
    for (Message m : problem.messages()) {
      RouteOptions.Choice choice = options.of(m);
      routes.add(choice.routes());
      complete &= choice.complete();
    }
    return new Candidates(problem, routes, complete);
  }

  /** The instance with each message's own period, or with a common one if that is positive. */
  PeriodicInstance instance(long commonPeriod) {
    return new PeriodicInstance(problem, routes, complete, commonPeriod);
  }
}
