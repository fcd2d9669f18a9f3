package dev.dovetail.solver.mapping;

import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Repetition;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.GroupProblem;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Start;
import dev.dovetail.solver.allocation.AllocationMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups that run strictly one after another: each is an allocation problem of its own, and a mapping is their schedules in a row.
 *
 * <p>Role: answers problems with barriers. Which groups there are is decided by label setting over the runs of layers, whose costs are
 * estimates until a run is chosen, and what its schedule costs from then on; once all chosen runs are solved, the rest of the time goes to
 * their schedules. Groups of one shape are solved once. A run that fits no memory is excluded.
 */
final class BarrierSearch {
  /** Share of the time for choosing groups. */
  private static final double CHOOSING_SHARE = 0.5;

  /** Choices of groups before the search is content with the best so far. */
  private static final int MOST_ROUNDS = 24;

  /** Parts of the time for choosing that the first schedule of one shape may take. */
  private static final int SHARES = 20;

  /** A group without any schedule may take so many times its share. */
  private static final int PATIENCE = 5;

  private final MappingProblem problem;
  private final Limits limits;
  private final Listener<NetworkMapping> listener;
  private final Method<AllocationProblem, Schedule> method;
  private final AllocationProblem whole;
  private final GroupFacts facts;
  private final long started = System.nanoTime();
  private final Map<GroupShape, Solved> solved = new HashMap<>();
  private final Map<BitSet, GroupShape> shapes = new HashMap<>();
  private final Set<BitSet> hopeless = new HashSet<>();
  private double costPerEstimate = 1;

  /** The best schedule of a shape, for the first problem that had it. */
  private record Solved(AllocationProblem problem, Schedule schedule, long objective) {}

  /** @param method improves the schedule of one group */
  BarrierSearch(
      MappingProblem problem, Limits limits, Listener<NetworkMapping> listener, Method<AllocationProblem, Schedule> method) {
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.method = method;
    this.whole = onOneCore(problem.allocation());
    this.facts = new GroupFacts(whole);
  }

  /** The problem with one core named for each set of layers that must share one: their groups are scheduled apart. */
  private static AllocationProblem onOneCore(AllocationProblem p) {
    Map<String, Set<String>> allowed = new HashMap<>(p.allowed());
    for (Set<String> set : p.together()) {
      String best = null;
      long least = Long.MAX_VALUE;
      for (Core core : p.accelerator().cores()) {
        long sum = 0;
        for (Layer layer : p.workload().layers()) {
          if (set.contains(layer.name())) {
            boolean able = sum < Long.MAX_VALUE && p.allows(layer.name(), core.name()) && p.runs(layer, core);
            sum = able ? sum + p.costs().floor(p.workload(), layer, core).orElseThrow().cycles() : Long.MAX_VALUE;
          }
        }
        if (sum < least) {
          least = sum;
          best = core.name();
        }
      }
      if (best != null) {
        String core = best;
        set.forEach(l -> allowed.put(l, Set.of(core)));
      }
    }
    return new AllocationProblem(p.name(), p.workload(), p.accelerator(), p.costs(), p.objective(), allowed, p.together(),
        p.grids(),
        p.handovers(), p.options());
  }

  /** Runs to the limit; whether anything was found. */
  boolean run() {
    List<BitSet> best = demanded().isEmpty() ? chosen() : scheduled(demanded());
    if (best.isEmpty()) {
      return false;
    }
    Map<GroupShape, Long> weight = new LinkedHashMap<>();
    best.forEach(g -> weight.merge(shape(g), solution(g).objective(), Long::sum));
    double total = weight.values().stream().mapToDouble(Long::doubleValue).sum();
    for (Map.Entry<GroupShape, Long> e : weight.entrySet()) {
      if (listener.shouldStop()) {
        break;
      }
      Duration slice = Duration.ofNanos((long) (remaining().toNanos() * (e.getValue() / Math.max(1, total))));
      total -= limits.reproducible() ? 0 : e.getValue();
      Solved known = java.util.Objects.requireNonNull(solved.get(e.getKey()));
      solve(e.getKey(), known.problem(),
          method.startingFrom(List.of(new Start<>(known.schedule(), "list scheduling"))).orElse(method),
          slice);
      report(best, method.name());
    }
    return true;
  }

  private Duration remaining() {
    return limits.reproducible() ? limits.time() : limits.time().minusNanos(System.nanoTime() - started);
  }

  /** Label setting, with the true costs of what was chosen before, until all that is chosen is solved. */
  private List<BitSet> chosen() {
    FusionColumns columns = new FusionColumns(problem, facts, this::costOfColumn);
    long until = started + (long) (limits.wallClock().toNanos() * CHOOSING_SHARE);
    List<BitSet> best = List.of();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && !listener.shouldStop(); round++) {
      List<List<BitSet>> cheapest = columns.best(1);
      if (cheapest.isEmpty()) {
        break;
      }
      List<BitSet> partition = cheapest.get(0);
      boolean known = partition.stream().allMatch(g -> shapes.containsKey(g) && solved.containsKey(shape(g)));
      List<BitSet> found = known ? partition : scheduled(partition);
      hopeless.forEach(columns::exclude);
      learn();
      columns.forget();
      if (!found.isEmpty() && cost(found) < least) {
        least = cost(found);
        best = found;
      }
      if (known || (!best.isEmpty() && System.nanoTime() > until)) {
        break;
      }
    }
    return best;
  }

  /** What the runs that are solved cost, for each unit of their estimates: what the others are taken to cost. */
  private void learn() {
    double cost = 0;
    double estimate = 0;
    for (BitSet group : shapes.keySet()) {
      Solved known = solved.get(shape(group));
      if (known != null) {
        cost += known.objective();
        estimate += estimate(group);
      }
    }
    costPerEstimate = estimate > 0 ? cost / estimate : 1;
  }

  private long cost(List<BitSet> partition) {
    return partition.stream().mapToLong(g -> solution(g).objective()).sum();
  }

  private long costOfColumn(BitSet group) {
    Solved known = shapes.containsKey(group) ? solved.get(shape(group)) : null;
    if (known != null) {
      return known.objective();
    }
    return (long) (estimate(group) * costPerEstimate);
  }

  private long estimate(BitSet group) {
    return problem.objective() == MappingObjective.ENERGY ? facts.trafficBytes(group) : facts.cycles(group);
  }

  private GroupShape shape(BitSet group) {
    return shapes.computeIfAbsent(group, g -> GroupShape.of(GroupProblem.of(whole, facts.names(g))));
  }

  private Solved solution(BitSet group) {
    return java.util.Objects.requireNonNull(solved.get(shape(group)));
  }

  /** Solves all groups; the partition, or nothing if one of them has no schedule. */
  private List<BitSet> scheduled(List<BitSet> partition) {
    boolean all = true;
    for (BitSet group : partition) {
      GroupShape shape = shape(group);
      if (!solved.containsKey(shape) && !listener.shouldStop()) {
        Duration slice = Duration.ofNanos((long) (limits.time().toNanos() * CHOOSING_SHARE / SHARES));
        solve(shape, GroupProblem.of(whole, facts.names(group)), named("list"), slice);
      }
      if (!solved.containsKey(shape)) {
        hopeless.add(group);
        all = false;
      }
    }
    if (all) {
      report(partition, "list scheduling");
    }
    return all ? partition : List.of();
  }

  private static Method<AllocationProblem, Schedule> named(String name) {
    return AllocationMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private void solve(GroupShape shape, AllocationProblem group, Method<AllocationProblem, Schedule> by, Duration slice) {
    Limits part = limits.withTime(slice.toMillis() < 1 ? Duration.ofMillis(1) : slice);
    GroupListener heard = new GroupListener(listener, part);
    by.solve(group, part, heard);
    Schedule best = heard.best();
    Solved before = solved.get(shape);
    if (best != null && (before == null || heard.bestObjective() < before.objective())) {
      solved.put(shape, new Solved(group, best, heard.bestObjective()));
    }
  }

  /** The groups' schedules in a row. */
  private void report(List<BitSet> partition, String source) {
    List<FusionGroup> groups = new ArrayList<>();
    List<Schedule.Task> tasks = new ArrayList<>();
    List<Schedule.Buffer> buffers = new ArrayList<>();
    List<Schedule.Transfer> transfers = new ArrayList<>();
    long now = 0;
    for (BitSet group : partition) {
      Set<String> names = facts.names(group);
      groups.add(new FusionGroup("group" + groups.size(),
          problem.base().workload().layers().stream().map(Layer::name).filter(names::contains).toList()));
      Solved found = solution(group);
      Schedule own =
          GroupShape.translated(found.schedule(), found.problem(), GroupProblem.of(whole, names));
      append(own, now, buffers.size(), tasks, buffers, transfers);
      for (Schedule.Task task : tasks) {
        now = Math.max(now, task.end());
      }
      for (Schedule.Transfer transfer : transfers) {
        now = Math.max(now, transfer.end());
      }
    }
    Schedule schedule = new Schedule(tasks, buffers, transfers);
    long period = problem.objective() == MappingObjective.THROUGHPUT
        ? new Repetition(whole, schedule).leastPeriod(listener::shouldStop)
        : now;
    NetworkMapping mapping = new NetworkMapping(groups, schedule, Math.max(1, period));
    listener.incumbent(mapping, new MappingEvaluator().evaluate(problem, mapping).objective(), source);
  }

  private static void append(Schedule own, long shift, int first, List<Schedule.Task> tasks, List<Schedule.Buffer> buffers,
      List<Schedule.Transfer> transfers) {
    for (Schedule.Task t : own.tasks()) {
      tasks.add(new Schedule.Task(t.layer(), t.box(), t.core(), t.costPoint(), t.start() + shift, t.end() + shift,
          shifted(t.reads(), first), shifted(t.writes(), first)));
    }
    for (Schedule.Buffer b : own.buffers()) {
      buffers.add(new Schedule.Buffer(b.core(), b.tensor(), b.boxes(), b.bytes(), b.from() + shift, b.until() + shift));
    }
    for (Schedule.Transfer x : own.transfers()) {
      transfers
          .add(new Schedule.Transfer(x.kind(), x.tensor(), x.boxes(), x.bytes(), x.source() < 0 ? x.source() : x.source() + first,
              shifted(x.targets(), first), x.dram(), x.route(), x.start() + shift, x.end() + shift));
    }
  }

  private static List<Integer> shifted(List<Integer> ids, int first) {
    return ids.stream().map(i -> i + first).toList();
  }

  /** The partition that the user wants, its groups in an order in which each comes after those it reads; empty if that is left open. */
  private List<BitSet> demanded() {
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Groups wish) {
        return facts.ordered(wish.groups());
      }
    }
    return List.of();
  }

  /** Keeps the best schedule of one group. */
  private static final class GroupListener implements Listener<Schedule> {
    private final Listener<NetworkMapping> outer;
    private final long begun = System.nanoTime();
    private final long slice;
    private @Nullable Schedule best;
    private long bestObjective = Long.MAX_VALUE;

    GroupListener(Listener<NetworkMapping> outer, Limits limits) {
      this.outer = outer;
      this.slice = limits.wallClock().toNanos();
    }

    @Override
    public synchronized void incumbent(Schedule schedule, long objective, String source) {
      if (objective < bestObjective) {
        best = schedule;
        bestObjective = objective;
      }
    }

    synchronized @Nullable Schedule best() {
      return best;
    }

    @Override
    public void bound(dev.dovetail.models.LowerBound bound) {
      // of one group
    }

    @Override
    public synchronized long bestObjective() {
      return bestObjective;
    }

    @Override
    public long bestBound() {
      return Long.MIN_VALUE;
    }

    @Override
    public boolean shouldStop() {
      long spent = System.nanoTime() - begun;
      return outer.shouldStop() || spent > slice * PATIENCE || (spent > slice && best() != null);
    }
  }
}
