package dev.dovetail.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BenchTableTest {
  private static final BenchRun RUN = new BenchRun("resnet18 on quad-core", "cp-sat", List.of("map"));

  @Test
  void showsAResultToPeopleAndMachines() throws IOException {
    // gap = (1,328 - 1,312) / 1,328 = 0.0120481..., in percent rounded up to 1.21
    BenchRow row = BenchRow.of(RUN, outcome(1.5, """
        {"status": "feasible", "evidence": null, "objective": 1328, "bound": 1312, "boundSource": "bus, heads and tails",
         "gap": 0.012048192771084338, "timeToFirstSeconds": 0.25, "timeSeconds": 60.01}"""));

    assertThat(BenchTable.csv(List.of(row))).isEqualTo("""
        instance,method,status,evidence,objective,bound,boundSource,gap,timeToFirstSeconds,timeSeconds,cpuSeconds
        resnet18 on quad-core,cp-sat,feasible,,1328,1312,"bus, heads and tails",0.012048,0.25,60.01,1.50
        """);
    assertThat(BenchTable.markdown(List.of(row))).endsWith(
        "| resnet18 on quad-core | cp-sat | 1,328 | 1,312 | 1.21 % | bus, heads and tails | feasible | 0.3 s | 60.0 s |\n");
  }

  @Test
  void namesTheEvidenceOfAnOptimum() throws IOException {
    BenchRow row = BenchRow.of(RUN, outcome(null, """
        {"status": "optimal", "evidence": "bounded", "objective": 10, "bound": 10, "gap": 0.0}"""));

    assertThat(BenchTable.markdown(List.of(row))).contains("| 0.00 % |", "| optimal (bounded) |");
  }

  @Test
  void leavesBlankWhatIsNotKnown() throws IOException {
    BenchRow row = BenchRow.of(RUN, outcome(null, """
        {"status": "unknown", "evidence": null, "objective": null, "bound": 7, "gap": null, "timeSeconds": 1.0}"""));

    assertThat(BenchTable.csv(List.of(row))).endsWith("resnet18 on quad-core,cp-sat,unknown,,,7,,,,1.0,\n");
  }

  @Test
  void namesTheExitCodeOfARunWithoutResult() {
    assertThat(BenchTable.csv(List.of(BenchRow.of(RUN, new RunOutcome(3, null, 0.25)))))
        .endsWith("resnet18 on quad-core,cp-sat,exit 3,,,,,,,,0.25\n");
  }

  private static RunOutcome outcome(@Nullable Double cpuSeconds, String result) throws IOException {
    return new RunOutcome(0, new ObjectMapper().readTree(result), cpuSeconds);
  }
}
