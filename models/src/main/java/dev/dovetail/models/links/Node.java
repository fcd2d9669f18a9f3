package dev.dovetail.models.links;

/**
 * A place in the interconnect.
 *
 * @param name unique in its accelerator; a core's node has the core's name
 * @param kind what is there
 * @param core index of the core, or -1
 */
public record Node(String name, Kind kind, int core) {
  /** What stands at a node. */
  public enum Kind {
    CORE,
    DRAM,
    ROUTER
  }
}
