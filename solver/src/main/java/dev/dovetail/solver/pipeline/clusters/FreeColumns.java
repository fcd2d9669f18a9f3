package dev.dovetail.solver.pipeline.clusters;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.graph.SegmentChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each segment: a lower bound on its cost, and the cheapest one that was found.
 *
 * <p>Role: segments share nothing but their order, so that a cheapest path over the bounds bounds all plans.
 */
final class FreeColumns {
  /** No such segment. */
  static final long INFINITE = Long.MAX_VALUE;

  private final int layers;
  private final long[][] bounds;
  private final @Nullable SegmentChoice[][] found;

  /** A segment by its first and last layer. */
  record Column(int first, int last) {}

  /** A cheapest path; without columns if there is none. */
  record Path(long cost, List<Column> columns) {}

  /**
   * @param bound lower bound of a segment by first and last layer; {@link #INFINITE} if there is none
   */
  FreeColumns(int layers, LongBinaryOperator bound) {
    this.layers = layers;
    this.bounds = new long[layers][layers];
    this.found = new SegmentChoice[layers][layers];
    for (int first = 0; first < layers; first++) {
      for (int last = first; last < layers; last++) {
        bounds[first][last] = bound.applyAsLong(first, last);
      }
    }
  }

  /** Lower bound on the cost of a segment. */
  long bound(Column c) {
    return bounds[c.first()][c.last()];
  }

  /** Raises a lower bound. */
  void raise(Column c, long bound) {
    bounds[c.first()][c.last()] = Math.max(bound(c), bound);
  }

  /** The cheapest segment that was found; null if there is none. */
  @Nullable
  SegmentChoice best(Column c) {
    return found[c.first()][c.last()];
  }

  /** What it costs, {@link #INFINITE} if there is none. */
  long cost(Column c) {
    SegmentChoice best = best(c);
    return best == null ? INFINITE : best.cost();
  }

  /** Keeps a segment if it is the cheapest of its layers. */
  void offer(SegmentChoice choice) {
    Column c = new Column(choice.first(), choice.last());
    if (choice.cost() < cost(c)) {
      found[c.first()][c.last()] = choice;
    }
  }

  /** No plan costs less. */
  Path cheapestBound() {
    return path(this::bound);
  }

  /** The best plan of what was found. */
  Path cheapestFound() {
    return path(this::cost);
  }

  /** Lower bound on all plans in which these layers are a segment. */
  long through(Column column) {
    long[] forward = least(0, column.first() - 1, this::bound);
    long[] behind = least(column.last() + 1, layers - 1, this::bound);
    return Exact.add(Exact.add(forward[forward.length - 1], bound(column)), behind[behind.length - 1]);
  }

  /** Segments through which a path over the bounds costs at most so much, the cheapest first, at most so many. */
  List<Column> within(long atMost, int most) {
    long[] forward = least(0, layers - 1, this::bound);
    long[] behind = new long[layers + 1];
    Arrays.fill(behind, INFINITE);
    behind[layers] = 0;
    for (int first = layers - 1; first >= 0; first--) {
      for (int last = first; last < layers; last++) {
        behind[first] = Math.min(behind[first], Exact.add(bounds[first][last], behind[last + 1]));
      }
    }
    record Passed(Column column, long cost) {}
    List<Passed> passed = new ArrayList<>();
    for (int first = 0; first < layers; first++) {
      for (int last = first; last < layers; last++) {
        long cost = Exact.add(Exact.add(forward[first], bounds[first][last]), behind[last + 1]);
        if (cost <= atMost && cost != INFINITE) {
          passed.add(new Passed(new Column(first, last), cost));
        }
      }
    }
    return passed.stream().sorted(Comparator.comparingLong(Passed::cost)).limit(most).map(Passed::column).toList();
  }

  private interface Weight {
    long of(Column column);
  }

  /** Least cost of layers from..from+x-1, by x. */
  private long[] least(int from, int to, Weight weight) {
    long[] least = new long[to - from + 2];
    Arrays.fill(least, INFINITE);
    least[0] = 0;
    for (int last = from; last <= to; last++) {
      for (int first = from; first <= last; first++) {
        long cost = Exact.add(least[first - from], weight.of(new Column(first, last)));
        least[last - from + 1] = Math.min(least[last - from + 1], cost);
      }
    }
    return least;
  }

  private Path path(Weight weight) {
    long[] least = least(0, layers - 1, weight);
    if (least[layers] == INFINITE) {
      return new Path(INFINITE, List.of());
    }
    List<Column> columns = new LinkedList<>();
    int end = layers;
    while (end > 0) {
      int first = 0;
      while (least[first] == INFINITE || Exact.add(least[first], weight.of(new Column(first, end - 1))) != least[end]) {
        first++;
      }
      columns.add(0, new Column(first, end - 1));
      end = first;
    }
    return new Path(least[layers], List.copyOf(columns));
  }
}
