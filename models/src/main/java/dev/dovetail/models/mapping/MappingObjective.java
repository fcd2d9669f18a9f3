package dev.dovetail.models.mapping;

import dev.dovetail.models.Objective;

/** What a mapping of a whole network is asked to minimise. */
public enum MappingObjective {
  /** The end of the last task or transfer of one sample, cycles. */
  LATENCY(Objective.LATENCY),
  /** Energy of one sample, femtojoules. */
  ENERGY(Objective.ENERGY),
  /** Energy times latency, nanojoule cycles. */
  EDP(Objective.EDP),
  /** Cycles between the starts of two samples of an endless stream, each of which runs by the same schedule. */
  THROUGHPUT(Objective.LATENCY);

  private final Objective ofOneSample;

  MappingObjective(Objective ofOneSample) {
    this.ofOneSample = ofOneSample;
  }

  /** What the schedule of one sample is searched for. */
  public Objective ofOneSample() {
    return ofOneSample;
  }
}
