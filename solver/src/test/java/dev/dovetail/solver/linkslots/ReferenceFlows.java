package dev.dovetail.solver.linkslots;

import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flow sets and results under {@code reference/metro}. */
final class ReferenceFlows {
  private static final Path FOLDER = Path.of("src/test/resources/reference/metro");

  private ReferenceFlows() {}

  static LinkSlotsProblem read(String name, RoutePolicy policy, boolean trees) {
    LinkSlotsProblem problem = FlowsFile.read(FOLDER.resolve("flows").resolve(name + ".json"));
    return problem.with(problem.rules().withRoutes(policy).withMulticastTrees(trees));
  }

  static boolean has(String name) {
    return Files.exists(FOLDER.resolve("flows").resolve(name + ".json"));
  }

  /** Rows of results.csv by column. */
  static List<Map<String, String>> results() {
    List<String> lines;
    try {
      lines = Files.readAllLines(FOLDER.resolve("results.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String[] columns = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
