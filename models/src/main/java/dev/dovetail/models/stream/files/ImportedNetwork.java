package dev.dovetail.models.stream.files;

import dev.dovetail.models.stream.StreamWorkload;
import java.util.List;

/**
 * A network that was read from another format.
 *
 * @param workload the network
 * @param notes what was dropped or rewritten, one line each
 * @param differences why Stream 1.13.14 itself would count this network differently, one line each: its numbers are then not comparable with
 *     those of this model; empty if they are
 */
public record ImportedNetwork(StreamWorkload workload, List<String> notes, List<String> differences) {
  public ImportedNetwork {
    notes = List.copyOf(notes);
    differences = List.copyOf(differences);
  }

  /** Whether numbers of Stream on the same file may be compared with those of this model. */
  public boolean isComparable() {
    return differences.isEmpty();
  }
}
