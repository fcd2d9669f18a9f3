package dev.dovetail.solver.report.layer;

import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;

/**
 * What a mapping needs of a memory, tensor by tensor, against what there is.
 *
 * @param input for the input
 * @param filter for the weights
 * @param output for the output
 * @param capacity what there is; at least {@link MaestroHardware#UNLIMITED} stands for "no limit"
 * @param unit bytes or elements
 */
public record Space(long input, long filter, long output, long capacity, String unit) {
  /** The memory of one processing element, in elements. */
  public static Space l1(MaestroStatistics s, MaestroHardware core) {
    return new Space(
        s.input().l1Required(), s.filter().l1Required(), s.output().l1Required(), core.l1Elements(), "elements");
  }

  /** The memory that the processing elements share, in elements. */
  public static Space l2(MaestroStatistics s, MaestroHardware core) {
    return new Space(
        s.input().l2Required(), s.filter().l2Required(), s.output().l2Required(), core.l2Elements(), "elements");
  }

  /** What is needed in all. */
  public long required() {
    return input + filter + output;
  }

  /** Whether there is a limit. */
  public boolean isLimited() {
    return capacity < MaestroHardware.UNLIMITED;
  }

  /** Whether more is needed than there is. */
  public boolean isExceeded() {
    return required() > capacity;
  }
}
