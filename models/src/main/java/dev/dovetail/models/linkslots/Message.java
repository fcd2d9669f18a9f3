package dev.dovetail.models.linkslots;

import java.util.List;

/**
 * What gets one route or tree and one injection slot.
 *
 * @param index position in {@link LinkSlotsProblem#messages()}
 * @param flow index of its flow
 * @param name for people, for example {@code 17} or {@code weights[2]}
 * @param shape path, tree or in-tree
 * @param sources tile indices; one unless it is a reduce
 * @param destinations tile indices; one unless it is a multicast
 * @param volume flits or bits, headers included, at least 1
 * @param release first slot in which any source may inject
 * @param deadline see {@link Flow#deadline()}
 * @param weight of its finish
 * @param period slots after which it repeats, 0 for never
 * @param after what must be delivered before
 * @param previousChunk message of the same flow and end points that must have left the source before, or -1
 */
public record Message(
    int index,
    int flow,
    String name,
    Shape shape,
    List<Integer> sources,
    List<Integer> destinations,
    long volume,
    long release,
    long deadline,
    long weight,
    long period,
    List<After> after,
    int previousChunk) {
  /** The shape of a message's route. */
  public enum Shape {
    /** A simple path, one source, one destination. */
    PATH,
    /** An out-tree that copies at its branches. */
    TREE,
    /** An in-tree that adds where branches meet. */
    IN_TREE,
    /** A path of exactly one link. */
    LINK
  }

  public Message {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    after = List.copyOf(after);
  }

  /**
   * A message that this one waits for.
   *
   * @param message index
   * @param destination tile at which it must be delivered, or -1 for all
   * @param lag slots in between, at least 0
   */
  public record After(int message, int destination, long lag) {}

  /** The only source. */
  public int source() {
    return sources.get(0);
  }

  /** Whether it has a deadline. */
  public boolean hasDeadline() {
    return deadline != Flow.NO_DEADLINE;
  }
}
