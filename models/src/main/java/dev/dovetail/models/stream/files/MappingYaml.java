package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads Stream's mapping files (YAML), current and legacy.
 *
 * <p>Current: a list of layers, or a mapping with {@code layers} and {@code fused_groups}. A layer is named by its node, or by an operator,
 * which stands for all its nodes that are not named themselves; it has one list of cores and one list of splits. Without fused groups all
 * nodes are one group. A node that no group names is an error. Legacy files (a list of layers with letters such as {@code "OY, 4"}) are
 * read by {@link LegacyMapping}. Source: stream-dse 1.13.14.
 */
public final class MappingYaml {
  private static final long MOST = 1L << 40;

  /** What is said of one layer. */
  record Layer(DataNode where, List<Integer> cores, List<SplitText> splits) {}

  /** A split as it is written. */
  record SplitText(DataNode where, String dim, long parts) {}

  private final StreamWorkload workload;
  private final StreamHardware hardware;

  private MappingYaml(StreamWorkload workload, StreamHardware hardware) {
    this.workload = workload;
    this.hardware = hardware;
  }

  /** Whether a parsed file looks like one of Stream's mapping files. */
  public static boolean recognises(DataNode root) {
    return root.isArray() && !root.items().isEmpty() && root.items().stream().allMatch(MappingYaml::isLayer)
        || root.isObject() && !root.entries().containsKey("format") && root.entries().containsKey("layers")
            && root.required("layers").isArray();
  }

  private static boolean isLayer(DataNode item) {
    return item.isObject() && item.entries().containsKey("name") && item.entries().containsKey("core_allocation");
  }

  /**
   * Reads a mapping file.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong, or a node is not mapped
   */
  public static StreamMapping read(StreamWorkload workload, StreamHardware hardware, Path file) {
    return read(workload, hardware, DataFile.read(file));
  }

  /** Reads a parsed mapping file. */
  public static StreamMapping read(StreamWorkload workload, StreamHardware hardware, DataNode root) {
    return read(workload, hardware, root, true);
  }

  /**
   * Reads a parsed mapping file.
   *
   * @param complete whether every node must be in a group; Stream itself writes one file per group
   */
  static StreamMapping read(StreamWorkload workload, StreamHardware hardware, DataNode root, boolean complete) {
    MappingYaml reader = new MappingYaml(workload, hardware);
    DataNode layers = root.isArray() ? root : root.required("layers");
    if (LegacyMapping.recognises(layers)) {
      return new LegacyMapping(workload, hardware).read(layers);
    }
    if (root.isObject()) {
      root.onlyKeys("layers", "fused_groups", "runtime_args");
    }
    Map<Integer, NodePlacement> placements = reader.placements(layers);
    if (!root.isObject() || root.optional("fused_groups").isEmpty()) {
      return new StreamMapping(List.of(reader.group(reader.complete(layers, placements, reader.computing()), List.of())));
    }
    return new StreamMapping(reader.groups(root.required("fused_groups"), placements, layers, complete));
  }

  private List<Integer> computing() {
    List<Integer> nodes = new ArrayList<>();
    for (int n = 0; n < workload.nodes().size(); n++) {
      if (workload.node(n).role() == StreamNode.Role.COMPUTE) {
        nodes.add(n);
      }
    }
    return nodes;
  }

  /** A layer's own line counts before that of its operator. */
  private Map<Integer, NodePlacement> placements(DataNode layers) {
    Map<String, Layer> byOperator = new LinkedHashMap<>();
    Map<Integer, NodePlacement> placements = new TreeMap<>();
    for (DataNode item : layers.items()) {
      item.onlyKeys("name", "core_allocation", "inter_core_tiling", "kernel");
      String name = item.required("name").text();
      Layer layer = new Layer(item, cores(item.required("core_allocation")), splits(item));
      int node = workload.nodeNamed(name);
      if (node >= 0) {
        placements.put(node, placement(node, layer));
      } else if (workload.nodes().stream().anyMatch(n -> n.op().equals(name))) {
        byOperator.put(name, layer);
      } else if (!OnnxOperators.all().contains(name) && !name.equals("Pool")) {
        List<String> known = new ArrayList<>(workload.nodes().stream().map(StreamNode::name).toList());
        workload.nodes().stream().map(StreamNode::op).distinct().forEach(known::add);
        throw item.required("name").error("The layer (%s) is neither a node of the network (%s) nor an operator.".formatted(name,
            workload.name()), Suggestions.instead(name, known));
      }
    }
    for (int node : computing()) {
      Layer layer = byOperator.get(workload.node(node).op());
      if (!placements.containsKey(node) && layer != null) {
        placements.put(node, placement(node, layer));
      }
    }
    return placements;
  }

  private List<Integer> cores(DataNode allocation) {
    List<DataNode> items = allocation.items();
    if (items.isEmpty()) {
      throw allocation.error("The core_allocation names no core.", "write it as [[0, 1]].");
    }
    if (!items.get(0).isArray()) {
      return LoopNames.cores(hardware, allocation);
    }
    if (items.size() != 1) {
      throw allocation.error("The core_allocation has %d alternatives; exactly one is expected.".formatted(items.size()),
          "keep the list of cores that is meant: a mapping decides.");
    }
    return LoopNames.cores(hardware, items.get(0));
  }

  private static List<SplitText> splits(DataNode item) {
    List<DataNode> items = item.optional("inter_core_tiling").map(DataNode::items).orElse(List.of());
    if (!items.isEmpty() && items.get(0).isArray()) {
      if (items.size() != 1) {
        throw item.required("inter_core_tiling").error(
            "The inter_core_tiling has %d alternatives; exactly one is expected.".formatted(items.size()),
            "keep the one that is meant.");
      }
      items = items.get(0).items();
    }
    List<SplitText> splits = new ArrayList<>();
    for (DataNode s : items) {
      s.onlyKeys("dim", "split");
      splits.add(new SplitText(s.required("dim"), s.required("dim").text(), s.required("split").longValue(1, MOST)));
    }
    return splits;
  }

  private NodePlacement placement(int n, Layer layer) {
    StreamNode node = workload.node(n);
    List<NodePlacement.Split> splits = new ArrayList<>();
    long product = 1;
    for (SplitText s : layer.splits()) {
      int dim = LoopNames.loop(node, s.where(), s.dim());
      if (node.dims().get(dim).size() % s.parts() != 0) {
        throw s.where()
            .error("The split (%d) of dimension %s of node (%s) must divide its size (%d).".formatted(s.parts(), s.dim(),
                node.name(), node.dims().get(dim).size()),
                "only equal parts exist; the node has %s.".formatted(LoopNames.described(node)));
      }
      product = Math.min(MOST, product * s.parts());
      splits.add(new NodePlacement.Split(dim, s.parts()));
    }
    if (product != layer.cores().size()) {
      throw layer.where().error("The splits of node (%s) multiply to %d, but it has %d cores.".formatted(node.name(), product,
          layer.cores().size()), "name as many cores as there are parts.");
    }
    return new NodePlacement(n, layer.cores(), splits);
  }

  private List<StreamGroup> groups(DataNode list, Map<Integer, NodePlacement> placements, DataNode layers, boolean complete) {
    Map<DataNode, Set<Integer>> members = new LinkedHashMap<>();
    Set<Integer> taken = new LinkedHashSet<>();
    for (DataNode group : list.items()) {
      group.onlyKeys("name", "layers", "intra_core_tiling");
      Set<Integer> own = new LinkedHashSet<>();
      for (DataNode item : group.required("layers").items()) {
        own.addAll(members(list, group, item));
      }
      for (int n : own) {
        if (!taken.add(n)) {
          throw group.error("The node (%s) is in two fused groups.".formatted(workload.node(n).name()),
              "take it out of one of them.");
        }
      }
      members.put(group, own);
    }
    List<String> missing = computing().stream().filter(n -> !taken.contains(n)).map(n -> workload.node(n).name()).toList();
    if (complete && !missing.isEmpty()) {
      throw list
          .error("The node%s (%s) %s in no fused group.".formatted(missing.size() == 1 ? "" : "s", Suggestions.list(missing),
              missing.size() == 1 ? "is" : "are"), "Stream writes one file per group: join their groups in one file.");
    }
    List<StreamGroup> groups = new ArrayList<>();
    members.forEach((group, own) -> {
      List<Integer> ordered = own.stream().sorted().toList();
      groups.add(group(complete(layers, placements, ordered), tiles(group, own)));
    });
    return groups;
  }

  /** A group's entry: a node, or with a single group all nodes of an operator. */
  private List<Integer> members(DataNode list, DataNode group, DataNode item) {
    int node = workload.nodeNamed(item.text());
    if (node >= 0) {
      return List.of(node);
    }
    List<Integer> all = computing().stream().filter(n -> workload.node(n).op().equals(item.text())).toList();
    if (all.isEmpty() || all.size() > 1 && list.items().size() > 1) {
      throw item.error(all.isEmpty()
          ? "The layer (%s) of the fused group is not in the network (%s).".formatted(item.text(), workload.name())
          : "The operator (%s) of the fused group stands for %d nodes, but there are %d groups.".formatted(item.text(),
              all.size(),
              list.items().size()),
          all.isEmpty()
              ? Suggestions.instead(item.text(), workload.nodes().stream().map(StreamNode::name).toList())
              : "name the nodes of %s.".formatted(group.optional("name").map(DataNode::text).orElse("each group")));
    }
    return all;
  }

  private List<NodePlacement> complete(DataNode where, Map<Integer, NodePlacement> placements, List<Integer> nodes) {
    List<String> missing = nodes.stream().filter(n -> !placements.containsKey(n)).map(n -> workload.node(n).name()).toList();
    if (!missing.isEmpty()) {
      throw where.error("No layer says where the node%s (%s) run%s.".formatted(missing.size() == 1 ? "" : "s",
          Suggestions.list(missing), missing.size() == 1 ? "s" : ""),
          "add '- {name: %s, core_allocation: [[0]]}'.".formatted(
              missing.get(0)));
    }
    return nodes.stream().map(placements::get).toList();
  }

  private List<StreamGroup.Tile> tiles(DataNode group, Set<Integer> members) {
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    for (DataNode item : group.optional("intra_core_tiling").map(DataNode::items).orElse(List.of())) {
      item.onlyKeys("dim", "tile");
      String text = item.required("dim").text();
      int dot = text.lastIndexOf('.');
      if (dot < 0) {
        throw item.required("dim").error("The dimension (%s) of a tile must be a node and a dimension.".formatted(text),
            "write it as 'Conv1.D0'.");
      }
      int n = LoopNames.node(workload, item.required("dim"), text.substring(0, dot));
      if (!members.contains(n)) {
        throw item.required("dim").error("The node (%s) of the tile is not in the fused group.".formatted(text.substring(0, dot)),
            "add it to 'layers', or name another node.");
      }
      tiles.add(new StreamGroup.Tile(n, LoopNames.loop(workload.node(n), item.required("dim"), text.substring(dot + 1)),
          item.required("tile").longValue(1, MOST)));
    }
    return tiles;
  }

  private StreamGroup group(List<NodePlacement> placements, List<StreamGroup.Tile> tiles) {
    return new StreamGroup(placements, tiles);
  }
}
