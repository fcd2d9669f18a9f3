package dev.dovetail.models.allocation;

import dev.dovetail.models.Exact;
import dev.dovetail.models.Findings;
import dev.dovetail.models.links.Walk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that repeats: a stream of samples of which one begins every {@code period} cycles, all by the same schedule.
 *
 * <p>Role: the rules of software pipelining (modulo scheduling; B. R. Rau, MICRO-27, 1994). Modulo the period no two tasks are on a core and
 * no two transfers on a channel at once, and the bytes of all samples that are under way fit each memory. Each sample has its own data in
 * DRAM. The schedule must be executable on its own.
 */
public final class Repetition {
  /**
   * One use of a core or a channel, by a task or a transfer.
   *
   * @param isTask whether a task uses a core; else a transfer uses a channel
   * @param id of the task or transfer
   * @param resource index of the core, or the number of cores plus the index of the channel
   * @param from first cycle
   * @param until one past the last cycle
   */
  public record Use(boolean isTask, int id, int resource, long from, long until) {
    long length() {
      return until - from;
    }
  }

  /** Bytes of a core's memory that are taken for some cycles. */
  private record Stay(long from, long until, long bytes) {}

  private record Change(long phase, long bytes) {}

  private final AllocationProblem problem;
  private final Schedule schedule;
  private final List<Use> uses = new ArrayList<>();
  private final List<List<Use>> byResource = new ArrayList<>();
  private final List<List<Stay>> stays = new ArrayList<>();
  private final long latency;

  /** @param schedule executable on its own; parts of it that are wrong in themselves are left out */
  public Repetition(AllocationProblem problem, Schedule schedule) {
    this.problem = problem;
    this.schedule = schedule;
    Resolved resolved = new Resolved(problem, schedule, new Findings());
    new TaskRules(resolved).check();
    new TransferRules(resolved).check();
    int cores = problem.accelerator().cores().size();
    for (int r = 0; r < cores + problem.accelerator().channels().size(); r++) {
      byResource.add(new ArrayList<>());
    }
    for (int c = 0; c < cores; c++) {
      stays.add(new ArrayList<>());
    }
    long last = 0;
    for (int t = 0; t < schedule.tasks().size(); t++) {
      Schedule.Task task = schedule.tasks().get(t);
      last = Math.max(last, task.end());
      if (resolved.taskCore[t] >= 0 && resolved.taskTimed[t]) {
        use(new Use(true, t, resolved.taskCore[t], task.start(), task.end()));
        var point = resolved.taskPoint[t];
        if (point != null && point.bufferBytes() > 0) {
          stays.get(resolved.taskCore[t]).add(new Stay(task.start(), task.end(), point.bufferBytes()));
        }
      }
    }
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      last = Math.max(last, transfer.end());
      Walk walk = resolved.transferWalk[x];
      if (walk != null && resolved.transferTimed[x]) {
        for (int i = 0; i < walk.channels().length; i++) {
          long from = Exact.add(transfer.start(), walk.offsets()[i]);
          use(new Use(false, x, cores + walk.channels()[i], from, Exact.add(from, walk.durations()[i])));
        }
      }
    }
    for (int b = 0; b < schedule.buffers().size(); b++) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      if (resolved.bufferSound[b] && buffer.from() < buffer.until()) {
        stays.get(resolved.bufferCore[b]).add(new Stay(buffer.from(), buffer.until(), buffer.bytes()));
      }
    }
    latency = last;
  }

  private void use(Use use) {
    if (use.length() > 0) {
      uses.add(use);
      byResource.get(use.resource()).add(use);
    }
  }

  /** Everything that tasks and transfers use, tasks first. */
  public List<Use> uses() {
    return List.copyOf(uses);
  }

  /** The last end of a task or transfer: from this period on samples do not overlap. */
  public long latencyCycles() {
    return latency;
  }

  /** Cycles below which no period of these tasks and transfers lies, whenever they start: the busiest core or channel. */
  public long loadCycles() {
    long most = 1;
    for (List<Use> all : byResource) {
      long sum = 0;
      for (Use use : all) {
        sum = Exact.add(sum, use.length());
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** Reports everything in which samples that begin {@code period} cycles apart meet; nothing if they do not overlap. */
  public void check(long period, Findings findings) {
    if (period < 1) {
      findings.add("period", "mapping", "The period (%d) must be positive.", period);
      return;
    }
    if (period >= latency) {
      return;
    }
    for (int r = 0; r < byResource.size(); r++) {
      meetings(r, period, findings);
    }
    for (int c = 0; c < stays.size(); c++) {
      overflows(c, period, findings);
    }
  }

  /** Whether samples may begin so many cycles apart. */
  public boolean isPeriod(long period) {
    Findings findings = new Findings();
    check(period, findings);
    return findings.isEmpty();
  }

  /**
   * The least period of this schedule.
   *
   * <p>Two uses of one resource, or too many bytes in one memory, rule out a whole stretch of periods at once: the search goes from the
   * load of the busiest resource upward, from the end of one such stretch to the end of the next.
   *
   * @param stop ends the search early, with the latency
   */
  public long leastPeriod(BooleanSupplier stop) {
    long period = loadCycles();
    while (period < latency && !stop.getAsBoolean()) {
      long next = period;
      for (int r = 0; r < byResource.size(); r++) {
        next = Math.max(next, meetings(r, period, null));
      }
      for (int c = 0; next == period && c < stays.size(); c++) {
        next = Math.max(next, overflows(c, period, null));
      }
      if (next == period) {
        return period;
      }
      period = next;
    }
    return Math.max(1, latency);
  }

  /**
   * Uses of one resource that meet modulo a period.
   *
   * @return the first period after it that those found do not rule out; the period itself if there are none
   */
  private long meetings(int resource, long period, @Nullable Findings findings) {
    List<Use> all = byResource.get(resource);
    long next = period;
    record Phased(long phase, Use use) {}
    List<Phased> sorted = new ArrayList<>(all.size() + 1);
    for (Use use : all) {
      if (use.length() > period) {
        next = Math.max(next, use.length());
        report(findings, resource, period, use, use);
      }
      sorted.add(new Phased(use.from() % period, use));
    }
    sorted
        .sort(Comparator.comparingLong(Phased::phase).thenComparingLong(p -> p.use().from()).thenComparingInt(p -> p.use().id()));
    // Twice around the circle, so that what reaches over its end meets what begins after it.
    Phased open = null;
    long openUntil = 0;
    for (int i = 0; i < 2 * sorted.size(); i++) {
      Phased now = sorted.get(i % sorted.size());
      long at = now.phase() + (i < sorted.size() ? 0 : period);
      if (open != null && at < openUntil && open.use() != now.use()) {
        next = Math.max(next, past(open.use(), now.use(), period));
        if (i >= sorted.size()) {
          report(findings, resource, period, open.use(), now.use());
        }
      }
      if (open == null || at + now.use().length() > openUntil) {
        open = now;
        openUntil = at + now.use().length();
      }
    }
    return next;
  }

  /** The first period after {@code period}, at which the uses meet, at which these two occurrences do not. */
  private static long past(Use one, Use other, long period) {
    // Occurrences that meet: one + k * period and other, for some k other than 0; k > 0 if one is the earlier.
    Use early = one.from() <= other.from() ? one : other;
    Use late = early == one ? other : one;
    long next = period;
    long least = Math.floorDiv(late.from() - early.until(), period) + 1;
    for (long k = Math.max(1, least); k * period < late.until() - early.from(); k++) {
      next = Math.max(next, Math.floorDiv(late.until() - early.from() + k - 1, k));
    }
    return next;
  }

  private void report(@Nullable Findings findings, int resource, long period, Use one, Use other) {
    if (findings != null) {
      int cores = stays.size();
      String where = resource < cores
          ? "core " + problem.accelerator().cores().get(resource).name()
          : "channel " + problem.accelerator().channels().get(resource - cores).name();
      findings.add("period", where, "Repeated every %d cycles, %s and %s of another sample meet.", period, name(one),
          name(other));
    }
  }

  private String name(Use use) {
    return use.isTask()
        ? "task %d (%s)".formatted(use.id(), schedule.tasks().get(use.id()).layer())
        : "transfer %d (%s)".formatted(use.id(), schedule.transfers().get(use.id()).tensor());
  }

  /**
   * Bytes of one memory modulo a period.
   *
   * @return the first period after it that the worst overflow does not rule out; the period itself if there is none
   */
  private long overflows(int core, long period, @Nullable Findings findings) {
    long capacity = problem.accelerator().cores().get(core).capacityBytes();
    List<Change> changes = new ArrayList<>();
    long always = 0;
    for (Stay stay : stays.get(core)) {
      long length = stay.until() - stay.from();
      always = Exact.add(always, Exact.multiply(length / period, stay.bytes()));
      long from = stay.from() % period;
      long until = from + length % period;
      if (from < until) {
        changes.add(new Change(from, stay.bytes()));
        if (until <= period) {
          changes.add(new Change(until, -stay.bytes()));
        } else {
          changes.add(new Change(0, stay.bytes()));
          changes.add(new Change(until - period, -stay.bytes()));
          changes.add(new Change(period, -stay.bytes()));
        }
      }
    }
    changes.add(new Change(0, 0));
    changes.sort(Comparator.comparingLong(Change::phase));
    long alive = always;
    long worst = capacity;
    long worstPhase = -1;
    for (int i = 0; i < changes.size(); i++) {
      alive = Exact.add(alive, changes.get(i).bytes());
      boolean last = i + 1 == changes.size() || changes.get(i + 1).phase() != changes.get(i).phase();
      if (last && changes.get(i).phase() < period && alive > worst) {
        worst = alive;
        worstPhase = changes.get(i).phase();
      }
    }
    if (worstPhase < 0) {
      return period;
    }
    if (findings != null) {
      findings.add("period", "core " + problem.accelerator().cores().get(core).name(),
          "Repeated every %d cycles, samples hold %d bytes together %d cycles after the start of one; the capacity is %d.",
          period,
          worst, worstPhase, capacity);
    }
    return pastOverflow(core, period, worstPhase);
  }

  /**
   * What is alive in one cycle of several samples stays alive together, as the period grows, until what the earlier sample holds ends
   * before what the later one holds begins, for some two of them.
   */
  private long pastOverflow(int core, long period, long phase) {
    int rounds = (int) Math.min(Integer.MAX_VALUE - 2, latency / period + 2);
    long[] leastUntil = new long[rounds];
    long[] mostFrom = new long[rounds];
    Arrays.fill(leastUntil, Long.MAX_VALUE);
    Arrays.fill(mostFrom, Long.MIN_VALUE);
    for (Stay stay : stays.get(core)) {
      // Samples so many periods old are in a cycle of their own schedule that is phase + age * period.
      for (int age = (int) Math.max(0, (stay.from() - phase + period - 1) / period); age < rounds
          && phase + age * period < stay.until(); age++) {
        if (stay.from() <= phase + age * period) {
          leastUntil[age] = Math.min(leastUntil[age], stay.until());
          mostFrom[age] = Math.max(mostFrom[age], stay.from());
        }
      }
    }
    long next = Math.max(1, latency);
    for (int young = 0; young < rounds; young++) {
      for (int old = young + 1; old < rounds; old++) {
        // The older sample's stay [from, until) is seen shifted by its age: the two part when (old - young) * period is enough.
        if (leastUntil[young] < Long.MAX_VALUE && leastUntil[old] < Long.MAX_VALUE) {
          next = Math.min(next, parted(leastUntil[old], mostFrom[young], old - young));
        }
      }
    }
    return Math.max(next, period + 1);
  }

  /** The first period at which a sample that is {@code distance} samples older has ended its stay before the younger one begins its own. */
  private static long parted(long untilOfOlder, long fromOfYounger, long distance) {
    return Math.floorDiv(untilOfOlder - fromOfYounger + distance - 1, distance);
  }
}
