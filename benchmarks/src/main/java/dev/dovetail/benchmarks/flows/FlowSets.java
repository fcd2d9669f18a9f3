package dev.dovetail.benchmarks.flows;

import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes sets of flows by rule; what is drawn depends on the seed alone. */
public final class FlowSets {
  /** Flits that each node of the reference sets has room for, shared by all nodes: 256 per message on 4 x 4, 64 on 8 x 8. */
  private static final int FLITS_TIMES_NODES = 4_096;
  /** Longest packet of the reference sets. */
  public static final int PACKET_FLITS = 16;
  private static final int DRAWN_DESTINATIONS = 4;
  private static final String COLLECTIVE = "g0";

  private final int size;
  private final int nodes;
  private final int flits;
  private final List<Flow> flows = new ArrayList<>();

  private FlowSets(int size, int flits) {
    this.size = size;
    this.nodes = size * size;
    this.flits = flits;
  }

  /** How many flits a message of a set has if nothing else is said. */
  public static int usualFlits(FlowPattern pattern, int size) {
    return pattern == FlowPattern.S4NOC ? 1 : Math.max(1, FLITS_TIMES_NODES / (size * size));
  }

  /**
   * A set with the usual messages and packets.
   *
   * @throws IllegalArgumentException if the pattern does not fit the mesh
   */
  public static FlowSet of(FlowPattern pattern, int size, long seed) {
    return of(pattern, size, usualFlits(pattern, size), pattern == FlowPattern.S4NOC ? 1 : PACKET_FLITS, seed);
  }

  /**
   * A set.
   *
   * @param size nodes per row and per column, at least 2
   * @param flits of a message, at least 1
   * @param packetFlits into which packets a traditional network cuts them, at least 1
   * @param seed of what is drawn, not negative
   * @throws IllegalArgumentException if the pattern does not fit the mesh
   */
  public static FlowSet of(FlowPattern pattern, int size, int flits, int packetFlits, long seed) {
    if (size < 2 || flits < 1 || packetFlits < 1) {
      throw new IllegalArgumentException(
          "The size (%d) must be at least 2, the flits of a message (%d) and of a packet (%d) at least 1.".formatted(size, flits,
              packetFlits));
    }
    FlowSets sets = new FlowSets(size, flits);
    switch (pattern) {
      case NEIGHBOR -> sets.neighbors();
      case SCATTER -> IntStream.range(1, sets.nodes).forEach(d -> sets.add(FlowKind.SCATTER, 0, List.of(d), flits, COLLECTIVE));
      case GATHER -> IntStream.range(1, sets.nodes).forEach(s -> sets.add(FlowKind.GATHER, s, List.of(0), flits, COLLECTIVE));
      case BCAST -> sets.add(FlowKind.MULTICAST, 0, IntStream.range(1, sets.nodes).boxed().toList(), flits, COLLECTIVE);
      case TRANSPOSE -> sets.transpose();
      case ALL_TO_ALL, S4NOC -> sets.allToAll();
      case UNIFORM -> sets.uniform(new MersenneTwister(seed));
      case REGIONS -> sets.regions();
    }
    return new FlowSet(name(pattern, size, flits, seed), size, packetFlits,
        pattern.rule() + (pattern == FlowPattern.UNIFORM ? "; seed " + seed : ""), sets.flows);
  }

  /** The name of a reference set, or that name with what differs from it. */
  private static String name(FlowPattern pattern, int size, int flits, long seed) {
    return (pattern == FlowPattern.S4NOC ? "s4noc-" + size : "m" + size + "-" + pattern)
        + (pattern == FlowPattern.UNIFORM && seed != 1 ? "-seed" + seed : "")
        + (flits == usualFlits(pattern, size) ? "" : "-flits" + flits);
  }

  private void add(FlowKind kind, int source, List<Integer> destinations, int volume, @Nullable String group) {
    flows.add(
        new Flow(Integer.toString(flows.size()), kind, List.of(source), destinations, volume, 0, Flow.NO_DEADLINE, 1, 0, group, 1,
            List.of(), List.of()));
  }

  private void neighbors() {
    for (int s = 0; s < nodes; s++) {
      if (s % size < size - 1) {
        add(FlowKind.TRANSFER, s, List.of(s + 1), flits, null);
      }
    }
  }

  private void transpose() {
    for (int s = 0; s < nodes; s++) {
      int d = s % size * size + s / size;
      if (d != s) {
        add(FlowKind.UNICAST, s, List.of(d), flits, null);
      }
    }
  }

  private void allToAll() {
    for (int s = 0; s < nodes; s++) {
      for (int j = 1; j < nodes; j++) {
        add(FlowKind.UNICAST, s, List.of((s + j) % nodes), flits, null);
      }
    }
  }

  private void uniform(MersenneTwister random) {
    for (int s = 0; s < nodes; s++) {
      for (int i = 0; i < DRAWN_DESTINATIONS; i++) {
        int d;
        do {
          d = random.below(nodes);
        } while (d == s);
        add(FlowKind.UNICAST, s, List.of(d), flits, null);
      }
    }
  }

  /** Regions of 4 x 4, of 2 x 2 on a mesh of 4; a memory controller for every second column. */
  private void regions() {
    int edge = size == 4 ? 2 : 4;
    if (size % edge != 0 || size == edge) {
      throw new IllegalArgumentException("The size (%d) must be 4 or a larger multiple of 4 for regions.".formatted(size));
    }
    int region = 0;
    for (int ry = 0; ry < size; ry += edge) {
      for (int rx = 0; rx < size; rx += edge) {
        region("r" + region++ + ".", rx, ry, edge);
      }
    }
  }

  private void region(String label, int rx, int ry, int edge) {
    List<Integer> tiles =
        IntStream.range(0, edge * edge).mapToObj(i -> (ry + i / edge) * size + rx + i % edge).toList();
    int controller = nearestController(rx, edge);
    List<Integer> others = tiles.stream().filter(t -> t != controller).toList();
    add(FlowKind.MULTICAST, controller, others, flits, label + "weights");
    others.forEach(t -> add(FlowKind.SCATTER, controller, List.of(t), Math.max(1, flits / 4), label + "slices"));
    for (int i = 0; i + 1 < tiles.size(); i++) {
      int distance = tiles.get(i + 1) - tiles.get(i);
      if (distance == 1 || distance == size) {
        add(FlowKind.TRANSFER, tiles.get(i), List.of(tiles.get(i + 1)), Math.max(1, flits / 2), label + "chain");
      }
    }
    tiles.stream().skip(1)
        .forEach(t -> add(FlowKind.GATHER, t, List.of(tiles.get(0)), Math.max(1, flits / 4), label + "psum"));
  }

  /** The controller whose column is nearest to the middle of the region; of two the left one. */
  private int nearestController(int rx, int edge) {
    int controllers = size / 2;
    int best = -1;
    for (int i = 0; i < controllers; i++) {
      int column = (2 * i + 1) * size / (2 * controllers);
      if (best < 0 || fromMiddle(column, rx, edge) < fromMiddle(best, rx, edge)) {
        best = column;
      }
    }
    return best;
  }

  /** Twice the distance, as the middle may lie between two columns. */
  private static int fromMiddle(int column, int rx, int edge) {
    return Math.abs(2 * column - 2 * rx - edge);
  }
}
