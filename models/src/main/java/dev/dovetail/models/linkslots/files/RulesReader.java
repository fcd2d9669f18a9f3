package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import java.util.List;
import java.util.Optional;

/** Reads the rules of a problem: goal, routes, trees, forwarding, admission. */
final class RulesReader {
  private static final long LARGEST_MERGE = 1L << 20;
  private static final int MOST_CANDIDATES = 1 << 10;

  private final DataNode root;
  private final SlotNetwork network;

  RulesReader(DataNode root, SlotNetwork network) {
    this.root = root;
    this.network = network;
  }

  /** The rules; what the file does not say is as in {@code otherwise}. */
  SlotRules read(SlotRules otherwise) {
    Goal goal = root.optional("goal").map(g -> Words.of(g, "goal", Goal.values())).orElse(otherwise.goal());
    return new SlotRules(
        goal,
        root.optional("routes").map(this::routes).orElse(otherwise.routes()),
        choice("multicast", "tree", "unicast", otherwise.multicastTrees()),
        choice("reduce", "in-network", "gather", otherwise.reduceInNetwork()),
        root.optional("forwarding").map(f -> Words.of(f, "forwarding", Forwarding.values())).orElse(otherwise.forwarding()),
        root.optional("waiting").map(DataNode::bool).orElse(otherwise.waiting()),
        root.optional("mergeSlots").map(m -> m.longValue(0, LARGEST_MERGE)).orElse(otherwise.mergeSlots()),
        allServed(goal, otherwise.allServed()));
  }

  /** K of {@code routes: {candidates: K}}; 0 if routes are given otherwise. */
  int candidates() {
    Optional<DataNode> routes = root.optional("routes").filter(DataNode::isObject);
    routes.ifPresent(r -> r.onlyKeys("candidates"));
    return routes.map(r -> r.required("candidates").intValue(1, MOST_CANDIDATES)).orElse(0);
  }

  private RoutePolicy routes(DataNode given) {
    if (given.isObject()) {
      candidates();
      return RoutePolicy.LISTED;
    }
    RoutePolicy policy = Words.of(given, "policy of routes", RoutePolicy.values());
    if ((policy == RoutePolicy.XY || policy == RoutePolicy.XY_YX) && !network.isMesh()) {
      throw given.error("The policy of routes (%s) is one of meshes, and this network is none.".formatted(given.text()),
          "use shortest, free or {candidates: 4}.");
    }
    return policy;
  }

  private boolean choice(String key, String yes, String no, boolean otherwise) {
    Optional<DataNode> given = root.optional(key);
    if (given.isEmpty()) {
      return otherwise;
    }
    String word = given.get().text();
    if (!word.equals(yes) && !word.equals(no)) {
      throw given.get().error("The value (%s) of '%s' must be %s or %s.".formatted(word, key, yes, no),
          Suggestions.instead(word, List.of(yes, no)));
    }
    return word.equals(yes);
  }

  private boolean allServed(Goal goal, boolean otherwise) {
    boolean all = choice("admission", "all", "most", otherwise);
    if (!all && goal != Goal.DEADLINE) {
      throw root.optional("admission").orElse(root).error(
          "The admission 'most' counts the messages that are left out, so it goes with the goal deadline only, not with %s."
              .formatted(Words.word(goal)),
          "add 'goal: deadline', or remove 'admission'.");
    }
    return all;
  }
}
