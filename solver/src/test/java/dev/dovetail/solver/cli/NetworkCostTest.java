package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkCostTest {
  /** 16 processing elements of 256 bytes under two dataflows, and a core for everything else. */
  private static final String MACHINE =
      """
      format: accelerator/1
      name: small
      cores:
        - name: array
          array: [16]
          dataflows: [kcp_ws, nlr]
          noc: {elementsPerCycle: 8, latencyCycles: 1}
          candidates: 4
          operators: [MATRIX]
          memories:
            - {name: element, bytes: 256, bytesPerCycle: 4}
            - {name: buffer, bytes: 1 MiB, bytesPerCycle: 64}
        - name: simd
          array: [16]
          operators: [VECTOR, POOL]
          memories: [{name: buffer, bytes: 1 MiB, bytesPerCycle: 16}]
      buses: [{name: bus, members: [array, simd], bytesPerCycle: 16}]
      dram: [{name: dram, at: bus, bytesPerCycle: 16}]
      """;

  @TempDir
  Path dir;
  private final Terminal terminal = new Terminal();
  private Path machine;

  @BeforeEach
  void writeMachine() {
    machine = MaestroFiles.write(dir, "small.yaml", MACHINE);
  }

  @Test
  void equalLayersAreOneRowAndTheSpaceIsCounted() {
    assertThat(terminal.run("cost", "resnet18", "--on", machine)).isZero();

    assertThat(terminal.out())
        .contains("Layers of resnet18 on one core of small, MAESTRO's model in corrected mode")
        .contains("array: 16 PEs, 8 elements per cycle on the network")
        // four equal convolutions of 64 filters on 64 channels; 4 sizes of kcp_ws and one mapping of nlr
        .containsPattern("s2b1_1 +4 +115,605,504 +5 +")
        .contains("candidates in the declared space of 12 different layers")
        .contains(
            "the space: up to 4 choices of tile sizes per dataflow (two per parameter at least), loops in the order written")
        .contains("simd: cost model pe-array/1")
        .containsPattern("s2b1_add +2 +ADD ");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void everyParetoPointIsInTheJsonAndNoneBeatsAnother() {
    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--json")).isZero();

    JsonNode piece = terminal.json().get("layers").get(0).get("mappings").get("array").get("pieces").get(0);
    assertThat(piece.get("shape").get("sizes").get("K").asInt()).isEqualTo(64);
    long dropped = 0;
    for (JsonNode d : piece.get("dropped")) {
      dropped += d.get("count").asLong();
    }
    assertThat(piece.get("declared").asLong())
        .isEqualTo(piece.get("evaluated").asLong() + piece.get("pruned").asLong() + piece.get("duplicates").asLong() + dropped);
    List<long[]> vectors = new ArrayList<>();
    for (JsonNode p : piece.get("points")) {
      vectors.add(
          List.of("cycles", "energyFemtojoules", "l1Bytes", "l2Bytes", "dramBytes").stream().mapToLong(k -> p.get(k).asLong())
              .toArray());
      assertThat(p.get("directives")).isNotEmpty();
      assertThat(p.get("dataflow").asText()).isIn("kcp_ws", "nlr");
      assertThat(p.get("parameters").has("tc")).isEqualTo(p.get("dataflow").asText().equals("kcp_ws"));
    }
    assertThat(vectors).hasSizeGreaterThan(1);
    for (long[] a : vectors) {
      assertThat(vectors).noneMatch(b -> a != b && beats(b, a));
    }
  }

  private static boolean beats(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void equalLayersNameTheFirstOfThemInTheJson() {
    assertThat(terminal.run("cost", "swiglu(16,64,128)", "--on", machine, "--json")).isZero();

    JsonNode layers = terminal.json().get("layers");
    assertThat(layers.findValuesAsText("layer")).startsWith("gemm_left", "gemm_right");
    assertThat(layers.get(0).get("mappings").get("array").get("count").asInt()).isEqualTo(2);
    assertThat(layers.get(0).get("mappings").get("array").get("costModel").asText()).isEqualTo("maestro-corrected/1");
    assertThat(layers.get(1).get("mappings").get("array").get("sameAs").asText()).isEqualTo("gemm_left");
    assertThat(layers.get(1).get("coreTypes").get("array")).isNotEmpty();
  }

  @Test
  void statisticsListEveryNumberWithItsUnit() {
    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--statistics")).isZero();

    assertThat(terminal.out())
        .contains("space of s2b1_1", "nlr: 1", "kcp_ws: 4 tc = 4", "5 candidates: ")
        .containsPattern("runtime +[\\d,]+  cycles")
        .containsPattern("L2 reads +[\\d,]+  elements")
        .containsPattern("area +[\\d,.]+  um\\^2");

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--statistics", "--json")).isZero();
    JsonNode piece = terminal.json().get("layers").get(0).get("mappings").get("array").get("pieces").get(0);
    assertThat(piece.get("points").get(0).get("statistics").get("runtimeCycles"))
        .isEqualTo(piece.get("points").get(0).get("cycles"));
  }

  @Test
  void anOwnDataflowReplacesTheDeclaredOnesAlsoOnCoresWithoutAny() {
    Path own =
        MaestroFiles.write(
            dir,
            "own.yaml",
            """
            format: dataflow/1
            dataflows:
              - name: rows
                parameters: {tk: [2, 4]}
                directives:
                  - TemporalMap(tk,tk) K
                  - SpatialMap(Sz(R),1) Y
                  - TemporalMap(Sz(S),1) X
            """);

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--dataflow", own)).isZero();
    assertThat(terminal.out()).contains("rows: 2 tk = 2").doesNotContain("kcp_ws");

    assertThat(
        terminal.run("cost", "resnet18", "--on", "quad-core", "--layer", "s2b1_1", "--dataflow", "kcp_ws", "--candidates", "3"))
            .isZero();
    assertThat(terminal.out()).contains("tpu-like: 1,024 PEs").contains("the core declares no network")
        .contains("kcp_ws: 3 tc = 3");
  }

  @Test
  void compatibleModeShowsItsOwnNumbersOfTheSameMappings() {
    terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--mode", "compatible", "--json");

    JsonNode point = terminal.json().get("layers").get(0).get("mappings").get("array").get("pieces").get(0).get("points").get(0);
    // without a stride and without a part of a tile at the spatial edge both modes count the same cycles
    assertThat(point.get("compatible").get("cycles")).isEqualTo(point.get("cycles"));

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_1", "--mode", "compatible")).isZero();
    assertThat(terminal.out()).contains("Mappings are searched in corrected mode");
  }

  @Test
  void aLayerWithoutAMappingSaysWhy() {
    Path tight = MaestroFiles.write(dir, "tight.yaml", MACHINE.replace("bytes: 256,", "bytes: 4,"));

    assertThat(terminal.run("cost", "resnet18", "--on", tight, "--layer", "s2b1_1")).isZero();

    assertThat(terminal.out()).containsPattern("s2b1_1 .* 0 +- +- +- +none")

        // A cluster of all 64 channels is more than 16 processing elements; the others need 54 bytes and more. One after the other,
        // each multiply-accumulate takes 3 cycles: one for two elements at 8 a cycle, one of latency, one of work.
        .contains(
            "s2b1_1: no mapping, dropped for CAPACITY_L1 4, TOO_FEW_PES 1; "
                + "a schedule counts 346,816,512 cycles for the whole layer: one by one, estimated");

    assertThat(terminal.run("show", "resnet18", "--on", tight, "--layer", "s2b1_1")).isEqualTo(3);
    assertThat(terminal.err()).contains("(s2b1_1, CONV) has no mapping by directives on [array].",
        "Maybe no tile fits the memories: 'dovetail cost' with '--layer s2b1_1' tells what is dropped and why.");
  }

  @Test
  void mistakesAreSaidWithTheWayOut() {
    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--layer", "s2b1_11")).isEqualTo(3);
    assertThat(terminal.err()).contains("has no layer (s2b1_11).", "Maybe you meant 's2b1_1'.");

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--dataflow", "kcp_wss")).isEqualTo(3);
    assertThat(terminal.err()).contains("The dataflow (kcp_wss) is not known.", "Maybe you meant 'kcp_ws'.");

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--dataflow", dir.resolve("none.yaml"))).isEqualTo(3);
    assertThat(terminal.err()).contains("none.yaml) does not exist.");

    assertThat(terminal.run("cost", "resnet18", "--on", "quad-core", "--statistics")).isEqualTo(2);
    assertThat(terminal.err()).contains("declare no dataflows, and none is given.", "Maybe add '--dataflow kcp_ws'");

    assertThat(terminal.run("cost", "resnet18", "--on", machine, "--candidates", "0")).isEqualTo(2);
    assertThat(terminal.err()).contains("The number of candidates (0) must be positive.");
  }

  @Test
  void aNetworksLayerIsShownUnderItsFastestMapping() {
    Path page = dir.resolve("layer.html");

    assertThat(terminal.run("show", "resnet18", "--on", machine, "--layer", "s2b1_1", "--html", page)).isZero();
    assertThat(terminal.out())
        .startsWith("s2b1_1 of resnet18 on array (16 PEs): dataflow ")
        .contains("CONV  K 64  C 64  R 3  S 3  Y 58  X 58")
        .containsPattern("L1 of one PE +[\\d,]+ of 256 bytes")
        .containsPattern("L2, shared +[\\d,]+ of 1,048,576 bytes");
    assertThat(page).content().contains("s2b1_1 of resnet18 on array");

    assertThat(terminal.run("show", "resnet18", "--on", machine, "--layer", "s2b1_1", "--dataflow", "nlr", "--json")).isZero();
    assertThat(terminal.json().get("dataflow").asText()).isEqualTo("nlr");
    assertThat(terminal.json().get("l1").get("unit").asText()).isEqualTo("bytes");
  }

  @Test
  void whatCannotBeShownOfANetworkIsSaidWithTheWayOut() {
    assertThat(terminal.run("show", "resnet18", "--on", machine, "--layer", "pool1")).isEqualTo(3);
    assertThat(terminal.err()).contains("(pool1, MAX_POOL) has no mapping by directives", "Maybe show a convolution");

    assertThat(terminal.run("show", "resnet18", "--on", "quad-core", "--layer", "conv1")).isEqualTo(3);
    assertThat(terminal.err()).contains("Maybe the cores declare no dataflow for it: add '--dataflow kcp_ws'");

    assertThat(terminal.run("show", "resnet18", "--on", machine, "--layer", "conv1", "--core", "arrays")).isEqualTo(3);
    assertThat(terminal.err()).contains("has no core of type (arrays).", "Maybe you meant 'array'.");

    assertThat(terminal.run("show", "resnet18", "--on", machine)).isEqualTo(2);
    assertThat(terminal.err()).contains("Maybe add '--layer NAME'.");
  }

  @Test
  void theFirstTaskOfALayerIsShownUnderTheMappingThatTheScheduleChose() {
    Path out = dir.resolve("solved");
    assertThat(terminal.run("map", "swiglu(16,64,128)", "--on", machine, "--solver", "list", "--out", out)).isZero();
    String layer = "gemm_left";

    assertThat(terminal.run("show", out, "--layer", layer)).as(terminal.err()).isZero();

    assertThat(terminal.out()).contains(layer + " of ", " on array (16 PEs): dataflow ", "output [",
        "Whole in L2: input, weights, output.");

    assertThat(terminal.run("show", out, "--layer", "silu")).isEqualTo(3);
    assertThat(terminal.err()).contains("runs on the core (simd), which declares no dataflows.", "Maybe show a convolution");
    assertThat(terminal.run("show", out, "--layer", "gemm_lef")).isEqualTo(3);
    assertThat(terminal.err()).contains("Maybe you meant 'gemm_left'.");
    assertThat(terminal.run("show", out, "--layer", layer, "--on", "quad-core")).isEqualTo(3);
    assertThat(terminal.run("show", out, "--layer", layer, "--candidates", "3")).isEqualTo(2);
  }
}
