package dev.dovetail.benchmarks.flows;

import java.util.Locale;

/** Who sends what to whom on a square mesh; nodes are numbered y * size + x. */
public enum FlowPattern {
  /** Each node but those of the last column sends to its right neighbour. */
  NEIGHBOR("every node not in the last column sends to its right neighbour"),
  /** Node 0 sends to each other one, by number, something else. */
  SCATTER("node 0 sends a distinct message to every other node, ascending id"),
  /** Each node sends to node 0. */
  GATHER("every node 1..N-1 sends to node 0, ascending id"),
  /** Node 0 sends the same to all. */
  BCAST("node 0 multicasts one message to all other nodes"),
  /** (x, y) sends to (y, x). */
  TRANSPOSE("node (x,y) sends to (y,x), diagonal silent, ascending source id"),
  /** Each sends to each, beginning with the one behind it. */
  ALL_TO_ALL("source s sends to (s+j) mod N for j=1..N-1 in that order"),
  /** All-to-all of single flits: the core-to-core schedules of S4NOC. */
  S4NOC("as all-to-all with one flit per message"),
  /** Each sends to four others drawn at random. */
  UNIFORM(
      "source s, ascending, sends to four others, each drawn as randrange(N) of Python's random.Random(seed) until it differs from s"),
  /**
   * Squares of nodes that work on a layer each, as METRO's traffic (arXiv 2108.10570): weights multicast and slices scattered from the nearest
   * memory controller of the top row, neighbours chained, partial sums gathered in the first node.
   */
  REGIONS("regions of r x r nodes, row-major: multicast M from the nearest controller of the top row, scatter M/4 from it, "
      + "transfers M/2 between neighbours that follow each other, gather M/4 to the first node");

  private final String rule;

  FlowPattern(String rule) {
    this.rule = rule;
  }

  /** The rule in words, for the file. */
  public String rule() {
    return rule;
  }

  /** Its name in files and on the command line, for example {@code all-to-all}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
