package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.links.Edge;
import dev.dovetail.models.links.LinkNetwork;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.Tile;
import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.List;

/** When messages leave their sources and reach their destinations, in slots after their start: what others wait for. */
public final class SourceTimes {
  private final SlotNetwork network;
  private final LinkNetwork links;
  private final List<Message> messages;

  /** For the routes of one problem. */
  public SourceTimes(LinkSlotsProblem problem) {
    this.network = problem.network();
    this.links = network.links();
    this.messages = problem.messages();
  }

  /** When the message that is waited for is delivered, and the lag is over. */
  public long delivery(Message.After after, TimedRoute route) {
    if (after.destination() < 0 || messages.get(after.message()).shape() == Message.Shape.IN_TREE) {
      return Math.addExact(route.finish(), after.lag());
    }
    Tile tile = network.tiles().get(after.destination());
    int end = network.finishCountsPorts() ? tile.sink() : tile.router();
    for (int e : route.edges()) {
      if (links.edges().get(e).to() == end) {
        int i = place(route, e);
        return Math.addExact(Math.addExact(route.offsets()[i], route.durations()[i]), after.lag());
      }
    }
    throw new IllegalArgumentException("The route (%s) must reach tile (%s).".formatted(route, tile.name()));
  }

  /** When a source begins to send. */
  public long injection(int source, TimedRoute route) {
    return route.offsets()[place(route, first(source, route))];
  }

  /** When all has left a source. */
  public long departure(int source, TimedRoute route) {
    long longest = 0;
    for (int e : route.edges()) {
      if (links.edges().get(e).from() == network.tiles().get(source).source()) {
        longest = Math.max(longest, route.durations()[place(route, e)]);
      }
    }
    return Math.addExact(injection(source, route), longest);
  }

  private int first(int source, TimedRoute route) {
    Tile tile = network.tiles().get(source);
    for (int e : route.edges()) {
      if (links.edges().get(e).from() == tile.source()) {
        return e;
      }
    }
    throw new IllegalArgumentException("The route (%s) must leave tile (%s).".formatted(route, tile.name()));
  }

  private int place(TimedRoute route, int e) {
    Edge edge = links.edges().get(e);
    int i = 0;
    while (route.channels()[i] != edge.channels().get(0)) {
      i++;
    }
    return i;
  }
}
