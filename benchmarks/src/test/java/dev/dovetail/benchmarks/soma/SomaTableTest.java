package dev.dovetail.benchmarks.soma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.benchmarks.RunOutcome;
import dev.dovetail.models.fusion.FusionRules;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SomaTableTest {
  private static final Recorded SOMA = new Recorded(3, 1_900, 1_600, 2_000_000_000, 3.6, 7.6);

  private static Answer answer(String result, double cpuSeconds) throws IOException {
    return Answer.of(new RunOutcome(0, new ObjectMapper().readTree(result), cpuSeconds));
  }

  private static Answer annealed(long cycles, double cpuSeconds) throws IOException {
    return answer("{\"status\": \"feasible\", \"objective\": %d, \"cost\": {\"latencyCycles\": %d, \"energyFemtojoules\": 5}}"
        .formatted(cycles, cycles), cpuSeconds);
  }

  private static Answer ours() throws IOException {
    return answer("""
        {"status": "feasible", "evidence": null, "objective": 1552, "bound": 1500, "boundSource": "cone", "gap": 0.0335,
         "cost": {"latencyCycles": 1552, "energyFemtojoules": 2100000000000},
         "partialProofs": [{"optimum": true, "evidence": "claimed"}]}""", 12.345);
  }

  @Test
  void bothProgramsStandSideBySide() throws IOException {
    SomaRow row = new SomaRow("p", "SoMa's", SOMA, List.of(annealed(1_700, 5), annealed(1_610, 4), annealed(1_650, 9)), ours());

    // 1,552 against 1,600 is -3 %. 2 mJ x 0.0016 Mcycles = 0.0032, 2.1 mJ x 0.001552 Mcycles = 0.0032592, +1.85 %.
    assertThat(SomaTable.markdown(List.of(row))).endsWith(
        "| p | SoMa's | 1,900 | 1,600 | 1,650 of 3 | 1,552 | -3.00 % | 1,500, cone | 3.35 % |"
            + " feasible, schedule optimal for its plan (claimed) | 2.000, 2.100 | 0.003, 0.003 | +1.85 % | 3.6 to 7.6, 5.0, 12.3 |\n");
    assertThat(SomaTable.csv(List.of(row)).lines().skip(1)).containsExactly(
        "p,SoMa's,1900,1600,2000000000.000,3.6,7.6,3,1650,1610,5,5.00,1552,1500,cone,0.033500,"
            + "\"feasible, schedule optimal for its plan (claimed)\",2100000000000,12.35");
  }

  @Test
  void nothingGainedHasNoSign() throws IOException {
    SomaRow row = new SomaRow("p", "SoMa's", SOMA, List.of(), annealed(1_600, 1));

    assertThat(SomaTable.markdown(List.of(row))).contains("| 1,600 | 0.00 % |");
  }

  @Test
  void whatIsNotKnownIsADash() throws IOException {
    SomaRow row = new SomaRow("p", "any T", null, List.of(), Answer.of(new RunOutcome(11, null, null)));

    assertThat(SomaTable.markdown(List.of(row)))
        .endsWith("| p | any T | – | – | – | – | – | – | – | exit 11 | –, – | –, – | – | –, –, – |\n");
    assertThat(SomaTable.csv(List.of(row)).lines().skip(1)).containsExactly("p,any T,,,,,,,,,,,,,,,exit 11,,");
  }

  @Test
  void theMedianOfAnEvenNumberOfRunsIsTheBetterOfTheTwoInTheMiddle() throws IOException {
    List<Answer> runs = List.of(annealed(4, 8), annealed(2, 6), annealed(3, 7), annealed(9, 1));
    assertThat(Answer.median(runs)).isEqualTo(annealed(3, 7));
    assertThat(Answer.medianCpu(runs)).isEqualTo(6);
  }

  @Test
  void evidenceOfAllMappingsComesBeforeThatOfOnePlan() throws IOException {
    assertThat(answer("{\"status\": \"optimal\", \"evidence\": \"bounded\"}", 1).proof()).isEqualTo("optimal (bounded)");
    assertThat(answer("{\"status\": \"feasible\", \"partialProofs\": [{\"optimum\": false}]}", 1).proof()).isEqualTo("feasible");
  }

  @Test
  void liftedRulesAreNamed() {
    assertThat(SomaCommand.rules(FusionRules.SOMA)).isEqualTo("SoMa's");
    assertThat(SomaCommand.rules(new FusionRules(false, true, 262_144, true)))
        .isEqualTo("no FC isolation, any T, weights in 256 KiB, reload");
  }

  @Test
  void thePublishedPointsAreThere() {
    assertThat(Recorded.published()).hasSize(6);
    assertThat(Recorded.published().get("resnet50_edge_b4"))
        .isEqualTo(new Recorded(4, 3_208_130, 2_639_194, 4_707_439_286.872, 43, 45));
  }
}
