package dev.dovetail.encodings.cp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * At every instant the demands of the present intervals that contain it add up to at most the capacity. A release and a start at
 * the same instant do not add up; an interval of size 0 takes nothing.
 *
 * @param name for people
 * @param intervals the intervals
 * @param demands affine each, one per interval, never negative
 * @param capacity affine, not negative
 */
public record Cumulative(String name, List<IntervalVar> intervals, List<LinearExpr> demands, LinearExpr capacity)
    implements Constraint {
  public Cumulative {
    intervals = List.copyOf(intervals);
    demands = List.copyOf(demands);
    if (intervals.size() != demands.size()) {
      throw new IllegalArgumentException(
          "The demands (%d) of cumulative (%s) must be as many as the intervals (%d)."
              .formatted(demands.size(), name, intervals.size()));
    }
    Constraints.requireAffine("cumulative", name, demands);
    Constraints.requireAffine("cumulative", name, List.of(capacity));
  }

  @Override
  public Cumulative named(String newName) {
    return new Cumulative(newName, intervals, demands, capacity);
  }

  @Override
  public Feature feature() {
    return Constraints.anyOptional(intervals) ? Feature.OPTIONAL_CUMULATIVE : Feature.CUMULATIVE;
  }

  @Override
  public Optional<String> violation(Assignment assignment) {
    // {instant, change}: at one instant releases (negative) come before allocations.
    List<long[]> events = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      IntervalVar interval = intervals.get(i);
      long start = assignment.value(interval.start());
      long end = assignment.value(interval.end());
      if (interval.isPresent(assignment) && start < end) {
        long demand = assignment.value(demands.get(i));
        events.add(new long[] {start, demand});
        events.add(new long[] {end, -demand});
      }
    }
    events.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    long limit = assignment.value(capacity);
    long load = 0;
    if (limit < 0) {
      return Optional.of("the capacity is %d".formatted(limit));
    }
    for (long[] event : events) {
      load = Math.addExact(load, event[1]);
      if (load > limit) {
        return Optional.of("the load at %d is %d, above the capacity %d".formatted(event[0], load, limit));
      }
    }
    return Optional.empty();
  }

  @Override
  public void forEachExpr(Consumer<LinearExpr> consumer) {
    demands.forEach(consumer);
    consumer.accept(capacity);
  }

  @Override
  public String text(IntFunction<String> names) {
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i++) {
      tasks.add(intervals.get(i).name() + " takes " + demands.get(i).text(names));
    }
    return "cumulative: " + String.join(", ", tasks) + ", capacity " + capacity.text(names);
  }
}
