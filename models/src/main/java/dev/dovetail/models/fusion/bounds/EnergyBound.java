package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lower bound on the energy of all plans.
 *
 * <p>Role: energy adds up over sub-groups and does not depend on the DRAM schedule, so the cheapest path through the milestones bounds it: tiles,
 * weights once, and each tensor that crosses a boundary either on the chip, where it takes buffer, or through DRAM. Sub-groups whose tiles cannot fit
 * the buffer are left out. What is relaxed is as in {@link BufferBound}.
 */
final class EnergyBound {
  private final PlanSpace space;
  private final long mostEffort;

  EnergyBound(PlanSpace space, long mostEffort) {
    this.space = space;
    this.mostEffort = mostEffort;
  }

  /**
   * How a state is reached at least energy.
   *
   * @param femtojoules all of it up to here
   * @param from milestone before, -1 at the beginning
   * @param before where tensors lay there
   * @param division what stands between
   * @param cuttable whether no followed tensor is on the chip, so that a layer group may end here
   */
  private record Reached(long femtojoules, int from, long before, PlanSpace.@Nullable Division division, boolean cuttable) {}

  /** The bound in femtojoules; the largest number if no plan fits the buffer. */
  long femtojoules() {
    return answer().femtojoules();
  }

  /** The bound with the plan that its path stands for. */
  LeastEnergyPlan answer() {
    List<Map<Long, Reached>> paths = paths();
    if (space.effort() > mostEffort) {
      return new LeastEnergyPlan(simple(), Optional.empty());
    }
    Optional<Reached> end =
        paths.get(space.last()).values().stream().min(Comparator.comparingLong(Reached::femtojoules));
    return new LeastEnergyPlan(end.map(Reached::femtojoules).orElse(Long.MAX_VALUE), end.flatMap(e -> plan(e, paths)));
  }

  /** The plan that a path stands for, its layers by id within each sub-group; empty if the path crosses a part that is not followed. */
  private Optional<FusionPlan> plan(Reached end, List<Map<Long, Reached>> paths) {
    List<Integer> begins = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    List<Integer> tileCounts = new ArrayList<>();
    List<Integer> dramCuts = new ArrayList<>();
    Reached at = end;
    while (at != null && at.division() != null) {
      PlanSpace.Division d = at.division();
      if (d.skipped().any()) {
        return Optional.empty();
      }
      order.addAll(0, d.layers().stream().boxed().toList());
      tileCounts.add(0, d.tiling().tiles());
      int begin = space.milestones().get(at.from()).cardinality();
      at = paths.get(at.from()).get(at.before());
      (at != null && at.cuttable() ? dramCuts : begins).add(0, begin);
    }
    return order.isEmpty() ? Optional.empty() : Optional.of(new FusionPlan(order, dramCuts, begins, tileCounts));
  }

  /** Least energy of each layer by itself, and the traffic that no plan avoids. */
  private long simple() {
    long energy =
        new CompulsoryDram(space.problem(), space.graph(), space.coverage()).bytes() * FusionProblem.DRAM_FEMTOJOULES_PER_BYTE;
    for (int l = 0; l < space.graph().size(); l++) {
      energy = Exact.add(energy, space.work().femtojoules(l));
    }
    return energy;
  }

  private List<Map<Long, Reached>> paths() {
    List<Map<Long, Reached>> least = new ArrayList<>();
    for (int i = 0; i < space.milestones().size(); i++) {
      least.add(new TreeMap<>());
    }
    least.get(0).put(Where.code(new byte[0]), new Reached(0, -1, 0, null, true));
    for (int to = 1; to < least.size(); to++) {
      for (int from = 0; from < to; from++) {
        if (!least.get(from).isEmpty()) {
          for (PlanSpace.Division d : space.divisions(from, to, false)) {
            extend(from, to, d, least);
          }
        }
        if (space.effort() > mostEffort) {
          return least;
        }
      }
    }
    return least;
  }

  private void extend(int from, int to, PlanSpace.Division d, List<Map<Long, Reached>> least) {
    long tiles = Exact.multiply(d.tiling().tiles(), Step.sum(d.tiling().femtojoules()));
    long compute = Exact.add(tiles, d.skipped().femtojoules());
    Relations relations = null;
    for (Map.Entry<Long, Reached> entry : least.get(from).entrySet()) {
      Places places = new Places(space, from, to, d, entry.getKey());
      if (!places.isPossible()) {
        continue;
      }
      for (byte[] after : places.after()) {
        long dram = Exact.multiply(places.traffic(after), FusionProblem.DRAM_FEMTOJOULES_PER_BYTE);
        long energy = Exact.add(entry.getValue().femtojoules(), Exact.add(compute, dram));
        long code = Where.code(after);
        Reached known = least.get(to).get(code);
        if (known != null && energy >= known.femtojoules()) {
          continue;
        }
        relations = relations == null ? Relations.of(space, from, d.tiling().layers()) : relations;
        UnorderedRounds rounds =
            new UnorderedRounds(places.step(after), relations, d.skipped(), space.sums(),
                space.problem().core().bufferBytes());
        if (rounds.change() != null) {
          boolean cuttable = code == Where.code(new byte[after.length]);
          least.get(to).put(code, new Reached(energy, from, entry.getKey(), d, cuttable));
        }
      }
    }
  }
}
