package dev.dovetail.models.mapping;

import dev.dovetail.models.Findings;
import dev.dovetail.models.allocation.Handovers;
import dev.dovetail.models.allocation.Schedule;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of fusion groups: they part the layers, each comes after those it reads from, what crosses a border goes through DRAM, they are
 * as the user wants them, and with barriers one ends before the next begins.
 */
final class GroupRules {
  private final MappingProblem problem;
  private final Workload workload;
  private final NetworkMapping mapping;
  private final Findings findings;
  private final Map<String, Integer> groupOf = new HashMap<>();

  GroupRules(MappingProblem problem, NetworkMapping mapping, Findings findings) {
    this.problem = problem;
    this.workload = problem.base().workload();
    this.mapping = mapping;
    this.findings = findings;
  }

  void check() {
    boolean sound = partition();
    if (!sound) {
      return;
    }
    for (Handovers.Handover handover : Requirements.handovers(workload)) {
      int from = groupOf.get(handover.producer());
      int to = groupOf.get(handover.consumer());
      if (from > to) {
        findings.add("group-order", name(to), "It reads the layer (%s) of the %s, which comes after it.", handover.producer(),
            name(from));
      }
    }
    for (Handovers.Handover handover : FusionGroups.onChip(workload, mapping.schedule())) {
      Integer from = groupOf.get(handover.producer());
      Integer to = groupOf.get(handover.consumer());
      if (from != null && to != null && !from.equals(to)) {
        findings.add("group-border", name(to),
            "What the layer (%s) hands over to the layer (%s) crosses a border of groups, but stays on chip.",
            handover.producer(), handover.consumer());
      }
    }
    wishes();
    if (problem.barriers()) {
      barriers();
    }
  }

  private String name(int group) {
    return "group (" + mapping.groups().get(group).name() + ")";
  }

  private boolean partition() {
    boolean sound = true;
    Set<String> names = new HashSet<>();
    for (int g = 0; g < mapping.groups().size(); g++) {
      FusionGroup group = mapping.groups().get(g);
      if (!names.add(group.name())) {
        findings.add("group-name", name(g), "The name stands for two groups.");
      }
      for (String layer : group.layers()) {
        if (workload.layer(layer) == null) {
          findings.add("unknown-layer", name(g), "The layer (%s) does not exist.", layer);
          sound = false;
        } else if (groupOf.put(layer, g) != null) {
          findings.add("group-partition", name(g), "The layer (%s) is in a group already.", layer);
          sound = false;
        }
      }
    }
    for (Layer layer : workload.layers()) {
      if (!groupOf.containsKey(layer.name())) {
        findings.add("group-partition", "layer " + layer.name(), "It is in no group.");
        sound = false;
      }
    }
    return sound;
  }

  private void wishes() {
    for (Requirement requirement : problem.requirements()) {
      if (requirement instanceof Requirement.Fuse fuse) {
        Set<Integer> groups = new TreeSet<>();
        fuse.layers().forEach(l -> groups.add(groupOf.getOrDefault(l, -1)));
        if (groups.size() > 1) {
          findings.add("group-fused", "groups", "It is required that %s; they are in %d groups.", requirement.words(),
              groups.size());
        }
      } else if (requirement instanceof Requirement.Groups wish) {
        Set<Set<String>> found = new HashSet<>();
        mapping.groups().forEach(g -> found.add(Set.copyOf(g.layers())));
        if (!found.equals(new HashSet<>(wish.groups()))) {
          findings.add("group-fused", "groups", "It is required that %s.", requirement.words());
        }
      }
    }
  }

  /** Every task and transfer belongs to one group; the intervals of the groups follow each other. */
  private void barriers() {
    int groups = mapping.groups().size();
    long[] first = new long[groups];
    long[] last = new long[groups];
    java.util.Arrays.fill(first, Long.MAX_VALUE);
    Schedule schedule = mapping.schedule();
    List<Set<Integer>> membership = membership();
    for (int a = 0; a < membership.size(); a++) {
      int x = a - schedule.tasks().size();
      for (int group : membership.get(a)) {
        if (x < 0) {
          note(group, schedule.tasks().get(a).start(), schedule.tasks().get(a).end(), first, last);
        } else {
          note(group, schedule.transfers().get(x).start(), schedule.transfers().get(x).end(), first, last);
        }
      }
    }
    long done = 0;
    for (int g = 0; g < groups; g++) {
      if (first[g] < done) {
        findings.add("barrier", name(g), "It begins in cycle %d, before all groups before it are done (cycle %d).", first[g],
            done);
      }
      done = Math.max(done, last[g]);
    }
  }

  private static void note(int group, long start, long end, long[] first, long[] last) {
    first[group] = Math.min(first[group], start);
    last[group] = Math.max(last[group], end);
  }

  /** For every task, then every transfer, its groups: of its layer, of what is stored its maker's, of what is brought its readers'. */
  List<Set<Integer>> membership() {
    Schedule schedule = mapping.schedule();
    List<Set<Integer>> membership = new java.util.ArrayList<>();
    for (Schedule.Task task : schedule.tasks()) {
      membership.add(group(task.layer()));
    }
    List<Set<Integer>> readersOf = readers();
    Map<String, Integer> producers = workload.producers();
    for (int x = 0; x < schedule.transfers().size(); x++) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      Integer producer = producers.get(transfer.tensor());
      membership.add(transfer.kind() != Schedule.Transfer.Kind.STORE
          ? readersOf.get(x)
          : producer == null ? Set.of() : group(workload.layers().get(producer).name()));
    }
    return membership;
  }

  private Set<Integer> group(String layer) {
    Integer group = groupOf.get(layer);
    return group == null ? Set.of() : Set.of(group);
  }

  /** For every load and move the groups whose tasks read what it brings, there or after further moves. */
  private List<Set<Integer>> readers() {
    Schedule schedule = mapping.schedule();
    List<Set<Integer>> ofBuffer = new java.util.ArrayList<>();
    schedule.buffers().forEach(b -> ofBuffer.add(new HashSet<>()));
    for (Schedule.Task task : schedule.tasks()) {
      for (int b : task.reads()) {
        if (b >= 0 && b < ofBuffer.size() && groupOf.containsKey(task.layer())) {
          ofBuffer.get(b).add(groupOf.get(task.layer()));
        }
      }
    }
    Integer[] latestFirst = new Integer[schedule.transfers().size()];
    java.util.Arrays.setAll(latestFirst, x -> x);
    java.util.Arrays.sort(latestFirst, java.util.Comparator.comparingLong((Integer x) -> -schedule.transfers().get(x).start()));
    List<Set<Integer>> ofTransfer = new java.util.ArrayList<>();
    schedule.transfers().forEach(t -> ofTransfer.add(new HashSet<>()));
    for (int x : latestFirst) {
      Schedule.Transfer transfer = schedule.transfers().get(x);
      for (int b : transfer.targets()) {
        if (b >= 0 && b < ofBuffer.size()) {
          ofTransfer.get(x).addAll(ofBuffer.get(b));
        }
      }
      if (transfer.kind() == Schedule.Transfer.Kind.MOVE && transfer.source() >= 0 && transfer.source() < ofBuffer.size()) {
        ofBuffer.get(transfer.source()).addAll(ofTransfer.get(x));
      }
    }
    return ofTransfer;
  }
}
