package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What wishes about fusion demand of handovers, and whether fusion groups can be as wished. */
final class GroupWishes {
  private GroupWishes() {}

  /** The handovers that wishes fix; where they contradict each other, what must stay on chip counts. */
  static Handovers handovers(Workload workload, List<Requirement> wishes) {
    Set<Handovers.Handover> cut = new HashSet<>();
    Set<Handovers.Handover> fused = new HashSet<>();
    for (Requirement wish : wishes) {
      cut.addAll(cut(workload, wish));
      fused.addAll(fused(workload, wish));
    }
    cut.removeAll(fused);
    return new Handovers(cut, fused);
  }

  private static Set<Handovers.Handover> fused(Workload workload, Requirement wish) {
    Set<Handovers.Handover> fused = new LinkedHashSet<>();
    if (wish instanceof Requirement.Fuse fuse) {
      for (Handovers.Handover handover : Requirements.handovers(workload)) {
        if (fuse.layers().contains(handover.producer()) && fuse.layers().contains(handover.consumer())) {
          fused.add(handover);
        }
      }
    }
    return fused;
  }

  private static Set<Handovers.Handover> cut(Workload workload, Requirement wish) {
    Set<Handovers.Handover> cut = new LinkedHashSet<>();
    if (wish instanceof Requirement.Cut one) {
      cut.add(new Handovers.Handover(one.producer(), one.consumer()));
    } else if (wish instanceof Requirement.Groups groups) {
      for (Handovers.Handover handover : Requirements.handovers(workload)) {
        if (groups.groups().stream().noneMatch(g -> g.contains(handover.producer()) && g.contains(handover.consumer()))) {
          cut.add(handover);
        }
      }
    }
    return cut;
  }

  /** Why the wishes about fusion cannot be met, whatever the machine; empty if that is not known. */
  static Optional<Refutation> refute(Workload workload, List<Requirement> wishes) {
    for (Requirement one : wishes) {
      Set<Handovers.Handover> fused = fused(workload, one);
      for (Requirement other : wishes) {
        for (Handovers.Handover handover : cut(workload, other)) {
          if (fused.contains(handover)) {
            return refuted("What the layer (%s) hands over to the layer (%s) cannot both stay on chip and go through DRAM.",
                handover.producer(), handover.consumer());
          }
        }
        if (one instanceof Requirement.Fuse fuse && other instanceof Requirement.Groups groups
            && groups.groups().stream().noneMatch(g -> g.containsAll(fuse.layers()))) {
          return refuted("The layers %s cannot be fused: they are in different fusion groups.",
              String.join(", ", fuse.layers().stream().sorted().toList()));
        }
        if (one instanceof Requirement.Groups mine && other instanceof Requirement.Groups theirs
            && !Set.copyOf(mine.groups()).equals(Set.copyOf(theirs.groups()))) {
          return refuted("There cannot be two partitions into fusion groups.");
        }
      }
      if (one instanceof Requirement.Groups groups) {
        List<String> circle = circle(workload, groups.groups());
        if (!circle.isEmpty()) {
          return refuted("The fusion groups read from each other in a circle, so that none can come first: %s.",
              String.join("; ", circle));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refutation> refuted(String claim, Object... values) {
    return Optional.of(new Refutation(claim.formatted(values), List.of()));
  }

  /** Handovers between groups that lead in a circle, in words; empty if there is none. */
  private static List<String> circle(Workload workload, List<Set<String>> groups) {
    Map<String, Integer> groupOf = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      for (String layer : groups.get(g)) {
        groupOf.put(layer, g);
      }
    }
    List<Map<Integer, Handovers.Handover>> next = new ArrayList<>();
    groups.forEach(g -> next.add(new java.util.TreeMap<>()));
    for (Handovers.Handover handover : Requirements.handovers(workload)) {
      Integer from = groupOf.get(handover.producer());
      Integer to = groupOf.get(handover.consumer());
      if (from != null && to != null && !from.equals(to)) {
        next.get(from).putIfAbsent(to, handover);
      }
    }
    for (int start = 0; start < groups.size(); start++) {
      List<String> way = way(start, start, next, new HashSet<>());
      if (!way.isEmpty()) {
        return way;
      }
    }
    return List.of();
  }

  /** The handovers on a way between two groups; empty if there is none. */
  private static List<String> way(int from, int to, List<Map<Integer, Handovers.Handover>> next, Set<Integer> tried) {
    for (Map.Entry<Integer, Handovers.Handover> edge : next.get(from).entrySet()) {
      String words = "(%s) reads (%s)".formatted(edge.getValue().consumer(), edge.getValue().producer());
      if (edge.getKey() == to) {
        return List.of(words);
      }
      if (tried.add(edge.getKey())) {
        List<String> rest = way(edge.getKey(), to, next, tried);
        if (!rest.isEmpty()) {
          List<String> all = new ArrayList<>(List.of(words));
          all.addAll(rest);
          return all;
        }
      }
    }
    return List.of();
  }
}
