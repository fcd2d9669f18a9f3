package dev.dovetail.models.mapping.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.allocation.ScheduleReader;
import dev.dovetail.models.allocation.ScheduleWriter;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.mapping.FusionGroup;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mapping files of kind {@code mapping}, format {@code mapping-plan/1}: fusion groups and period, then tasks, buffers and transfers with
 * everything that follows from them.
 */
final class MappingPlanFile {
  /** The {@code format} of the files. */
  static final String FORMAT = "mapping-plan/1";

  private MappingPlanFile() {}

  static NetworkMapping read(DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error(
          "The format (%s) must be (%s).".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    List<String> keys = new ArrayList<>(ScheduleReader.SECTIONS);
    keys.addAll(List.of("groups", "periodCycles", "tiling", "borders", "repetition"));
    root.onlyKeys(keys.toArray(String[]::new));
    List<FusionGroup> groups = new ArrayList<>();
    for (DataNode group : root.required("groups").items()) {
      group.onlyKeys("name", "layers");
      List<String> layers = group.required("layers").items().stream().map(DataNode::text).toList();
      if (layers.isEmpty()) {
        throw group.error("The fusion group (%s) has no layer.".formatted(group.required("name").text()), "remove it.");
      }
      groups.add(new FusionGroup(group.required("name").text(), layers));
    }
    return new NetworkMapping(groups, ScheduleReader.parts(root), root.required("periodCycles").longValue());
  }

  /** The tree of a mapping; {@code file} is one of its files, whose addresses are kept where they are sound, or missing. */
  static JsonNode write(MappingProblem problem, NetworkMapping mapping, JsonNode file) {
    ObjectNode schedule = ScheduleWriter.write(problem.allocation(), mapping.schedule(), file);
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    schedule.properties().forEach(e -> {
      if (e.getKey().equals("tasks")) {
        groups(root, mapping);
      }
      root.set(e.getKey(), e.getValue());
    });
    root.put("format", FORMAT);
    if (root.has("cost")) {
      root.set("cost", cost(problem, mapping));
      root.set("tiling", GroupSections.tiling(mapping));
      root.set("borders", GroupSections.borders(problem, mapping));
      root.set("repetition", GroupSections.repetition(mapping));
    }
    return root;
  }

  private static void groups(ObjectNode root, NetworkMapping mapping) {
    ArrayNode groups = root.putArray("groups");
    for (FusionGroup group : mapping.groups()) {
      ObjectNode n = groups.addObject();
      n.put("name", group.name());
      ArrayNode layers = n.putArray("layers");
      group.layers().forEach(layers::add);
    }
    root.put("periodCycles", mapping.periodCycles());
  }

  private static ObjectNode cost(MappingProblem problem, NetworkMapping mapping) {
    Evaluation evaluation = new MappingEvaluator().evaluate(problem, mapping);
    ObjectNode n = JsonNodeFactory.instance.objectNode();
    n.put("objective", problem.objective().name().toLowerCase(Locale.ROOT));
    n.put("value", evaluation.objective());
    evaluation.cost().forEach(n::put);
    return n;
  }
}
