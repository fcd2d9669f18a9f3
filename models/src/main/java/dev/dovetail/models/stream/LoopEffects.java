package dev.dovetail.models.stream;

import dev.dovetail.models.stream.GroupGraph.Held;
import dev.dovetail.models.stream.GroupGraph.Kind;
import dev.dovetail.models.stream.GroupGraph.Transfer;
import java.math.BigInteger;

/**
 * What each temporal loop does to nodes, transfers and held tensors.
 *
 * <p>Role: how large a share of all iterations a node or transfer takes part in, and which loops may be reused over.
 */
public final class LoopEffects {
  /** What a temporal loop does. */
  public enum Effect {
    /** Another tile in each of its iterations. */
    VARYING,
    /** The same tile in each of its iterations, which may be kept. */
    INVARIANT,
    /** Nothing: only one in so many iterations takes part. */
    ABSENT
  }

  private final GroupGraph graph;
  private final GroupTiling tiling;
  private final Effect[][] nodes;
  private final Effect[][] transfers;
  private final Effect[][] held;

  LoopEffects(GroupGraph graph, GroupTiling tiling) {
    this.graph = graph;
    this.tiling = tiling;
    int loops = tiling.loopCount();
    this.nodes = new Effect[graph.size()][loops];
    this.transfers = new Effect[graph.transfers().size()][loops];
    this.held = new Effect[graph.held().size()][loops];
    for (int l = 0; l < loops; l++) {
      int z = tiling.loop(l);
      for (int i = 0; i < nodes.length; i++) {
        nodes[i][l] = graph.dims().has(i, z) ? Effect.VARYING : Effect.ABSENT;
      }
      for (int t = 0; t < transfers.length; t++) {
        transfers[t][l] = ofTransfer(graph.transfers().get(t), z);
      }
      for (int h = 0; h < held.length; h++) {
        held[h][l] = ofHeld(h, l, z);
      }
    }
  }

  private Effect ofTransfer(Transfer transfer, int z) {
    if (graph.dims().moves(transfer.tensor(), z)) {
      return Effect.VARYING;
    }
    boolean adjacent = transfer.producer() >= 0 && graph.dims().has(transfer.producer(), z)
        || transfer.readers().stream().anyMatch(r -> graph.dims().has(r, z));
    return adjacent ? Effect.INVARIANT : Effect.ABSENT;
  }

  /** The first node that has the tensor as an operand says what moves it; original nodes come before transfers. */
  private Effect ofHeld(int h, int l, int z) {
    Held tensor = graph.held().get(h);
    int first = tensor.node() >= 0 ? tensor.node() : tensor.reader();
    boolean moves = first >= 0
        ? graph.dims().moves(first, graph.operand(first, tensor.tensor()), z)
        : graph.dims().moves(tensor.tensor(), z);
    if (moves) {
      return Effect.VARYING;
    }
    Effect maker = tensor.node() >= 0 ? nodes[tensor.node()][l] : transfers[transferOf(h)][l];
    return maker == Effect.ABSENT ? Effect.ABSENT : Effect.INVARIANT;
  }

  /** The transfer that makes a held tensor, or that moves it out of DRAM. */
  private int transferOf(int h) {
    Held tensor = graph.held().get(h);
    if (tensor.transfer() >= 0) {
      return tensor.transfer();
    }
    for (int t = 0; t < graph.transfers().size(); t++) {
      if (graph.transfers().get(t).source() == h) {
        return t;
      }
    }
    throw new IllegalStateException("Nothing moves " + tensor.name());
  }

  /** Effect of temporal loop {@code l} on node {@code i}. */
  public Effect ofNode(int i, int l) {
    return nodes[i][l];
  }

  /** Effect of temporal loop {@code l} on transfer {@code t}. */
  public Effect ofTransfer(int t, int l) {
    return transfers[t][l];
  }

  /** Effect of temporal loop {@code l} on held tensor {@code h}. */
  public Effect ofHeld(int h, int l) {
    return held[h][l];
  }

  /** Iterations of all {@link GroupTiling#iterations()} that node {@code i} takes part in. */
  public long presentNode(int i) {
    return present(nodes[i]);
  }

  /** Iterations of all that transfer {@code t} takes part in. */
  public long presentTransfer(int t) {
    return present(transfers[t]);
  }

  private long present(Effect[] effects) {
    long present = 1;
    for (int l = 0; l < effects.length; l++) {
      present *= effects[l] == Effect.ABSENT ? 1 : tiling.count(l);
    }
    return present;
  }

  /**
   * The outermost loop that transfer {@code t} is INVARIANT in, counted among those that are not ABSENT for it, from 0; -1 if there is none.
   */
  int outermostInvariant(int t) {
    return outermost(transfers[t]);
  }

  /** The same for held tensor {@code h}. */
  int outermostInvariantHeld(int h) {
    return outermost(held[h]);
  }

  private static int outermost(Effect[] effects) {
    int place = -1;
    int last = -1;
    for (Effect e : effects) {
      if (e != Effect.ABSENT) {
        place++;
      }
      if (e == Effect.INVARIANT) {
        last = place;
      }
    }
    return last;
  }

  /**
   * Lowest level that held tensor {@code h} may have: what goes from core to core is kept over the transfer's outermost INVARIANT loop, what
   * is stored over its own, so that no partial sum leaves the chip.
   */
  int minLevel(int h) {
    Held tensor = graph.held().get(h);
    if (tensor.transfer() >= 0 && graph.transfers().get(tensor.transfer()).kind() == Kind.COMPUTE_TO_COMPUTE) {
      return outermostInvariant(tensor.transfer());
    }
    boolean stored = tensor.node() >= 0
        && graph.transfers().stream().anyMatch(t -> t.source() == h && t.kind() == Kind.COMPUTE_TO_MEM);
    return stored ? outermostInvariantHeld(h) : -1;
  }

  /**
   * Cycles averaged over all iterations: {@code cycles * present / iterations}, a half rounded to the even neighbour.
   *
   * @param cycles at least 0
   * @param present iterations that take part
   * @param iterations all, at least 1
   */
  public static long presentCycles(long cycles, long present, long iterations) {
    BigInteger[] parts = BigInteger.valueOf(cycles).multiply(BigInteger.valueOf(present))
        .divideAndRemainder(BigInteger.valueOf(iterations));
    long whole = parts[0].longValueExact();
    int half = parts[1].shiftLeft(1).compareTo(BigInteger.valueOf(iterations));
    return half > 0 || half == 0 && whole % 2 != 0 ? whole + 1 : whole;
  }
}
