package dev.dovetail.models.pipeline;

import dev.dovetail.models.Findings;
import java.util.List;

/** The rules of the transfers between the clusters of a segment, where they need slots on the links of the mesh. */
final class TrafficRules {
  private TrafficRules() {}

  /**
   * Checks the transfers of segment {@code s}.
   *
   * @param timings of its clusters, in their order
   */
  static void check(PipelineProblem problem, PipelinePlan plan, int s, List<ClusterTiming> timings, Findings findings) {
    if (timings.size() > 1 && plan.segments().get(s).traffic() == null) {
      findings.add("traffic", PlanPlaces.segment(s), "The transfers between its %d clusters have no slots.", timings.size());
    }
  }
}
