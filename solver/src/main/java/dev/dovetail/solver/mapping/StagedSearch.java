package dev.dovetail.solver.mapping;

import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.Listener;
import dev.dovetail.solver.Method;
import dev.dovetail.solver.Start;
import dev.dovetail.solver.allocation.AllocationMethods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Fusion alone, then allocation alone.
 *
 * <p>Role: the baseline that the joint search begins from and must beat. Fusion chooses the groups of least DRAM traffic that seem to fit
 * the memories, and those of least time; allocation schedules the network with everything that crosses a border sent through DRAM. A
 * group inside of which the schedule had to send features through DRAM did not fit: it is excluded, with all that contain it, and fusion
 * chooses anew (logic-based Benders).
 */
final class StagedSearch {
  /** How often fusion chooses anew. */
  private static final int ROUNDS = 3;

  /** Partitions that are scheduled in a round, for each of the two costs. */
  private static final int PER_ROUND = 1;

  /** Share of the time for choosing among partitions; the rest goes to the schedule of the best one. */
  private static final double SHARE_OF_ROUNDS = 0.4;

  private final MappingProblem problem;
  private final Limits limits;
  private final Listener<Schedule> listener;
  private final BooleanSupplier giveUp;
  private final GroupFacts facts;
  private final long started = System.nanoTime();
  private final List<Scheduled> scheduled = new ArrayList<>();

  /** A partition, the problem of scheduling it, and its best schedule so far. */
  private record Scheduled(AllocationProblem cut, Schedule schedule, long objective) {}

  /** @param giveUp ends the search beside what the listener says, also where nothing is found yet */
  StagedSearch(MappingProblem problem, Limits limits, Listener<Schedule> listener, BooleanSupplier giveUp) {
    this.giveUp = giveUp;
    this.problem = problem;
    this.limits = limits;
    this.listener = listener;
    this.facts = new GroupFacts(problem.allocation());
  }

  /**
   * Runs to the limit.
   *
   * @return the best schedules of the partitions that were tried, the best first
   */
  List<Schedule> run() {
    FusionColumns byTraffic = new FusionColumns(problem, facts, facts::trafficBytes);
    FusionColumns byTime = new FusionColumns(problem, facts, facts::cycles);
    Set<Set<Handovers.Handover>> tried = new HashSet<>();
    Duration slice = limits.time().multipliedBy((long) (SHARE_OF_ROUNDS * 100)).dividedBy(100L * ROUNDS * 2 * PER_ROUND);
    for (int round = 0; round < ROUNDS && !over(); round++) {
      List<List<BitSet>> partitions = new ArrayList<>(demanded());
      if (partitions.isEmpty()) {
        partitions.addAll(byTraffic.best(PER_ROUND, this::over));
        partitions.addAll(byTime.best(PER_ROUND, this::over));
      }
      boolean learnt = false;
      for (List<BitSet> partition : partitions) {
        AllocationProblem cut = cut(partition);
        if (tried.add(cut.handovers().throughDram()) && !over()) {
          Schedule schedule = schedule(cut, "list", slice, "staged: ", List.of());
          for (BitSet group : schedule == null ? List.<BitSet>of() : overflowing(partition, schedule)) {
            byTraffic.exclude(group);
            byTime.exclude(group);
            learnt = true;
          }
        }
      }
      if (!learnt) {
        break;
      }
    }
    scheduled.sort(Comparator.comparingLong(Scheduled::objective));
    if (!scheduled.isEmpty() && !over()) {
      Scheduled best = scheduled.get(0);
      Duration left =
          limits.reproducible() ? limits.time() : limits.time().minusNanos(System.nanoTime() - started);
      schedule(best.cut(), "local-search", left, "staged: ", List.of(new Start<>(best.schedule(), "list scheduling")));
      scheduled.sort(Comparator.comparingLong(Scheduled::objective));
    }
    return scheduled.stream().map(Scheduled::schedule).toList();
  }

  private @org.jspecify.annotations.Nullable Schedule schedule(
      AllocationProblem cut, String name, Duration time, String label, List<Start<Schedule>> starts) {
    Duration positive = time.isNegative() || time.isZero() ? Duration.ofMillis(1) : time;
    long until = System.nanoTime() + positive.toNanos();
    BestSchedule heard = new BestSchedule(listener, label, own -> giveUp.getAsBoolean() || isEnough(own, until));
    Method<AllocationProblem, Schedule> method =
        AllocationMethods.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    method.startingFrom(starts).orElse(method).solve(cut, limits.withTime(positive), heard);
    Schedule best = heard.best();
    if (best != null) {
      scheduled.add(new Scheduled(cut, best, heard.bestObjective()));
    }
    return best;
  }

  private boolean over() {
    return listener.shouldStop() || giveUp.getAsBoolean();
  }

  /** A slice of the time ends only once there is some schedule; where work is what is limited, the clock ends none. */
  private boolean isEnough(BestSchedule heard, long until) {
    return !limits.reproducible() && System.nanoTime() > until && (!scheduled.isEmpty() || heard.best() != null);
  }

  /** The partition that the user wants; empty if that is left open. */
  private List<List<BitSet>> demanded() {
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Groups wish) {
        return List.of(wish.groups().stream().map(this::indices).toList());
      }
    }
    return List.of();
  }

  private BitSet indices(Set<String> names) {
    BitSet set = new BitSet();
    for (int l = 0; l < facts.layers(); l++) {
      if (names.contains(name(l))) {
        set.set(l);
      }
    }
    return set;
  }

  private String name(int layer) {
    return problem.allocation().workload().layers().get(layer).name();
  }

  /** The allocation problem in which all handovers between groups go through DRAM. */
  private AllocationProblem cut(List<BitSet> partition) {
    Handovers base = problem.allocation().handovers();
    Set<Handovers.Handover> through = new HashSet<>(base.throughDram());
    for (BitSet group : partition) {
      for (int l = group.nextSetBit(0); l >= 0; l = group.nextSetBit(l + 1)) {
        for (int p : facts.reads(l)) {
          Handovers.Handover handover = new Handovers.Handover(name(p), name(l));
          if (!group.get(p) && !base.onChip().contains(handover)) {
            through.add(handover);
          }
        }
      }
    }
    return problem.allocation().with(new Handovers(through, base.onChip()));
  }

  /** Groups inside of which not everything stayed on chip that could have. */
  private List<BitSet> overflowing(List<BitSet> partition, Schedule schedule) {
    Set<Handovers.Handover> through = problem.allocation().handovers().throughDram();
    Set<Handovers.Handover> onChip = FusionGroups.onChip(problem.allocation().workload(), schedule);
    List<BitSet> overflowing = new ArrayList<>();
    for (BitSet group : partition) {
      boolean fits = true;
      for (int l = group.nextSetBit(0); l >= 0; l = group.nextSetBit(l + 1)) {
        for (int p : facts.reads(l)) {
          Handovers.Handover handover = new Handovers.Handover(name(p), name(l));
          fits &= !group.get(p) || through.contains(handover) || onChip.contains(handover);
        }
      }
      if (!fits) {
        overflowing.add(group);
      }
    }
    return overflowing;
  }
}
