package dev.dovetail.solver.pipeline.scope;

import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.pipeline.files.LayerTable;
import dev.dovetail.models.pipeline.files.WorkloadChain;
import dev.dovetail.models.workload.networks.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A problem of the tables in {@code reference/scope} with its row. */
record ReferenceRow(PipelineProblem problem, Map<String, String> row) {
  private static final Path FOLDER = Path.of("src/test/resources/reference/scope");

  static List<ReferenceRow> small() throws IOException {
    return table("small-results.csv");
  }

  static List<ReferenceRow> fullSize() throws IOException {
    return table("results.csv");
  }

  /** The worked example: four layers on four chiplets. */
  static PipelineProblem worked() throws IOException {
    return small().get(0).problem();
  }

  long heuristic() {
    return number(row, "heuristic");
  }

  private static List<ReferenceRow> table(String file) throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(file));
    String[] columns = lines.get(0).split(",");
    List<ReferenceRow> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < columns.length; c++) {
        row.put(columns[c], cells[c]);
      }
      rows.add(new ReferenceRow(problem(row), row));
    }
    return rows;
  }

  private static PipelineProblem problem(Map<String, String> row) {
    MultiChipModule module = MultiChipModule.uniform((int) number(row, "N"), number(row, "Kp"), number(row, "Cp"),
        number(row, "BW_bytes_per_cycle"), number(row, "B_bytes"), number(row, "D_bytes_per_cycle"));
    return new PipelineProblem(row.get("instance"),
        row.containsKey("file")
            ? LayerTable.read(FOLDER.resolve(row.get("file")))
            : WorkloadChain.of(Networks.byName(row.get("network")).orElseThrow()),
        module, number(row, "m"), PipelineSwitches.BASE, PipelineObjective.TOTAL);
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(row.get(column));
  }

  @Override
  public String toString() {
    return problem.name();
  }
}
