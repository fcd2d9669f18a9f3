package dev.dovetail.solver.pipeline.regions;

import dev.dovetail.models.pipeline.Place;
import dev.dovetail.models.pipeline.Rectangles.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Complete search for a packing: the first free chiplet, row by row, is the corner of one of the rectangles left, or stays idle.
 *
 * <p>Role: proves that rectangles do not fit. Everything before the first free chiplet is taken, so what is left is described by how far each column
 * is filled and which rectangles are to come; descriptions that led nowhere are kept.
 */
final class CornerSearch {
  private final int columns;
  private final int rows;

  /** Rectangles that may look alike are one sort. */
  private final List<List<Shape>> sorts = new ArrayList<>();

  private final List<List<Integer>> members = new ArrayList<>();
  private final int[] left;
  private final int[] filled;
  private final Place[] places;
  private final Set<Key> dead = new HashSet<>();
  private long nodes;
  private boolean isExhaustive = true;

  private record Key(byte[] state) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(state, key.state);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(state);
    }
  }

  /**
   * @param shapes what each rectangle may look like, at most 127 alike
   * @param nodes most of them
   */
  CornerSearch(int columns, int rows, List<List<Shape>> shapes, long nodes) {
    this.columns = columns;
    this.rows = rows;
    this.nodes = nodes;
    for (int i = 0; i < shapes.size(); i++) {
      int sort = sorts.indexOf(shapes.get(i));
      if (sort < 0) {
        sort = sorts.size();
        sorts.add(shapes.get(i));
        members.add(new ArrayList<>());
      }
      members.get(sort).add(i);
    }
    left = members.stream().mapToInt(List::size).toArray();
    filled = new int[columns];
    places = new Place[shapes.size()];
  }

  /** A packing by rectangle; null if there is none, or none was found: {@link #isExhaustive} tells which. */
  Place @Nullable [] pack() {
    int slack = columns * rows;
    for (int sort = 0; sort < sorts.size(); sort++) {
      int area = sorts.get(sort).stream().mapToInt(Shape::area).min().orElse(columns * rows + 1);
      slack -= area * left[sort];
    }
    return slack >= 0 && isPlaced(slack) ? places : null;
  }

  /** Whether the search came to its end. */
  boolean isExhaustive() {
    return isExhaustive;
  }

  /** Whether the rest can be placed if at most {@code slack} chiplets beyond the least areas are taken or stay idle. */
  private boolean isPlaced(int slack) {
    if (Arrays.stream(left).allMatch(count -> count == 0)) {
      return true;
    }
    if (nodes-- <= 0) {
      isExhaustive = false;
      return false;
    }
    Key key = key();
    if (dead.contains(key)) {
      return false;
    }
    int corner = 0;
    for (int x = 1; x < columns; x++) {
      corner = filled[x] < filled[corner] ? x : corner;
    }
    int gap = 1;
    while (corner + gap < columns && filled[corner + gap] == filled[corner]) {
      gap++;
    }
    for (Choice choice : choices(corner, gap, slack)) {
      if (isPlaced(choice, corner, slack)) {
        return true;
      }
    }
    if (slack > 0) {
      filled[corner]++;
      if (isPlaced(slack - 1)) {
        return true;
      }
      filled[corner]--;
    }
    if (isExhaustive) {
      dead.add(key);
    }
    return false;
  }

  private record Choice(int sort, Shape shape, int extra) {}

  /** What fits at the corner: what fills the gap first, then the largest. */
  private List<Choice> choices(int corner, int gap, int slack) {
    List<Choice> choices = new ArrayList<>();
    for (int sort = 0; sort < sorts.size(); sort++) {
      if (left[sort] == 0) {
        continue;
      }
      int least = sorts.get(sort).stream().mapToInt(Shape::area).min().orElseThrow();
      for (Shape shape : sorts.get(sort)) {
        int extra = shape.area() - least;
        if (shape.width() <= gap && filled[corner] + shape.height() <= rows && extra <= slack) {
          choices.add(new Choice(sort, shape, extra));
        }
      }
    }
    choices.sort(Comparator.comparing((Choice c) -> c.shape.width() != gap).thenComparing(c -> -c.shape.area())
        .thenComparing(Choice::extra));
    return choices;
  }

  private boolean isPlaced(Choice choice, int corner, int slack) {
    Shape shape = choice.shape;
    int bottom = filled[corner];
    for (int x = corner; x < corner + shape.width(); x++) {
      filled[x] = bottom + shape.height();
    }
    left[choice.sort]--;
    int rectangle = members.get(choice.sort).get(left[choice.sort]);
    places[rectangle] = new Place(corner, bottom, shape.width(), shape.height());
    if (isPlaced(slack - choice.extra)) {
      return true;
    }
    left[choice.sort]++;
    for (int x = corner; x < corner + shape.width(); x++) {
      filled[x] = bottom;
    }
    return false;
  }

  private Key key() {
    byte[] state = new byte[columns + left.length];
    for (int x = 0; x < columns; x++) {
      state[x] = (byte) filled[x];
    }
    for (int sort = 0; sort < left.length; sort++) {
      state[columns + sort] = (byte) left[sort];
    }
    return new Key(state);
  }
}
