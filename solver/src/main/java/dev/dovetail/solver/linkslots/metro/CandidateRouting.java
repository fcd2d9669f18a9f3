package dev.dovetail.solver.linkslots.metro;

import dev.dovetail.models.InfeasibleException;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.routes.RouteOptions;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.stream.IntStream;

/** Under a policy that leaves no room for intermediate nodes: the gene is the number of one of the routes that the policy allows. */
final class CandidateRouting implements Routing {
  private final TimedRoute[][] routes;

  CandidateRouting(LinkSlotsProblem problem) {
    RouteOptions options = new RouteOptions(problem);
    routes = new TimedRoute[problem.messages().size()][];
    for (Message m : problem.messages()) {
      routes[m.index()] = options.of(m).routes().toArray(TimedRoute[]::new);
      if (routes[m.index()].length == 0) {
        throw new InfeasibleException("The message (%s) has no route to its destination.".formatted(m.name()),
            "a link is missing, or another route policy helps.");
      }
    }
  }

  @Override
  public int mostNumbers() {
    return 1;
  }

  @Override
  public TimedRoute route(int message, int[] gene) {
    return routes[message][gene.length == 0 ? 0 : gene[0]];
  }

  @Override
  public int[] values(int message) {
    return routes[message].length == 1 ? new int[0] : IntStream.range(0, routes[message].length).toArray();
  }
}
