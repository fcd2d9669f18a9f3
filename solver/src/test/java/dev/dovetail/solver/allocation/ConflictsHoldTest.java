package dev.dovetail.solver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Objective;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.allocation.AllocationEvaluator;
import dev.dovetail.models.allocation.AllocationProblem;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.mapping.Conflict;
import dev.dovetail.models.mapping.Conflicts;
import dev.dovetail.models.mapping.FusionGroups;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A problem that is called infeasible has no mapping: whatever a search finds for fewer wishes breaks one of those in conflict. */
class ConflictsHoldTest {
  private static final Limits LIMITS = new Limits(Duration.ofMillis(100), 0, 1, 1, true, 256);

  @Test
  void noMappingIsFoundOfWhatIsCalledInfeasible() {
    int infeasible = 0;
    int found = 0;
    for (long seed = 1; seed <= 60; seed++) {
      AllocationProblem tiny = TinyInstances.problem(seed, Objective.LATENCY);
      AllocationProblem base =
          new AllocationProblem(tiny.name(), tiny.workload(), tiny.accelerator(), tiny.costs(), tiny.objective(),
              Map.of(), List.of(), tiny.options());
      List<Requirement> wishes = wishes(base, new SplittableRandom(seed));
      Optional<Conflict> conflict = Conflicts.of(base, wishes);
      MappingProblem asked = new MappingProblem(base, wishes, MappingObjective.LATENCY, false);
      if (conflict.isEmpty()) {
        found += found(asked.allocation()).isEmpty() ? 0 : 1;
        continue;
      }
      infeasible++;
      assertThat(conflict.get().resolved()).as("seed %d %s", seed, conflict).isTrue();
      // What is found without the wishes is tried against all of them.
      for (Schedule s : found(base)) {
        NetworkMapping mapping = new NetworkMapping(FusionGroups.of(asked, s), s, Long.MAX_VALUE / 4);
        assertThat(new MappingEvaluator().evaluate(asked, mapping).isExecutable()).as("seed %d %s", seed, wishes).isFalse();
      }
    }
    assertThat(infeasible).isBetween(10, 50);
    assertThat(found).isGreaterThan(10);
  }

  /** The cores, tiles, peaks of memory and channels of a mapping that exists, taken as wishes. */
  @Test
  void theWishesOfAFoundMappingAreInNoConflict() {
    for (long seed = 1; seed <= 20; seed++) {
      AllocationProblem base = TinyInstances.problem(seed, Objective.LATENCY);
      for (Schedule schedule : found(base)) {
        List<Requirement> wishes = new ArrayList<>();
        for (Layer layer : base.workload().layers()) {
          Set<String> cores = new HashSet<>();
          schedule.tasks().stream().filter(t -> t.layer().equals(layer.name())).forEach(t -> cores.add(t.core()));
          wishes.add(new Requirement.Pin(layer.name(), cores));
          wishes.add(new Requirement.Tiles(layer.name(), base.grids().get(layer.name())));
        }
        Map<String, Long> peaks = new AllocationEvaluator().evaluate(base, schedule).cost();
        base.accelerator().cores().forEach(c -> wishes.add(new Requirement.Cap(c.name(), peaks.get("peakBytes." + c.name()))));
        Set<String> used = new HashSet<>();
        schedule.transfers().forEach(t -> t.route().forEach(e -> base.accelerator().edges().get(base.accelerator().edgeIndex(e))
            .channels().forEach(c -> used.add(base.accelerator().channels().get(c).name()))));
        base.accelerator().channels().stream().filter(c -> !used.contains(c.name()))
            .forEach(c -> wishes.add(new Requirement.ReserveChannel(c.name())));
        AllocationProblem free =
            new AllocationProblem(base.name(), base.workload(), base.accelerator(), base.costs(), base.objective(),
                Map.of(), List.of(), base.options());
        assertThat(Conflicts.of(free, wishes)).as("seed " + seed).isEmpty();
      }
    }
  }

  private static List<Schedule> found(AllocationProblem problem) {
    JudgingListener<Schedule> heard = new JudgingListener<>(s -> new AllocationEvaluator().evaluate(problem, s), Long.MIN_VALUE);
    new SearchMethod(true).solve(problem, LIMITS, heard);
    return heard.mappings();
  }

  private static List<Requirement> wishes(AllocationProblem base, SplittableRandom random) {
    List<String> layers = base.workload().layers().stream().map(Layer::name).toList();
    List<String> cores = base.accelerator().cores().stream().map(Core::name).toList();
    List<Requirement> wishes = new ArrayList<>();
    for (String layer : layers) {
      switch (random.nextInt(6)) {
        case 0 -> wishes.add(new Requirement.Pin(layer, Set.of(cores.get(random.nextInt(cores.size())))));
        case 1 -> wishes.add(new Requirement.Forbid(layer, Set.of(cores.get(random.nextInt(cores.size())))));
        case 2 -> wishes.add(new Requirement.Tiles(layer, new LayerGrid(1 + random.nextInt(2), 1, 1)));
        default -> {
          // no wish
        }
      }
    }
    switch (random.nextInt(6)) {
      case 0 -> wishes.add(new Requirement.Together(Set.of(layers.get(0), layers.get(layers.size() - 1))));
      case 1 -> wishes.add(new Requirement.Fuse(Set.of(layers.get(0), layers.get(1))));
      case 2 -> wishes.add(new Requirement.Cap(cores.get(random.nextInt(cores.size())), 40 + random.nextInt(120)));
      case 3 -> wishes.add(new Requirement.ReserveCore(cores.get(random.nextInt(cores.size()))));
      default -> wishes.add(new Requirement.ReserveChannel(
          base.accelerator().channels().get(random.nextInt(base.accelerator().channels().size())).name()));
    }
    return wishes;
  }
}
