package dev.dovetail.models.intracore.maestro.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.dataflow.DataflowReader;
import dev.dovetail.models.dataflow.dfsl.MappingFile;
import dev.dovetail.models.dataflow.dfsl.MappingFileReader;
import dev.dovetail.models.dataflow.dfsl.MappingFileWriter;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The public program's tables go through reader, model and writer and come out as they went in. */
class ReferenceTablesTest {
  private static final Path REFERENCE = Path.of("src/test/resources/reference/maestro");
  private static final MaestroHardware SHIPPED = new MaestroHardware(256, 1000, 1, 1, 1, 50, 100, 3000);

  private static final Set<String> REALS =
      Set.of("energy_csv", "energy_screen", "throughput", "perf_per_energy", "ops_per_j", "area",
          "power", "pe_power", "l1_power", "l2_power", "noc_power", "avg_bw", "input_reuse", "filter_reuse", "output_reuse",
          "mcast_weight",
          "mcast_input", "avg_pes", "arith_int");

  @Test
  void everyRowOfTheReferenceComesOutAsItWentIn() throws IOException {
    Path file = REFERENCE.resolve("reference.csv");
    List<Dataflow> dataflows = DataflowReader.read(REFERENCE.resolve("dataflows.json"));
    CaseTable table = CaseFile.read(file, dataflows, null);
    List<List<String>> expected = cells(Files.readString(file));
    List<List<String>> actual = cells(written(table));
    assertThat(actual.get(0)).isEqualTo(expected.get(0));
    compare(actual, expected);
    assertThat(actual).hasSize(228);
  }

  @Test
  void everyRowOfTheShippedNetworksComesOutAsItWentIn() throws IOException {
    Path file = REFERENCE.resolve("shipped-networks.csv");
    CaseTable table = CaseFile.read(file, List.of(), SHIPPED);
    List<List<String>> expected = cells(Files.readString(file));
    List<List<String>> actual = cells(written(table));
    int columns = expected.get(0).size();
    assertThat(actual.get(0).subList(0, columns)).isEqualTo(expected.get(0));
    assertThat(actual.get(0).subList(columns, actual.get(0).size())).startsWith("energy_screen").endsWith("warn_bw").hasSize(9);
    compare(actual, expected);
    assertThat(actual).hasSize(940);
  }

  @Test
  void theSameNetworksAsMappingFilesGiveTheSameNumbers() throws IOException {
    CaseTable table = CaseFile.read(REFERENCE.resolve("shipped-networks.csv"), List.of(), SHIPPED);
    List<CaseResult> fromTable = CaseEvaluation.evaluate(table, MaestroMode.COMPATIBLE);
    for (String name : table.cases().stream().map(Case::chain).collect(Collectors.toSet())) {
      List<CaseResult> rows = fromTable.stream().filter(r -> r.question().chain().equals(name)).toList();
      StringBuilder text = new StringBuilder();
      MappingFileWriter.write(new MappingFile(name, rows.stream().map(ReferenceTablesTest::layer).toList()), text);
      MappingFile file = MappingFileReader.parse(text.toString(), name);
      assertThat(CaseEvaluation.evaluate(file, SHIPPED, MaestroMode.COMPATIBLE)).extracting(LayerResult::outcome)
          .isEqualTo(rows.stream().map(CaseResult::outcome).toList());
    }
  }

  private static MappingFile.Layer layer(CaseResult row) {
    Case.Mapped m = (Case.Mapped) row.question().question();
    return new MappingFile.Layer("L", m.layer(), m.mapping(), false, "");
  }

  private static String written(CaseTable table) throws IOException {
    StringBuilder out = new StringBuilder();
    CaseWriter.write(out, table.inputColumns(), CaseEvaluation.evaluate(table, MaestroMode.COMPATIBLE));
    return out.toString();
  }

  /** Integers and texts exact, reals within 1e-9, not-a-number equal to itself. */
  private static void compare(List<List<String>> actual, List<List<String>> expected) {
    List<String> header = expected.get(0);
    List<String> different = new ArrayList<>();
    for (int r = 1; r < expected.size(); r++) {
      for (int c = 0; c < header.size(); c++) {
        String a = actual.get(r).get(c);
        String e = expected.get(r).get(c);
        if (!(REALS.contains(header.get(c)) ? sameReal(a, e) : a.equals(e))) {
          different.add("row %d, %s: %s, not %s".formatted(r, header.get(c), a, e));
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(actual).hasSameSizeAs(expected);
  }

  private static boolean sameReal(String a, String e) {
    if (a.equals(e)) {
      return true;
    }
    if (a.contains("n") || e.contains("n")) {
      return false;
    }
    double x = Double.parseDouble(a);
    double y = Double.parseDouble(e);
    return Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y));
  }

  /** The cells of a table, by a reader of its own. */
  private static List<List<String>> cells(String text) {
    return text.lines().map(line -> {
      List<String> cells = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i <= line.length(); i++) {
        char c = i < line.length() ? line.charAt(i) : ',';
        if (c == '"') {
          quoted = !quoted;
          // A doubled quote closes and opens: the second one is part of the cell.
          if (quoted && i > 0 && line.charAt(i - 1) == '"') {
            cell.append('"');
          }
        } else if (c == ',' && !quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        } else {
          cell.append(c);
        }
      }
      return cells;
    }).toList();
  }
}
