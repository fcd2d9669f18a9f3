package dev.dovetail.models.links;

import java.util.List;

/**
 * What goes over a route, and how: everything that its times depend on beside the edges.
 *
 * @param sources nodes that it comes from; one, unless it gathers
 * @param targets nodes that it goes to; one if it gathers
 * @param gathers whether the route is an in-tree whose branches are added where they meet; otherwise it is a path or an out-tree
 * @param volume in the units of the channels' bandwidths, at least 0
 * @param storeAndForward whether an edge begins only when everything has arrived over the edge before it; otherwise the first unit that
 *     arrives goes on at once (cut-through)
 * @param mergeCycles that an addition takes at a node inside of an in-tree, at least 0
 * @param waits cycles that it waits before each edge, by position in the route; empty for none
 */
public record Movement(
    List<Integer> sources,
    List<Integer> targets,
    boolean gathers,
    long volume,
    boolean storeAndForward,
    long mergeCycles,
    List<Long> waits) {
  public Movement {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    waits = List.copyOf(waits);
    if (gathers ? targets.size() != 1 || sources.isEmpty() : sources.size() != 1 || targets.isEmpty()) {
      throw new IllegalArgumentException("The sources %s and targets %s must have one root.".formatted(sources, targets));
    }
  }

  /** Cut-through from one node to one or several others, without waiting: how accelerators transfer. */
  public static Movement cutThrough(int source, List<Integer> targets, long volume) {
    return new Movement(List.of(source), targets, false, volume, false, 0, List.of());
  }

  /** The node that all branches have in common: the source, or the target of what gathers. */
  public int root() {
    return gathers ? targets.get(0) : sources.get(0);
  }

  /** The nodes at which branches may end, or begin if it gathers. */
  public List<Integer> ends() {
    return gathers ? sources : targets;
  }
}
