package dev.dovetail.models.mapping.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Box;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/** The sections of a mapping file that follow from its fusion groups and its period. */
final class GroupSections {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private GroupSections() {}

  /** For every layer its group, its number of tiles, the largest one, and how many of them each core runs. */
  static ArrayNode tiling(NetworkMapping mapping) {
    Map<String, List<Schedule.Task>> tasksOf = new HashMap<>();
    mapping.schedule().tasks().forEach(t -> tasksOf.computeIfAbsent(t.layer(), k -> new ArrayList<>()).add(t));
    ArrayNode array = JSON.arrayNode();
    for (FusionGroup group : mapping.groups()) {
      for (String layer : group.layers()) {
        List<Schedule.Task> tasks = tasksOf.getOrDefault(layer, List.of());
        ObjectNode n = array.addObject();
        n.put("layer", layer);
        n.put("group", group.name());
        n.put("tiles", tasks.size());
        ArrayNode largest = n.putArray("largestTile");
        Box box = null;
        Map<String, Integer> perCore = new LinkedHashMap<>();
        for (Schedule.Task task : tasks) {
          box = box == null || task.box().volume() > box.volume() ? task.box() : box;
          perCore.merge(task.core(), 1, Integer::sum);
        }
        for (int a = 0; box != null && a < box.rank(); a++) {
          largest.add(box.hi(a) - box.lo(a));
        }
        ObjectNode cores = n.putObject("cores");
        perCore.forEach(cores::put);
      }
    }
    return array;
  }

  /** Every feature that crosses a border of groups, with what of it travels to DRAM and back. */
  static ArrayNode borders(MappingProblem problem, NetworkMapping mapping) {
    Workload workload = problem.base().workload();
    Map<String, String> groupOf = new HashMap<>();
    mapping.groups().forEach(g -> g.layers().forEach(l -> groupOf.put(l, g.name())));
    Map<String, String> makerOf = new HashMap<>();
    workload.layers().forEach(l -> makerOf.put(l.output(), l.name()));
    Map<String, Set<String>> readers = new LinkedHashMap<>();
    for (Layer layer : workload.layers()) {
      for (Operand operand : layer.operands()) {
        String maker = makerOf.get(operand.tensor());
        if (maker != null && !Objects.equals(groupOf.get(maker), groupOf.get(layer.name()))) {
          readers.computeIfAbsent(operand.tensor(), k -> new LinkedHashSet<>())
              .add(Objects.requireNonNull(groupOf.get(layer.name())));
        }
      }
    }
    ArrayNode array = JSON.arrayNode();
    readers.forEach((tensor, to) -> {
      ObjectNode n = array.addObject();
      n.put("tensor", tensor);
      n.put("from", groupOf.get(makerOf.get(tensor)));
      ArrayNode targets = n.putArray("to");
      to.forEach(targets::add);
      n.put("storedBytes", bytes(mapping.schedule(), tensor, Schedule.Transfer.Kind.STORE));
      n.put("loadedBytes", bytes(mapping.schedule(), tensor, Schedule.Transfer.Kind.LOAD));
    });
    return array;
  }

  private static long bytes(Schedule schedule, String tensor, Schedule.Transfer.Kind kind) {
    return schedule.transfers().stream().filter(t -> t.kind() == kind && t.tensor().equals(tensor))
        .mapToLong(Schedule.Transfer::bytes).sum();
  }

  /** How samples of a stream follow each other. */
  static ObjectNode repetition(NetworkMapping mapping) {
    long latency = LongStream.concat(
        mapping.schedule().tasks().stream().mapToLong(Schedule.Task::end),
        mapping.schedule().transfers().stream().mapToLong(Schedule.Transfer::end)).max().orElse(0);
    ObjectNode n = JSON.objectNode();
    n.put("latencyCycles", latency);
    n.put("periodCycles", mapping.periodCycles());
    n.put("samplesInFlight", (latency + mapping.periodCycles() - 1) / Math.max(1, mapping.periodCycles()));
    return n;
  }
}
