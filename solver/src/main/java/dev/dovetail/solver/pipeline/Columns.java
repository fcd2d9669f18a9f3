package dev.dovetail.solver.pipeline;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.chain.SegmentCosts;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each segment (i,j): a lower bound on its cost, and the cheapest one that is placed.
 *
 * <p>Role: segments share nothing but their order, so the cheapest path over the bounds bounds every plan, and the cheapest path over what is placed
 * is the best plan. Only segments on a cheapest path need be looked at.
 */
final class Columns {
  private final SegmentCosts chain;
  private final int size;
  private final long[][] bounds;
  private final long[][] costs;
  private final @Nullable Segment[][] placed;
  private final boolean[][] searched;

  /** A segment by its first and its last layer. */
  record Column(int first, int last) {}

  /** A cheapest path: what it costs, {@link dev.dovetail.models.pipeline.chain.ClusterTimes#INFINITE} if there is none, and its segments. */
  record Path(long cost, List<Column> columns) {}

  /** What a segment counts on a path. */
  private interface Weight {
    long of(int i, int j);
  }

  /**
   * @param chain bounds to begin with
   */
  Columns(SegmentCosts chain) {
    this.chain = chain;
    this.size = chain.times().layers();
    this.bounds = new long[size][];
    this.costs = new long[size][];
    this.placed = new Segment[size][];
    this.searched = new boolean[size][];
    for (int i = 0; i < size; i++) {
      int count = chain.longest(i) - i + 1;
      bounds[i] = new long[count];
      costs[i] = new long[count];
      Arrays.fill(costs[i], INFINITE);
      placed[i] = new Segment[count];
      searched[i] = new boolean[count];
      for (int j = i; j < i + count; j++) {
        bounds[i][j - i] = chain.cost(i, j);
      }
    }
  }

  /** Lower bound on the cost of a segment. */
  long bound(Column c) {
    return bounds[c.first][c.last - c.first];
  }

  /** Raises a lower bound. */
  void raise(Column c, long bound) {
    bounds[c.first][c.last - c.first] = Math.max(bound(c), bound);
  }

  /** Cost of the cheapest placed segment, or infinite. */
  long cost(Column c) {
    return costs[c.first][c.last - c.first];
  }

  /** The cheapest placed segment. */
  Optional<Segment> segment(Column c) {
    return Optional.ofNullable(placed[c.first][c.last - c.first]);
  }

  /** Keeps a placed segment if it is the cheapest of its layers. */
  void place(Column c, Segment segment, long cost) {
    if (cost < cost(c)) {
      costs[c.first][c.last - c.first] = cost;
      placed[c.first][c.last - c.first] = segment;
    }
  }

  /** Whether all that was meant to be tried for a segment was tried. */
  boolean isSearched(Column c) {
    return searched[c.first][c.last - c.first];
  }

  /** Notes that nothing more will be tried. */
  void close(Column c) {
    searched[c.first][c.last - c.first] = true;
  }

  /** No plan costs less than this path. */
  Path cheapestBound() {
    return path((i, j) -> bounds[i][j - i]);
  }

  /** The best plan of placed segments. */
  Path cheapestPlaced() {
    return path((i, j) -> costs[i][j - i]);
  }

  /** The best plan if every segment that was not searched could be placed at its bound. */
  Path cheapestHoped() {
    return path((i, j) -> searched[i][j - i] ? costs[i][j - i] : bounds[i][j - i]);
  }

  /** Lower bound on the cost of all layers but those of a segment, with the segments before and behind it at their bounds. */
  long around(Column c) {
    long[] forward = new long[size + 1];
    long[] backward = new long[size + 1];
    Arrays.fill(forward, INFINITE);
    Arrays.fill(backward, INFINITE);
    forward[0] = 0;
    backward[size] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < i + bounds[i].length; j++) {
        forward[j + 1] = Math.min(forward[j + 1], Exact.add(forward[i], bounds[i][j - i]));
      }
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int j = i; j < i + bounds[i].length; j++) {
        backward[i] = Math.min(backward[i], Exact.add(bounds[i][j - i], backward[j + 1]));
      }
    }
    return Exact.add(forward[c.first], backward[c.last + 1]);
  }

  private Path path(Weight weight) {
    long[] least = new long[size + 1];
    int[] from = new int[size + 1];
    Arrays.fill(least, INFINITE);
    least[0] = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j <= chain.longest(i); j++) {
        long cost = Exact.add(least[i], weight.of(i, j));
        if (cost < least[j + 1]) {
          least[j + 1] = cost;
          from[j + 1] = i;
        }
      }
    }
    List<Column> columns = new LinkedList<>();
    for (int end = size; end > 0 && least[size] < INFINITE; end = from[end]) {
      columns.add(0, new Column(from[end], end - 1));
    }
    return new Path(least[size], List.copyOf(columns));
  }
}
