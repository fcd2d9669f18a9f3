package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.tiles.TileGraph;
import java.util.Set;

/**
 * Everything that a list scheduler needs to know and does not decide: tiles, cores, order, and how data is delivered.
 *
 * @param graph the tiles
 * @param cores how many cores the machine has
 * @param core the core of each node
 * @param order all nodes; a node comes after every node whose output it reads
 * @param manner how the scheduler chooses among what is ready
 * @param merged tensors (by index) of which an item is sent once to all its consumers, instead of once per consumer layer
 * @param staged weight tensors (by index) that wait on one core and move on to the others when their turn comes, instead of being
 *     multicast into every consumer's memory at once
 * @param detours deliveries that go through DRAM, or are loaded again for every row tile
 * @param frugal layers whose tiles run at the cost point of least energy instead of the fastest
 */
record Plan(TileGraph graph, int cores, int[] core, int[] order, Manner manner, Set<Integer> merged, Set<Integer> staged,
    Set<Detour> detours, Set<Integer> frugal) {
  /**
   * How the scheduler chooses among what is ready.
   *
   * @param lookahead how many unstarted nodes of a core's order may be overtaken by a ready one, at least 1 (= none)
   * @param movesFirst whether moves and stores go before all loads, instead of by their first consumer
   * @param window staged weights move on when their first consumer is at most this many nodes ahead of the first one not done
   */
  record Manner(int lookahead, boolean movesFirst, int window) {}

  /**
   * One consumer layer's use of one tensor that does not wait in core memory: a feature is stored and loaded again, data from DRAM is
   * loaded again for each row tile that a core runs.
   *
   * @param tensor index of the tensor
   * @param layer index of the consumer layer
   */
  record Detour(int tensor, int layer) {}

  Plan with(Set<Detour> other) {
    return new Plan(graph, cores, core, order, manner, merged, staged, Set.copyOf(other), frugal);
  }
}
