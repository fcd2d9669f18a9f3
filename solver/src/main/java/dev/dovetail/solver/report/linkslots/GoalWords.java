package dev.dovetail.solver.report.linkslots;

import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.solver.Presentation.Measure;
import dev.dovetail.solver.report.Numbers;
import java.util.Locale;
import java.util.function.LongFunction;

/** How goals, rules and networks of the kind are called. */
final class GoalWords {
  private GoalWords() {}

  static Measure measure(Goal goal) {
    return switch (goal) {
      case MAKESPAN -> new Measure("makespan", "slots");
      case PERIOD -> new Measure("period", "slots");
      case DEADLINE -> new Measure("messages left out", "");
      case WEIGHTED_FINISH -> new Measure("weighted finish", "slots");
    };
  }

  /** Name as a heading, of something that can be low. */
  static String name(Goal goal) {
    String name = goal == Goal.DEADLINE ? "number of messages left out" : measure(goal).name();
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** A value with its unit. */
  static LongFunction<String> format(Goal goal) {
    return goal == Goal.DEADLINE ? Numbers::grouped : v -> Numbers.grouped(v) + " slots";
  }

  static String ports(LocalPorts ports) {
    return switch (ports) {
      case BOTH -> "both (inject and eject port take a slot each)";
      case ONE -> "one (the first link is crossed in the slot of the injection)";
      case NONE -> "none (ports bind, the finish counts links only)";
      case OPEN -> "open (no local ports)";
    };
  }

  static String routes(RoutePolicy routes) {
    return switch (routes) {
      case XY -> "XY";
      case XY_YX -> "XY or YX";
      case SHORTEST -> "shortest";
      case FREE -> "free";
      case LISTED -> "listed by each flow";
    };
  }

  /** What the network is. */
  static String network(SlotNetwork network) {
    String tiles = Numbers.count(network.tiles().size(), "tile", "tiles");
    return network.isMesh() ? "mesh of " + network.columns() + " x " + network.rows() + " tiles" : "network of " + tiles;
  }

  static String trees(LinkSlotsProblem problem) {
    return problem.rules().multicastTrees() ? "over trees" : "one message for each destination";
  }
}
