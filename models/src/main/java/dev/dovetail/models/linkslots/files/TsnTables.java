package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.io.DataNode;
import dev.dovetail.models.io.Suggestions;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.models.linkslots.SlotRules;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pair of tables as the toolkit TSNKit writes them: periodic streams with deadlines, and the links of a time-sensitive network.
 *
 * <p>Tasks have the columns stream, src, dst, size (bytes), period, deadline, jitter (all ns); topologies have link, q_num, rate (bit/ns),
 * t_proc, t_prop (ns). Read as: no local ports, whole frames are stored and forwarded, nothing waits in a queue (jitter 0), one frame per
 * period, and the latency, from the first bit sent to the last one received, is at most the deadline. A slot is the largest time that divides
 * all transmission times, delays and periods.
 */
final class TsnTables {
  private static final String TASK = "_task.csv";
  private static final String TOPOLOGY = "_topo.csv";
  private static final List<String> TASK_COLUMNS = List.of("stream", "src", "dst", "size", "period", "deadline", "jitter");
  private static final List<String> LINK_COLUMNS = List.of("link", "q_num", "rate", "t_proc", "t_prop");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final long LARGEST = 1L << 40;
  private static final long BITS = 8;

  private final Path tasks;
  private final List<DataNode> streams;
  private final TsnTopology topology;

  private TsnTables(Path tasks, List<DataNode> streams, TsnTopology topology) {
    this.tasks = tasks;
    this.streams = streams;
    this.topology = topology;
  }

  /** Whether a file is a table of tasks by its name. */
  static boolean areTasks(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /** The tables {@code N_task.csv} and, beside it, {@code N_topo.csv}. */
  static TsnTables beside(Path given) {
    String name = String.valueOf(given.getFileName());
    if (name.endsWith(TOPOLOGY)) {
      throw new BadInputException("The file (%s) holds the links of a network, no streams.".formatted(given),
          "give '%s'.".formatted(name.replace(TOPOLOGY, TASK)));
    }
    if (!name.endsWith(TASK)) {
      throw new BadInputException("The file (%s) is a table, but its name does not end in %s.".formatted(given, TASK),
          "it is no problem; TSNKit's tables are called N%s and N%s, others are named by a problem file under 'tsnkit'."
              .formatted(TASK, TOPOLOGY));
    }
    DataFile.text(given); // a missing one is named first
    Path topology = topologyOf(given);
    if (!Files.exists(topology)) {
      throw new BadInputException("The network (%s) of the streams (%s) does not exist.".formatted(topology, given),
          "it has another name: then name both in a problem file under 'tsnkit: {tasks: ..., topology: ...}'.");
    }
    return read(given, topology);
  }

  /** The table of links that belongs to a table of tasks. */
  static Path topologyOf(Path tasks) {
    return tasks.resolveSibling(String.valueOf(tasks.getFileName()).replace(TASK, TOPOLOGY));
  }

  /** The two tables. */
  static TsnTables read(Path tasks, Path topology) {
    List<DataNode> streams = rows(tasks, TASK_COLUMNS);
    return new TsnTables(tasks, streams, new TsnTopology(rows(topology, LINK_COLUMNS)));
  }

  private static List<DataNode> rows(Path file, List<String> columns) {
    CsvFile.Table table = CsvFile.table(DataFile.text(file), file.toString());
    Set<String> seen = new HashSet<>();
    for (DataNode c : table.header()) {
      if (!columns.contains(c.cellText())) {
        throw c.error("The column (%s) is not known.".formatted(c.cellText()), Suggestions.instead(c.cellText(), columns));
      }
      seen.add(c.cellText());
    }
    for (String c : columns) {
      if (!seen.contains(c) && !c.equals("jitter") && !c.equals("q_num")) {
        throw table.header().get(0).error("The column (%s) is missing.".formatted(c),
            "the two tables were swapped: this one should have the columns %s.".formatted(String.join(", ", columns)));
      }
    }
    if (table.rows().isEmpty()) {
      throw table.header().get(0).error("The table has a header, but no rows.", "the file was cut off.");
    }
    return table.rows();
  }

  /**
   * The problem.
   *
   * @param root a problem file whose name and rules count; without it all streams must be sent in time, along any route on a line, tree or
   *     ring, and along shortest ones elsewhere
   */
  LinkSlotsProblem problem(Optional<DataNode> root) {
    long unit = unit();
    SlotNetwork network = topology.network(unit);
    Tiles tiles = new Tiles(network);
    List<FlowRow> rows = new ArrayList<>();
    List<Flow> flows = new ArrayList<>();
    Map<String, DataNode> seen = new HashMap<>();
    for (DataNode stream : streams) {
      DataNode id = stream.required("stream");
      DataNode before = seen.putIfAbsent(id.text(), id);
      if (before != null) {
        throw id.error("The stream (%s) stands twice; the first one is in line %d.".formatted(id.text(), before.line()),
            "one of them has another number.");
      }
      rows.add(
          new FlowRow(stream, Map.of(FlowColumns.DSTS, stream.required("dst"), FlowColumns.PERIOD, stream.required("period"))));
      flows.add(flow(stream, id.text(), tiles, unit));
    }
    SlotRules rules = new SlotRules(Goal.DEADLINE, topology.hasFewRoutes() ? RoutePolicy.FREE : RoutePolicy.SHORTEST, true, true,
        Forwarding.STORE_AND_FORWARD, false, 0, true);
    String name = root.map(r -> r.required("name").text()).orElse(String.valueOf(tasks.getFileName()).replace(TASK, ""));
    if (root.isEmpty()) {
      return ProblemCheck.checked(name, network, rows, flows, rules);
    }
    RulesReader reader = new RulesReader(root.get(), network);
    SlotRules read = reader.read(rules);
    return ProblemCheck.checked(name, network, rows,
        new ListedRoutes(network, read).complete(rows, flows, reader.candidates()), read);
  }

  private Flow flow(DataNode stream, String id, Tiles tiles, long unit) {
    int source = tiles.tile(stream.required("src"));
    List<Integer> destinations = destinations(stream.required("dst"), tiles);
    if (destinations.contains(source)) {
      throw stream.required("dst").error("The stream (%s) goes from the node (%s) to itself.".formatted(id, tiles.name(source)),
          "another destination was meant.");
    }
    long deadline = stream.required("deadline").longValue(1, LARGEST);
    return new Flow(id, destinations.size() > 1 ? FlowKind.MULTICAST : FlowKind.UNICAST, List.of(source), destinations,
        bytes(stream) * BITS, 0, deadline / unit, 1, stream.required("period").longValue(1, LARGEST) / unit, null, 1, List.of(),
        List.of());
  }

  private static long bytes(DataNode stream) {
    return stream.required("size").longValue(1, LARGEST / BITS);
  }

  private static List<Integer> destinations(DataNode cell, Tiles tiles) {
    Matcher numbers = NUMBER.matcher(cell.text());
    List<Integer> found = new ArrayList<>();
    while (numbers.find()) {
      int tile = tiles.tile(cell, numbers.group());
      if (found.contains(tile)) {
        throw cell.error("The destination (%s) stands twice.".formatted(numbers.group()), "another node was meant.");
      }
      found.add(tile);
    }
    if (found.isEmpty()) {
      throw cell.error("The destinations (%s) name no node.".formatted(cell.text()), "write [3] or \"[3, 4]\".");
    }
    return found;
  }

  /** The largest time, ns, that divides all transmission times, delays and periods. */
  private long unit() {
    long unit = topology.delays();
    Set<Long> sizes = new HashSet<>();
    for (DataNode s : streams) {
      unit = TsnTopology.gcd(unit, s.required("period").longValue(1, LARGEST));
      sizes.add(bytes(s) * BITS);
    }
    for (long bits : sizes) {
      for (BigDecimal rate : topology.rates()) {
        unit = TsnTopology.gcd(unit, TsnTopology.nanoseconds(bits, rate));
      }
    }
    return unit;
  }
}
