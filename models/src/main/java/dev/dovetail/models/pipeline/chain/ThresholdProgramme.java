package dev.dovetail.models.pipeline.chain;

import static dev.dovetail.models.pipeline.chain.ClusterTimes.INFINITE;

import dev.dovetail.models.Exact;
import dev.dovetail.models.pipeline.PipelineObjective;
import java.util.LinkedList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The cheapest chain of segments by decisions: the shortest path over lower ends of the segments' costs, and thresholds that raise those ends where the
 * path runs, until all of its ends are exact.
 *
 * <p>Role: proves the optimum of {@link ChainProgramme} another way; the two share the times of clusters and nothing of the search. Needs chiplets
 * that may be idle.
 */
public final class ThresholdProgramme {
  private final Effort effort;
  private final ThresholdColumn[][] columns;
  private final long[] forward;

  /**
   * @throws IllegalArgumentException if no chiplet may be idle, or the objective is energy
   */
  public ThresholdProgramme(ClusterTimes times, Effort effort) {
    if (!times.problem().switches().idle() || times.problem().objective() == PipelineObjective.ENERGY) {
      throw new IllegalArgumentException("Thresholds need chiplets that may be idle and an objective over stage times.");
    }
    this.effort = effort;
    int size = times.layers();
    StageCosts stages = new StageCosts(times);
    columns = new ThresholdColumn[size][];
    forward = new long[size + 1];
    for (int i = 0; i < size; i++) {
      int length = 1;
      while (i + length < size && stages.exists(i, i + length)) {
        length++;
      }
      columns[i] = new ThresholdColumn[length];
      long work = 0;
      for (int j = i; j < i + length; j++) {
        work = Exact.add(work, times.leastWork(j));
        columns[i][j - i] = new ThresholdColumn(times, stages, i, j, Math.max(1, (work - 1) / times.chiplets() + 1));
      }
    }
  }

  /**
   * Whether some chain costs at most {@code target}.
   *
   * @throws java.util.concurrent.CancellationException if the effort says stop
   */
  public boolean decide(long target) {
    return search(target, bound -> {}) <= target;
  }

  /**
   * Least cost of all chains, or {@link ClusterTimes#INFINITE} if there is none.
   *
   * @param bound hears of every better lower bound
   */
  public long optimum(LongConsumer bound) {
    return search(INFINITE - 1, bound);
  }

  /** Raises ends until the cheapest path is exact or longer than {@code target}; its length. */
  private long search(long target, LongConsumer bound) {
    long told = Long.MIN_VALUE;
    while (true) {
      effort.check();
      long least = shortest();
      if (least > target) {
        return least;
      }
      if (least > told) {
        told = least;
        bound.accept(least);
      }
      List<ThresholdColumn> open = path().stream().filter(c -> !c.isExact()).toList();
      if (open.isEmpty()) {
        return least;
      }
      open.forEach(ThresholdColumn::split);
    }
  }

  private long shortest() {
    for (int end = 1; end < forward.length; end++) {
      forward[end] = INFINITE;
    }
    for (int i = 0; i < columns.length; i++) {
      for (int j = i; j < i + columns[i].length; j++) {
        forward[j + 1] = Math.min(forward[j + 1], Exact.add(forward[i], columns[i][j - i].lower()));
      }
    }
    return forward[columns.length];
  }

  private List<ThresholdColumn> path() {
    List<ThresholdColumn> path = new LinkedList<>();
    int end = columns.length;
    while (end > 0) {
      int i = 0;
      while (end - i > columns[i].length || Exact.add(forward[i], columns[i][end - 1 - i].lower()) != forward[end]) {
        i++;
      }
      path.add(0, columns[i][end - 1 - i]);
      end = i;
    }
    return path;
  }

  /** A cheapest chain, after {@link #optimum} has found that there is one. */
  public ChainPlan plan() {
    return new ChainPlan(path().stream().map(ThresholdColumn::segment).toList(), forward[columns.length]);
  }

  /** Iterations of the inner loop until now. */
  public long steps() {
    long steps = 0;
    for (ThresholdColumn[] row : columns) {
      for (ThresholdColumn column : row) {
        steps += column.steps();
      }
    }
    return steps;
  }
}
