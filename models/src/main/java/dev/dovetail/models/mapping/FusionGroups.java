package dev.dovetail.models.mapping;

import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fusion groups of schedules.
 *
 * <p>Role: the finest partition of a network's layers under which everything that a schedule hands over on chip stays inside of a group,
 * and no groups read from each other in a circle. Such a partition is unique: it is the one into strongly connected components
 * of the layers, where a handover on chip counts in both directions and one through DRAM in its own.
 */
public final class FusionGroups {
  private FusionGroups() {}

  /** The finest groups of a problem's schedule, with what the user wants fused or grouped, in an order in which each comes after those it reads. */
  public static List<FusionGroup> of(MappingProblem problem, Schedule schedule) {
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Groups wish) {
        return ordered(problem.base().workload(), wish.groups());
      }
    }
    List<Set<String>> joined = new ArrayList<>();
    for (Handovers.Handover handover : onChip(problem.base().workload(), schedule)) {
      joined.add(Set.of(handover.producer(), handover.consumer()));
    }
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Fuse fuse) {
        joined.add(fuse.layers());
      }
    }
    return ordered(problem.base().workload(), components(problem.base().workload(), joined));
  }

  /** The mapping that a schedule is: its finest groups, and samples that do not overlap. */
  public static NetworkMapping mapping(MappingProblem problem, Schedule schedule) {
    return new NetworkMapping(of(problem, schedule), schedule, Math.max(1, PeriodRules.latency(schedule)));
  }

  /** The handovers of which a schedule keeps something on chip: a task reads a buffer that no load filled. */
  public static Set<Handovers.Handover> onChip(Workload workload, Schedule schedule) {
    int[] filledBy = new int[schedule.buffers().size()];
    Arrays.fill(filledBy, -1);
    for (int x = 0; x < schedule.transfers().size(); x++) {
      for (int b : schedule.transfers().get(x).targets()) {
        if (b >= 0 && b < filledBy.length) {
          filledBy[b] = x;
        }
      }
    }
    Map<String, String> maker = new HashMap<>();
    workload.layers().forEach(l -> maker.put(l.output(), l.name()));
    Set<Handovers.Handover> onChip = new HashSet<>();
    for (Schedule.Task task : schedule.tasks()) {
      for (int b : task.reads()) {
        if (b >= 0 && b < filledBy.length) {
          String producer = maker.get(schedule.buffers().get(b).tensor());
          if (producer != null && !isLoaded(b, filledBy, schedule)) {
            onChip.add(new Handovers.Handover(producer, task.layer()));
          }
        }
      }
    }
    return onChip;
  }

  private static boolean isLoaded(int buffer, int[] filledBy, Schedule schedule) {
    int b = buffer;
    for (int hops = 0; hops <= filledBy.length && b >= 0 && b < filledBy.length && filledBy[b] >= 0; hops++) {
      Schedule.Transfer transfer = schedule.transfers().get(filledBy[b]);
      if (transfer.kind() == Schedule.Transfer.Kind.LOAD) {
        return true;
      }
      b = transfer.source();
    }
    return false;
  }

  /** Strongly connected components of the layers, where joined layers reach each other and a producer reaches its consumers. */
  private static List<Set<String>> components(Workload workload, List<Set<String>> joined) {
    List<Layer> layers = workload.layers();
    Map<String, Integer> index = new HashMap<>();
    for (int l = 0; l < layers.size(); l++) {
      index.put(layers.get(l).name(), l);
    }
    List<Set<Integer>> next = new ArrayList<>();
    List<Set<Integer>> previous = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      next.add(new HashSet<>());
      previous.add(new HashSet<>());
    }
    for (Handovers.Handover handover : Requirements.handovers(workload)) {
      edge(index.get(handover.producer()), index.get(handover.consumer()), next, previous);
    }
    for (Set<String> names : joined) {
      Integer first = null;
      for (String name : names) {
        Integer l = index.get(name);
        if (first == null) {
          first = l;
        } else if (l != null) {
          edge(first, l, next, previous);
          edge(l, first, next, previous);
        }
      }
    }
    boolean[] done = new boolean[layers.size()];
    List<Set<String>> components = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      if (!done[l]) {
        Set<Integer> both = reached(l, next);
        both.retainAll(reached(l, previous));
        Set<String> names = new HashSet<>();
        for (int k : both) {
          done[k] = true;
          names.add(layers.get(k).name());
        }
        components.add(names);
      }
    }
    return components;
  }

  private static void edge(int from, int to, List<Set<Integer>> next, List<Set<Integer>> previous) {
    next.get(from).add(to);
    previous.get(to).add(from);
  }

  private static Set<Integer> reached(int from, List<Set<Integer>> next) {
    Set<Integer> reached = new HashSet<>(Set.of(from));
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      for (int l : next.get(open.pop())) {
        if (reached.add(l)) {
          open.push(l);
        }
      }
    }
    return reached;
  }

  /** Sets of layers as groups with names, in an order in which each comes after those it reads from; in the network's order where there is none. */
  static List<FusionGroup> ordered(Workload workload, List<Set<String>> sets) {
    int[] groupOf = new int[workload.layers().size()];
    for (int l = 0; l < groupOf.length; l++) {
      String name = workload.layers().get(l).name();
      for (int g = 0; g < sets.size(); g++) {
        if (sets.get(g).contains(name)) {
          groupOf[l] = g;
        }
      }
    }
    List<Set<Integer>> reads = new ArrayList<>();
    sets.forEach(s -> reads.add(new HashSet<>()));
    Map<String, Integer> producers = workload.producers();
    for (Handovers.Handover handover : Requirements.handovers(workload)) {
      int from = groupOf[producers.get(workload.tensor(layer(workload, handover.producer()).output()).name())];
      int to = groupOf[workload.layers().indexOf(layer(workload, handover.consumer()))];
      if (from != to) {
        reads.get(to).add(from);
      }
    }
    List<FusionGroup> groups = new ArrayList<>();
    boolean[] placed = new boolean[sets.size()];
    while (groups.size() < sets.size()) {
      int next = -1;
      for (int l = 0; l < groupOf.length && next < 0; l++) {
        if (!placed[groupOf[l]] && reads.get(groupOf[l]).stream().allMatch(g -> placed[g])) {
          next = groupOf[l];
        }
      }
      for (int l = 0; l < groupOf.length && next < 0; l++) {
        next = placed[groupOf[l]] ? -1 : groupOf[l]; // a circle: the judge says so
      }
      if (next < 0) {
        break; // a set without a layer of the network
      }
      placed[next] = true;
      int group = next;
      groups.add(new FusionGroup("group" + groups.size(),
          workload.layers().stream().map(Layer::name).filter(n -> sets.get(group).contains(n)).toList()));
    }
    return groups;
  }

  private static Layer layer(Workload workload, String name) {
    return java.util.Objects.requireNonNull(workload.layer(name), name);
  }
}
