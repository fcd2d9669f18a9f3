package dev.dovetail.models.linkslots;

import dev.dovetail.models.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decided routes and slots of all messages; the mapping of kind link-slots.
 *
 * @param transmissions by ascending message; a message that is left out has none
 * @param period the common period under {@link Goal#PERIOD}, otherwise 0
 * @param tables what sources and routers are loaded with, if it was read from a file: then it is replayed as it stands; null where a method
 *     made the mapping: then it follows from the transmissions
 */
public record SlotTable(List<Transmission> transmissions, long period, @Nullable Tables tables) implements Mapping {
  public SlotTable {
    transmissions = List.copyOf(transmissions);
  }

  /** A mapping whose tables follow from the transmissions. */
  public SlotTable(List<Transmission> transmissions) {
    this(transmissions, 0, null);
  }

  /**
   * What the hardware is loaded with. Rows are sorted, those of one input are disjoint.
   *
   * @param sources injections by tile
   * @param routers what routers do, by node and input
   */
  public record Tables(List<SourceRow> sources, List<RouterRow> routers) {
    public Tables {
      sources = List.copyOf(sources);
      routers = List.copyOf(routers);
    }
  }

  /**
   * One injection.
   *
   * @param tile that injects
   * @param message index
   * @param start first slot in which a flit is on the inject port
   * @param end last slot, closed
   */
  public record SourceRow(int tile, int message, long start, long end) {}

  /**
   * What a router does with the flits on one input.
   *
   * @param node that routes
   * @param input edge on which the flits arrive; {@link #LOCAL} for a tile without ports
   * @param message index
   * @param start first slot in which a flit is on the input
   * @param end last slot, closed
   * @param outputs edges that they leave over; {@link #LOCAL} for delivery at a tile without ports
   * @param delays slots that they are kept before they leave beyond the latency of the input, by position in {@code outputs}: the wait before
   *     that edge, and the merge delay where branches of a reduce meet; empty if there are none
   */
  public record RouterRow(
      int node, int input, int message, long start, long end, List<Integer> outputs, List<Long> delays) {
    public RouterRow {
      outputs = List.copyOf(outputs);
      delays = delays.stream().allMatch(d -> d == 0) ? List.of() : List.copyOf(delays);
    }

    /** A row of which nothing is delayed. */
    public RouterRow(int node, int input, int message, long start, long end, List<Integer> outputs) {
      this(node, input, message, start, end, outputs, List.of());
    }

    /** Slots that flits for an output are kept. */
    public long delay(int position) {
      return delays.isEmpty() ? 0 : delays.get(position);
    }
  }

  /** Stands for the tile itself where there are no local ports. */
  public static final int LOCAL = -1;
}
