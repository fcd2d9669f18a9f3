package dev.dovetail.models.stream.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Findings;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.stream.GroupPricer;
import dev.dovetail.models.stream.GroupRun;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Mapping files of kind stream, format {@code stream-mapping/1} (schema {@code dev/dovetail/schema/stream-mapping-1.schema.json}).
 *
 * <p>Role: {@code groups} are the mapping: cores, splits and tiles, and whatever is said of links, slots and reuse levels; what is not said
 * is derived by the model. Loops are written {@code D0, D1, ...} in the order of the node's operator.
 */
public final class MappingFile {
  /** The {@code format} of the files. */
  public static final String FORMAT = "stream-mapping/1";

  private static final long MOST = 1L << 50;

  private final StreamWorkload workload;
  private final StreamHardware hardware;

  private MappingFile(StreamProblem problem) {
    this.workload = problem.workload();
    this.hardware = problem.hardware();
  }

  /** The tree of a mapping, without anything that follows from it. */
  public static ObjectNode write(StreamProblem problem, StreamMapping mapping) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("problem", problem.name());
    ArrayNode groups = root.putArray("groups");
    for (StreamGroup group : mapping.groups()) {
      groups.add(write(problem.workload(), group));
    }
    return root;
  }

  /** The tree with cost and schedule, which follow from it; without them if the mapping breaks a rule. */
  static ObjectNode writeWithDerived(StreamProblem problem, StreamMapping mapping) {
    ObjectNode root = write(problem, mapping);
    Evaluation evaluation = new StreamEvaluator().evaluate(problem, mapping);
    if (evaluation.isExecutable()) {
      ObjectNode cost = root.putObject("cost");
      evaluation.cost().forEach(cost::put);
      ArrayNode schedule = root.putArray("schedule");
      StreamEvaluator.runs(problem, mapping, GroupPricer.Levels.BEST_TOTAL, new Findings())
          .forEach(run -> schedule.add(schedule(run)));
    }
    return root;
  }

  /** One iteration of a group: what runs in each slot, how long it lasts, and what each core holds. */
  private static ObjectNode schedule(GroupRun run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("iterations", run.iterations()).put("iterationCycles", run.sumCycles()).put("overlapCycles", run.overlapCycles())
        .put("totalCycles", run.totalCycles());
    ArrayNode slots = node.putArray("slots");
    for (int s = 1; s < run.slotCycles().size(); s++) {
      ObjectNode slot = slots.addObject().put("slot", s).put("cycles", run.slotCycles().get(s));
      ArrayNode names = slot.putArray("runs");
      for (int n = 0; n < run.nodes().size(); n++) {
        if (run.nodes().get(n).slot() == s) {
          names.add(run.graph().node(n).name());
        }
      }
      for (int t = 0; t < run.transfers().size(); t++) {
        if (run.transfers().get(t).slot() == s) {
          names.add(run.graph().transfers().get(t).name());
        }
      }
    }
    ArrayNode held = node.putArray("held");
    for (int h = 0; h < run.held().size(); h++) {
      GroupRun.HeldRun one = run.held().get(h);
      ObjectNode tensor = held.addObject().put("tensor", run.graph().held().get(h).name()).put("level", one.level())
          .put("bitsPerCore", one.load());
      ArrayNode cores = tensor.putArray("cores");
      one.cores().forEach(cores::add);
    }
    return node;
  }

  private static ObjectNode write(StreamWorkload workload, StreamGroup group) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode nodes = node.putArray("nodes");
    for (NodePlacement p : group.nodes()) {
      ObjectNode one = nodes.addObject().put("node", workload.node(p.node()).name());
      ArrayNode cores = one.putArray("cores");
      p.cores().forEach(cores::add);
      ArrayNode splits = one.putArray("splits");
      p.splits().forEach(s -> splits.addObject().put("dim", "D" + s.dim()).put("parts", s.parts()));
    }
    ArrayNode tiles = node.putArray("tiles");
    for (StreamGroup.Tile t : group.tiles()) {
      tiles.addObject().put("node", workload.node(t.node()).name()).put("dim", "D" + t.dim()).put("size", t.size());
    }
    StreamGroup.Choices choices = group.choices();
    put(node, "links", choices.links(), (o, e) -> {
      ArrayNode list = o.putArray(e.getKey());
      e.getValue().forEach(list::add);
    });
    put(node, "slots", choices.slots(), (o, e) -> o.put(e.getKey(), e.getValue()));
    put(node, "levels", choices.levels(), (o, e) -> o.put(e.getKey(), e.getValue()));
    put(node, "tensorCores", choices.cores(), (o, e) -> {
      ArrayNode list = o.putArray(e.getKey());
      e.getValue().forEach(list::add);
    });
    if (!choices.order().isEmpty()) {
      ArrayNode order = node.putArray("order");
      choices.order().forEach(order::add);
    }
    return node;
  }

  private static <T> void put(ObjectNode node, String key, Map<String, T> map,
      BiConsumer<ObjectNode, Map.Entry<String, T>> entry) {
    if (!map.isEmpty()) {
      ObjectNode object = node.putObject(key);
      new TreeMap<>(map).entrySet().forEach(e -> entry.accept(object, e));
    }
  }

  /**
   * Reads a mapping.
   *
   * @throws dev.dovetail.models.BadInputException if the file is none
   */
  public static StreamMapping read(StreamProblem problem, Path file) {
    return read(problem, DataFile.read(file));
  }

  /** Reads a parsed mapping. */
  public static StreamMapping read(StreamProblem problem, DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys("format", "problem", "cost", "groups", "schedule");
    MappingFile file = new MappingFile(problem);
    return new StreamMapping(root.required("groups").items().stream().map(file::group).toList());
  }

  private StreamGroup group(DataNode node) {
    node.onlyKeys("nodes", "tiles", "links", "slots", "levels", "tensorCores", "order");
    List<NodePlacement> placements = node.required("nodes").items().stream().map(this::placement).toList();
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    for (DataNode t : node.optional("tiles").map(DataNode::items).orElse(List.of())) {
      t.onlyKeys("node", "dim", "size");
      int n = LoopNames.node(workload, t.required("node"), t.required("node").text());
      tiles.add(new StreamGroup.Tile(n, LoopNames.loop(workload.node(n), t.required("dim"), t.required("dim").text()),
          t.required("size").longValue(1, MOST)));
    }
    StreamGroup.Choices choices = new StreamGroup.Choices(
        map(node, "links", n -> n.items().stream().map(DataNode::text).toList()),
        map(node, "slots", n -> n.intValue(0, 1 << 20)),
        map(node, "levels", n -> n.intValue(-1, 1 << 10)),
        map(node, "tensorCores", n -> LoopNames.cores(hardware, n)),
        node.optional("order").map(n -> n.items().stream().map(DataNode::text).toList()).orElse(List.of()));
    return new StreamGroup(placements, tiles, choices);
  }

  private static <T> Map<String, T> map(DataNode group, String key, Function<DataNode, T> value) {
    Map<String, T> read = new LinkedHashMap<>();
    group.optional(key).ifPresent(object -> object.entries().forEach((name, node) -> read.put(name, value.apply(node))));
    return read;
  }

  private NodePlacement placement(DataNode item) {
    item.onlyKeys("node", "cores", "splits");
    int n = LoopNames.node(workload, item.required("node"), item.required("node").text());
    StreamNode node = workload.node(n);
    List<NodePlacement.Split> splits = new ArrayList<>();
    for (DataNode s : item.optional("splits").map(DataNode::items).orElse(List.of())) {
      s.onlyKeys("dim", "parts");
      splits.add(new NodePlacement.Split(LoopNames.loop(node, s.required("dim"), s.required("dim").text()),
          s.required("parts").longValue(1, MOST)));
    }
    return new NodePlacement(n, LoopNames.cores(hardware, item.required("cores")), splits);
  }
}
