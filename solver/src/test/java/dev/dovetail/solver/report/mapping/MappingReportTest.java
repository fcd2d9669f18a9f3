package dev.dovetail.solver.report.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Objective;
import dev.dovetail.models.mapping.MappingBounds;
import dev.dovetail.models.mapping.MappingEvaluator;
import dev.dovetail.models.mapping.MappingObjective;
import dev.dovetail.models.mapping.MappingProblem;
import dev.dovetail.models.mapping.NetworkMapping;
import dev.dovetail.models.mapping.Requirement;
import dev.dovetail.models.workload.Layer;
import dev.dovetail.solver.JudgingListener;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.allocation.TinyInstances;
import dev.dovetail.solver.mapping.MappingMethods;
import dev.dovetail.solver.report.PageDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingReportTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 0, 1, 1, true, 256);

  @TempDir
  Path directory;

  private static MappingProblem problem(MappingObjective objective, Requirement... requirements) {
    return new MappingProblem(TinyInstances.problem(1, Objective.LATENCY), List.of(requirements), objective, false);
  }

  /** Each layer in a group of its own. */
  private static MappingProblem layerByLayer(MappingObjective objective) {
    List<Set<String>> each =
        problem(objective).base().workload().layers().stream().map(Layer::name).map(Set::of).toList();
    return problem(objective, new Requirement.Groups(each));
  }

  private static NetworkMapping solved(MappingProblem problem) {
    JudgingListener<NetworkMapping> heard = new JudgingListener<>(m -> new MappingEvaluator().evaluate(problem, m),
        new MappingBounds().of(problem).stream().mapToLong(b -> b.value()).max().orElseThrow());
    MappingMethods.all().stream().filter(m -> m.name().equals("staged")).findFirst().orElseThrow().solve(problem, LIMITS, heard);
    return heard.mappings().get(0);
  }

  private PageDocument page(MappingProblem problem, NetworkMapping mapping) throws IOException {
    Evaluation evaluation = new MappingEvaluator().evaluate(problem, mapping);
    Path file = directory.resolve("report.html");
    new MappingPresentation().writeHtml(problem, mapping, evaluation, JsonNodeFactory.instance.objectNode(), file);
    return new PageDocument(Files.readString(file));
  }

  @Test
  void whatCrossesABorderIsNamedWithItsBytes() throws IOException {
    MappingProblem problem = layerByLayer(MappingObjective.LATENCY);
    NetworkMapping mapping = solved(problem);
    PageDocument page = page(problem, mapping);
    List<Layer> layers = problem.base().workload().layers();
    assertThat(mapping.groups()).hasSize(layers.size()).hasSizeGreaterThan(1);
    assertThat(page.section("groups")).contains("group0").contains("stored").contains("loaded by group")
        .contains(layers.get(0).name());
    assertThat(page.section("timeline")).contains("Fusion groups").contains("Colours are those of the groups.");
    assertThat(page.section("chain")).contains("compute");
    assertThat(page.section("traffic")).contains("DRAM bandwidth");
    assertThat(page.section("stream")).isEmpty();
  }

  @Test
  void aStreamIsDrawnWithTwoSamples() throws IOException {
    MappingProblem problem = problem(MappingObjective.THROUGHPUT);
    NetworkMapping mapping = solved(problem(MappingObjective.LATENCY));
    PageDocument page = page(problem, mapping);
    assertThat(page.section("stream")).contains("one ends before the next begins");
    assertThat(page.text()).contains("Period").contains("Latency of one sample");
  }

  @Test
  void aMappingWithoutGroupsIsStillDrawn() throws IOException {
    MappingProblem problem = problem(MappingObjective.LATENCY);
    NetworkMapping none = new NetworkMapping(List.of(), solved(problem).schedule(), 1);
    assertThat(page(problem, none).text()).contains("It is in no group");
  }

  @Test
  void theTerminalAndTheTraceTellGroups() throws IOException {
    MappingProblem problem = layerByLayer(MappingObjective.LATENCY);
    NetworkMapping mapping = solved(problem);
    Evaluation evaluation = new MappingEvaluator().evaluate(problem, mapping);
    assertThat(new MappingPresentation().ascii(problem, mapping, evaluation)).startsWith("groups  "
        + mapping.groups().get(0).layers().get(0) + " | ");
    Path file = directory.resolve("trace.json");
    new MappingPresentation().writeTrace(problem, mapping, evaluation, JsonNodeFactory.instance.objectNode(), file);
    JsonNode events = new ObjectMapper().readTree(file.toFile()).path("traceEvents");
    assertThat(events.valueStream().filter(e -> e.path("cat").asText().equals("group")).map(e -> e.path("name").asText())
        .distinct().toList()).containsExactlyInAnyOrderElementsOf(mapping.groups().stream().map(g -> g.name()).toList());
  }
}
