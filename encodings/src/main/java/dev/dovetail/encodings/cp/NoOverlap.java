package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Of any two present intervals one ends before the other starts, or at the same instant. This holds for intervals of size 0 too:
 * one may not lie strictly inside another.
 *
 * @param name for people
 * @param intervals the intervals
 */
public record NoOverlap(String name, List<IntervalVar> intervals) implements Constraint {
  public NoOverlap {
    intervals = List.copyOf(intervals);
  }

  @Override
  public NoOverlap named(String newName) {
    return new NoOverlap(newName, intervals);
  }

  @Override
  public Feature feature() {
    return Constraints.anyOptional(intervals) ? Feature.OPTIONAL_NO_OVERLAP : Feature.NO_OVERLAP;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    List<IntervalVar> present = new ArrayList<>(intervals.stream().filter(i -> i.isPresent(assignment)).toList());
    // Sorted by start, then end: if any two overlap, then some interval starts before the end of the one right before it.
    present.sort(
        Comparator.comparingLong((IntervalVar i) -> assignment.value(i.start()))
            .thenComparingLong(i -> assignment.value(i.end())));
    for (int i = 1; i < present.size(); i++) {
      if (assignment.value(present.get(i).start()) < assignment.value(present.get(i - 1).end())) {
        return Optional.of(
            Constraints.place(present.get(i - 1), assignment) + " overlaps " + Constraints.place(present.get(i), assignment));
      }
    }
    return Optional.empty();
  }

  @Override
  public String text(IntFunction<String> names) {
    return "no overlap: " + Constraints.join(intervals, IntervalVar::name, ", ");
  }
}
