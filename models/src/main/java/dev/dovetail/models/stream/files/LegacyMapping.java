package dev.dovetail.models.stream.files;

import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamWorkload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the mapping files of Stream's earlier releases: layers with loop letters, as {@code "OY, 4"}, {@code "OY, all"} or {@code "K, *"}.
 *
 * <p>The layer {@code default} stands for all nodes that are not named. Where the cores of a layer are not fixed and nothing splits it
 * among them, they were alternatives of a search: the first one is taken. {@code all} cuts a loop into tiles of one, a number into that
 * many; {@code *} splits a loop into as many parts as there are cores.
 */
final class LegacyMapping {
  private static final String DEFAULT = "default";
  private static final List<String> LETTERS = List.of("B", "K", "C", "OY", "OX", "FY", "FX");

  /** What the letters are called in matrix products. */
  private static final Map<String, String> IN_PRODUCTS = Map.of("b", "m", "k", "n", "c", "k");

  /** Where the letters stand in nodes whose loops are the axes of a picture. */
  private static final List<String> IN_PICTURES = List.of("b", "k", "oy", "ox");

  private final StreamWorkload workload;
  private final StreamHardware hardware;
  private final Map<Integer, DataNode> layers = new HashMap<>();

  LegacyMapping(StreamWorkload workload, StreamHardware hardware) {
    this.workload = workload;
    this.hardware = hardware;
  }

  /** Whether a list of layers is in the earlier form. */
  static boolean recognises(DataNode layers) {
    for (DataNode item : layers.items()) {
      boolean old = item.entries().containsKey("core_allocation_is_fixed") || item.entries().containsKey("intra_core_tiling")
          || item.required("name").text().equals(DEFAULT);
      DataNode inter = item.entries().get("inter_core_tiling");
      boolean letters = inter != null && inter.isArray() && inter.items().stream().anyMatch(DataNode::isText);
      if (old || letters) {
        return true;
      }
    }
    return false;
  }

  StreamMapping read(DataNode list) {
    DataNode byDefault = null;
    Map<String, DataNode> byOperator = new HashMap<>();
    for (DataNode item : list.items()) {
      item.onlyKeys("name", "core_allocation", "core_allocation_is_fixed", "intra_core_tiling", "inter_core_tiling",
          "spatial_mapping",
          "memory_operand_links", "layer_dimension_names");
      String name = item.required("name").text();
      int node = workload.nodeNamed(name);
      if (node >= 0) {
        layers.put(node, item);
      } else if (name.equals(DEFAULT)) {
        byDefault = item;
      } else if (workload.nodes().stream().anyMatch(n -> n.op().equals(name)) || OnnxOperators.all().contains(name)) {
        byOperator.put(name, item);
      } else {
        throw item.required("name").error("The layer (%s) is neither a node of the network (%s) nor an operator.".formatted(name,
            workload.name()), Suggestions.instead(name, workload.nodes().stream().map(StreamNode::name).toList()));
      }
    }
    List<NodePlacement> placements = new ArrayList<>();
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    for (int n = 0; n < workload.nodes().size(); n++) {
      StreamNode node = workload.node(n);
      if (node.role() == StreamNode.Role.COMPUTE) {
        DataNode layer = layers.getOrDefault(n, byOperator.getOrDefault(node.op(), byDefault));
        if (layer == null) {
          throw list.error("No layer says where the node (%s) runs.".formatted(node.name()), "add a layer 'default'.");
        }
        NodePlacement placement = placement(n, layer);
        placements.add(placement);
        tiles(n, layer, placement, tiles);
      }
    }
    return new StreamMapping(List.of(new StreamGroup(placements, tiles)));
  }

  /** A letter and a number, which may be a word. */
  private record Entry(DataNode where, String letter, String number) {}

  private static List<Entry> entries(DataNode layer, String key) {
    List<Entry> entries = new ArrayList<>();
    for (DataNode item : layer.optional(key).map(DataNode::items).orElse(List.of())) {
      String[] words = item.text().split(",");
      String letter = words[0].strip().toUpperCase(Locale.ROOT);
      String number = words.length == 2 ? words[1].strip() : "";
      if (!LETTERS.contains(letter) || !number.matches("[0-9]{1,9}|all|\\*")) {
        throw item.error("The entry (%s) must be a loop and a number, as 'OY, 4'.".formatted(item.text()),
            "the loops are %s; instead of a number 'all' or '*' may stand.".formatted(String.join(", ", LETTERS)));
      }
      entries.add(new Entry(item, letter.toLowerCase(Locale.ROOT), number));
    }
    return entries;
  }

  /** The node's loop of a letter, or -1. */
  private static int loop(StreamNode node, String letter) {
    String wanted = node.op().equals("Gemm") || node.op().equals("MatMul") ? IN_PRODUCTS.getOrDefault(letter, letter) : letter;
    for (int d = 0; d < node.dims().size(); d++) {
      if (node.dims().get(d).letter().equals(wanted)) {
        return d;
      }
    }
    boolean bare = node.dims().size() == IN_PICTURES.size() && node.dims().stream().allMatch(l -> l.letter().isEmpty());
    return bare ? IN_PICTURES.indexOf(letter) : -1;
  }

  private NodePlacement placement(int n, DataNode layer) {
    StreamNode node = workload.node(n);
    DataNode allocation = layer.required("core_allocation");
    List<Integer> cores = LoopNames.cores(hardware, allocation);
    if (cores.isEmpty()) {
      throw allocation.error("The core_allocation names no core.", "write it as [0, 1].");
    }
    if (new LinkedHashSet<>(cores).size() < cores.size()) {
      throw allocation
          .error("The core_allocation %s gives one core several tiles of a node, which only earlier releases could.".formatted(
              cores), "name each core once.");
    }
    List<NodePlacement.Split> splits = new ArrayList<>();
    long product = 1;
    for (Entry e : entries(layer, "inter_core_tiling")) {
      int dim = loop(node, e.letter());
      if (dim < 0) {
        continue; // one line stands for many operators, not all of which have the loop
      }
      long parts = e.number().matches("[0-9]+") ? Long.parseLong(e.number()) : cores.size() / product;
      if (parts < 1 || node.dims().get(dim).size() % parts != 0) {
        throw e.where().error("The split (%s) of loop %s of node (%s) must divide its size (%d).".formatted(e.number(),
            e.letter().toUpperCase(Locale.ROOT), node.name(), node.dims().get(dim).size()), "only equal parts exist.");
      }
      product *= parts;
      splits.add(new NodePlacement.Split(dim, parts));
    }
    boolean fixed = layer.optional("core_allocation_is_fixed").map(DataNode::bool).orElse(false);
    if (product == 1 && !fixed) {
      cores = cores.subList(0, 1);
    } else if (product < cores.size() && !fixed) {
      cores = cores.subList(0, Math.toIntExact(product));
    }
    if (product != cores.size()) {
      throw layer.error(
          "The splits of node (%s) multiply to %d, but it has %d cores.".formatted(node.name(), product, cores.size()),
          "name as many cores as there are parts.");
    }
    return new NodePlacement(n, cores, splits);
  }

  private void tiles(int n, DataNode layer, NodePlacement placement, List<StreamGroup.Tile> tiles) {
    StreamNode node = workload.node(n);
    Set<Integer> seen = new LinkedHashSet<>();
    for (Entry e : entries(layer, "intra_core_tiling")) {
      int dim = loop(node, e.letter());
      if (dim < 0 || !seen.add(dim)) {
        continue;
      }
      long own = node.dims().get(dim).size() / placement.parts(dim);
      long parts = e.number().matches("[0-9]+") ? Long.parseLong(e.number()) : own;
      if (parts < 1 || own % parts != 0) {
        throw e.where()
            .error("The tiles (%s) of loop %s of node (%s) must divide what one core has of it (%d).".formatted(e.number(),
                e.letter().toUpperCase(Locale.ROOT), node.name(), own), "only equal tiles exist.");
      }
      tiles.add(new StreamGroup.Tile(n, dim, own / parts));
    }
  }
}
