package dev.dovetail.models.linkslots;

/** Which routes a message may take. */
public enum RoutePolicy {
  /**
   * On a mesh: first east or west, then north or south. A tree is the union of such paths, from the source to each destination; of a
   * reduce, from each source to the destination.
   */
  XY,
  /** The XY route or the one that goes north or south first; a tree is of one sort. */
  XY_YX,
  /** Any path with the fewest links; in a tree, each destination's path. */
  SHORTEST,
  /** Any simple path or tree. */
  FREE,
  /** Those that the flow lists. */
  LISTED
}
