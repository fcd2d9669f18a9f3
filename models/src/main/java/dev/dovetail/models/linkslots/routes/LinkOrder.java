package dev.dovetail.models.linkslots.routes;

import java.util.SplittableRandom;

/** In which order a breadth-first search tries the links that leave a node: it decides ties between shortest paths. */
@FunctionalInterface
interface LinkOrder {
  /** By index. */
  LinkOrder FIRST = LinkGraph::outgoing;

  /** By index, backwards. */
  LinkOrder LAST = (graph, node) -> {
    int[] links = graph.outgoing(node);
    int[] reversed = new int[links.length];
    for (int i = 0; i < links.length; i++) {
      reversed[i] = links[links.length - 1 - i];
    }
    return reversed;
  };

  /** The links of {@code node}, each once. */
  int[] of(LinkGraph graph, int node);

  /** Shuffled; the seed decides. */
  static LinkOrder shuffled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return (graph, node) -> {
      int[] links = graph.outgoing(node).clone();
      for (int i = links.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = links[i];
        links[i] = links[j];
        links[j] = swap;
      }
      return links;
    };
  }
}
