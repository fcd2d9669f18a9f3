package dev.dovetail.models.pipeline.graph;

import dev.dovetail.models.pipeline.ChipletType;
import dev.dovetail.models.pipeline.MultiChipModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many chiplets of each type a cluster has; which ones does not matter to its cost.
 *
 * @param counts by type of the module, not all 0
 * @param present types of which there are any
 */
public record Region(List<Integer> counts, List<ChipletType> present) {
  public Region {
    counts = List.copyOf(counts);
    present = List.copyOf(present);
  }

  /** A region of so many chiplets of each type of a module. */
  public static Region of(MultiChipModule module, List<Integer> counts) {
    List<ChipletType> present = new ArrayList<>();
    for (int t = 0; t < counts.size(); t++) {
      if (counts.get(t) > 0) {
        present.add(module.types().get(t));
      }
    }
    return new Region(counts, present);
  }

  /** All regions of a module, by number of chiplets, then by counts. */
  public static List<Region> all(MultiChipModule module) {
    List<List<Integer>> counts = List.of(List.of());
    for (ChipletType type : module.types()) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> c : counts) {
        for (int n = 0; n <= type.count(); n++) {
          List<Integer> more = new ArrayList<>(c);
          more.add(n);
          longer.add(more);
        }
      }
      counts = longer;
    }
    return counts.stream().filter(c -> c.stream().anyMatch(n -> n > 0)).map(c -> of(module, c))
        .sorted(Comparator.comparingInt(Region::size)).toList();
  }

  /** Its chiplets. */
  public int size() {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  /** Room for weights: each chiplet counts with the smallest buffer among them. */
  public long room() {
    return size() * present.stream().mapToLong(ChipletType::weightBufferBytes).min().orElseThrow();
  }
}
