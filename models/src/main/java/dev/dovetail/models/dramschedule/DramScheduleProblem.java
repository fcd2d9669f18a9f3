package dev.dovetail.models.dramschedule;

import dev.dovetail.models.Problem;
import java.util.List;

/**
 * Which tensors travel over one DRAM channel beside a fixed sequence of compute tiles, and what the buffer between them holds.
 *
 * <p>Positions are tiles; position -1 is a fictitious tile of no length before tile 0. 1 element is 1 byte, 1 cycle is 1 ns. Source: the
 * second stage of SoMa (HPCA 2025), public program SET-Scheduling-Project/SoMa-HPCA2025.
 *
 * @param name of this instance
 * @param dramBytesPerCycle bandwidth of the channel, at least 1
 * @param bufferBytes capacity of the buffer, at least 1
 * @param tiles in the order of their computation, at least one
 * @param tensors that travel; a schedule names them by index
 * @param locals that only occupy the buffer
 * @param defaultOrder the tensors in the order of the double-buffer schedule
 */
public record DramScheduleProblem(
    String name,
    long dramBytesPerCycle,
    long bufferBytes,
    List<ComputeTile> tiles,
    List<DramTensor> tensors,
    List<LocalTensor> locals,
    List<Integer> defaultOrder)
    implements Problem {
  /** Name of the kind. */
  public static final String KIND = "dram-schedule";

  public DramScheduleProblem {
    tiles = List.copyOf(tiles);
    tensors = List.copyOf(tensors);
    locals = List.copyOf(locals);
    defaultOrder = List.copyOf(defaultOrder);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Cycles that a tensor occupies the channel. */
  public long channelCycles(DramTensor tensor) {
    return Math.floorDiv(tensor.bytes(), dramBytesPerCycle) + (tensor.bytes() % dramBytesPerCycle == 0 ? 0 : 1);
  }
}
