package dev.dovetail.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.Evaluation;
import dev.dovetail.models.Violation;
import dev.dovetail.models.stream.StreamGroup.Choices;
import dev.dovetail.models.stream.files.GoldenReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamEvaluatorTest {
  private static final Path FOLDER = Path.of("src/test/resources/reference/stream");

  private static StreamProblem problem(String name) {
    return GoldenReader.read(FOLDER.resolve(name + ".json")).problem();
  }

  private static StreamGroup group(StreamProblem problem) {
    return problem.given().orElseThrow().groups().get(0).with(Choices.NONE);
  }

  private static Evaluation evaluate(StreamProblem problem, StreamGroup... groups) {
    return new StreamEvaluator().evaluate(problem, new StreamMapping(List.of(groups)));
  }

  private static StreamGroup withTile(StreamGroup group, int place, long size) {
    List<StreamGroup.Tile> tiles = new ArrayList<>(group.tiles());
    tiles.set(place, new StreamGroup.Tile(tiles.get(place).node(), tiles.get(place).dim(), size));
    return new StreamGroup(group.nodes(), tiles, group.choices());
  }

  private static StreamGroup place(StreamGroup group, int node, List<Integer> cores, List<NodePlacement.Split> splits) {
    List<NodePlacement> nodes = new ArrayList<>(group.nodes());
    nodes.replaceAll(p -> p.node() == node ? new NodePlacement(node, cores, splits) : p);
    return new StreamGroup(nodes, group.tiles(), group.choices());
  }

  @Test
  void cycleOfTheWorkedExampleComeOutWithNothingGiven() {
    // 1024 + 144 + 2376 + 2048 + 4656 + 4096, energy 4 * (550217.4 + 1257593.5) pJ.
    StreamProblem problem = problem("2conv__tpu_like_quad_core");
    Evaluation evaluation = evaluate(problem, group(problem));
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(14_344);
    assertThat(evaluation.cost()).containsEntry(StreamEvaluator.LATENCY, 14_344L)
        .containsEntry("dramReadBits", 223_232L).containsEntry("dramWriteBits", 524_288L)
        .containsEntry(StreamEvaluator.ESTIMATED, 0L);
    assertThat(evaluation.cost().get(StreamEvaluator.ENERGY) / 1_000_000).isEqualTo(7_231);
  }

  @Test
  void sequenceTileOf256IsReportedWith512KbOf128KbAndTheTileThatFits() {
    StreamProblem problem = problem("swiglu_256_2048_8192__tpu_like_quad_core__seq16");
    Evaluation evaluation = evaluate(problem, withTile(group(problem), 3, 256));
    // Core 5: left_1 and right_1 one tile each, left_swished, its copy and intermediate two each: 8 tiles of 256 * 128 * 16 bit.
    assertThat(evaluation.violations()).filteredOn(v -> v.rule().equals("memory")).singleElement()
        .extracting(Violation::message).asString()
        .contains("512 KB", "128 KB", "left_swished", "Gemm_Left.D0 in tiles of 64");
  }

  @Test
  void everyRuleOfAMappingHasItsName() {
    StreamProblem problem = problem("2conv__tpu_like_quad_core");
    StreamGroup good = group(problem);
    List<NodePlacement.Split> four = List.of(new NodePlacement.Split(1, 4));
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0, 1, 2, 9), four)))).contains("unknown-core");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0, 1, 2, 6), four)))).contains("core-kind");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0, 1, 2, 2), four)))).contains("core-twice");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0, 1), four)))).contains("split-cores");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0, 1, 2), List.of(new NodePlacement.Split(1, 3))))))
        .contains("split-divides");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0), List.of(new NodePlacement.Split(9, 1))))))
        .contains("unknown-loop");
    assertThat(rules(evaluate(problem, place(good, 0, List.of(0), List.of())))).contains("missing-cost");
    assertThat(rules(evaluate(problem, withTile(good, 0, 3)))).contains("tile-divides");
    assertThat(rules(evaluate(problem, new StreamGroup(good.nodes().subList(0, 1), good.tiles())))).contains("missing-node");
    assertThat(rules(evaluate(problem, good, good))).contains("node-twice");
    StreamGroup second = new StreamGroup(good.nodes().subList(1, 2), List.of(new StreamGroup.Tile(1, 0, 1)));
    StreamGroup first = new StreamGroup(good.nodes().subList(0, 1), good.tiles());
    assertThat(rules(evaluate(problem, second, first))).contains("group-order");
  }

  private static List<String> rules(Evaluation evaluation) {
    return evaluation.violations().stream().map(Violation::rule).toList();
  }

  @Test
  void groupsRunOneAfterAnotherThroughDram() {
    StreamProblem problem = problem("2conv__tpu_like_quad_core");
    StreamGroup good = group(problem);
    StreamGroup first = new StreamGroup(good.nodes().subList(0, 1), good.tiles());
    StreamGroup second = new StreamGroup(good.nodes().subList(1, 2), List.of(new StreamGroup.Tile(1, 0, 1)));
    // 1024 + 144 + 2376 + store 262144/128, then load 2048 + weights 576 + 4656 + store 4096.
    Evaluation evaluation = evaluate(problem, first, second);
    assertThat(evaluation.violations()).isEmpty();
    assertThat(evaluation.objective()).isEqualTo(1024 + 144 + 2376 + 2048 + 2048 + 576 + 4656 + 4096);
  }

  @Test
  void slotsLevelsAndConnectionsThatAMappingSaysAreChecked() {
    StreamProblem problem = problem("2conv__tpu_like_quad_core");
    StreamGroup good = problem.given().orElseThrow().groups().get(0);
    Choices said = good.choices();
    assertThat(evaluate(problem, good).violations()).isEmpty();
    assertThat(rules(evaluate(problem, good.with(new Choices(said.links(), Map.of("Conv1", 3), Map.of(), Map.of(), List.of())))))
        .contains("slot-missing");
    assertThat(
        rules(evaluate(problem, good.with(new Choices(Map.of("Transfer(input)", List.of("bus99")), Map.of(), Map.of(), Map.of(),
            List.of()))))).contains("unknown-link");
    assertThat(rules(evaluate(problem, good.with(new Choices(Map.of("Transfer(input)", List.of()), Map.of(), Map.of(), Map.of(),
        List.of()))))).contains("link-set");
    assertThat(rules(evaluate(problem, good.with(new Choices(Map.of(), Map.of(), Map.of("input_1", 7), Map.of(), List.of())))))
        .contains("level");
    assertThat(
        rules(evaluate(problem, good.with(new Choices(Map.of(), Map.of(), Map.of(), Map.of("input_1", List.of(0)), List.of())))))
            .contains("tensor-cores");
  }
}
