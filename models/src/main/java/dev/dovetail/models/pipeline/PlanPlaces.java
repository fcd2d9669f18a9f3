package dev.dovetail.models.pipeline;

import dev.dovetail.models.pipeline.PipelinePlan.Cluster;

/** How places of a plan are called in messages: segments and clusters are counted from 1, layers and chiplets are numbered from 0. */
final class PlanPlaces {
  private PlanPlaces() {}

  static String segment(int s) {
    return "segment " + (s + 1);
  }

  /** For example {@code segment 1, cluster 2 (layers 3..5)}. */
  static String cluster(PipelinePlan plan, int s, int c) {
    Cluster cluster = plan.segments().get(s).clusters().get(c);
    String layers = switch (cluster.layers().size()) {
      case 0 -> "no layers";
      case 1 -> "layer " + cluster.first();
      default -> "layers %d..%d".formatted(cluster.first(), cluster.last());
    };
    return "%s, cluster %d (%s)".formatted(segment(s), c + 1, layers);
  }
}
