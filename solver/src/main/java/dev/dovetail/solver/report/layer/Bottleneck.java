package dev.dovetail.solver.report.layer;

import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.util.Comparator;
import java.util.List;

/**
 * What the steps of the outermost level wait for longest.
 *
 * @param name what it is
 * @param meanCycles how long an average step waits for it
 */
public record Bottleneck(String name, long meanCycles) {
  /** Processing elements that multiply and add. */
  static final String COMPUTING = "computing";
  /** Inputs and weights on their way to the array. */
  static final String OPERANDS = "operands over the network";
  /** Outputs on their way back. */
  static final String OUTPUTS = "outputs over the network";

  /**
   * All that a step may wait for, the slowest first; among equals computing comes first.
   *
   * <p>While a step computes, the operands of the next one come in and the outputs of the last one leave, so the slowest of them sets
   * the pace.
   */
  public static List<Bottleneck> of(MaestroStatistics s, MaestroHardware core) {
    long in = (s.input().l2Required() + s.filter().l2Required()) / core.offChipBandwidth() / 2;
    long out = s.output().l2Required() / core.offChipBandwidth() / 2;
    return List.of(
        new Bottleneck(COMPUTING, s.compute().mean()),
        new Bottleneck(OPERANDS, s.ingress().mean()),
        new Bottleneck(OUTPUTS, s.egress().mean()),
        new Bottleneck("off-chip traffic", Math.max(in, out)))
        .stream().sorted(Comparator.comparingLong(b -> -b.meanCycles())).toList();
  }
}
