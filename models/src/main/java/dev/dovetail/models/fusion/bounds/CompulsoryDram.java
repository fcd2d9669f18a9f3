package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.fusion.FusionLayer;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.LayerKind;
import java.util.BitSet;

/**
 * Traffic that no plan avoids.
 *
 * <p>Role: all weights once, external inputs once per layer that reads them, outputs of the network, and what the rule that fully connected layers stand
 * alone sends through DRAM. Inputs and outputs count as little as any plan reads and writes of them ({@link Coverage}).
 */
final class CompulsoryDram {
  private final FusionProblem problem;
  private final LayerGraph graph;
  private long weights;
  private long inputs;
  private long outputs;
  private long isolation;
  private long bytes;

  CompulsoryDram(FusionProblem problem, LayerGraph graph, Coverage coverage) {
    this.problem = problem;
    this.graph = graph;
    BitSet stored = new BitSet();
    FcIsolation rule = new FcIsolation(graph, problem.rules().isolateFc());
    for (FusionLayer l : problem.network().layers()) {
      weights += weightCycles(l.id());
      bytes += l.weightBytes();
      inputs += moved(coverage.externalBytes(l.id()));
      if (graph.consumers(l.id()).isEmpty()) {
        outputs += moved(coverage.bytes(l.id()));
        stored.set(l.id());
      }
    }
    for (FusionLayer l : problem.network().layers()) {
      for (int p : graph.producers(l.id())) {
        FusionLayer producer = graph.layer(p);
        boolean crosses = rule.isolated().get(l.id()) && producer.kind() != LayerKind.POOL
            || rule.isolated().get(p) && producer.kind() == LayerKind.FC;
        if (crosses) {
          long channels = producer.out().channels();
          isolation += moved(l.inputs().contains(p)
              ? coverage.readBytes(l.id(), channels, false)
              : coverage.readWeightBytes(l.id(), channels));
          isolation += stored.get(p) ? 0 : moved(coverage.bytes(p));
          stored.set(p);
        }
      }
    }
  }

  private long moved(long tensor) {
    bytes += tensor;
    return cycles(tensor);
  }

  private long cycles(long tensor) {
    return Coverage.ceil(tensor, problem.dramBytesPerCycle());
  }

  /** All of it in bytes. */
  long bytes() {
    return bytes;
  }

  /** Cycles of the channel for a layer's weights, chunk by chunk. */
  long weightCycles(int layer) {
    long bytes = graph.layer(layer).weightBytes();
    long chunk = problem.rules().weightChunkBytes();
    return chunk == 0 ? cycles(bytes) : bytes / chunk * cycles(chunk) + cycles(bytes % chunk);
  }

  /** All of it in cycles of the channel. */
  long cycles() {
    return weights + inputs + outputs + isolation;
  }

  String witness() {
    return "weights %d cycles, external inputs %d, outputs %d, around fully connected layers %d".formatted(weights, inputs,
        outputs, isolation);
  }
}
