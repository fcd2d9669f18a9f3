package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads problems of kind link-slots (format {@code link-slots/1}, schema {@code dev/dovetail/schema/link-slots-1.schema.json}).
 *
 * <p>A problem names a flow set, a pair of TSNKit's tables, or lists flows itself; what it says of network, ports and rules takes the place of
 * what those say.
 */
public final class LinkSlotsReader {
  /** The format of problem files. */
  public static final String FORMAT = "link-slots/1";

  private final Path folder;
  private final DataNode root;

  private LinkSlotsReader(DataNode root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Reads a problem file, a flow set, or the tasks of a pair of TSNKit's tables.
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  public static LinkSlotsProblem read(Path file) {
    if (TsnTables.areTasks(file)) {
      return TsnTables.beside(file).problem(Optional.empty());
    }
    Path folder = file.toAbsolutePath().getParent();
    return read(DataFile.read(file), folder == null ? Path.of("") : folder);
  }

  /** Reads a parsed problem file or flow set; relative names of files start in {@code folder}. */
  public static LinkSlotsProblem read(DataNode root, Path folder) {
    DataNode format = root.required("format");
    return switch (format.text()) {
      case FORMAT -> new LinkSlotsReader(root, folder).problem();
      case FlowsFile.FORMAT -> FlowsFile.read(root);
      default -> throw format.error("The format (%s) must be %s or %s.".formatted(format.text(), FORMAT, FlowsFile.FORMAT),
          "it is a file of another kind or version.");
    };
  }

  private LinkSlotsProblem problem() {
    root.onlyKeys("format", "name", "flows", "tsnkit", "network", "localPorts", "goal", "routes", "multicast", "reduce",
        "forwarding",
        "waiting", "mergeSlots", "admission", "header", "fullRate", "chunks");
    Optional<DataNode> tables = root.optional("tsnkit");
    if (tables.isPresent()) {
      for (String key : List.of("flows", "network", "localPorts", "header", "fullRate", "chunks")) {
        root.optional(key).ifPresent(n -> {
          throw n.error("The key (%s) does not go with 'tsnkit': its tables say all of it.".formatted(key),
              "remove one of the two.");
        });
      }
      tables.get().onlyKeys("tasks", "topology");
      DataNode tasks = tables.get().required("tasks");
      DataNode topology = tables.get().required("topology");
      return tasks.placing(() -> TsnTables.read(tasks.file(folder), topology.file(folder))).problem(Optional.of(root));
    }
    return ofFlows(root.optional("flows").orElseThrow(() -> root.error("The key (flows) is missing in the file.",
        "add 'flows: FILE.json' or a list of flows; or 'tsnkit: {tasks: FILE, topology: FILE}'.")));
  }

  private LinkSlotsProblem ofFlows(DataNode given) {
    FlowsFile file = given.isArray() ? null : new FlowsFile(given.placing(() -> DataFile.read(given.file(folder))));
    List<FlowRow> rows = file == null ? inline(given) : file.rows();
    String name = root.required("name").text();
    SlotNetwork network = network(file);
    boolean inBits = root.optional("network").flatMap(n -> n.optional("rates")).map(LinkSlotsReader::inBits).orElse(false);
    int chunks = root.optional("chunks").map(c -> c.intValue(1, FlowReader.MOST)).orElse(1);
    List<Flow> flows = new FlowReader(network, Volumes.read(root.optional("header"), inBits), chunks).read(rows);
    RulesReader rules = new RulesReader(root, network);
    SlotRules read = rules.read(SlotRules.DEFAULT);
    List<Flow> routed = new ListedRoutes(network, read).complete(rows, flows, rules.candidates());
    return ProblemCheck.checked(name, network, rows, routed, read);
  }

  private static boolean inBits(DataNode rates) {
    if (!rates.text().equals("flits") && !rates.text().equals("bits")) {
      throw rates.error("The unit of rates (%s) must be flits or bits.".formatted(rates.text()),
          "remove it: then rates are in flits.");
    }
    return rates.text().equals("bits");
  }

  private SlotNetwork network(@Nullable FlowsFile file) {
    LocalPortsReader otherwise = file == null ? LocalPortsReader.plain(LocalPorts.BOTH) : file.ports();
    LocalPortsReader ports = LocalPortsReader.read(root, "localPorts", otherwise);
    NetworkReader reader = new NetworkReader(ports, root.optional("fullRate").map(DataNode::bool).orElse(false));
    Optional<DataNode> given = root.optional("network");
    if (given.isPresent()) {
      return reader.ofProblem(given.get());
    }
    if (file == null) {
      throw root.error("The key (network) is missing in the file.",
          "add a line 'network: {mesh: {columns: 4, rows: 4}}', or name a flow set under 'flows', which has a mesh.");
    }
    return reader.ofFlowsFile(Objects.requireNonNull(file).header());
  }

  private static List<FlowRow> inline(DataNode list) {
    List<FlowRow> rows = new ArrayList<>();
    for (DataNode flow : list.items()) {
      flow.onlyKeys(FlowColumns.OF_PROBLEMS.toArray(String[]::new));
      Map<String, DataNode> cells = new HashMap<>();
      FlowColumns.OF_PROBLEMS.forEach(key -> flow.optional(key).ifPresent(value -> cells.put(key, value)));
      rows.add(new FlowRow(flow, cells));
    }
    if (rows.isEmpty()) {
      throw list.error("The list of flows is empty.", "there is nothing to be scheduled.");
    }
    return rows;
  }
}
