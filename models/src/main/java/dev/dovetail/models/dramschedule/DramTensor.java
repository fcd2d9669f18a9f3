package dev.dovetail.models.dramschedule;

import java.util.List;

/** A tensor that travels over the DRAM channel once, as a whole. */
public sealed interface DramTensor {
  /** For people. */
  String name();

  /** Its size, at least 0; it occupies the buffer while it is resident and the channel for {@code ceil(bytes / bytesPerCycle)} cycles. */
  long bytes();

  /** Id of its layer. */
  int group();

  /** The tile that needs or makes it. */
  int tile();

  /**
   * A tensor that is read from DRAM. Its residency begins at a decided position and ends at a fixed one.
   *
   * @param neededBy first tile that reads it
   * @param end one past the last tile position at which it is resident, above {@code neededBy}
   * @param defaultStart residency begin in the double-buffer schedule, from -1
   * @param after indices of the stores that write the data which this load reads; each precedes it on the channel
   */
  record Load(String name, long bytes, int group, int neededBy, int end, int defaultStart, List<Integer> after)
      implements DramTensor {
    public Load {
      after = List.copyOf(after);
    }

    @Override
    public int tile() {
      return neededBy;
    }
  }

  /**
   * A tensor that is written to DRAM. Its residency begins at its tile and ends at a decided position.
   *
   * @param producedBy the tile that makes it; no two stores share one
   * @param minEnd residency end that readers on the chip force, above {@code producedBy}
   * @param defaultEnd residency end in the double-buffer schedule, at least {@code minEnd}
   */
  record Store(String name, long bytes, int group, int producedBy, int minEnd, int defaultEnd) implements DramTensor {
    @Override
    public int tile() {
      return producedBy;
    }
  }
}
