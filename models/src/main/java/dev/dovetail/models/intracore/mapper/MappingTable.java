package dev.dovetail.models.intracore.mapper;

import dev.dovetail.models.dataflow.LayerShape;
import java.util.List;
import java.util.OptionalLong;

/**
 * Every mapping of a layer onto a core that no other mapping of the declared space beats.
 *
 * <p>{@code declared = evaluated + pruned + duplicates + dropped}: nothing of the declared space is unaccounted for.
 *
 * @param layer the layer
 * @param bits width of its elements
 * @param core the core
 * @param size the declared space, per dataflow
 * @param evaluated candidates that the cost model evaluated
 * @param pruned candidates that were not evaluated because a kept mapping is at least as good as a lower bound of theirs
 * @param duplicates candidates that are the same mapping as an earlier one
 * @param dropped candidates that are no mappings or do not fit, by code, sorted by code
 * @param points the mappings, by cycles, energy, space and traffic; empty if the layer cannot be mapped onto the core
 * @param thinnedPermille empty if all non-dominated mappings are listed; else the factor, in thousandths above 1, within which each
 *     one that is missing is covered by one that is listed
 */
public record MappingTable(
    LayerShape layer,
    ElementBits bits,
    MapperCore core,
    SpaceSize size,
    long evaluated,
    long pruned,
    long duplicates,
    List<DroppedCandidates> dropped,
    List<MappingPoint> points,
    OptionalLong thinnedPermille) {
  public MappingTable {
    dropped = List.copyOf(dropped);
    points = List.copyOf(points);
  }

  /** Candidates of the declared space. */
  public long declared() {
    return size.total();
  }

  /** Candidates that are no mappings or do not fit. */
  public long droppedCount() {
    return dropped.stream().mapToLong(DroppedCandidates::count).sum();
  }

  /** Whether no mapping of the declared space runs the layer on the core. */
  public boolean isEmpty() {
    return points.isEmpty();
  }

  /** What became of the declared space, and for an empty table why: a few lines for a person. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d candidates: %d evaluated, %d pruned, %d duplicates, %d dropped; %d mappings kept".formatted(
            declared(),
            evaluated,
            pruned,
            duplicates,
            droppedCount(),
            points.size()));
    thinnedPermille.ifPresent(e -> text.append(", thinned within a factor of 1 + %d/1000".formatted(e)));
    text.append(isEmpty() ? ". The layer is not mappable on the core." : ".");
    for (DroppedCandidates d : dropped) {
      text.append("%n  %s: %d, for example: %s".formatted(d.code(), d.count(), d.example().lines().findFirst().orElse("")));
    }
    return text.toString();
  }
}
