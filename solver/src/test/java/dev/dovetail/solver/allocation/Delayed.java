package dev.dovetail.solver.allocation;

import dev.dovetail.models.allocation.Schedule;
import java.util.List;

/** Makes a schedule worse: everything that starts at or after a cycle starts later. */
final class Delayed {
  private Delayed() {}

  static Schedule by(Schedule s, long from, long delay) {
    List<Schedule.Task> tasks =
        s.tasks().stream()
            .map(t -> new Schedule.Task(
                t.layer(), t.box(), t.core(), t.costPoint(), at(t.start(), from, delay),
                at(t.start(), from, delay) + t.end() - t.start(), t.reads(), t.writes()))
            .toList();
    List<Schedule.Transfer> transfers =
        s.transfers().stream()
            .map(t -> new Schedule.Transfer(
                t.kind(), t.tensor(), t.boxes(), t.bytes(), t.source(), t.targets(), t.dram(), t.route(),
                at(t.start(), from, delay), at(t.start(), from, delay) + t.end() - t.start()))
            .toList();
    long[] until = new long[s.buffers().size()];
    long[] begin = new long[s.buffers().size()];
    for (Schedule.Task t : tasks) {
      t.reads().forEach(b -> until[b] = Math.max(until[b], t.end()));
      t.writes().forEach(b -> {
        until[b] = Math.max(until[b], t.end());
        begin[b] = t.start();
      });
    }
    for (Schedule.Transfer t : transfers) {
      t.targets().forEach(b -> {
        until[b] = Math.max(until[b], t.end());
        begin[b] = t.start();
      });
      if (t.source() >= 0) {
        until[t.source()] = Math.max(until[t.source()], t.end());
      }
    }
    List<Schedule.Buffer> buffers =
        java.util.stream.IntStream.range(0, until.length)
            .mapToObj(b -> {
              Schedule.Buffer old = s.buffers().get(b);
              return new Schedule.Buffer(old.core(), old.tensor(), old.boxes(), old.bytes(), begin[b], until[b]);
            })
            .toList();
    return new Schedule(tasks, buffers, transfers);
  }

  private static long at(long start, long from, long delay) {
    return start >= from ? start + delay : start;
  }
}
