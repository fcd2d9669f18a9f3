package dev.dovetail.encodings.allocation;

import static dev.dovetail.encodings.cp.Constraints.atMost;
import static dev.dovetail.encodings.cp.Constraints.equal;

import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.IntVar;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.Schedule.Transfer.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A schedule with its tasks, cores, copies, transfers and routes kept, and the times inside of a window free: what starts before the
 * window stays where it is, what starts after it moves as one block, earlier by a shift that the model chooses.
 *
 * <p>Role: proves or improves the order of a schedule (the window is everything), or one part of it (a neighbourhood of large
 * neighbourhood search). The objective is the latency; with all else fixed a shorter schedule costs no more under any objective.
 * Memory after the window needs no look: there the block finds what it found before.
 */
public final class OrderModel {
  /** Who may move. */
  private enum Part {
    BEFORE,
    INSIDE,
    AFTER
  }

  private final Schedule schedule;
  private final int tasks;
  private final long from;
  private final long[] start;
  private final long[] span;
  private final Part[] part;
  private final LinearExpr[] at;
  private final List<Long> values = new ArrayList<>();
  private final ModelBuilder m;
  private final IntVar shift;
  private final long slack;
  private final long latency;
  private final long regionEnd;
  private final Resources resources;
  private final int[] creator;
  private final List<List<Integer>> users = new ArrayList<>();
  private final ConstraintModel model;

  /**
   * The model of a window; empty if the schedule takes a route that is not among the K.
   *
   * @param from first cycle of the window
   * @param to one past its last cycle; {@link Long#MAX_VALUE} for everything
   */
  public static Optional<OrderModel> of(AllocationProblem problem, Schedule schedule, long from, long to) {
    Site site = new Site(problem);
    List<Site.Hold> holds = new ArrayList<>();
    for (Schedule.Transfer t : schedule.transfers()) {
      TileSchedule.Send send = TileSchedule.send(site, schedule, t);
      if (send == null) {
        return Optional.empty();
      }
      holds.add(Site.Hold.of(send.route(), t.bytes()));
    }
    return Optional.of(new OrderModel(site, schedule, holds, from, to));
  }

  private OrderModel(Site site, Schedule schedule, List<Site.Hold> holds, long from, long to) {
    this.schedule = schedule;
    this.from = from;
    this.tasks = schedule.tasks().size();
    int all = tasks + schedule.transfers().size();
    start = new long[all];
    span = new long[all];
    part = new Part[all];
    at = new LinearExpr[all];
    long last = 0;
    long reach = from;
    long firstAfter = Long.MAX_VALUE;
    for (int a = 0; a < all; a++) {
      start[a] = a < tasks ? schedule.tasks().get(a).start() : schedule.transfers().get(a - tasks).start();
      long end = a < tasks ? schedule.tasks().get(a).end() : schedule.transfers().get(a - tasks).end();
      span[a] = end - start[a];
      last = Math.max(last, end);
      part[a] = start[a] < from ? Part.BEFORE : start[a] < to ? Part.INSIDE : Part.AFTER;
      if (part[a] == Part.AFTER) {
        firstAfter = Math.min(firstAfter, start[a]);
      } else {
        reach = Math.max(reach, end);
      }
    }
    latency = last;
    regionEnd = reach;
    slack = firstAfter == Long.MAX_VALUE ? 0 : firstAfter - from;
    m = ConstraintModel.builder("allocation/order " + site.problem.name());
    shift = var(0, slack, "shift", 0);
    resources = new Resources(site.accelerator);
    creator = new int[schedule.buffers().size()];
    for (int a = 0; a < all; a++) {
      long end = part[a] == Part.INSIDE && slack > 0 ? regionEnd : latency;
      at[a] =
          switch (part[a]) {
            case BEFORE -> LinearExpr.constant(start[a]);
            case INSIDE -> var(from, Math.max(from, end - span[a]), "start " + name(a), start[a]).expr();
            case AFTER -> LinearExpr.term(shift, -1).plus(start[a]);
          };
    }
    uses();
    order();
    for (int t = 0; t < tasks; t++) {
      if (matters(t)) {
        resources.core(core(site, schedule.tasks().get(t).core()), m.interval(at[t], span[t], name(t)));
      }
    }
    for (int t = 0; t < holds.size(); t++) {
      hold(holds.get(t), tasks + t);
    }
    memory(site);
    IntVar makespan = var(0, latency, "makespan", latency);
    for (int a = 0; a < all; a++) {
      if (part[a] != Part.AFTER || start[a] + span[a] == latency) {
        m.add(atMost(end(a), makespan.expr()));
      }
    }
    resources.post(m);
    model = m.minimize(makespan).hint(Assignment.of(values.stream().mapToLong(Long::longValue).toArray())).build();
  }

  /** The model; its hint is the schedule itself. */
  public ConstraintModel model() {
    return model;
  }

  private IntVar var(long min, long max, String name, long value) {
    values.add(value);
    return m.intVar(min, max, name);
  }

  private String name(int a) {
    return a < tasks ? schedule.tasks().get(a).layer() + " " + a : schedule.transfers().get(a - tasks).tensor() + " " + a;
  }

  private static int core(Site site, String name) {
    return site.accelerator.coreIndex(name);
  }

  private LinearExpr end(int a) {
    return at[a].plus(span[a]);
  }

  /** Whether something can meet what moves inside of the window. */
  private boolean matters(int a) {
    return switch (part[a]) {
      case BEFORE -> start[a] + span[a] > from;
      case INSIDE -> true;
      case AFTER -> start[a] - slack < regionEnd;
    };
  }

  private void uses() {
    for (int b = 0; b < creator.length; b++) {
      users.add(new ArrayList<>());
    }
    for (int t = 0; t < tasks; t++) {
      for (int b : schedule.tasks().get(t).writes()) {
        creator[b] = t;
      }
      for (int b : schedule.tasks().get(t).reads()) {
        users.get(b).add(t);
      }
    }
    for (int t = 0; t < schedule.transfers().size(); t++) {
      for (int b : schedule.transfers().get(t).targets()) {
        creator[b] = tasks + t;
      }
      if (schedule.transfers().get(t).source() >= 0) {
        users.get(schedule.transfers().get(t).source()).add(tasks + t);
      }
    }
  }

  /** Data is there before it is used, and stored before it is loaded again. */
  private void order() {
    for (int b = 0; b < creator.length; b++) {
      for (int user : users.get(b)) {
        before(creator[b], user);
      }
    }
    for (int l = 0; l < schedule.transfers().size(); l++) {
      Schedule.Transfer load = schedule.transfers().get(l);
      for (int s = 0; load.kind() == Kind.LOAD && s < schedule.transfers().size(); s++) {
        Schedule.Transfer store = schedule.transfers().get(s);
        if (store.kind() == Kind.STORE && store.tensor().equals(load.tensor()) && share(store.boxes(), load.boxes())) {
          before(tasks + s, tasks + l);
        }
      }
    }
  }

  private static boolean share(List<Box> a, List<Box> b) {
    return a.stream().anyMatch(x -> b.stream().anyMatch(x::overlaps));
  }

  private void before(int first, int second) {
    boolean free = part[first] == Part.INSIDE || part[second] == Part.INSIDE;
    if (free || (part[first] != part[second] && start[first] + span[first] > start[second] - slack)) {
      m.add(atMost(end(first), at[second]));
    }
  }

  private void hold(Site.Hold hold, int a) {
    if (matters(a)) {
      for (int k = 0; k < hold.channels().size(); k++) {
        resources.channel(hold.channels().get(k), m.interval(at[a].plus(hold.offsets().get(k)), hold.duration(), name(a)));
      }
    }
  }

  private void memory(Site site) {
    for (int b = 0; b < creator.length; b++) {
      Schedule.Buffer buffer = schedule.buffers().get(b);
      List<Integer> all = new ArrayList<>(users.get(b));
      all.add(creator[b]);
      boolean allAfter = all.stream().allMatch(a -> part[a] == Part.AFTER);
      boolean allBefore = all.stream().allMatch(a -> part[a] == Part.BEFORE);
      if (allAfter ? buffer.from() - slack >= regionEnd : buffer.until() <= from && allBefore) {
        continue;
      }
      String name = "buffer " + b;
      LinearExpr begin = at[creator[b]];
      int core = core(site, buffer.core());
      if (allAfter || allBefore) {
        resources.memory(core, m.interval(begin, buffer.until() - buffer.from(), name), buffer.bytes());
        continue;
      }
      IntVar until = var(0, latency, "until " + name, buffer.until());
      IntVar size = var(0, latency, "life of " + name, buffer.until() - buffer.from());
      m.add(equal(begin.plus(size), until.expr()));
      all.forEach(a -> m.add(atMost(end(a), until.expr())));
      resources.memory(core, m.interval(begin, size.expr(), until.expr(), name), buffer.bytes());
    }
    for (int t = 0; t < tasks; t++) {
      Schedule.Task task = schedule.tasks().get(t);
      var layer = site.problem.workload().layer(task.layer());
      int core = core(site, task.core());
      if (matters(t) && layer != null) {
        long bytes = site.points(layer, task.box(), core).get(task.costPoint()).bufferBytes();
        if (bytes > 0) {
          resources.memory(core, m.interval(at[t], span[t], "work of " + name(t)), bytes);
        }
      }
    }
  }

  /** The schedule of a solution, with the lifetimes that follow. */
  public Schedule decode(Assignment a) {
    long[] moved = Arrays.stream(at).mapToLong(a::value).toArray();
    List<Schedule.Task> newTasks = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      Schedule.Task old = schedule.tasks().get(t);
      newTasks.add(
          new Schedule.Task(
              old.layer(), old.box(), old.core(), old.costPoint(), moved[t], moved[t] + span[t], old.reads(), old.writes()));
    }
    List<Schedule.Transfer> newTransfers = new ArrayList<>();
    for (int t = 0; t < schedule.transfers().size(); t++) {
      Schedule.Transfer old = schedule.transfers().get(t);
      long s = moved[tasks + t];
      newTransfers.add(
          new Schedule.Transfer(
              old.kind(), old.tensor(), old.boxes(), old.bytes(), old.source(), old.targets(), old.dram(), old.route(), s,
              s + span[tasks + t]));
    }
    List<Schedule.Buffer> newBuffers = new ArrayList<>();
    for (int b = 0; b < creator.length; b++) {
      Schedule.Buffer old = schedule.buffers().get(b);
      long until = moved[creator[b]] + span[creator[b]];
      for (int user : users.get(b)) {
        until = Math.max(until, moved[user] + span[user]);
      }
      newBuffers.add(new Schedule.Buffer(old.core(), old.tensor(), old.boxes(), old.bytes(), moved[creator[b]], until));
    }
    return new Schedule(newTasks, newBuffers, newTransfers);
  }
}
