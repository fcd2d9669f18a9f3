package dev.dovetail.encodings.linkslots;

import dev.dovetail.models.linkslots.routes.TimedRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Narrows the choices to mappings that look the same after a rotation or reflection of the mesh.
 *
 * <p>Role: a heuristic for regular traffic. The images of a message go together, so there is a fraction of the variables and of the channels;
 * what is found is a mapping of the whole problem, what is proved holds for symmetric mappings only.
 */
public final class SymmetricChoices {
  private SymmetricChoices() {}

  /** One for each group of movements of the mesh that leave the problem as it is, the fewest groups of messages first. */
  public static List<RouteChoices> of(RouteChoices choices) {
    List<RouteChoices> all = new ArrayList<>();
    for (List<MeshSymmetry> group : MeshSymmetry.groups(choices.problem())) {
      RouteChoices narrow = narrow(choices, group);
      if (narrow.together().size() < choices.size()) {
        all.add(narrow);
      }
    }
    return all;
  }

  private static RouteChoices narrow(RouteChoices choices, List<MeshSymmetry> group) {
    List<Map<Set<Integer>, TimedRoute>> byEdges = new ArrayList<>();
    for (List<TimedRoute> routes : choices.routes()) {
      Map<Set<Integer>, TimedRoute> map = new HashMap<>();
      routes.forEach(r -> map.put(new HashSet<>(r.edges()), r));
      byEdges.add(map);
    }
    List<List<Integer>> together = new ArrayList<>();
    List<List<TimedRoute>> routes = new ArrayList<>();
    choices.routes().forEach(r -> routes.add(new ArrayList<>()));
    boolean[] seen = new boolean[choices.size()];
    for (int m = 0; m < seen.length; m++) {
      if (seen[m]) {
        continue;
      }
      Set<Integer> images = new TreeSet<>();
      for (MeshSymmetry s : group) {
        images.add(s.message()[m]);
        seen[s.message()[m]] = true;
      }
      for (TimedRoute route : choices.routes().get(m)) {
        imagesOf(choices, m, route, group, byEdges).ifPresent(of -> of.forEach((k, r) -> routes.get(k).add(r)));
      }
      if (routes.get(m).isEmpty()) { // They would meet in the middle of the mesh: each on its own.
        for (int k : images) {
          routes.get(k).addAll(choices.routes().get(k));
          together.add(List.of(k));
        }
      } else {
        together.add(List.copyOf(images));
      }
    }
    return new RouteChoices(choices.problem(), routes, together);
  }

  /** The images of a route by message; empty if some is not among the choices, a message would have two, or they meet. */
  private static Optional<Map<Integer, TimedRoute>> imagesOf(
      RouteChoices choices, int m, TimedRoute route, List<MeshSymmetry> group, List<Map<Set<Integer>, TimedRoute>> byEdges) {
    Map<Integer, TimedRoute> images = new HashMap<>();
    for (MeshSymmetry s : group) {
      Set<Integer> edges = new HashSet<>();
      route.edges().forEach(e -> edges.add(s.edge()[e]));
      TimedRoute image = byEdges.get(s.message()[m]).get(edges);
      if (image == null) {
        return Optional.empty();
      }
      TimedRoute before = images.putIfAbsent(s.message()[m], image);
      if (before != null && !before.equals(image)) {
        return Optional.empty();
      }
    }
    return meet(choices, List.copyOf(images.values())) ? Optional.empty() : Optional.of(images);
  }

  /** Whether routes that begin in the same slot want a channel at the same time that carries one message. */
  private static boolean meet(RouteChoices choices, List<TimedRoute> routes) {
    Map<Integer, List<long[]>> held = new HashMap<>();
    for (TimedRoute r : routes) {
      for (int i = 0; i < r.channels().length; i++) {
        int c = r.channels()[i];
        long from = r.offsets()[i];
        long to = from + r.durations()[i];
        List<long[]> others = held.computeIfAbsent(c, k -> new ArrayList<>());
        if (choices.problem().network().links().channels().get(c).capacity() == 1
            && others.stream().anyMatch(o -> from < o[1] && o[0] < to)) {
          return true;
        }
        others.add(new long[] {from, to});
      }
    }
    return false;
  }
}
