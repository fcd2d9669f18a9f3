package dev.dovetail.benchmarks.wormhole;

/** The ports of a router: an input is named by the neighbour that it comes from, an output by the one that it leads to. */
final class Ports {
  static final int EAST = 0;
  static final int WEST = 1;
  static final int SOUTH = 2;
  static final int NORTH = 3;
  static final int LOCAL = 4;
  static final int COUNT = 5;

  private Ports() {}

  /** The port at the other end of a link. */
  static int opposite(int port) {
    return port ^ 1;
  }
}
