package dev.dovetail.solver.fusion;

/**
 * What the tiles of a set of layers are and cost when the set is a sub-group with a certain tile count.
 *
 * <p>Role: the unit that the search caches; it does not depend on the order within the sub-group, nor on anything outside. All
 * arrays are by member; a member's index is its rank among the ids.
 */
final class TiledGroup {
  /** Layer ids, ascending. */
  final int[] members;

  /** How many tiles each layer has. */
  final int tiles;

  /** Whether the outputs can be cut into that many tiles and the core can compute each. */
  final boolean possible;

  /** Cycles of a tile. */
  final long[] cycles;

  /** Bytes of a tile's output. */
  final long[] outBytes;

  /** Bytes that a tile loads of each producer (in the order of the graph) if that lies in DRAM; 0 for members. */
  final long[][] inBytes;

  /** Bytes that a tile loads of each external input. */
  final long[][] externalBytes;

  /** Cycles of all tiles of all layers. */
  final long computeCycles;

  /** Energy of all tiles of all layers without DRAM, femtojoules. */
  final long femtojoules;

  /** One that cannot be. */
  TiledGroup(int[] members, int tiles) {
    this(members, tiles, false, new long[0], new long[0], new long[0][], new long[0][], 0, 0);
  }

  TiledGroup(
      int[] members,
      int tiles,
      boolean possible,
      long[] cycles,
      long[] outBytes,
      long[][] inBytes,
      long[][] externalBytes,
      long computeCycles,
      long femtojoules) {
    this.members = members;
    this.tiles = tiles;
    this.possible = possible;
    this.cycles = cycles;
    this.outBytes = outBytes;
    this.inBytes = inBytes;
    this.externalBytes = externalBytes;
    this.computeCycles = computeCycles;
    this.femtojoules = femtojoules;
  }
}
