package dev.dovetail.models.linkslots.files;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.SlotTable.RouterRow;
import dev.dovetail.models.linkslots.SlotTable.SourceRow;
import dev.dovetail.models.linkslots.SlotTables;
import dev.dovetail.models.linkslots.Tile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One flat table of all rows of sources and routers, for simulators of the hardware: CSV, one row per line, no cell with a comma.
 *
 * <p>Columns: {@code unit} source or router, or period for the slots after which all of it repeats; {@code name} of the tile or router;
 * {@code input} port (N, E, S, W, the neighbour's name where the network is no grid, Local; a source has none); {@code first} and {@code last} slot on that input, closed, slot 0 is the first; {@code
 * message} index; {@code outputs}, ports with spaces between them: of a router those over which flits leave, of a source the header of a
 * message that routes itself; {@code delays}, slots that flits for each output are kept beyond the latency of the input; {@code by} header
 * where that header alone leads the flits through this router, else table.
 */
public final class HardwareTables {
  private static final String HEADER = "unit,name,input,first,last,message,outputs,delays,by";
  private static final String SOURCE = "source";
  private static final String ROUTER = "router";
  private static final String PERIOD = "period";
  private static final int COLUMNS = 9;

  private final LinkSlotsProblem problem;
  private final PortNames ports;

  private HardwareTables(LinkSlotsProblem problem) {
    this.problem = problem;
    this.ports = new PortNames(problem.network());
  }

  /** Writes the tables that follow from the routes and slots of a mapping without violations. */
  public static void write(LinkSlotsProblem problem, SlotTable table, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      new HardwareTables(problem).write(table, out);
    }
  }

  private void write(SlotTable table, BufferedWriter out) throws IOException {
    SlotTable.Tables tables = SlotTables.of(problem, table.transmissions());
    SourceHeaders headers = new SourceHeaders(problem, ports, table.transmissions());
    out.write(HEADER + "\n");
    if (table.period() > 0) {
      out.write("%s,,,0,%d,,,,\n".formatted(PERIOD, table.period() - 1));
    }
    Map<Integer, Set<Integer>> byHeader = new HashMap<>();
    for (SourceRow r : tables.sources()) {
      byHeader.computeIfAbsent(r.message(), m -> new HashSet<>()).addAll(headers.inputs(r));
      out.write("%s,%s,,%d,%d,%d,%s,,\n".formatted(SOURCE, problem.network().tiles().get(r.tile()).name(), r.start(), r.end(),
          r.message(), headers.of(r).replace(',', ' ')));
    }
    for (RouterRow r : tables.routers()) {
      StringBuilder row = new StringBuilder(64).append(ROUTER).append(',')
          .append(problem.network().links().nodes().get(r.node()).name()).append(',').append(ports.input(r.input())).append(',')
          .append(r.start()).append(',').append(r.end()).append(',').append(r.message()).append(',');
      List<Integer> order = ports.written(r.outputs());
      row.append(String.join(" ", order.stream().map(o -> ports.output(r.outputs().get(o))).toList())).append(',');
      row.append(String.join(" ", order.stream().map(o -> Long.toString(r.delay(o))).toList()));
      boolean led = byHeader.getOrDefault(r.message(), Set.of()).contains(r.input());
      out.write(row.append(',').append(led ? "header" : "table").append('\n').toString());
    }
  }

  /**
   * Reads tables as a mapping: routes and slots follow from them.
   *
   * @throws BadInputException if the file holds none, or a message's rows lead nowhere
   */
  public static SlotTable read(LinkSlotsProblem problem, Path file) {
    return new HardwareTables(problem).read(file);
  }

  private SlotTable read(Path file) {
    List<SourceRow> sources = new ArrayList<>();
    List<RouterRow> routers = new ArrayList<>();
    Map<String, Integer> nodes = problem.network().links().nodeIndices();
    Map<String, Integer> tiles = new HashMap<>();
    for (Tile t : problem.network().tiles()) {
      tiles.put(t.name(), tiles.size());
    }
    int number = 0;
    long period = 0;
    for (String text : DataFile.text(file).lines().toList()) {
      number++;
      CsvRow row = new CsvRow(file, number, text.split(",", -1));
      if (number == 1) {
        if (!text.strip().equals(HEADER)) {
          throw row.error("The header of the table (%s) must be %s.".formatted(text.strip(), HEADER), "it is another table.");
        }
      } else if (!text.isBlank()) {
        row.expect(COLUMNS);
        switch (row.cell(0)) {
          case SOURCE -> sources.add(new SourceRow(row.index(1, tiles, "tile"), message(row), row.number(3), row.number(4)));
          case ROUTER -> routers.add(router(row, row.index(1, nodes, "router")));
          case PERIOD -> period = row.number(4) + 1;
          default ->
              throw row.error("The unit (%s) must be source, router or period.".formatted(row.cell(0)), "the line was edited.");
        }
      }
    }
    return new SlotTable(new TablePaths(problem, sources, routers).transmissions(file), period,
        new SlotTable.Tables(sources, routers));
  }

  private int message(CsvRow row) {
    long message = row.number(5);
    if (message >= problem.messages().size()) {
      throw row.error("The message (%d) does not exist in the problem (%s).".formatted(message, problem.name()),
          "the tables are those of another problem.");
    }
    return (int) message;
  }

  private RouterRow router(CsvRow row, int node) {
    List<Integer> outputs = new ArrayList<>(2);
    List<Long> delays = new ArrayList<>(2);
    String[] delay = row.cell(7).split(" ");
    for (String output : row.cell(6).split(" ")) {
      outputs.add(ports.outputEdge(node, output, row::error));
      delays.add(outputs.size() <= delay.length ? row.number(delay[outputs.size() - 1]) : 0);
    }
    int input = ports.inputEdge(node, row.cell(2), row::error);
    return new RouterRow(node, input, message(row), row.number(3), row.number(4), outputs, delays);
  }
}
