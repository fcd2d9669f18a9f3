package dev.dovetail.models.intracore.maestro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import dev.dovetail.models.intracore.maestro.ReferenceTables.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compatible mode against the public program, cell by cell. */
class ReferenceTablesTest {
  private final MaestroCostModel model = new MaestroCostModel(MaestroMode.COMPATIBLE);

  @Test
  void everyRowOfTheReferenceTableIsEqual() {
    List<Row> rows = ReferenceTables.reference();
    Map<String, Map<String, String>> different = new LinkedHashMap<>();
    for (Row row : rows) {
      MaestroStatistics ours = model.evaluate(row.layer(), row.mapping(), row.core());
      note(different, row, ours);
    }
    assertThat(rows).hasSize(227);
    assertThat(different).isEmpty();
  }

  /** The energy of a mapping with clusters takes the L1 accesses of the row before, in the same file. */
  @Test
  void everyRowOfTheShippedNetworksIsEqual() {
    List<Row> rows = ReferenceTables.shippedNetworks();
    Map<String, Map<String, String>> different = new LinkedHashMap<>();
    String file = "";
    long previous = 0;
    for (Row row : rows) {
      previous = row.file().equals(file) ? previous : 0;
      file = row.file();
      MaestroStatistics ours = model.evaluate(row.layer(), row.mapping(), row.core(), previous);
      previous = ours.l1Accesses();
      note(different, row, ours);
    }
    assertThat(rows).hasSize(939);
    assertThat(different).isEmpty();
  }

  /** Up to three levels, strides, output-centric maps, duplicates, edges: mappings that nobody designed. */
  @Test
  void everyRandomMappingIsEqualOrRefusedByBoth() {
    List<Row> rows = ReferenceTables.random();
    Map<String, Map<String, String>> different = new LinkedHashMap<>();
    int evaluated = 0;
    for (Row row : rows) {
      if (row.outputs().getOrDefault("runtime", "").isEmpty()) {
        assertThatExceptionOfType(InvalidMappingException.class).as(row.name())
            .isThrownBy(() -> model.evaluate(row.layer(), row.mapping(), row.core()));
      } else {
        note(different, row, model.evaluate(row.layer(), row.mapping(), row.core()));
        evaluated++;
      }
    }
    assertThat(rows).hasSize(400);
    assertThat(evaluated).isEqualTo(340);
    assertThat(different).isEmpty();
  }

  private static void note(Map<String, Map<String, String>> different, Row row, MaestroStatistics ours) {
    Map<String, String> columns = ReferenceColumns.differences(ours, row.outputs());
    if (!columns.isEmpty()) {
      different.put(row.name(), columns);
    }
  }

  @Test
  void everyInputOnWhichTheProgramFailsGivesItsCode() {
    List<Row> rows = ReferenceTables.failures();
    assertThat(rows).hasSize(13);
    for (Row row : rows) {
      assertThatExceptionOfType(InvalidMappingException.class).as(row.name())
          .isThrownBy(() -> model.evaluate(row.layer(), row.mapping(), row.core()))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.valueOf(row.expectedError())));
    }
  }

  @Test
  void everyComparedColumnStandsInTheReferenceTable() {
    Row row = ReferenceTables.reference().get(0);
    MaestroStatistics ours = model.evaluate(row.layer(), row.mapping(), row.core());
    assertThat(row.outputs().keySet()).containsAll(ReferenceColumns.of(ours).keySet());
  }
}
