package dev.dovetail.solver.report.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinePresentationTest {
  private static final PipelinePresentation PRESENTATION = new PipelinePresentation();

  @TempDir
  Path directory;

  @Test
  void theMeasureFollowsTheObjective() {
    assertThat(PipelineObjective.values()).extracting(o -> PRESENTATION.measure(Plans.small().with(o)).toString())
        .containsExactly("Measure[name=total time, unit=cycles]", "Measure[name=time per sample, unit=cycles]",
            "Measure[name=latency of one sample, unit=cycles]", "Measure[name=energy, unit=fJ]");
  }

  @Test
  void labelsSayWhatTheCostModelIsAndWhichSwitchesDiffer() {
    assertThat(PRESENTATION.labels(Plans.small())).containsEntry("network", "small").containsEntry("chiplets", "4")
        .containsEntry("samples", "8").containsEntry("costModel", "Scope-like (reconstructed)").doesNotContainKey("switches");
    PipelineSwitches base = PipelineSwitches.BASE;
    PipelineSwitches other =
        new PipelineSwitches(base.overlap(), PipelineSwitches.Weights.PER_LAYER, base.loadOverlap(), base.timing(),
            base.border(), base.graph(), base.shape(), true, false, false, false, false);
    assertThat(PRESENTATION.labels(Plans.small().with(other))).containsEntry("switches",
        "weights perLayer, haloAfterIsp on, idle off");
  }

  @Test
  void thePictureHasALetterForEachChipletAndABarForEachCluster() {
    String picture = PRESENTATION.ascii(Plans.small(), Plans.smallPlan(), Plans.judged(Plans.small(), Plans.smallPlan()));
    // 12,114 of 16,290 cycles are 74.36 %; DRAM takes 90 of 504 cycles, 40 * 90 / 504 = 7.1 characters.
    assertThat(picture.split("\n")).startsWith(
        "segment 1 of 2: layers 0-2, 2 clusters, stage 1,296 cycles, 74.3 % of the time",
        "  AA  A      2 chiplets  0-1     |########################################|         1,296  <- bottleneck",
        "  BB  B      2 chiplets  2       |########################################|         1,296  <- bottleneck",
        "      DRAM                       |##                                      |            90",
        "segment 2 of 2: layers 3, 1 cluster, stage 504 cycles, 25.6 % of the time",
        "  AA  A      3 chiplets  3       |########################################|           504  <- bottleneck",
        "  A.  DRAM                       |#######                                 |            90");
  }

  @Test
  void ofManySegmentsThePictureShowsTheLongestInTheirOrder() {
    PipelineProblem problem = Plans.problem(Plans.residual(2, 2), Plans.mesh(4, 4), 4);
    int[] starts = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    var plan = Plans.strips(problem, starts, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2);
    assertThat(PRESENTATION.ascii(problem, plan, Plans.judged(problem, plan)).split("\n"))
        .filteredOn(l -> l.startsWith("segment")).hasSize(8).isSortedAccordingTo((a, b) -> number(a) - number(b));
    assertThat(PRESENTATION.ascii(problem, plan, Plans.judged(problem, plan))).contains("and 2 shorter segments\n");
  }

  private static int number(String line) {
    return Integer.parseInt(line.split(" ")[1]);
  }

  @Test
  void aRejectedPlanHasNoPictureAndAnEmptyTrace() throws IOException {
    Evaluation rejected = new Evaluation(0, Map.of(), List.of(new Violation("stage", "segment 1", "is too short")));
    assertThat(PRESENTATION.ascii(Plans.small(), Plans.smallPlan(), rejected)).isEmpty();
    assertThat(trace(rejected, Plans.small()).get("traceEvents")).isEmpty();
  }

  @Test
  void theTraceHasTheWeightsAndEachLayerOfEachSample() throws IOException {
    JsonNode trace = trace(Plans.judged(Plans.small(), Plans.smallPlan()), Plans.small());
    List<String> slices = new ArrayList<>();
    trace.get("traceEvents").forEach(e -> {
      if (e.get("ph").asText().equals("X")) {
        slices.add(e.get("pid") + ": " + e.get("name").asText() + " " + e.get("ts") + " " + e.get("dur"));
      }
    });
    // Segment 1: weights 450 cycles, then 8 samples of a and b (648 each) in cluster A, one stage of 1,296 later c in B.
    assertThat(slices).hasSize(1 + 8 * 3 + 1 + 8).startsWith("1: load weights 0 450", "1: a 450 648", "1: b 1098 648",
        "1: a 1746 648");
    assertThat(slices).contains("1: c 1746 1296", "1: c 10818 1296", "2: load weights 12114 144", "2: d 12258 504")
        .endsWith("2: d 15786 504");
    assertThat(trace.at("/otherData/objective").asLong()).isEqualTo(16_290);
  }

  @Test
  void ofManySamplesTheTraceHasTheFirstAndTheLast() throws IOException {
    PipelineProblem many = Plans.small().withSamples(1_000_000);
    JsonNode trace = trace(Plans.judged(many, Plans.smallPlan()), many);
    // 20,000 slices over 4 layers and both ends.
    assertThat(trace.at("/otherData/samples").asText()).isEqualTo("the first and the last 2,500 of 1,000,000");
    assertThat(trace.get("traceEvents")).hasSizeBetween(20_000, 20_050);
  }

  private JsonNode trace(Evaluation evaluation, PipelineProblem problem) throws IOException {
    Path file = directory.resolve("trace.json");
    PRESENTATION.writeTrace(problem, Plans.smallPlan(), evaluation, JsonNodeFactory.instance.objectNode(), file);
    return new ObjectMapper().readTree(file.toFile());
  }
}
