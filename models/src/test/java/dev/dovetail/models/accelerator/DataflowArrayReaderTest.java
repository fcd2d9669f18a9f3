package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.Dataflow;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataflowArrayReaderTest {
  private static final String GOOD = """
      format: accelerator/1
      name: one
      cores:
        - name: a
          array: [16, 8]
          dataflows: [kcp_ws, gemm_os]
          noc: {elementsPerCycle: 64, latencyCycles: 2}
          simd: 4
          candidates: 9
          operators: [MATRIX]
          memories:
            - {name: pe, bytes: 256, bytesPerCycle: 4}
            - {name: buffer, bytes: 1 KiB, bytesPerCycle: 64}
      dram:
        - {name: dram, at: a, bytesPerCycle: 16}
      """;

  private static Core read(String text) {
    return AcceleratorReader.read(DataFile.parse(text, "one.yaml")).cores().get(0);
  }

  @Test
  void aCoreMayDeclareDataflowsInsteadOfUnrollings() {
    Core core = read(GOOD);
    DataflowArray array = Objects.requireNonNull(core.dataflow());
    assertThat(array.dataflows()).extracting(Dataflow::name).containsExactly("kcp_ws", "gemm_os");
    assertThat(array.nocElementsPerCycle()).isEqualTo(64);
    assertThat(array.nocLatencyCycles()).isEqualTo(2);
    assertThat(array.simd()).isEqualTo(4);
    assertThat(array.candidates()).isEqualTo(9);
    assertThat(core.unrollings()).isEmpty();
    assertThat(core.units()).isEqualTo(128);
    assertThat(core.capacityBytes()).isEqualTo(1024);
    assertThat(Objects.requireNonNull(core.elementMemory()).bytes()).isEqualTo(256);
    assertThat(core.declaresAccessEnergies()).isFalse();
  }

  @Test
  void whatIsLeftOutHasADefault() {
    Core core = read(GOOD.replace("    simd: 4\n", "").replace("    candidates: 9\n", "").replace(
        "      - {name: pe, bytes: 256, bytesPerCycle: 4}\n", ""));
    assertThat(Objects.requireNonNull(core.dataflow()).simd()).isEqualTo(1);
    assertThat(core.dataflow().candidates()).isEqualTo(64);
    assertThat(core.elementMemory()).isNull();
  }

  @Test
  void energiesOfOperationAndBothMemoriesReplaceTheConstants() {
    String all = GOOD.replace("bytesPerCycle: 4}", "bytesPerCycle: 4, readPicojoulesPerByte: 0.1, writePicojoulesPerByte: 0.2}")
        .replace("bytesPerCycle: 64}", "bytesPerCycle: 64, readPicojoulesPerByte: 1, writePicojoulesPerByte: 2}")
        .replace("operators:", "operationPicojoules: 0.5\n    operators:");
    assertThat(read(all).declaresAccessEnergies()).isTrue();
    assertThatThrownBy(() -> read(all.replace(", writePicojoulesPerByte: 0.2", "")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "one.yaml:4: The core (a) declares dataflows, and energies for some of its operation and its two memories.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "kcp_ws,|kcp_sw,|one.yaml:6: The dataflow (kcp_sw) is not known.",
      "kcp_ws,|kcp_sw,|you meant 'kcp_ws'",
      "kcp_ws,|gemm_os,|The dataflow (gemm_os) of core (a) is given twice.",
      "[kcp_ws, gemm_os]|[]|The core (a) lists no dataflow.",
      "elementsPerCycle: 64|elementsPerCycle: 0|The value (0) of 'cores[0].noc.elementsPerCycle' must be from 1",
      "latencyCycles: 2|latency: 2|The key (latency) is not known in 'cores[0].noc'",
      ", latencyCycles: 2||The key (latencyCycles) is missing in 'cores[0].noc'",
      "simd: 4|simd: 0|The value (0) of 'cores[0].simd' must be from 1",
      "candidates: 9|candidates: 0|The value (0) of 'cores[0].candidates' must be from 1",
      "dataflows: [kcp_ws, gemm_os]|unrollings: []|The core (a) has the key (noc), but declares no dataflows.",
  })
  void mistakesAreNamedWithTheirPlace(String was, String is, String message) {
    assertThat(GOOD).contains(was);
    assertThatThrownBy(() -> read(GOOD.replace(was, is == null ? "" : is)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Maybe ");
  }

  @Test
  void aCoreWithDataflowsHasNoThirdMemory() {
    String three =
        GOOD.replace("    - {name: buffer", "    - {name: middle, bytes: 512, bytesPerCycle: 8}\n      - {name: buffer");
    assertThatThrownBy(() -> read(three))
        .hasMessageContaining("The core (a) declares dataflows and has 3 memories; it may have two.");
  }

  private static final String OWN = """
      {name: rows, layers: [CONV], parameters: {t: C}, directives: ["SpatialMap(Sz(R),1) Y", "TemporalMap(t,t) C"]}""";

  @Test
  void aDataflowMayBeWrittenOut() {
    DataflowArray array = Objects.requireNonNull(read(GOOD.replace("gemm_os]", OWN + "]")).dataflow());
    assertThat(array.dataflows()).extracting(Dataflow::name).containsExactly("kcp_ws", "rows");
    assertThat(array.dataflows().get(1).directives()).hasSize(2);
    assertThatThrownBy(() -> read(GOOD.replace("gemm_os]", OWN.replace("(t,t)", "(u,u)") + "]")))
        .hasMessageContaining("one.yaml:6").hasMessageContaining("The parameter (u) is not declared.");
  }

  @Test
  void aDataflowFileIsFoundBesideTheAcceleratorFile(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("own.yaml"), "format: dataflow/1\ndataflows:\n  - " + OWN + "\n  - "
        + OWN.replace("rows", "more") + "\n");
    Path machine = Files.writeString(dir.resolve("one.yaml"), GOOD.replace("gemm_os", "own.yaml"));
    DataflowArray array = Objects.requireNonNull(AcceleratorReader.read(machine).cores().get(0).dataflow());
    assertThat(array.dataflows()).extracting(Dataflow::name).containsExactly("kcp_ws", "rows", "more");
    Files.delete(dir.resolve("own.yaml"));
    assertThatThrownBy(() -> AcceleratorReader.read(machine))
        .hasMessageContaining("one.yaml:6: The dataflow file (").hasMessageContaining("own.yaml) does not exist.");
  }
}
