package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The rectangles x[i] times y[i] do not overlap: of any two, one ends before the other starts, or at the same place, in x or in
 * y. A rectangle is present if both its intervals are. This holds for sizes of 0 too: no such rectangle lies strictly inside
 * another.
 *
 * @param name for people
 * @param x intervals of the first axis
 * @param y intervals of the second axis, as many
 */
public record NoOverlap2d(String name, List<IntervalVar> x, List<IntervalVar> y) implements Constraint {
  public NoOverlap2d {
    x = List.copyOf(x);
    y = List.copyOf(y);
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          "The x intervals (%d) of no-overlap-2d (%s) must be as many as the y intervals (%d)."
              .formatted(x.size(), name, y.size()));
    }
  }

  @Override
  public NoOverlap2d named(String newName) {
    return new NoOverlap2d(newName, x, y);
  }

  @Override
  public Feature feature() {
    return Constraints.anyOptional(x) || Constraints.anyOptional(y) ? Feature.OPTIONAL_NO_OVERLAP_2D : Feature.NO_OVERLAP_2D;
  }

  @Override
  public List<IntervalVar> intervals() {
    List<IntervalVar> all = new ArrayList<>(x);
    all.addAll(y);
    return all;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    for (int i = 0; i < x.size(); i++) {
      for (int j = i + 1; j < x.size(); j++) {
        if (isPresent(i, assignment)
            && isPresent(j, assignment)
            && Constraints.overlap(x.get(i), x.get(j), assignment)
            && Constraints.overlap(y.get(i), y.get(j), assignment)) {
          return Optional.of("rectangle %s overlaps %s".formatted(place(i, assignment), place(j, assignment)));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String text(IntFunction<String> names) {
    List<String> rectangles = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      rectangles.add(x.get(i).name() + " by " + y.get(i).name());
    }
    return "no overlap in 2d: " + String.join(", ", rectangles);
  }

  private boolean isPresent(int i, Assignment assignment) {
    return x.get(i).isPresent(assignment) && y.get(i).isPresent(assignment);
  }

  private String place(int i, Assignment assignment) {
    return Constraints.place(x.get(i), assignment) + " by " + Constraints.place(y.get(i), assignment);
  }
}
