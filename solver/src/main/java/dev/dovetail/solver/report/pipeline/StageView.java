package dev.dovetail.solver.report.pipeline;

import dev.dovetail.models.pipeline.ClusterTiming;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import java.util.List;

/**
 * A cluster of a plan with its times.
 *
 * @param index among the clusters of its segment, which gives it letter and colour
 * @param entry cycles from a sample's entry into the segment to its entry into this cluster
 * @param cluster its layers and chiplets
 * @param layers by position in the cluster
 * @param timing what the evaluator says of it
 */
record StageView(int index, long entry, Cluster cluster, List<LayerView> layers, ClusterTiming timing) {
  StageView {
    layers = List.copyOf(layers);
  }

  /** Letter of the cluster. */
  String letter() {
    return PlanWords.letter(index);
  }

  /** Chiplets of the region. */
  int chiplets() {
    return cluster.chiplets().size();
  }

  /** Cycles of its layers one after another. */
  long busy() {
    return layers.stream().mapToLong(LayerView::time).sum();
  }

  /** Cycles that a sample needs here: the layers, or longer where weights arrive slower. */
  long time() {
    return timing.cycles();
  }

  /** Whether its weights come from DRAM for every sample. */
  boolean isStreamed() {
    return timing.streamedBytes() > 0;
  }

  /** Multiply-accumulates of a sample. */
  long macs() {
    return layers.stream().mapToLong(l -> l.layer().macs()).sum();
  }

  /** Weights of its layers, bytes. */
  long weightBytes() {
    return layers.stream().mapToLong(l -> l.layer().weightBytes()).sum();
  }
}
