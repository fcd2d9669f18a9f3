package dev.dovetail.models.stream.files;

import dev.dovetail.models.Findings;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.stream.GroupGraph;
import dev.dovetail.models.stream.GroupTiling;
import dev.dovetail.models.stream.NodePlacement;
import dev.dovetail.models.stream.StreamCost;
import dev.dovetail.models.stream.StreamCosts;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamGroup.Choices;
import dev.dovetail.models.stream.StreamHardware;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamNode;
import dev.dovetail.models.stream.StreamProblem;
import dev.dovetail.models.stream.StreamTensor;
import dev.dovetail.models.stream.StreamWorkload;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads reference instances of Stream (format {@code stream-golden/1}).
 *
 * <p>Role: network, accelerator, cost table and mapping of one run of Stream, and the numbers that it stated. Keys beside those that decide
 * something are not read.
 */
public final class GoldenReader {
  /** The value of {@code schema}. */
  public static final String FORMAT = "stream-golden/1";

  private static final BigDecimal FEMTOJOULES_PER_PICOJOULE = BigDecimal.valueOf(1000);

  private final DataNode root;
  private final Map<String, Integer> nodes = new HashMap<>();

  private GoldenReader(DataNode root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it that decides something is wrong
   */
  public static GoldenFile read(Path file) {
    return read(DataFile.read(file));
  }

  /** Reads a parsed file. */
  public static GoldenFile read(DataNode root) {
    DataNode schema = root.required("schema");
    if (!schema.text().equals(FORMAT)) {
      throw schema.error("The schema (%s) must be %s.".formatted(schema.text(), FORMAT), "it is a file of another kind.");
    }
    return new GoldenReader(root).golden();
  }

  private GoldenFile golden() {
    String name = root.required("id").text();
    List<DataNode> groups = root.required("groups").items();
    StreamWorkload workload = workload(name, groups);
    StreamHardware hardware = new GoldenHardware(root.required("hardware")).hardware();
    List<StreamGroup> read = new ArrayList<>();
    StreamCosts.Builder costs = new StreamCosts.Builder(workload, hardware);
    for (DataNode g : groups) {
      StreamGroup group = group(workload, hardware, g);
      costs(workload, hardware, g, group, costs);
      read.add(group);
    }
    StreamMapping mapping = new StreamMapping(read);
    StreamProblem problem = new StreamProblem(name, workload, hardware, costs.build(), Optional.of(mapping));
    return new GoldenFile(problem, mapping, groups, root);
  }

  private StreamWorkload workload(String name, List<DataNode> groups) {
    DataNode node = root.required("workload");
    Set<String> placed = new HashSet<>();
    for (DataNode g : groups) {
      g.required("mapping").required("layers").items().forEach(l -> placed.add(l.required("name").text()));
    }
    List<StreamTensor> tensors = new ArrayList<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    node.required("tensors").entries().forEach((t, v) -> {
      List<Long> shape = v.required("shape").items().stream().map(s -> s.longValue(1, 1L << 40)).toList();
      boolean constant = v.optional("constant").map(DataNode::bool).orElse(false);
      numbers.put(t, tensors.size());
      tensors.add(new StreamTensor(t, shape, v.required("bits").intValue(1, 1024), constant));
    });
    GoldenNodes maker = new GoldenNodes(tensors);
    List<StreamNode> made = new ArrayList<>();
    for (DataNode layer : node.required("layers").items()) {
      String own = layer.required("name").text();
      if (nodes.put(own, made.size()) != null) {
        throw layer.error("The layer (%s) stands twice in the file.".formatted(own), "rename one of them.");
      }
      made.add(maker.node(layer, placed.contains(own)));
    }
    return new StreamWorkload(name, tensors, made, tensorsOf(node.required("inputs"), numbers),
        tensorsOf(node.required("outputs"), numbers));
  }

  private static List<Integer> tensorsOf(DataNode list, Map<String, Integer> numbers) {
    List<Integer> found = new ArrayList<>();
    for (DataNode t : list.items()) {
      Integer number = numbers.get(t.text());
      if (number == null) {
        throw t.error("The tensor (%s) is not in 'tensors'.".formatted(t.text()),
            Suggestions.instead(t.text(), List.copyOf(numbers.keySet())));
      }
      found.add(number);
    }
    return found;
  }

  private StreamGroup group(StreamWorkload workload, StreamHardware hardware, DataNode g) {
    DataNode mapping = g.required("mapping");
    List<NodePlacement> placements = new ArrayList<>();
    for (DataNode layer : mapping.required("layers").items()) {
      int node = nodeOf(layer.required("name"), layer.required("name").text());
      List<Integer> cores = cores(hardware, layer.required("cores"));
      List<NodePlacement.Split> splits = layer.required("splits").items().stream()
          .map(s -> new NodePlacement.Split(loop(workload, node, s.items().get(0), s.items().get(0).text()),
              s.items().get(1).longValue(1, 1 << 20)))
          .toList();
      placements.add(new NodePlacement(node, cores, splits));
    }
    List<StreamGroup.Tile> tiles = new ArrayList<>();
    for (DataNode t : mapping.required("tiles").items()) {
      DataNode place = t.items().get(0);
      int dot = place.text().lastIndexOf('.');
      if (dot < 1) {
        throw place.error("The tile (%s) must name a layer and a loop.".formatted(place.text()), "write it as Conv1.D0.");
      }
      int node = nodeOf(place, place.text().substring(0, dot));
      tiles.add(new StreamGroup.Tile(node, loop(workload, node, place, place.text().substring(dot + 1)),
          t.items().get(1).longValue(1, 1L << 40)));
    }
    return new StreamGroup(placements, tiles, choices(hardware, g));
  }

  private int nodeOf(DataNode place, String name) {
    Integer node = nodes.get(name);
    if (node == null) {
      throw place.error("The layer (%s) is not in the workload.".formatted(name),
          Suggestions.instead(name, List.copyOf(nodes.keySet())));
    }
    return node;
  }

  private static int loop(StreamWorkload workload, int node, DataNode place, String text) {
    int count = workload.node(node).dims().size();
    int dim = text.matches("D[0-9]{1,3}") ? Integer.parseInt(text.substring(1)) : -1;
    if (dim < 0 || dim >= count) {
      throw place.error("The loop (%s) is not one of the layer's, D0 to D%d.".formatted(text, count - 1), "a digit is wrong.");
    }
    return dim;
  }

  private static List<Integer> cores(StreamHardware hardware, DataNode list) {
    return list.items().stream().map(c -> c.intValue(0, hardware.cores().size() - 1)).toList();
  }

  private static Choices choices(StreamHardware hardware, DataNode g) {
    Map<String, List<String>> links = new HashMap<>();
    Map<String, Integer> slots = new HashMap<>();
    Map<String, Integer> levels = new HashMap<>();
    Map<String, List<Integer>> cores = new HashMap<>();
    for (DataNode t : list(g, "transfers")) {
      t.optional("links").ifPresent(l -> links.put(name(t), l.items().stream().map(DataNode::text).toList()));
    }
    for (DataNode n : concat(list(g, "compute_nodes"), list(g, "transfers"))) {
      n.optional("slot").ifPresent(s -> slots.put(name(n), s.intValue(0, 1 << 20)));
    }
    for (DataNode t : list(g, "tensors")) {
      t.optional("level").ifPresent(l -> levels.put(name(t), l.intValue(-1, 1 << 10)));
      t.optional("cores").ifPresent(c -> cores.put(name(t), cores(hardware, c)));
    }
    return new Choices(links, slots, levels, cores, list(g, "slot_order").stream().map(DataNode::text).toList());
  }

  private static String name(DataNode node) {
    return node.required("name").text();
  }

  static List<DataNode> list(DataNode node, String key) {
    return node.optional(key).map(DataNode::items).orElse(List.of());
  }

  private static List<DataNode> concat(List<DataNode> a, List<DataNode> b) {
    List<DataNode> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  /** Entries hold for the loop sizes that the group's splits and tiles leave a core; what breaks those rules has no sizes. */
  private void costs(
      StreamWorkload workload, StreamHardware hardware, DataNode g, StreamGroup group, StreamCosts.Builder costs) {
    GroupGraph graph = new GroupGraph(workload, group.nodes().stream().map(NodePlacement::node).toList());
    Optional<GroupTiling> tiling = GroupTiling.of(graph, group, "group", new Findings());
    Map<String, DataNode> first = new HashMap<>();
    for (DataNode entry : g.required("cost_table").items()) {
      DataNode name = entry.required("node");
      int node = nodeOf(name, name.text());
      int core = entry.required("core").intValue(0, hardware.cores().size() - 1);
      first.put(name.text() + "/" + core, entry);
      DataNode shared = entry.optional("cycles").isPresent() ? entry : sharing(entry, core, first);
      StreamCost cost = cost(shared);
      int i = graph.dims().indexOf(node);
      if (i < 0) {
        throw name.error("The layer (%s) is not in this group.".formatted(name.text()), "the entry is of another group.");
      }
      tiling.ifPresent(t -> costs.put(node, t.perCore(i), core, cost));
    }
  }

  private static DataNode sharing(DataNode entry, int core, Map<String, DataNode> first) {
    DataNode same = entry.required("same_as");
    Function<String, DataNode> of = n -> first.get(n + "/" + core);
    DataNode found = of.apply(same.text());
    if (found == null || found.optional("cycles").isEmpty()) {
      throw same.error("The entry shares that of %s on core %d, which is not before it.".formatted(same.text(), core),
          "write its cycles here.");
    }
    return found;
  }

  private static StreamCost cost(DataNode entry) {
    long cycles = entry.required("cycles").decimal().setScale(0, RoundingMode.CEILING).longValueExact();
    long energy = entry.optional("energy_pj").map(e -> e.decimal().multiply(FEMTOJOULES_PER_PICOJOULE)
        .setScale(0, RoundingMode.HALF_EVEN).longValueExact()).orElse(0L);
    boolean estimated = entry.optional("estimator").map(e -> e.text().equals("ideal")).orElse(false);
    return new StreamCost(cycles, energy, estimated);
  }
}
