package dev.dovetail.models.stream.hardware;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link or bus between cores of a Stream accelerator.
 *
 * <p>A link joins two cores, full duplex: each direction is a resource of its own with the full bandwidth. A bus joins any number, half
 * duplex: one transfer at a time.
 *
 * @param index its position in the file's list
 * @param kind link or bus
 * @param cores numbers of the cores that it joins
 * @param bitsPerCycle its bandwidth, above 0
 * @param unitPicojoules the energy that the file gives per unit (bit or word: files differ); null if it gives none
 */
public record ConnectionDescription(
    int index, Kind kind, List<Integer> cores, BigDecimal bitsPerCycle, @Nullable BigDecimal unitPicojoules) {
  /** What a connection is. */
  public enum Kind {
    LINK,
    BUS
  }

  public ConnectionDescription {
    cores = List.copyOf(cores);
  }

  /** Its name in reports: {@code bus12} for the bus at position 12, {@code link0_1} for a link from core 0 to core 1. */
  public String id() {
    return kind == Kind.BUS ? "bus" + index : "link%d_%d".formatted(cores.get(0), cores.get(1));
  }
}
