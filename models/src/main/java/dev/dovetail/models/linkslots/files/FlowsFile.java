package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads flow sets on a mesh (format {@code link-slots-flows/1}): a header, and one row of values per flow in the order of {@code columns}.
 *
 * <p>Unknown columns are errors; keys of the header that mean nothing here are left to those who wrote them.
 */
public final class FlowsFile {
  /** The format that is read. */
  public static final String FORMAT = "link-slots-flows/1";

  private final DataNode root;

  FlowsFile(DataNode root) {
    this.root = root;
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be %s.".formatted(format.text(), FORMAT),
          "it is a file of another kind or version.");
    }
  }

  /**
   * Reads a flow set as a problem of its own: least makespan over all routes and trees ({@link SlotRules#DEFAULT}).
   *
   * @throws dev.dovetail.models.BadInputException if anything in it is wrong
   */
  public static LinkSlotsProblem read(Path file) {
    return read(DataFile.read(file));
  }

  /** Reads a parsed flow set as a problem of its own. */
  public static LinkSlotsProblem read(DataNode root) {
    FlowsFile file = new FlowsFile(root);
    SlotNetwork network = new NetworkReader(file.ports(), false).ofFlowsFile(root);
    List<FlowRow> rows = file.rows();
    return ProblemCheck.checked(file.name(), network, rows, new FlowReader(network, Volumes.FLITS, 1).read(rows),
        SlotRules.DEFAULT);
  }

  /** The local ports. */
  LocalPortsReader ports() {
    return LocalPortsReader.read(root, "local_ports", LocalPortsReader.plain(LocalPorts.BOTH));
  }

  /** The header. */
  DataNode header() {
    return root;
  }

  /** The name of the set. */
  String name() {
    return root.required("name").text();
  }

  /** The rows. */
  List<FlowRow> rows() {
    List<DataNode> columns = root.required("columns").items();
    Set<String> seen = new HashSet<>();
    for (DataNode c : columns) {
      known(c, c.text(), "column");
      if (!seen.add(c.text())) {
        throw c.error("The column (%s) stands twice.".formatted(c.text()), "one of the two has another name.");
      }
    }
    Map<String, DataNode> defaults = new HashMap<>();
    root.optional("defaults").map(DataNode::entries).orElse(Map.of()).forEach((key, value) -> {
      known(value, key, "default");
      defaults.put(key, value);
    });
    DataNode list = root.required("flows");
    List<FlowRow> rows = new ArrayList<>();
    for (DataNode row : list.items()) {
      rows.add(row(row, columns, defaults));
    }
    checkCount(list, rows.size());
    return rows;
  }

  private static void known(DataNode at, String name, String what) {
    if (!FlowColumns.OF_FILES.contains(name)) {
      throw at.error("The %s (%s) is not known.".formatted(what, name),
          FlowColumns.OF_PROBLEMS.contains(name)
              ? "write the flows into a problem file of format %s: there they can have it.".formatted(LinkSlotsReader.FORMAT)
              : Suggestions.instead(name, FlowColumns.OF_FILES));
    }
  }

  private static FlowRow row(DataNode row, List<DataNode> columns, Map<String, DataNode> defaults) {
    List<DataNode> values = row.items();
    if (values.size() != columns.size()) {
      throw row.error("The flow has %d values, but there are %d columns.".formatted(values.size(), columns.size()),
          "a value is missing or too many; a list of tiles needs brackets.");
    }
    Map<String, DataNode> cells = new HashMap<>(defaults);
    for (int c = 0; c < values.size(); c++) {
      cells.put(columns.get(c).text(), values.get(c));
    }
    cells.values().removeIf(DataNode::isNull);
    return new FlowRow(row, cells);
  }

  private void checkCount(DataNode list, int found) {
    Optional<DataNode> count = root.optional("flow_count");
    if (count.isPresent() && count.get().longValue() != found) {
      throw count.get().error("The 'flow_count' (%s) differs from the number of flows (%d).".formatted(count.get().text(), found),
          "the file was cut off or edited: correct one of the two.");
    }
    if (found == 0) {
      throw list.error("The list of flows is empty.", "there is nothing to be scheduled.");
    }
    if (found > FlowReader.MOST) {
      throw list.error("The list has %d flows, more than %d.".formatted(found, FlowReader.MOST), "cut it into phases.");
    }
  }
}
