package dev.dovetail.models.dataflow.nest;

import dev.dovetail.models.dataflow.LoopDim;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One level of a mapping: equal units, and the loops that give them work.
 *
 * @param index 0 outermost
 * @param units units side by side, at least 1: clusters, or processing elements at the innermost level
 * @param peInUnit processing elements of one unit, at least 1
 * @param loops as they are written, outermost first
 * @param whole dimensions without a loop at this level, with their sizes: each unit holds all of them
 */
public record NestLevel(int index, long units, long peInUnit, List<Loop> loops, Map<LoopDim, Long> whole) {
  public NestLevel {
    loops = List.copyOf(loops);
    EnumMap<LoopDim, Long> copy = new EnumMap<>(LoopDim.class);
    copy.putAll(whole);
    whole = Collections.unmodifiableMap(copy);
  }

  /** The loops that do something: those in space, and those in time with more than one step. */
  public List<Loop> moving() {
    return loops.stream().filter(l -> l.spatial() || l.trips() > 1).toList();
  }

  /** Steps of the level each time that it runs: product of the steps of its loops. */
  public long trips() {
    return loops.stream().mapToLong(Loop::trips).reduce(1, Math::multiplyExact);
  }

  /** Elements of {@code dim} that one unit holds at a time. */
  public long tile(LoopDim dim) {
    return loops.stream()
        .filter(l -> l.dim() == dim)
        .findFirst()
        .map(l -> Math.min(l.tile(), l.extent()))
        .orElseGet(() -> whole.getOrDefault(dim, 1L));
  }
}
