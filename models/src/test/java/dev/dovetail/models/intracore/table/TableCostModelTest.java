package dev.dovetail.models.intracore.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.Box;
import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.Accelerators;
import dev.dovetail.models.accelerator.Core;
import dev.dovetail.models.intracore.CostFloor;
import dev.dovetail.models.intracore.CostPoint;
import dev.dovetail.models.intracore.ElementFloor;
import dev.dovetail.models.intracore.TestLayers;
import dev.dovetail.models.intracore.array.PeArrayCostModel;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.models.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableCostModelTest {
  private static final Accelerator QUAD = Accelerators.byNameOrFile("quad-core");
  private static final Core CORE0 = QUAD.cores().get(0);
  private static final Core CORE1 = QUAD.cores().get(1);
  private static final Core SIMD = QUAD.cores().get(4);
  private static final Workload CONV = TestLayers.conv(8, 8, 3, 3, 1, 1, 0, 1);
  private static final Layer LAYER = CONV.layers().get(0);

  private static TableCostModel table(String rows, boolean fallback) {
    return TableCostModel.of(
        CsvFile.parse("layer,core,cycles,picojoules,bufferBytes,dramBytes\n" + rows, "t.csv"),
        fallback ? new PeArrayCostModel() : null);
  }

  @Test
  void aRowOfTheCoreGoesBeforeRowsOfItsType() {
    TableCostModel m = table("conv,tpu-like,100,1.5,,\nconv,core1,70,2,1 KiB,8\n", false);
    assertThat(m.points(CONV, LAYER, LAYER.outputBox(), CORE0)).containsExactly(new CostPoint(100, 1_500, 0, 0, false, "table"));
    assertThat(m.points(CONV, LAYER, LAYER.outputBox(), CORE1))
        .containsExactly(new CostPoint(70, 2_000, 1_024, 8, false, "table"));
  }

  @Test
  void coresOfOneTypeDifferWhereARowNamesOneOfThem() {
    Core core1 = QUAD.cores().get(1);
    assertThat(table("conv,core0,1,,,\n", false).interchangeable(LAYER, CORE0, core1)).isFalse();
    assertThat(table("conv,core0,7,,,\nconv,core1,7,,,\n", false).interchangeable(LAYER, CORE0, core1)).isTrue();
    assertThat(table("conv,core0,7,,,\n", true).interchangeable(LAYER, CORE0, core1)).isFalse();
    assertThat(table("conv,tpu-like,7,,,\n", false).interchangeable(LAYER, CORE0, core1)).isTrue();
    assertThat(table("conv,tpu-like,7,,,\n", false).elementFloor(CONV, LAYER, core1))
        .contains(new ElementFloor(7, LAYER.outputBox().volume()));
  }

  @Test
  void aTileCostsItsShareRoundedUpAndIsMarked() {
    TableCostModel m = table("conv,core0,100,1.5,,7\n", false);
    // One of three rows: ceil(100/3) = 34 cycles, 500 fJ, ceil(7/3) = 3 bytes.
    Box row = LAYER.outputBox().with(2, 1, 2);
    assertThat(m.points(CONV, LAYER, row, CORE0)).containsExactly(new CostPoint(34, 500, 0, 3, true, "table"));
    assertThat(m.floor(CONV, LAYER, CORE0)).contains(new CostFloor(100, 1_500));
  }

  /** Whatever is summed over a network's layers must fit a long. */
  @ParameterizedTest
  @ValueSource(strings = {
      "conv,core0,1125899906842625,,,", "conv,core0,1,9007199254740.993,,", "conv,core0,1,,9223372036854775807,",
      "conv,core0,1,,,2000000 GiB"
  })
  void absurdlyLargeNumbersAreRefused(String row) {
    assertThatThrownBy(() -> table(row + "\n", false)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("t.csv:2: The ");
    assertThat(table("conv,core0,1125899906842624,9007199254740.992,1048576 GiB,0\n", false).points(CONV, LAYER,
        LAYER.outputBox(), CORE0))
            .containsExactly(new CostPoint(1L << 50, 1L << 53, 1L << 50, 0, false, "table"));
  }

  @Test
  void alternativesMakeAParetoSet() {
    TableCostModel m = table("conv,core0,100,1,,\nconv,core0,80,2,,\nconv,core0,90,3,,\n", false);
    assertThat(m.points(CONV, LAYER, LAYER.outputBox(), CORE0)).extracting(CostPoint::cycles).containsExactly(80L, 100L);
    assertThat(m.floor(CONV, LAYER, CORE0)).contains(new CostFloor(80, 1_000));
  }

  @Test
  void aPairWithoutARowIsNotExecutableUnlessThereIsAFallback() {
    assertThat(table("conv,core1,100,,,\n", false).points(CONV, LAYER, LAYER.outputBox(), CORE0)).isEmpty();
    assertThat(table("conv,core1,100,,,\n", false).floor(CONV, LAYER, CORE0)).isEmpty();
    // 8 * 8 channels fit the array: 9 cycles.
    assertThat(table("conv,core1,100,,,\n", true).points(CONV, LAYER, LAYER.outputBox(), CORE0).get(0).cycles()).isEqualTo(9);
    assertThat(table("conv,core1,100,,,\n", true).points(CONV, LAYER, LAYER.outputBox(), SIMD)).isEmpty();
    assertThat(table("conv,simd,100,,,\n", false).points(CONV, LAYER, LAYER.outputBox(), SIMD)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "conv,core0,0,,,|t.csv:2: The value (0) of '[0].cycles' must be from 1",
      "conv,core0,,,,|t.csv:2: The key (cycles) is missing",
      "conv,core0,1.5,,,|must be a whole number",
      "conv,core0,1,-2,,|from 0 to 9007199254740.992 picojoules",
      "conv,core0,1,0.0001,,|whole number of femtojoules",
      "conv,core0|t.csv:2: The line has 2 cells, but the header has 6.",
      "\"conv,core0,1,,,|A double quote is not closed",
  })
  void wrongRowsAreNamedWithTheirLine(String row, String message) {
    assertThatThrownBy(() -> table(row + "\n", false)).hasMessageContaining(message);
  }

  @Test
  void rowsMustNameWhatExists() {
    assertThatThrownBy(() -> table("cnv,core0,1,,,\n", false).checkNames(CONV, QUAD.cores()))
        .hasMessageContaining("t.csv:2: The layer (cnv) is not in the network").hasMessageContaining("you meant 'conv'");
    assertThatThrownBy(() -> table("conv,core9,1,,,\n", false).checkNames(CONV, QUAD.cores()))
        .hasMessageContaining("The core or core type (core9)");
    table("conv,tpu-like,1,,,\n", false).checkNames(CONV, QUAD.cores());
  }

  @Test
  void yamlTablesHaveTheSameRows(@TempDir Path dir) throws IOException {
    Path file =
        Files.writeString(dir.resolve("t.yaml"), "format: cost-table/1\nentries:\n  - {layer: conv, core: core0, cycles: 5}\n");
    assertThat(TableCostModel.read(file, null).points(CONV, LAYER, LAYER.outputBox(), CORE0).get(0).cycles()).isEqualTo(5);
    Files.writeString(file, "format: cost-table/2\nentries: []\n");
    assertThatThrownBy(() -> TableCostModel.read(file, null))
        .hasMessageContaining("t.yaml:1: The format (cost-table/2) must be cost-table/1");
    Path csv = Files.writeString(dir.resolve("t.csv"), "# measured\nlayer,core,cycles\n\"conv\",core0,5\n");
    assertThat(TableCostModel.read(csv, null).points(CONV, LAYER, LAYER.outputBox(), CORE0).get(0).cycles()).isEqualTo(5);
  }
}
