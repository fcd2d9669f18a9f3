package dev.dovetail.solver.report;

import java.util.List;

/**
 * The trade-off between latency and energy that a run found.
 *
 * @param points verified mappings, fastest first; empty if no trade-off was asked for
 * @param complete whether it is proved that no mapping is missing
 * @param completeWithin the mappings of which that is proved, where it is not proved of all; else empty
 */
public record FrontFacts(List<FrontPoint> points, boolean complete, String completeWithin) {
  /** No trade-off. */
  public static final FrontFacts NONE = new FrontFacts(List.of(), false, "");

  public FrontFacts {
    points = List.copyOf(points);
  }
}
