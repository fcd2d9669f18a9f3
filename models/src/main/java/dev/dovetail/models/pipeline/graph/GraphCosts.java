package dev.dovetail.models.pipeline.graph;

import static dev.dovetail.models.pipeline.LayerCosts.ceil;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.LayerCosts;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineNetwork.Edge;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches.Graph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cycles and bytes where branches may lie in different clusters ({@code graph: branches}), and, with the same words, of the chain.
 *
 * <p>The model, reconstructed (see {@link PipelineProblem}); symbols as in {@link LayerCosts}:
 * <ul>
 * <li>A segment is an interval of the topological order. Its clusters are disjoint sets of layers that cover it and depend on each other
 * without a cycle; the layers of a cluster run one after another in topological order.
 * <li>A layer receives each tensor that it reads by itself. One from its own cluster: what a later layer of a cluster receives, halo after a
 * weight-shared producer, floor(floor(b/n) (n-1) / n) after an input-shared one, floor(b (n-1) / n) if it is input-shared itself; nothing if it
 * is an addend. From outside, whether another cluster or DRAM: what the first layer of a cluster receives, with I the sum of the tensors and skip
 * the sum of the addends from outside. The halo of a tensor is min(b, (R-1) b / IH). Weights are gathered as in the chain.
 * <li>Tensors go straight to their readers; nothing is handed through a cluster or a segment. Per sample, a segment reads each tensor that was
 * produced before it (or is the network's input) and is read in it once, with the volume of its largest reader; and writes each output that is
 * read after it, or by nobody, once.
 * <li>The pipeline fills in as many stages as the longest chain of clusters has edges, instead of C - 1.
 * </ul>
 * On a network whose layers each read the one before, these costs are those of the chain model, to the cycle.
 *
 * <p>The chain model itself ({@code graph: chain}) is the case in which layer l reads I_l bytes and skip_{l-1} bytes of addends from layer l - 1,
 * clusters are intervals, and segments hand through what is live.
 *
 * <p>On chiplets of several types a layer is split equally and takes as long as the slowest type; the smallest buffer counts.
 */
public final class GraphCosts {
  private final PipelineProblem problem;
  private final PipelineNetwork network;
  private final LayerCosts costs;
  private final boolean branches;
  private final List<List<Edge>> inputs = new ArrayList<>();
  private final int[][] sources;
  private final long[][] border;

  /**
   * @param problem whose network knows its edges if its switch {@code graph} is {@code branches}
   */
  public GraphCosts(PipelineProblem problem) {
    this.problem = problem;
    this.network = problem.network();
    this.costs = new LayerCosts(problem);
    this.branches = problem.switches().graph() == Graph.BRANCHES;
    for (int l = 0; l < network.size(); l++) {
      inputs.add(new ArrayList<>());
    }
    if (branches) {
      network.edges().forEach(e -> inputs.get(e.to()).add(e));
    } else {
      for (int l = 0; l < network.size(); l++) {
        inputs.get(l).add(new Edge(l - 1, l, network.layer(l).inputBytes(), false));
        if (network.skipBefore(l) > 0) {
          inputs.get(l).add(new Edge(l - 1, l, network.skipBefore(l), true));
        }
      }
    }
    this.sources = inputs.stream()
        .map(e -> e.stream().mapToInt(Edge::from).filter(from -> from != PipelineNetwork.INPUT).distinct().toArray())
        .toArray(int[][]::new);
    this.border = branches ? borders() : new long[0][];
  }

  /** Whether clusters need not be intervals. */
  public boolean hasBranches() {
    return branches;
  }

  /** The problem whose costs these are. */
  public PipelineProblem problem() {
    return problem;
  }

  /** What does not depend on the graph. */
  public LayerCosts layerCosts() {
    return costs;
  }

  /** What layer {@code l} reads. */
  public List<Edge> inputs(int l) {
    return inputs.get(l);
  }

  /** The layers whose outputs layer {@code l} reads, each once. Not to be changed. */
  public int[] sources(int l) {
    return sources[l];
  }

  /**
   * Bytes that each chiplet receives for a sample.
   *
   * @param n chiplets of the region, at least 1
   * @param from partition of each of {@link #sources}, null for one outside the cluster
   */
  public long bytes(int l, int n, Partition partition, @Nullable Partition[] from) {
    boolean split = partition.splitsPositions();
    long input = 0;
    long addends = 0;
    long received = costs.gathered(l, n, partition);
    for (Edge e : inputs.get(l)) {
      Partition producer = e.from() == PipelineNetwork.INPUT ? null : from[position(l, e.from())];
      if (producer != null) {
        received += e.isAddend() ? 0 : exchanged(e, n, partition, producer);
      } else if (e.isAddend()) {
        addends += e.bytes();
      } else {
        input += e.bytes();
        received += split ? halo(e, n) : 0;
      }
    }
    return received + (split ? ceil(input + addends, n) : input + ceil(addends, n));
  }

  /** A number that no placement's {@link #bytes} fall below. */
  public long leastBytes(int l, int n, Partition partition) {
    boolean split = partition.splitsPositions();
    long received = costs.gathered(l, n, partition);
    for (Edge e : inputs.get(l)) {
      if (e.isAddend()) {
        continue;
      }
      long outside = split ? e.bytes() / n + halo(e, n) : e.bytes();
      long inside =
          Math.min(exchanged(e, n, partition, Partition.WEIGHT_SHARED), exchanged(e, n, partition, Partition.INPUT_SHARED));
      received += e.from() == PipelineNetwork.INPUT ? outside : Math.min(inside, outside);
    }
    return received;
  }

  private int position(int l, int from) {
    int position = 0;
    while (sources[l][position] != from) {
      position++;
    }
    return position;
  }

  private long exchanged(Edge e, int n, Partition partition, Partition producer) {
    if (!partition.splitsPositions()) {
      return e.bytes() * (n - 1) / n;
    }
    if (producer.splitsPositions()) {
      return halo(e, n);
    }
    return e.bytes() / n * (n - 1) / n + (problem.switches().haloAfterIsp() ? halo(e, n) : 0);
  }

  private long halo(Edge e, int n) {
    PipelineLayer layer = network.layer(e.to());
    if (e.bytes() == layer.inputBytes()) {
      return costs.halo(e.to(), n);
    }
    return n == 1 ? 0 : Math.min(e.bytes(), (layer.kernelRows() - 1) * (e.bytes() / layer.inputRows()));
  }

  /** Cycles of a layer on a region in which these types are present. */
  public long time(int l, int n, Partition partition, @Nullable Partition[] from, List<ChipletType> present) {
    return costs.time(compute(l, n, partition, present), bytes(l, n, partition, from));
  }

  /** Cycles that the slowest of these types computes. */
  public long compute(int l, int n, Partition partition, List<ChipletType> present) {
    long slowest = 0;
    for (ChipletType type : present) {
      slowest = Math.max(slowest, costs.compute(l, n, partition, type));
    }
    return slowest;
  }

  /** Bytes that a segment reads from and writes to DRAM for a sample. */
  public long borderBytes(int first, int last) {
    return branches ? border[first][last] : costs.borderBytes(first, last);
  }

  /** Cycles in which a segment reads and writes what a sample needs. */
  public long io(int first, int last) {
    return ceil(borderBytes(first, last), problem.module().dramBytesPerCycle());
  }

  /** What segments first..last read and write, by first and last: tensors from before once each, outputs that are needed later or by nobody. */
  private long[][] borders() {
    int layers = network.size();
    int[] lastReader = new int[layers];
    inputs.forEach(
        list -> list.stream().filter(e -> e.from() != PipelineNetwork.INPUT).forEach(e -> lastReader[e.from()] = e.to()));
    long[][] bytes = new long[layers][layers];
    for (int first = 0; first < layers; first++) {
      // By producer, the network's input first.
      long[] largest = new long[first + 1];
      long read = 0;
      for (int last = first; last < layers; last++) {
        for (Edge e : inputs.get(last)) {
          if (e.from() < first && e.bytes() > largest[e.from() + 1]) {
            read += e.bytes() - largest[e.from() + 1];
            largest[e.from() + 1] = e.bytes();
          }
        }
        bytes[first][last] = read;
        for (int l = first; l <= last; l++) {
          bytes[first][last] += lastReader[l] == 0 || lastReader[l] > last ? network.layer(l).outputBytes() : 0;
        }
      }
    }
    return bytes;
  }
}
