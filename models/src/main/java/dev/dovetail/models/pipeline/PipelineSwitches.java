package dev.dovetail.models.pipeline;

import java.util.EnumSet;
import java.util.Set;

/**
 * What of the cost model may be chosen. None of it is known to agree with the paper: the model is reconstructed.
 *
 * @param overlap whether transfers hide behind computing
 * @param weights where weights are stored
 * @param loadOverlap whether the next segment's weights are loaded while a segment runs
 * @param timing when stages begin
 * @param border who limits the transfer between clusters
 * @param graph whether branches of the network may lie in different clusters
 * @param shape which regions of chiplets there are
 * @param haloAfterIsp whether a weight-shared layer after an input-shared one of its cluster receives halo rows, too
 * @param dramShared whether streamed weights and the segment's input and output share the DRAM
 * @param idle whether chiplets may be left idle; else the regions of a segment cover all chiplets
 * @param dramCapacity whether tensors between segments must fit into DRAM
 * @param contention whether transfers between clusters need slots on the links of the mesh
 */
public record PipelineSwitches(
    Overlap overlap,
    Weights weights,
    LoadOverlap loadOverlap,
    Timing timing,
    Border border,
    Graph graph,
    Shape shape,
    boolean haloAfterIsp,
    boolean dramShared,
    boolean idle,
    boolean dramCapacity,
    boolean contention) {
  /** The base model, in which the dynamic programme is exact. */
  public static final PipelineSwitches BASE =
      new PipelineSwitches(Overlap.MAX, Weights.DISTRIBUTED, LoadOverlap.NONE, Timing.LOCKSTEP, Border.INGRESS, Graph.CHAIN,
          Shape.ANY,
          false, false, true, false, false);

  /** Time of a layer from computing and transfers. */
  public enum Overlap {
    /** The longer of both. */
    MAX,
    /** One after the other. */
    SUM
  }

  /** Where weights are stored. */
  public enum Weights {
    /** Each chiplet of a region keeps its share; a weight-shared layer gathers the others for every sample. W or I per layer. */
    DISTRIBUTED,
    /** A weight-shared layer stores all its weights on each chiplet. R or I per layer. */
    REPLICATED,
    /** W, R or I, chosen for each layer. */
    PER_LAYER
  }

  /** When weights of a segment are loaded. */
  public enum LoadOverlap {
    /** Before it begins. */
    NONE,
    /** While the segment before it runs, where the weights of both fit into the buffers. */
    NEXT
  }

  /** When stages begin. */
  public enum Timing {
    /** All at once, each as long as the slowest: (m + C - 1) * stage. */
    LOCKSTEP,
    /** Each as soon as its input is there: sum of the cluster times + (m - 1) * stage. */
    ASYNC
  }

  /** Who limits the transfer between clusters. */
  public enum Border {
    /** The receiving chiplets. */
    INGRESS,
    /** The sending ones, too. */
    EGRESS
  }

  /** What the network is taken for. */
  public enum Graph {
    /** Clusters are intervals of the chain; skipped tensors are handed from cluster to cluster. */
    CHAIN,
    /** Clusters of a segment are any sets of its layers that depend on each other without a cycle; tensors go straight to their readers. */
    BRANCHES
  }

  /** Which regions of chiplets there are. */
  public enum Shape {
    /** Any sets. */
    ANY,
    /** Intervals of the snake order of the mesh. */
    STRIPS,
    /** Full rectangles of the mesh. */
    RECTANGLES
  }

  /** The same switches, but transfers between clusters take no links. */
  public PipelineSwitches withoutContention() {
    return new PipelineSwitches(overlap, weights, loadOverlap, timing, border, graph, shape, haloAfterIsp, dramShared, idle,
        dramCapacity,
        false);
  }

  /** The same switches, but for whether chiplets may be left idle. */
  public PipelineSwitches withIdle(boolean other) {
    return new PipelineSwitches(overlap, weights, loadOverlap, timing, border, graph, shape, haloAfterIsp, dramShared, other,
        dramCapacity, contention);
  }

  /** The same switches, but for where weights are stored. */
  public PipelineSwitches withWeights(Weights other) {
    return new PipelineSwitches(overlap, other, loadOverlap, timing, border, graph, shape, haloAfterIsp, dramShared, idle,
        dramCapacity, contention);
  }

  /** The same with weights loaded before each segment. */
  public PipelineSwitches withoutLoadOverlap() {
    return new PipelineSwitches(overlap, weights, LoadOverlap.NONE, timing, border, graph, shape, haloAfterIsp, dramShared, idle,
        dramCapacity, contention);
  }

  /** The partitions that a layer may have. */
  public Set<Partition> partitions() {
    return switch (weights) {
      case DISTRIBUTED -> EnumSet.of(Partition.WEIGHT_SHARED, Partition.INPUT_SHARED);
      case REPLICATED -> EnumSet.of(Partition.INPUT_SHARED, Partition.REPLICATED);
      case PER_LAYER -> EnumSet.allOf(Partition.class);
    };
  }
}
