package dev.dovetail.benchmarks.metro;

import dev.dovetail.models.linkslots.RoutePolicy;

/** Which routes the slot tables of a row may use, and which wormhole routing they stand beside. */
enum SlotRoutes {
  /** The routes of the traditional network. */
  XY("xy", RoutePolicy.XY),
  /** The better of two per message; a traditional network draws between them. */
  XY_YX("xy-yx", RoutePolicy.XY_YX),
  /** Any: no traditional network has them. */
  FREE("free", RoutePolicy.FREE);

  private final String word;
  private final RoutePolicy policy;

  SlotRoutes(String word, RoutePolicy policy) {
    this.word = word;
    this.policy = policy;
  }

  /** Its name in problem files, on the command line and in tables. */
  @Override
  public String toString() {
    return word;
  }

  RoutePolicy policy() {
    return policy;
  }

  /** Whether METRO's search can answer: its routes pass nodes between. */
  boolean fitsMetro() {
    return this == FREE;
  }
}
