package dev.dovetail.solver.report.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.dramschedule.DefaultSchedule;
import dev.dovetail.models.dramschedule.DramSchedule;
import dev.dovetail.models.fusion.FusionEvaluator;
import dev.dovetail.models.fusion.FusionProblemReader;
import dev.dovetail.models.fusion.FusionMapping;
import dev.dovetail.models.fusion.FusionPlan;
import dev.dovetail.models.fusion.FusionProblem;
import dev.dovetail.models.fusion.PlanExpansion;
import dev.dovetail.solver.report.FrontFacts;
import dev.dovetail.solver.report.FrontPoint;
import dev.dovetail.solver.report.MethodFacts;
import dev.dovetail.solver.report.PageDocument;
import dev.dovetail.solver.report.RunFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two convolutions of 8 x 8, each a layer group; the first one, 3 x 3 from 16 to 16 channels, in two tiles, the second one, 1 x 1 to 32 channels, in
 * one.
 *
 * <p>A tile of the first has all rows and 4 of 8 columns, as 2 tiles are cut in columns; it reads 8 rows and 3 + 3 - 1 = 5 columns of 16 channels,
 * 640 B, and makes 512 B. Its weights are 3 * 3 * 16 * 16 = 2,304 B. The second reads 1,024 B, has 512 B of weights and makes 2,048 B.
 */
class FusionPresentationTest {
  private static final RunFacts NOTHING = new RunFacts(List.of(), List.of(), Map.of());
  private static final FusionPlan PLAN = new FusionPlan(List.of(0, 1), List.of(0, 1), List.of(), List.of(2, 1));

  @TempDir
  Path directory;
  private FusionProblem problem = FusionProblemReader.read(Path.of("src/test/resources/fusion/two-convolutions.yaml"));
  private FusionMapping mapping = new FusionMapping(PLAN, new DramSchedule(List.of(), List.of()));
  private Evaluation evaluation = new Evaluation(0, Map.of(), List.of());

  @BeforeEach
  void evaluate() {
    mapping = new FusionMapping(PLAN, DefaultSchedule.of(new PlanExpansion(problem).expand(PLAN).orThrow().schedule()));
    evaluation = new FusionEvaluator().evaluate(problem, mapping);
    assertThat(evaluation.violations()).isEmpty();
  }

  private PageDocument page(RunFacts facts) {
    return new PageDocument(FusionPresentation.render(problem, mapping, evaluation, facts));
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() {
    page(NOTHING).isSelfContained();
  }

  @Test
  void theTableOfGroupsSaysWhatEachMoves() {
    String groups = page(NOTHING).section("groups");
    // 2 x 640 B = 1.25 KiB in, 2 x 512 B out; 2,304 B = 2.25 KiB.
    assertThat(groups).contains("11 layer: a21 x 16 x 8 x 4").contains("2.25 KiB1.25 KiB1.00 KiB");
    assertThat(groups).contains("21 layer: b11 x 32 x 8 x 8").contains("512 B1.00 KiB2.00 KiB");
  }

  @Test
  void groupsAreBandsOverTheirTilesInBothPictures() {
    PageDocument page = page(NOTHING);
    // One row of layer groups and one of sub-groups, in the timeline and over the buffer.
    assertThat(page.attributes("data-label")).filteredOn("group 1"::equals).hasSize(2);
    assertThat(page.attributes("data-label")).filteredOn("T=2"::equals).hasSize(2);
    assertThat(page.text()).contains("capacity");
  }

  @Test
  void theHeadlineHasEnergyTrafficAndTheSamePlanDoubleBuffered() {
    // 1,280 + 2,304 + 1,024 + 1,024 + 512 + 2,048 = 8,192 B.
    assertThat(page(NOTHING).text()).contains("DRAM traffic8.00 KiB", "This plan, double-buffered", "Energy-delay product",
        "Layer groups2",
        "fully connected layers in groups of their own, tile counts are powers of two");
  }

  @Test
  void boundsMethodsAndFrontStandWhereTheyAreKnown() {
    long latency = evaluation.cost().getOrDefault("latencyCycles", 0L);
    MethodFacts other = new MethodFacts("soma-sa", latency + 1, null, "limit", 1, Map.of("energyFemtojoules", 7_000L));
    MethodFacts best = new MethodFacts("search", latency, null, "limit", 1, evaluation.cost());
    FrontFacts front = new FrontFacts(List.of(new FrontPoint(latency, 9_000_000, 8_000_000, 5, "pareto-1.json")), false, "");
    PageDocument page = page(new RunFacts(List.of(new LowerBound("cone", latency, "what leads to b")), List.of(), Map.of(),
        List.of(best, other), front));
    assertThat(page.section("bounds")).contains("cone", "what leads to b", "0.00 %");
    assertThat(page.section("methods")).contains("soma-sa", "search");
    assertThat(page.section("front")).contains("pareto-1.json");
    assertThat(page.text()).contains("this one is proven optimal");
  }

  @Test
  void aPlanThatCannotBeExpandedHasItsViolationsAndNoPicture() {
    FusionMapping impossible =
        new FusionMapping(new FusionPlan(List.of(1, 0), List.of(0), List.of(), List.of(1)), mapping.schedule());
    Evaluation rejected = new FusionEvaluator().evaluate(problem, impossible);
    assertThat(rejected.isExecutable()).isFalse();
    PageDocument page = new PageDocument(FusionPresentation.render(problem, impossible, rejected, NOTHING));
    page.isSelfContained();
    assertThat(page.text()).contains("rejects this mapping");
    assertThat(page.attributes("data-horizon")).isEmpty();
    assertThat(new FusionPresentation().ascii(problem, impossible, rejected)).isEmpty();
  }

  @Test
  void theTerminalShowsThePlanAndItsStreams() {
    String text = new FusionPresentation().ascii(problem, mapping, evaluation);
    assertThat(text).startsWith("group 0: [").contains("DRAM channel", "compute", "buffer");
  }

  @Test
  void theTraceHoldsGroupsBesideBothStreams() throws IOException {
    Path file = directory.resolve("trace.json");
    new FusionPresentation().writeTrace(problem, mapping, evaluation, JsonNodeFactory.instance.objectNode(), file);
    JsonNode events = new ObjectMapper().readTree(Files.readString(file)).get("traceEvents");
    assertThat(events.findValuesAsText("name")).contains("group 1", "group 2", "T=2", "T=1", "wgt:a", "a/0", "a/1", "b/0",
        "buffer bytes");
  }
}
