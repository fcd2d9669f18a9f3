package dev.dovetail.models.allocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When each buffer is alive: recomputed from its uses and compared with the claim; and what the cores then hold, cycle by cycle. */
final class Lifetimes {
  /** Most tensors that a finding names. */
  private static final int MOST_HOLDERS = 4;

  private final Resolved resolved;
  private final List<Schedule.Buffer> buffers;
  private final long[] until;

  Lifetimes(Resolved resolved) {
    this.resolved = resolved;
    this.buffers = resolved.schedule.buffers();
    this.until = new long[buffers.size()];
    for (int b = 0; b < until.length; b++) {
      until[b] = resolved.creator[b] == Resolved.NO_CREATOR ? 0 : resolved.ready(b);
    }
    for (Schedule.Task task : resolved.schedule.tasks()) {
      for (int b : task.reads()) {
        use(b, task.end());
      }
    }
    for (Schedule.Transfer transfer : resolved.schedule.transfers()) {
      use(transfer.source(), transfer.end());
    }
  }

  private void use(int b, long end) {
    if (resolved.isBuffer(b)) {
      until[b] = Math.max(until[b], end);
    }
  }

  /** Compares the claimed lifetimes with the recomputed ones. */
  void check() {
    for (int b = 0; b < until.length; b++) {
      if (resolved.creator[b] != Resolved.NO_CREATOR) {
        Schedule.Buffer buffer = buffers.get(b);
        if (buffer.from() != resolved.born(b) || buffer.until() != until[b]) {
          resolved.findings.add("buffer-lifetime", resolved.bufferName(b), "The cycles [%d, %d) must be [%d, %d).",
              buffer.from(), buffer.until(), resolved.born(b), until[b]);
        }
      }
    }
  }

  /** Sweeps every core; reports each stretch of cycles above its capacity; answers the peak bytes of each core. */
  long[] peaks() {
    int cores = resolved.problem.accelerator().cores().size();
    List<Occupancy> occupancies = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      occupancies.add(new Occupancy());
    }
    for (int b = 0; b < until.length; b++) {
      if (resolved.bufferSound[b] && resolved.creator[b] != Resolved.NO_CREATOR && resolved.born(b) < until[b]) {
        occupancies.get(resolved.bufferCore[b]).add(resolved.born(b), until[b], resolved.bufferBytes[b]);
      }
    }
    for (int t = 0; t < resolved.schedule.tasks().size(); t++) {
      var point = resolved.taskPoint[t];
      if (point != null && point.bufferBytes() > 0 && resolved.taskTimed[t]) {
        Schedule.Task task = resolved.schedule.tasks().get(t);
        occupancies.get(resolved.taskCore[t]).add(task.start(), task.end(), point.bufferBytes());
      }
    }
    long[] peaks = new long[cores];
    for (int c = 0; c < cores; c++) {
      long capacity = resolved.problem.accelerator().cores().get(c).capacityBytes();
      peaks[c] = sweep(c, capacity, occupancies.get(c).steps());
    }
    return peaks;
  }

  private long sweep(int c, long capacity, List<Occupancy.Step> steps) {
    long peak = 0;
    long overSince = -1;
    long overPeak = 0;
    long overPeakAt = 0;
    for (Occupancy.Step step : steps) {
      peak = Math.max(peak, step.bytes());
      if (step.bytes() > capacity) {
        overSince = overSince < 0 ? step.cycle() : overSince;
        overPeakAt = step.bytes() > overPeak ? step.cycle() : overPeakAt;
        overPeak = Math.max(overPeak, step.bytes());
      } else if (overSince >= 0) {
        resolved.findings.add("memory-capacity", "core " + resolved.coreName(c),
            "In the cycles [%d, %d) up to %d bytes are alive, the capacity is %d; in cycle %d they are of %s.", overSince,
            step.cycle(),
            overPeak, capacity, overPeakAt, holders(c, overPeakAt));
        overSince = -1;
        overPeak = 0;
      }
    }
    return peak;
  }

  /** The tensors that hold most of a core's memory in a cycle, and what its task works with. */
  private String holders(int c, long cycle) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (int b = 0; b < until.length; b++) {
      if (resolved.bufferSound[b] && resolved.bufferCore[b] == c && resolved.creator[b] != Resolved.NO_CREATOR
          && resolved.born(b) <= cycle && cycle < until[b]) {
        bytes.merge(buffers.get(b).tensor(), resolved.bufferBytes[b], Long::sum);
      }
    }
    for (int t = 0; t < resolved.schedule.tasks().size(); t++) {
      Schedule.Task task = resolved.schedule.tasks().get(t);
      var point = resolved.taskPoint[t];
      if (point != null && point.bufferBytes() > 0 && resolved.taskCore[t] == c && task.start() <= cycle && cycle < task.end()) {
        bytes.merge("the working memory of " + task.layer(), point.bufferBytes(), Long::sum);
      }
    }
    List<Map.Entry<String, Long>> most = new ArrayList<>(bytes.entrySet());
    most.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    List<String> words = new ArrayList<>(
        most.stream().limit(MOST_HOLDERS).map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
    if (most.size() > MOST_HOLDERS) {
      words.add((most.size() - MOST_HOLDERS) + " others");
    }
    return String.join(", ", words);
  }
}
