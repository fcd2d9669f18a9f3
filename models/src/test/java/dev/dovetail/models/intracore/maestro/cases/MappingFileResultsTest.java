package dev.dovetail.models.intracore.maestro.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.dataflow.dfsl.MappingFile;
import dev.dovetail.models.dataflow.dfsl.MappingFileReader;
import dev.dovetail.models.intracore.maestro.InvalidMappingException.Code;
import dev.dovetail.models.intracore.maestro.MaestroHardware;
import dev.dovetail.models.intracore.maestro.MaestroMode;
import dev.dovetail.models.intracore.maestro.MaestroStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mapping files in, result files out, as the public program does it. */
class MappingFileResultsTest {
  private static final String EDGE = """
      Layer edge {
        Type: CONV
        Dimensions { K: 4, C: 2, R: 3, S: 3, Y: 5, X: 8 }
        Dataflow { TemporalMap(2,2) K; TemporalMap(2,2) C; TemporalMap(Sz(R),1) Y; SpatialMap(Sz(S),1) X; }
      }
      """;

  private static final String CLUSTERS = """
      Layer clusters {
        Type: CONV
        Dimensions { K: 5, C: 3, R: 3, S: 3, Y: 6, X: 6 }
        Dataflow {
          SpatialMap(2,2) K; TemporalMap(3,3) C; TemporalMap(4,2) Y; TemporalMap(6,4) X;
          Cluster(2, P);
          SpatialMap(2,2) C; TemporalMap(3,1) Y; TemporalMap(3,1) X;
        }
      }
      """;

  private static MaestroHardware core(long bandwidth, long offChip) {
    return new MaestroHardware(4, bandwidth, 1, 1, 1, offChip, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static MappingFile network(String layers) {
    return MappingFileReader.parse("Network net {\n" + layers + "}\n", "net.m");
  }

  private static List<LayerResult> results(String layers, MaestroMode mode) {
    return CaseEvaluation.evaluate(network(layers), core(8, 16), mode);
  }

  private static MaestroStatistics statistics(LayerResult result) {
    return ((Outcome.Evaluated) result.outcome()).statistics();
  }

  /**
   * The layer is worked out by hand: 12 steps on 4 units, 63 + 11 * 36 = 459 cycles; accesses of L2 360/72/72 read and 80/72/72
   * written, of L1 3 * 1296 read and 360 + 72 + 1296 written; energy 0.00023 * (18.61 * (728 - 72) + 1.68 * 5616) = 4.9778992.
   */
  @Test
  void aResultFileHasTheFormOfThePublicPrograms() throws IOException {
    StringBuilder out = new StringBuilder();
    MaestroCsv.write(out, "net", 4, CaseEvaluation.evaluate(network(EDGE), core(4, 8), MaestroMode.COMPATIBLE));
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(out.toString().lines().findFirst().orElseThrow())
        .startsWith("Neural Network Name, Layer Number, NumPEs, Runtime (Cycles), Activity count-based Energy (nJ), Throughput")
        .contains("Offchip BW Req (Elements/cycle),  L2 SRAM Size Req (Bytes), L1 SRAM")
        .contains("input reuse factor,filter l1 read, ").contains("filter reuse factor,output l1 read, ")
        .contains(
            "Egress Delay (Max),  Egress Delay (Avg),Compute Delay (Min), Compute Delay (Min), Compute Delay (Avg),Avg number")
        .endsWith("output reuse factor,Ingress Delay (Min), Ingress Delay (Max), Ingress Delay (Avg), Egress Delay (Min), "
            + "Egress Delay (Max),  Egress Delay (Avg),Compute Delay (Min), Compute Delay (Min), Compute Delay (Avg),"
            + "Avg number of utilized PEs, Arithmetic Intensity");
    assertThat(out.toString().split("\n")[0].split(",")).hasSize(52);
    assertThat(out.toString().lines().skip(1))
        .containsExactly("net,edge,4,459,4.9779,2.82353,5.67213e+08,44467.2,8.29694,3,0.833333,3,1,"
            + "3,232,144,1,1,80,72,2.60351e+11,1296,4.8892,1.9872,0.8004,0.620138,1296, 360, 360, 80, 3.6, 1296, 72, 72, 72, 18, "
            + "1296, 1296, 72, 72, 1, 6, 27, 9, 1, 2, 1, 36, 36, 36, 3, 3");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-0.0,-0", "1,1", "0.1,0.1", "3.6,3.6", "100000,100000", "123456,123456", "1234567,1.23457e+06",
      "999999.4,999999",
      "999999.5,1e+06", "0.0001,0.0001", "0.00012345678,0.000123457", "0.00001,1e-05", "1e100,1e+100", "-2.5,-2.5",
      "-1234567,-1.23457e+06",
      "NaN,-nan", "Infinity,inf", "-Infinity,-inf"})
  void realsHaveSixDigits(double value, String text) {
    assertThat(MaestroCsv.sixDigits(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"data/mapping/net.m,net.csv", "a/net.m,net.csv", "net.m,net.csv", "/x/d/e/net.m,d/e/net.csv", "net.v2.m,net.csv",
      "net,net.csv"})
  void theResultFileIsNamedAfterTheMappingFile(String mapping, String result) {
    assertThat(MaestroCsv.fileName(Path.of(mapping))).isEqualTo(result);
  }

  /** 5 filters, two levels; L1 is accessed 3 * 2160 + 144 + 162 + 2160 = 8946 times, L2 709 times, 80 of them reads of outputs. */
  @Test
  void theEnergyOfALayerWithClustersTakesTheL1AccessesOfTheLayerBefore() {
    List<LayerResult> results = results(CLUSTERS + CLUSTERS, MaestroMode.COMPATIBLE);
    assertThat(statistics(results.get(0)).l1Accesses()).isEqualTo(8946);
    assertThat(statistics(results.get(0)).energyNanojoules()).isCloseTo(0.00023 * 18.61 * 629, within(1e-9));
    assertThat(statistics(results.get(1)).energyNanojoules()).isCloseTo(0.00023 * (18.61 * 629 + 1.68 * 8946), within(1e-9));
  }

  @Test
  void inCorrectedModeEachLayerStandsForItself() {
    List<LayerResult> results = results(CLUSTERS + CLUSTERS, MaestroMode.CORRECTED);
    assertThat(results.get(1).outcome()).isEqualTo(results.get(0).outcome());
    // 0.00023 * (18.61 * 709 + 1.68 * 8946 + 2160 multiply-accumulates).
    assertThat(statistics(results.get(0)).energyNanojoules()).isCloseTo(0.00023 * (18.61 * 709 + 1.68 * 8946 + 2160),
        within(1e-9));
  }

  @Test
  void theFirstLayerOfATypeDecidesWhetherTheBatchCounts() {
    String batched = EDGE.replace("K: 4,", "N: 3, K: 4,").replace("TemporalMap(2,2) K", "TemporalMap(1,1) N; TemporalMap(2,2) K");
    long alone = statistics(results(batched, MaestroMode.COMPATIBLE).get(0)).inputElements();
    List<LayerResult> behind = results(EDGE + batched, MaestroMode.COMPATIBLE);
    List<LayerResult> behindAnotherType = results(EDGE.replace("CONV", "TRCONV") + batched, MaestroMode.COMPATIBLE);
    // Inputs: 3 * 2 * 5 * 8 = 240 with the batch, 80 without.
    assertThat(alone).isEqualTo(240);
    assertThat(statistics(behind.get(1)).inputElements()).isEqualTo(80);
    assertThat(statistics(behindAnotherType.get(1)).inputElements()).isEqualTo(80);
    String depthwise = EDGE.replace("CONV", "DSCONV").replace("TemporalMap(2,2) K; ", "");
    assertThat(statistics(results(depthwise + batched, MaestroMode.COMPATIBLE).get(1)).inputElements()).isEqualTo(240);
    assertThat(statistics(results(EDGE + batched, MaestroMode.CORRECTED).get(1)).inputElements()).isEqualTo(240);
  }

  @Test
  void aLayerWithoutADataflowIsInvalidAsInThePublicProgramAndInheritsInCorrectedMode() {
    String second = CLUSTERS.replaceFirst("(?s)Dataflow \\{.*?\\}", "");
    List<LayerResult> compatible = results(CLUSTERS + second, MaestroMode.COMPATIBLE);
    assertThat(compatible.get(0).outcome()).isInstanceOf(Outcome.Evaluated.class);
    assertThat(compatible.get(1).outcome()).isInstanceOfSatisfying(Outcome.Invalid.class, i -> {
      assertThat(i.reason().code()).isEqualTo(Code.SPATIAL_COUNT);
      assertThat(i.reason()).hasMessageContaining("the layer has no dataflow")
          .hasMessageContaining("Maybe ");
    });
    List<LayerResult> corrected = results(CLUSTERS + second, MaestroMode.CORRECTED);
    assertThat(corrected.get(1).outcome()).isEqualTo(corrected.get(0).outcome());
  }

  @Test
  void anInvalidLayerHasNoLineAndLeavesTheOthersAlone() throws IOException {
    String broken = CLUSTERS.replace("Cluster(2, P)", "Cluster(8, P)");
    List<LayerResult> results = results(CLUSTERS + broken + CLUSTERS, MaestroMode.COMPATIBLE);
    assertThat(results.get(1).outcome()).isInstanceOfSatisfying(Outcome.Invalid.class,
        i -> assertThat(i.reason().code()).isEqualTo(Code.TOO_FEW_PES));
    assertThat(results.get(2).outcome()).isEqualTo(results(CLUSTERS + CLUSTERS, MaestroMode.COMPATIBLE).get(1).outcome());
    StringBuilder out = new StringBuilder();
    MaestroCsv.write(out, "net", 4, results);
    assertThat(out.toString().lines()).hasSize(3);
  }
}
