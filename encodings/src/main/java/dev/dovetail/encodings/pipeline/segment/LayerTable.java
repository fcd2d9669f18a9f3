package dev.dovetail.encodings.pipeline.segment;

import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.graph.GraphCosts;
import dev.dovetail.models.pipeline.graph.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cycles of one layer for each region, partition and place of the layers that it reads.
 *
 * @param rows region, partition, state of each producer within the segment, cycles, chiplets times cycles
 */
record LayerTable(List<List<Long>> rows) {
  /** What a producer may be to its reader, by number: outside its cluster, split by positions, split by channels. */
  private static final @Nullable Partition[] STATES = {null, Partition.WEIGHT_SHARED, Partition.INPUT_SHARED};

  /** The table of layer {@code l} in a segment that begins at {@code first}. */
  static LayerTable of(GraphCosts costs, List<Region> regions, int first, int l) {
    Set<Partition> allowed = costs.problem().switches().partitions();
    int[] sources = costs.sources(l);
    List<List<Long>> rows = new ArrayList<>();
    for (int g = 0; g < regions.size(); g++) {
      Region region = regions.get(g);
      long weights = costs.problem().network().layer(l).weightBytes();
      for (int p = 0; p < SegmentModel.PARTITIONS.size(); p++) {
        Partition partition = SegmentModel.PARTITIONS.get(p);
        boolean fits = partition != Partition.REPLICATED || region.size() * weights <= region.room();
        if (!allowed.contains(partition) || !fits) {
          continue;
        }
        int[] states = new int[sources.length];
        do {
          Partition[] from = new Partition[sources.length];
          for (int s = 0; s < sources.length; s++) {
            from[s] = STATES[states[s]];
          }
          long cycles = costs.time(l, region.size(), partition, from, region.present());
          rows.add(row(g, p, sources, states, first, cycles, region.size() * cycles));
        } while (next(states, sources, first));
      }
    }
    return new LayerTable(rows);
  }

  /** The rows of at most so many cycles. */
  LayerTable within(long mostCycles) {
    return new LayerTable(rows.stream().filter(r -> r.get(r.size() - 2) <= mostCycles).toList());
  }

  /** Most cycles of a row, 0 without rows. */
  long largestCycles() {
    return rows.stream().mapToLong(r -> r.get(r.size() - 2)).max().orElse(0);
  }

  /** Largest area of a row, 0 without rows. */
  long largestArea() {
    return rows.stream().mapToLong(r -> r.get(r.size() - 1)).max().orElse(0);
  }

  private static List<Long> row(int region, int partition, int[] sources, int[] states, int first, long cycles, long area) {
    List<Long> row = new ArrayList<>();
    row.add((long) region);
    row.add((long) partition);
    for (int s = 0; s < sources.length; s++) {
      if (sources[s] >= first) {
        row.add((long) states[s]);
      }
    }
    row.add(cycles);
    row.add(area);
    return row;
  }

  /** Counts states on; those of producers before the segment stay outside. */
  private static boolean next(int[] states, int[] sources, int first) {
    for (int s = 0; s < states.length; s++) {
      if (sources[s] >= first) {
        if (++states[s] < STATES.length) {
          return true;
        }
        states[s] = 0;
      }
    }
    return false;
  }
}
