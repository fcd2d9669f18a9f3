package dev.dovetail.solver.report.mapping;

import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Operand;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fusion groups arranged for drawing: who hands what over to whom, and what of it goes through DRAM. */
final class GroupView {
  /**
   * What a layer reads of another one's output.
   *
   * @param tensor name of the feature
   * @param producer position of the layer that makes it
   * @param consumer position of the layer that reads it
   */
  record Handover(String tensor, int producer, int consumer) {}

  private final Workload workload;
  private final List<FusionGroup> groups;
  private final List<Integer> groupOf = new ArrayList<>();
  private final List<Handover> handovers = new ArrayList<>();
  private final Map<String, Long> stored = new HashMap<>();
  private final Map<String, Long> loaded = new HashMap<>();
  private final long[] first;
  private final long[] last;
  private final int[] tiles;

  GroupView(MappingProblem problem, NetworkMapping mapping) {
    this.workload = problem.base().workload();
    this.groups = mapping.groups();
    Map<String, Integer> byName = new LinkedHashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      for (String layer : groups.get(g).layers()) {
        byName.put(layer, g);
      }
    }
    Map<String, Integer> makers = new HashMap<>();
    for (int l = 0; l < workload.layers().size(); l++) {
      Layer layer = workload.layers().get(l);
      groupOf.add(byName.getOrDefault(layer.name(), 0)); // the judge tells of a layer that is in no group
      makers.put(layer.output(), l);
    }
    for (int l = 0; l < workload.layers().size(); l++) {
      for (String tensor : workload.layers().get(l).operands().stream().map(Operand::tensor).distinct().toList()) {
        Integer maker = makers.get(tensor);
        if (maker != null) {
          handovers.add(new Handover(tensor, maker, l));
        }
      }
    }
    for (Schedule.Transfer t : mapping.schedule().transfers()) {
      if (t.kind() != Schedule.Transfer.Kind.MOVE) {
        (t.kind() == Schedule.Transfer.Kind.STORE ? stored : loaded).merge(t.tensor(), t.bytes(), Long::sum);
      }
    }
    first = new long[groups.size()];
    last = new long[groups.size()];
    tiles = new int[groups.size()];
    java.util.Arrays.fill(first, Long.MAX_VALUE);
    for (Schedule.Task task : mapping.schedule().tasks()) {
      Integer g = byName.get(task.layer());
      if (g != null) {
        first[g] = Math.min(first[g], task.start());
        last[g] = Math.max(last[g], task.end());
        tiles[g]++;
      }
    }
  }

  List<FusionGroup> groups() {
    return groups;
  }

  /** By layer position, the group. */
  List<Integer> groupOf() {
    return groupOf;
  }

  /** Positions of a group's layers, in the network's order. */
  List<Integer> layersOf(int group) {
    List<Integer> layers = new ArrayList<>();
    for (int l = 0; l < groupOf.size(); l++) {
      if (groupOf.get(l) == group) {
        layers.add(l);
      }
    }
    return layers;
  }

  Layer layer(int position) {
    return workload.layers().get(position);
  }

  /** Handovers that leave a group for another one. */
  List<Handover> leaving(int group) {
    return handovers.stream().filter(h -> groupOf.get(h.producer()) == group && groupOf.get(h.consumer()) != group).toList();
  }

  /** Handovers inside of a group. */
  List<Handover> inside(int group) {
    return handovers.stream().filter(h -> groupOf.get(h.producer()) == group && groupOf.get(h.consumer()) == group).toList();
  }

  long storedBytes(String tensor) {
    return stored.getOrDefault(tensor, 0L);
  }

  long loadedBytes(String tensor) {
    return loaded.getOrDefault(tensor, 0L);
  }

  /** Size of a tensor. */
  long bytes(String tensor) {
    return Objects.requireNonNull(workload.tensors().get(tensor)).bytes();
  }

  /** Multiply-accumulates of a group. */
  long macs(int group) {
    return layersOf(group).stream().mapToLong(l -> layer(l).macs()).sum();
  }

  long macs() {
    return workload.macs();
  }

  /** First cycle in which a core computes for a group; its last one or less if none does. */
  long first(int group) {
    return Math.min(first[group], last[group]);
  }

  long last(int group) {
    return last[group];
  }

  int tiles(int group) {
    return tiles[group];
  }
}
