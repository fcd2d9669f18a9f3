package dev.dovetail.models.fusion.bounds;

import dev.dovetail.models.Exact;
import dev.dovetail.models.fusion.FusionProblem;
import java.util.HashMap;
import java.util.List;
import java.util.ArrayList;
import java.util.Map;

/**
 * Lower bound on the energy of all plans.
 *
 * <p>Role: energy adds up over sub-groups and does not depend on the DRAM schedule, so the cheapest path through the milestones bounds it: tiles,
 * weights once, and each tensor that crosses a boundary either on the chip, where it takes buffer, or through DRAM. Sub-groups whose tiles cannot fit
 * the buffer are left out. What is relaxed is as in {@link BufferBound}.
 */
final class EnergyBound {
  private final PlanSpace space;

  EnergyBound(PlanSpace space) {
    this.space = space;
  }

  /** The bound in femtojoules; the largest number if no plan fits the buffer. */
  long femtojoules() {
    List<Map<Long, Long>> least = new ArrayList<>();
    for (int i = 0; i < space.milestones().size(); i++) {
      least.add(new HashMap<>());
    }
    least.get(0).put(Where.code(new byte[0]), 0L);
    for (int to = 1; to < least.size(); to++) {
      for (int from = 0; from < to; from++) {
        if (!least.get(from).isEmpty()) {
          for (PlanSpace.Division d : space.divisions(from, to, false)) {
            extend(from, to, d, least);
          }
        }
      }
    }
    return least.get(space.last()).values().stream().mapToLong(e -> e).min().orElse(Long.MAX_VALUE);
  }

  private void extend(int from, int to, PlanSpace.Division d, List<Map<Long, Long>> least) {
    long tiles = Exact.multiply(d.tiling().tiles(), Step.sum(d.tiling().femtojoules()));
    long compute = Exact.add(tiles, d.skipped().femtojoules());
    Relations relations = null;
    for (Map.Entry<Long, Long> entry : List.copyOf(least.get(from).entrySet())) {
      Places places = new Places(space, from, to, d, entry.getKey());
      if (!places.isPossible()) {
        continue;
      }
      for (byte[] after : places.after()) {
        long dram = Exact.multiply(places.traffic(after), FusionProblem.DRAM_FEMTOJOULES_PER_BYTE);
        long energy = Exact.add(entry.getValue(), Exact.add(compute, dram));
        long code = Where.code(after);
        if (energy >= least.get(to).getOrDefault(code, Long.MAX_VALUE)) {
          continue;
        }
        relations = relations == null ? Relations.of(space, from, d.tiling().layers()) : relations;
        UnorderedRounds rounds =
            new UnorderedRounds(places.step(after), relations, d.skipped(), space.sums(),
                space.problem().core().bufferBytes());
        if (rounds.change() != null) {
          least.get(to).put(code, energy);
        }
      }
    }
  }
}
