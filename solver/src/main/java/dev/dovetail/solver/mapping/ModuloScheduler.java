package dev.dovetail.solver.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Repetition;
import dev.dovetail.models.allocation.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Software pipelining of a finished schedule: other starts of the same tasks and transfers, such that samples may begin sooner one after
 * another.
 *
 * <p>Role: finds mappings of small period. Modulo list scheduling (B. R. Rau, MICRO-27, 1994): in the order of their starts, each task and
 * transfer takes the first cycle after what it waits for at which its core or channels are free modulo the period. If memories then hold too
 * many bytes, each load, last first, slides to the last cycle that still serves its readers; if that does not help, the period is given up.
 */
final class ModuloScheduler {
  /** Periods tried between the load of the busiest core or channel and the best known period. */
  private static final int TRIES = 14;

  private final AllocationProblem problem;
  private final Schedule schedule;
  private final int tasks;
  private final int ops;
  private final long[] start;
  private final long[] length;
  private final List<List<Repetition.Use>> uses = new ArrayList<>();
  private final List<List<Integer>> before = new ArrayList<>();
  private final List<List<Integer>> after = new ArrayList<>();
  private final Integer[] order;
  private final int resources;
  private final Repetition repetition;

  /** @param schedule executable on its own */
  ModuloScheduler(AllocationProblem problem, Schedule schedule) {
    this.problem = problem;
    this.schedule = schedule;
    this.repetition = new Repetition(problem, schedule);
    this.tasks = schedule.tasks().size();
    this.ops = tasks + schedule.transfers().size();
    start = new long[ops];
    length = new long[ops];
    for (int i = 0; i < ops; i++) {
      start[i] = i < tasks ? schedule.tasks().get(i).start() : schedule.transfers().get(i - tasks).start();
      length[i] = (i < tasks ? schedule.tasks().get(i).end() : schedule.transfers().get(i - tasks).end()) - start[i];
      uses.add(new ArrayList<>());
      before.add(new ArrayList<>());
      after.add(new ArrayList<>());
    }
    repetition.uses().forEach(u -> uses.get(u.isTask() ? u.id() : tasks + u.id()).add(u));
    resources = problem.accelerator().cores().size() + problem.accelerator().channels().size();
    link();
    order = new Integer[ops];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong((Integer i) -> start[i]).thenComparingInt(i -> i));
  }

  /** Who must end before whom begins: what fills a buffer before what reads it, stores before the loads of what they stored. */
  private void link() {
    int[] filledBy = new int[schedule.buffers().size()];
    for (int t = 0; t < tasks; t++) {
      for (int b : schedule.tasks().get(t).writes()) {
        filledBy[b] = t;
      }
    }
    Map<String, List<Integer>> stores = new HashMap<>();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      for (int b : transfer.targets()) {
        filledBy[b] = tasks + x;
      }
      if (transfer.kind() == Schedule.Transfer.Kind.STORE) {
        stores.computeIfAbsent(transfer.tensor(), k -> new ArrayList<>()).add(x);
      }
    }
    for (int t = 0; t < tasks; t++) {
      for (int b : schedule.tasks().get(t).reads()) {
        edge(filledBy[b], t);
      }
    }
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      if (transfer.source() >= 0) {
        edge(filledBy[transfer.source()], tasks + x);
      } else {
        for (int s : stores.getOrDefault(transfer.tensor(), List.of())) {
          if (schedule.transfers().get(s).end() <= transfer.start()) {
            edge(tasks + s, tasks + x);
          }
        }
      }
    }
  }

  private void edge(int one, int other) {
    before.get(other).add(one);
    after.get(one).add(other);
  }

  /** The period below which no start times help. */
  long loadCycles() {
    return repetition.loadCycles();
  }

  /** A schedule and its period. */
  record Pipelined(Schedule schedule, long period) {}

  /**
   * The best found; empty if nothing is below {@code known}.
   *
   * @param known a period that is to be beaten
   */
  Optional<Pipelined> below(long known, BooleanSupplier stop) {
    Pipelined best = null;
    long least = repetition.loadCycles();
    if (least >= known) {
      return Optional.empty();
    }
    long plain = repetition.leastPeriod(stop);
    long most = known;
    if (plain < known) {
      best = new Pipelined(schedule, plain);
      most = plain;
    }
    long low = least;
    for (int i = 0; i < TRIES && low < most && !stop.getAsBoolean(); i++) {
      long period = i == 0 ? least : low + (most - low) / 2;
      Optional<Schedule> found = at(period);
      if (found.isPresent()) {
        best = new Pipelined(found.get(), period);
        most = period;
      } else {
        low = period + 1;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Starts at which samples may begin every {@code period} cycles; empty if none were found. */
  Optional<Schedule> at(long period) {
    for (boolean slide : new boolean[] {false, true}) {
      Table table = new Table(resources, period);
      long[] at = forward(table, period);
      if (at.length == 0) {
        return Optional.empty();
      }
      if (slide) {
        slideBack(table, at);
      }
      Schedule timed = timed(at);
      if (new Repetition(problem, timed).isPeriod(period)) {
        return Optional.of(timed);
      }
    }
    return Optional.empty();
  }

  /** Each at the first free cycle from its present start on; an empty array if there is none for some. */
  private long[] forward(Table table, long period) {
    long[] at = new long[ops];
    for (int i : order) {
      long ready = start[i];
      for (int b : before.get(i)) {
        ready = Math.max(ready, at[b] + length[b]);
      }
      long found = table.firstFree(uses.get(i), start[i], ready, ready + period);
      if (found < 0) {
        return new long[0];
      }
      at[i] = found;
      table.take(uses.get(i), found - start[i]);
    }
    return at;
  }

  /** Loads, last first, as late as their readers let them. */
  private void slideBack(Table table, long[] at) {
    for (int k = ops - 1; k >= 0; k--) {
      int i = order[k];
      if (i < tasks || schedule.transfers().get(i - tasks).kind() != Schedule.Transfer.Kind.LOAD || after.get(i).isEmpty()) {
        continue;
      }
      long latest = Long.MAX_VALUE;
      for (int reader : after.get(i)) {
        latest = Math.min(latest, at[reader] - length[i]);
      }
      table.give(uses.get(i), at[i] - start[i]);
      at[i] = table.lastFree(uses.get(i), start[i], latest, at[i]);
      table.take(uses.get(i), at[i] - start[i]);
    }
  }

  /** The schedule with other starts, and the lifetimes that follow. */
  private Schedule timed(long[] at) {
    List<Schedule.Task> newTasks = new ArrayList<>();
    long[] from = new long[schedule.buffers().size()];
    long[] until = new long[schedule.buffers().size()];
    for (int t = 0; t < tasks; t++) {
      Schedule.Task task = schedule.tasks().get(t);
      long end = at[t] + length[t];
      for (int b : task.writes()) {
        from[b] = at[t];
        until[b] = Math.max(until[b], end);
      }
      for (int b : task.reads()) {
        until[b] = Math.max(until[b], end);
      }
      newTasks.add(new Schedule.Task(task.layer(), task.box(), task.core(), task.costPoint(), at[t], end, task.reads(),
          task.writes()));
    }
    List<Schedule.Transfer> newTransfers = new ArrayList<>();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      long begin = at[tasks + x];
      long end = begin + length[tasks + x];
      for (int b : transfer.targets()) {
        from[b] = begin;
        until[b] = Math.max(until[b], end);
      }
      if (transfer.source() >= 0) {
        until[transfer.source()] = Math.max(until[transfer.source()], end);
      }
      newTransfers.add(new Schedule.Transfer(transfer.kind(), transfer.tensor(), transfer.boxes(), transfer.bytes(),
          transfer.source(), transfer.targets(), transfer.dram(), transfer.route(), begin, end));
    }
    List<Schedule.Buffer> newBuffers = new ArrayList<>();
    for (int b = 0; b < from.length; b++) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      newBuffers.add(new Schedule.Buffer(buffer.core(), buffer.tensor(), buffer.boxes(), buffer.bytes(), from[b], until[b]));
    }
    return new Schedule(newTasks, newBuffers, newTransfers);
  }

  /** Cores and channels around one period: which stretches of phases are taken. */
  private static final class Table {
    private final long period;
    private final List<TreeMap<Long, Long>> taken = new ArrayList<>();

    Table(int resources, long period) {
      this.period = period;
      for (int r = 0; r < resources; r++) {
        taken.add(new TreeMap<>());
      }
    }

    /** Takes what the uses, shifted by {@code shift}, need. */
    void take(List<Repetition.Use> uses, long shift) {
      for (Repetition.Use use : uses) {
        long from = Math.floorMod(use.from() + shift, period);
        long until = from + use.until() - use.from();
        taken.get(use.resource()).put(from, Math.min(until, period));
        if (until > period) {
          taken.get(use.resource()).put(0L, until - period);
        }
      }
    }

    void give(List<Repetition.Use> uses, long shift) {
      for (Repetition.Use use : uses) {
        long from = Math.floorMod(use.from() + shift, period);
        taken.get(use.resource()).remove(from);
        if (from + use.until() - use.from() > period) {
          taken.get(use.resource()).remove(0L);
        }
      }
    }

    /** The first start from {@code ready} on and before {@code end} at which all uses are free, or -1. */
    long firstFree(List<Repetition.Use> uses, long base, long ready, long end) {
      long at = ready;
      boolean moved = true;
      while (moved && at < end) {
        moved = false;
        for (Repetition.Use use : uses) {
          long wait = wait(use, at - base);
          if (wait < 0) {
            return -1;
          }
          moved |= wait > 0;
          at += wait;
        }
      }
      return at < end ? at : -1;
    }

    /** The last start up to {@code latest} at which all uses are free; {@code present} is free and no later. */
    long lastFree(List<Repetition.Use> uses, long base, long latest, long present) {
      long at = Math.min(latest, present + period - 1);
      boolean moved = true;
      while (moved && at > present) {
        moved = false;
        for (Repetition.Use use : uses) {
          long back = back(use, at - base);
          moved |= back > 0;
          at -= back;
        }
      }
      return Math.max(at, present);
    }

    /** Cycles by which a use must wait for what is in its way now; 0 if nothing is, -1 if it is longer than the period. */
    private long wait(Repetition.Use use, long shift) {
      long length = use.until() - use.from();
      if (length > period) {
        return -1;
      }
      TreeMap<Long, Long> own = taken.get(use.resource());
      long from = Math.floorMod(use.from() + shift, period);
      Map.Entry<Long, Long> floor = own.floorEntry(from);
      if (floor != null && floor.getValue() > from) {
        return floor.getValue() - from;
      }
      Map.Entry<Long, Long> next = own.higherEntry(from);
      if (next != null && next.getKey() < from + length) {
        return next.getValue() - from;
      }
      Map.Entry<Long, Long> first = own.firstEntry();
      if (from + length > period && first != null && first.getKey() < from + length - period) {
        return first.getValue() + period - from;
      }
      return 0;
    }

    /** Cycles by which a use must begin earlier because of what is in its way now; 0 if nothing is. */
    private long back(Repetition.Use use, long shift) {
      long length = use.until() - use.from();
      TreeMap<Long, Long> own = taken.get(use.resource());
      long from = Math.floorMod(use.from() + shift, period);
      Map.Entry<Long, Long> first = own.firstEntry();
      if (from + length > period && first != null && first.getKey() < from + length - period) {
        return from + length - period - first.getKey();
      }
      Map.Entry<Long, Long> before = own.lowerEntry(Math.min(period, from + length));
      if (before != null && before.getValue() > from) {
        return Math.min(period, from + length) - before.getKey() + Math.max(0, from + length - period);
      }
      return 0;
    }
  }
}
