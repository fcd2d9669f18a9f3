package dev.dovetail.models.linkslots.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTable.RouterRow;
import dev.dovetail.models.linkslots.SlotTable.SourceRow;
import dev.dovetail.models.linkslots.Transmission;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mapping files of kind link-slots, format {@code link-slots-table/1} (schema {@code
 * dev/dovetail/schema/link-slots-table-1.schema.json}).
 *
 * <p>Role: {@code transmissions} are the mapping: route and injection slot of each message. From them follow cost, {@code sources} with rows
 * {@code first-last message header} and {@code routers} with rows {@code first-last message outputs}; slots are closed ranges, an output
 * that is kept longer than the input's latency says so as {@code E+2}. Sources and routers of a file are replayed as they stand there.
 */
public final class TableFile {
  /** The {@code format} of the files. */
  public static final String FORMAT = "link-slots-table/1";

  private final LinkSlotsProblem problem;
  private final EdgeLists edges;
  private final Tiles tiles;
  private final PortNames ports;
  private final Map<String, Integer> nodes;

  private TableFile(LinkSlotsProblem problem) {
    this.problem = problem;
    this.edges = new EdgeLists(problem.network());
    this.tiles = new Tiles(problem.network());
    this.ports = new PortNames(problem.network());
    this.nodes = problem.network().links().nodeIndices();
  }

  /** The tree; without derived sections if there are violations. */
  public static ObjectNode write(LinkSlotsProblem problem, SlotTable table) {
    return new TableWriter(problem).write(table);
  }

  /**
   * Reads a mapping.
   *
   * @throws dev.dovetail.models.BadInputException if the file is none
   */
  public static SlotTable read(LinkSlotsProblem problem, Path file) {
    return read(problem, DataFile.read(file));
  }

  /** Reads a parsed mapping. */
  public static SlotTable read(LinkSlotsProblem problem, DataNode root) {
    DataNode format = root.required("format");
    if (!format.text().equals(FORMAT)) {
      throw format.error("The format (%s) must be (%s).".formatted(format.text(), FORMAT),
          "the file is a problem, or a mapping of another kind.");
    }
    root.onlyKeys("format", "problem", "localPorts", "cost", "period", "transmissions", "sources", "routers", "entries");
    return new TableFile(problem).table(root);
  }

  private SlotTable table(DataNode root) {
    List<Transmission> transmissions = new ArrayList<>();
    for (DataNode n : root.required("transmissions").items()) {
      transmissions.add(transmission(n));
    }
    long period = root.optional("period").map(p -> p.longValue(0, Long.MAX_VALUE)).orElse(0L);
    Optional<DataNode> sources = root.optional("sources");
    Optional<DataNode> routers = root.optional("routers");
    if (sources.isPresent() != routers.isPresent()) {
      throw root.error("The file has '%s' without '%s'.".formatted(sources.isPresent() ? "sources" : "routers",
          sources.isPresent() ? "routers" : "sources"), "give both, or remove both: they follow from the transmissions.");
    }
    if (sources.isEmpty()) {
      return new SlotTable(transmissions, period, null);
    }
    return new SlotTable(transmissions, period, new SlotTable.Tables(sources(sources.get()), routers(routers.orElseThrow())));
  }

  private Transmission transmission(DataNode n) {
    n.onlyKeys("message", "name", "finish", "start", "edges", "waits");
    DataNode route = n.required("edges");
    List<Long> waits = n.optional("waits").map(DataNode::items).orElse(List.of()).stream()
        .map(w -> w.longValue(0, Long.MAX_VALUE)).toList();
    return new Transmission(message(n.required("message")), edges.words(route), n.required("start").longValue(), waits);
  }

  private int message(DataNode n) {
    return message(n, n.longValue());
  }

  private int message(DataNode at, long message) {
    if (message < 0 || message >= problem.messages().size()) {
      throw at.error("The message (%d) does not exist in the problem (%s).".formatted(message, problem.name()),
          "the mapping is of another problem: messages are numbered from 0 to %d.".formatted(problem.messages().size() - 1));
    }
    return (int) message;
  }

  private List<SourceRow> sources(DataNode list) {
    List<SourceRow> rows = new ArrayList<>();
    for (DataNode source : list.items()) {
      source.onlyKeys("tile", "rows");
      int tile = tiles.tile(source.required("tile"));
      for (DataNode row : source.required("rows").items()) {
        TableRow r = TableRow.parse(row);
        rows.add(new SourceRow(tile, message(row, r.message()), r.first(), r.last()));
      }
    }
    return rows;
  }

  private List<RouterRow> routers(DataNode list) {
    List<RouterRow> rows = new ArrayList<>();
    for (DataNode router : list.items()) {
      router.onlyKeys("router", "input", "rows");
      DataNode name = router.required("router");
      Integer node = nodes.get(name.text());
      if (node == null) {
        throw name.error("The router (%s) does not exist.".formatted(name.text()), "the mapping is of another problem.");
      }
      DataNode port = router.required("input");
      int input = ports.inputEdge(node, port.text(), port::error);
      for (DataNode row : router.required("rows").items()) {
        rows.add(row(node, input, row));
      }
    }
    return rows;
  }

  private RouterRow row(int node, int input, DataNode row) {
    TableRow r = TableRow.parse(row);
    List<Integer> outputs = new ArrayList<>(2);
    List<Long> delays = new ArrayList<>(2);
    for (String output : r.rest().split(",")) {
      int plus = output.indexOf('+');
      outputs.add(ports.outputEdge(node, plus < 0 ? output : output.substring(0, plus), row::error));
      delays.add(plus < 0 ? 0 : TableRow.number(output.substring(plus + 1), row));
    }
    return new RouterRow(node, input, message(row, r.message()), r.first(), r.last(), outputs, delays);
  }
}
