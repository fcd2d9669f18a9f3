package dev.dovetail.benchmarks.wormhole;

/**
 * A message of the traditional network. Those of one source leave in the order of their list.
 *
 * @param source tile
 * @param destination another tile
 * @param flits at least 1
 * @param release first cycle in which it may leave; those behind it in the queue wait with it
 */
public record WormholeMessage(int source, int destination, long flits, long release) {
  public WormholeMessage {
    if (source == destination || flits < 1) {
      throw new IllegalArgumentException(
          "A message (%d flits) must have a flit and go from a tile to another, not from %d to %d.".formatted(flits, source,
              destination));
    }
  }
}
