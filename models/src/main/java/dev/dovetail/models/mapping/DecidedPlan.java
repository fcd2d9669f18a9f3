package dev.dovetail.models.mapping;

import dev.dovetail.models.Box;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.allocation.tiles.LayerGrid;
import dev.dovetail.models.workload.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What another tool decided of a network: fusion groups, tile grids, cores. Times, transfers and addresses are open.
 *
 * <p>Role: what plans of all tools have in common when they are to be judged as mappings. It becomes requirements, under which a schedule
 * is found and bounded.
 *
 * @param source what the plan is, for people, for example {@code fusion plan of resnet18_edge}
 * @param groups layers by fusion group, in the order in which the groups run; layers that stand in none are decided here
 * @param grids by layer, its tile grid
 * @param owners by layer, the core of each tile of its grid, in row-major order; layers that are not named may use any core
 */
public record DecidedPlan(
    String source, List<List<String>> groups, Map<String, LayerGrid> grids, Map<String, List<String>> owners) {
  public DecidedPlan {
    groups = groups.stream().map(List::copyOf).toList();
    grids = Map.copyOf(grids);
    owners = Map.copyOf(owners);
  }

  /** Layers of the plan that the problem's network does not have, in alphabetical order. */
  public Set<String> unknownLayers(MappingProblem problem) {
    Set<String> unknown = new TreeSet<>();
    groups.forEach(unknown::addAll);
    unknown.addAll(grids.keySet());
    unknown.addAll(owners.keySet());
    problem.base().workload().layers().forEach(l -> unknown.remove(l.name()));
    return unknown;
  }

  /**
   * The problem in which only mappings with these decisions are left. Layers in no group go with the first layer that they read from, or
   * stand alone.
   *
   * @throws dev.dovetail.models.InfeasibleException if the decisions contradict what the user demands
   */
  public MappingProblem imposedOn(MappingProblem problem) {
    List<Requirement> requirements = new ArrayList<>(problem.requirements());
    Map<String, LayerGrid> known = new LinkedHashMap<>();
    for (Layer layer : problem.base().workload().layers()) {
      LayerGrid grid = grids.get(layer.name());
      if (grid != null) {
        known.put(layer.name(), grid.fitted(layer));
        requirements.add(new Requirement.Tiles(layer.name(), grid.fitted(layer)));
      }
      List<String> cores = owners.get(layer.name());
      if (cores != null) {
        requirements.add(new Requirement.Pin(layer.name(), Set.copyOf(cores)));
      }
    }
    if (!groups.isEmpty()) {
      requirements.add(new Requirement.Groups(completed(problem)));
    }
    return problem.with(requirements);
  }

  private List<Set<String>> completed(MappingProblem problem) {
    Map<String, Integer> groupOf = new HashMap<>();
    List<Set<String>> sets = new ArrayList<>();
    for (List<String> group : groups) {
      Set<String> layers = new TreeSet<>();
      group.stream().filter(l -> problem.base().workload().layer(l) != null).forEach(layers::add);
      if (!layers.isEmpty()) {
        layers.forEach(l -> groupOf.put(l, sets.size()));
        sets.add(layers);
      }
    }
    Map<String, Integer> producers = problem.base().workload().producers();
    for (Layer layer : problem.base().workload().layers()) {
      if (groupOf.containsKey(layer.name())) {
        continue;
      }
      Integer like = layer.operands().stream().map(o -> producers.get(o.tensor())).filter(Objects::nonNull)
          .map(p -> groupOf.get(problem.base().workload().layers().get(p).name())).max(Integer::compare).orElse(null);
      if (like == null) {
        groupOf.put(layer.name(), sets.size());
        sets.add(new TreeSet<>(Set.of(layer.name())));
      } else {
        groupOf.put(layer.name(), like);
        sets.get(like).add(layer.name());
      }
    }
    return sets;
  }

  /**
   * The decisions as the skeleton of a schedule: tasks with their boxes and cores, in the order in which groups and layers run; no buffer
   * and no transfer. Layers without a grid or cores are left out.
   */
  public Schedule skeleton(MappingProblem problem) {
    Map<String, Integer> rank = new HashMap<>();
    groups.forEach(g -> g.forEach(l -> rank.putIfAbsent(l, rank.size())));
    List<Schedule.Task> tasks = new ArrayList<>();
    List<Layer> layers = problem.base().workload().layers();
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      LayerGrid grid = grids.get(layer.name());
      List<String> cores = owners.get(layer.name());
      if (grid == null || cores == null) {
        continue;
      }
      List<Box> boxes = grid.fitted(layer).boxes(layer);
      for (int i = 0; i < Math.min(boxes.size(), cores.size()); i++) {
        long at = rank.getOrDefault(layer.name(), l);
        tasks.add(new Schedule.Task(layer.name(), boxes.get(i), cores.get(i), 0, at, at + 1, List.of(), List.of()));
      }
    }
    return new Schedule(tasks, List.of(), List.of());
  }
}
