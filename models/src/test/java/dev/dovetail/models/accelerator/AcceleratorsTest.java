package dev.dovetail.models.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.workload.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AcceleratorsTest {
  static List<String> names() {
    return Accelerators.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLibraryMachineRunsACnnAndATransformer(String name) {
    Accelerator a = Accelerators.byNameOrFile(name);
    assertThat(a.name()).isEqualTo(name);
    for (Operator operator : Operator.values()) {
      assertThat(a.cores()).as(operator.name()).anyMatch(
          c -> c.supports(operator) || operator == Operator.CONV_TRANSPOSE && c.supports(Operator.CONV));
    }
    assertThat(a.dramNodes()).isNotEmpty();
    assertThat(a.cores()).allSatisfy(c -> assertThat(c.capacityBytes()).isGreaterThanOrEqualTo(128 << 10));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyLibraryFileNamesItsSources(String name) {
    assertThat(Accelerators.text(name)).startsWith("#").containsPattern("(?m)^# Sources[.:]");
  }

  @Test
  void everyFileOfTheFolderIsInTheLibrary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("hardware"))) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(Accelerators.names());
    }
  }

  @Test
  void theQuadCoreIsTheBusMachineOfTheModelPage() {
    Accelerator a = Accelerators.byNameOrFile("quad-core");
    assertThat(a.cores()).extracting(Core::name).containsExactly("core0", "core1", "core2", "core3", "simd", "pool");
    assertThat(a.cores()).allSatisfy(c -> assertThat(c.capacityBytes()).isEqualTo(2_097_152));
    assertThat(a.cores().get(0).array()).containsExactly(32, 32);
    assertThat(a.cores().get(0).operationFemtojoules()).isEqualTo(40);
    assertThat(a.cores().get(0).buffer().readFemtojoulesPerByte()).isEqualTo(1626);
    assertThat(a.cores().get(4).lanes()).isEqualTo(64);
    assertThat(a.channels()).extracting(Channel::name).containsExactly("bus", "dram");
    assertThat(a.channels()).allSatisfy(c -> assertThat(c.bandwidth()).isEqualTo(Bandwidth.ofBytesPerCycle(16)));
    // 6 members: 6*5 hops between them, 6 from DRAM and 6 to it.
    assertThat(a.edges()).hasSize(42);
    assertThat(a.edges().get(a.edgeIndex("bus:core0->core1")).channels()).containsExactly(0);
    assertThat(a.edges().get(a.edgeIndex("bus:dram->simd")).channels()).containsExactly(0, 1);
  }

  @Test
  void theMeshMachineHasDirectedLinksAndItsPortAtTheFirstNode() {
    Accelerator a = Accelerators.byNameOrFile("quad-core-mesh");
    // 3 x 2 mesh: 2*2 horizontal + 3 vertical neighbours, two directions each, and one DRAM port.
    assertThat(a.channels()).hasSize(15);
    assertThat(a.edges()).extracting(Edge::name).contains("core0->core1", "core1->simd", "core3->pool", "dram->core0",
        "core0->dram");
    assertThat(a.edges().get(a.edgeIndex("dram->core0")).channels())
        .isEqualTo(a.edges().get(a.edgeIndex("core0->dram")).channels());
  }

  @Test
  void onlyTheMatrixCoresOfTheSmallQuadCoresShrink() {
    for (String name : List.of("quad-core-512kib", "quad-core-mesh-512kib")) {
      Accelerator a = Accelerators.byNameOrFile(name);
      assertThat(a.cores()).extracting(Core::capacityBytes)
          .containsExactly(524_288L, 524_288L, 524_288L, 524_288L, 2_097_152L, 2_097_152L);
    }
    assertThat(Accelerators.byNameOrFile("quad-core-1mib").cores().get(3).capacityBytes()).isEqualTo(1_048_576);
  }

  @Test
  void peakRatesAreThoseOfTheSources() {
    // SoMa edge: 4*4*16*32 = 8,192 multiply-accumulates per cycle = 16 TOPS at 1 GHz; cloud eight times that.
    assertThat(Accelerators.byNameOrFile("soma-edge").cores().get(0).units()).isEqualTo(8_192);
    assertThat(Accelerators.byNameOrFile("soma-cloud").cores().get(0).units()).isEqualTo(65_536);
    assertThat(Accelerators.byNameOrFile("simba-like-36").cores()).hasSize(36).allMatch(c -> c.units() == 1_024);
    // DIANA's analog array: 128 channels * 3 * 3 = 1,152 rows, 512 columns.
    assertThat(Accelerators.byNameOrFile("diana-like").cores().get(1).units()).isEqualTo(1_152 * 512);
    Accelerator metro = Accelerators.byNameOrFile("metro-16x16");
    assertThat(metro.cores()).hasSize(256).allMatch(c -> c.units() == 256 && c.capacityBytes() == 260 * 1024);
    // 8 controllers * 150 bytes per cycle = 1200 GB/s at 1 GHz.
    assertThat(metro.dramNodes()).hasSize(8);
    assertThat(
        metro.channels().stream().filter(c -> c.kind() == Channel.Kind.DRAM_PORT).mapToLong(c -> c.bandwidth().bytes()).sum())
            .isEqualTo(1_200);
  }

  @Test
  void unknownNamesComeWithTheListAndASuggestion() {
    assertThatThrownBy(() -> Accelerators.byNameOrFile("quadcore"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("The accelerator (quadcore) is neither in the library nor a file.")
        .hasMessageContaining("you meant 'quad-core'")
        .hasMessageContaining("metro-16x16");
    assertThatThrownBy(() -> Accelerators.byNameOrFile("nowhere/x.yaml")).hasMessageContaining("(nowhere/x.yaml) does not exist");
  }

  @Test
  void aFileIsReadFromItsFolder(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("mine.yaml"), Accelerators.text("soma-edge").replace("name: soma-edge", "name: mine"));
    assertThat(Accelerators.byNameOrFile("mine.yaml", dir).name()).isEqualTo("mine");
    assertThat(Accelerators.byNameOrFile(dir.resolve("mine.yaml").toString()).name()).isEqualTo("mine");
  }
}
