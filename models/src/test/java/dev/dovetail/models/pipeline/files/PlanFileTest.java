package dev.dovetail.models.pipeline.files;

import static dev.dovetail.models.pipeline.Partition.INPUT_SHARED;
import static dev.dovetail.models.pipeline.Partition.REPLICATED;
import static dev.dovetail.models.pipeline.Partition.WEIGHT_SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.dovetail.models.BadInputException;
import dev.dovetail.models.LowerBound;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.Violation;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.SlotTable;
import dev.dovetail.models.linkslots.Transmission;
import dev.dovetail.models.pipeline.ChipletMesh;
import dev.dovetail.models.pipeline.MultiChipModule;
import dev.dovetail.models.pipeline.Partition;
import dev.dovetail.models.pipeline.PipelineEvaluator;
import dev.dovetail.models.pipeline.PipelineLayer;
import dev.dovetail.models.pipeline.PipelineNetwork;
import dev.dovetail.models.pipeline.PipelineObjective;
import dev.dovetail.models.pipeline.PipelinePlan;
import dev.dovetail.models.pipeline.PipelinePlan.Cluster;
import dev.dovetail.models.pipeline.PipelinePlan.Segment;
import dev.dovetail.models.pipeline.PipelineProblem;
import dev.dovetail.models.pipeline.PipelineSwitches;
import dev.dovetail.models.testing.ReferencePipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans as files: what is decided comes back, what follows is right, and a file that was changed is found out. */
class PlanFileTest {
  private static final PipelineKind KIND = new PipelineKind(p -> List.of(new LowerBound("none", 0, "nothing is known")));
  private static final String BEST = "0-1:n2:WI:1296 2-2:n2:I:1296 | 3-3:n3:W:504";

  @TempDir
  private Path folder;

  private final PipelineProblem worked = ReferencePipelines.worked();
  private final PipelinePlan best = ReferencePipelines.plan(worked, BEST);

  static List<ReferencePipelines.Row> small() {
    return ReferencePipelines.small();
  }

  private static PipelinePlan reread(PipelineProblem problem, PipelinePlan plan) {
    return PlanFile.read(problem, DataFile.parse(MappingText.of(PlanFile.write(problem, plan)), "plan.json"));
  }

  private List<Violation> check(String text) throws IOException {
    Path file = folder.resolve("mapping.json");
    Files.writeString(file, text);
    return MappingCheck.check(KIND, worked, file).violations();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aPlanComesBackFromItsFile(ReferencePipelines.Row row) {
    PipelinePlan plan = ReferencePipelines.plan(row.problem(), row.row().get("optimal_mapping"));
    assertThat(reread(row.problem(), plan)).isEqualTo(plan);
    JsonNode tree = PlanFile.write(row.problem(), plan);
    assertThat(tree.at("/cost/value").longValue()).isEqualTo(row.number("exact"));
    JsonNode schedule = tree.get("schedule");
    assertThat(schedule.get(schedule.size() - 1).get("end").longValue()).as("the last segment's end is the cost")
        .isEqualTo(row.number("exact"));
  }

  @Test
  void theScheduleOfTheWorkedExampleFillsRunsAndDrains() {
    JsonNode schedule = PlanFile.write(worked, best).get("schedule");
    // 7200 bytes at 16 per cycle load in 450; two stages of 1296 and 8 samples: 1 period to fill, 7 of both stages, 1 to drain.
    assertThat(schedule.get(0)).hasToString("{\"segment\":1,\"layers\":\"a..c\",\"periodCycles\":1296,\"loadBytes\":7200,"
        + "\"loadStart\":0,\"loadEnd\":450,\"start\":450,\"fillCycles\":1296,\"steadyCycles\":9072,\"drainCycles\":1296,\"end\":12114}");
    // d: 2304 bytes in 144 cycles from 12114 on, then 8 * 504.
    assertThat(schedule.get(1)).hasToString("{\"segment\":2,\"layers\":\"d..d\",\"periodCycles\":504,\"loadBytes\":2304,"
        + "\"loadStart\":12114,\"loadEnd\":12258,\"start\":12258,\"fillCycles\":0,\"steadyCycles\":4032,\"drainCycles\":0,\"end\":16290}");
  }

  @Test
  void stagesSayWhereWhatTheyReceiveComesFrom() {
    JsonNode stages = PlanFile.write(worked, best).get("stages");
    // a W on 2: 288 + halo 2 * 12 * 4 = 96 = 384, of weights 144; b I: half of its 288.
    assertThat(stages.get(0).get("transfers")).hasToString("[\"dram: 384, input of a\",\"region: 144, weights of a\","
        + "\"region: 144, input of b\"]");
    assertThat(stages.get(0).get("layers")).hasToString(
        "[\"a W: 648 cycles, computes 648, receives 528\",\"b I: 648 cycles, computes 648, receives 144\"]");
    // c I on 2: all 1152 and half of the skipped 288; 4608 bytes of weights exceed 2 * 2048 and are streamed, half to each chiplet.
    assertThat(stages.get(1).get("transfers")).hasToString("[\"stage 1: 1296, input of c\",\"dram: 2304, weights of c\","
        + "\"to dram: 864 of the region, output of c\"]");
    assertThat(stages.get(1).get("entryCycle").longValue()).isEqualTo(1296);
    assertThat(stages.get(1).get("streamedBytes").longValue()).isEqualTo(4608);
  }

  @Test
  void eachChipletHasItsProgramme() {
    JsonNode chiplets = PlanFile.write(worked, best).get("chiplets");
    assertThat(chiplets).hasSize(4);
    // Chiplet 1 has the second half of a's 144 positions and of its 288 weights; of b the channels 16 to 31 of 72 bytes each; d on
    // three chiplets: 12 of 36 positions, 768 of 2304 bytes.
    assertThat(chiplets.get(1).get("rows")).hasToString("[\"1.1 a W positions 72-143 keep 144-287 at 0-647\","
        + "\"1.1 b I channels 16-31 keep 1152-2303 at 648-1295\",\"2.1 d W positions 12-23 keep 768-1535 at 0-503\"]");
    assertThat(chiplets.get(3).get("rows")).hasToString("[\"1.2 c I channels 8-15 stream 2304-4607 at 0-1295\"]");
  }

  @ParameterizedTest
  @CsvSource({"WEIGHT_SHARED,0,positions 0-1,keep 0-2", "WEIGHT_SHARED,3,positions -,keep 9-9",
      "INPUT_SHARED,2,channels 4-4,keep 8-9",
      "INPUT_SHARED,3,channels -,keep -", "REPLICATED,3,positions -,keep 0-9"})
  void theLastSharesAreSmallerOrEmpty(Partition partition, int share, String work, String weights) {
    // 5 positions, 5 channels of 2 bytes, on 4 chiplets: 2 each, the third has 1, the fourth none; of 10 bytes 3, 3, 3, 1.
    PipelineLayer layer = new PipelineLayer("x", "conv", 2, 5, 1, 1, 1, 1, 5, 1, 5, 10, 25, 10, 50, 0);
    assertThat(Shares.of(layer, partition, share, 4, false)).isEqualTo(new Shares(work, weights));
  }

  @Test
  void aFileThatWasChangedIsFoundOut() throws IOException {
    String text = MappingText.of(PlanFile.write(worked, best));
    assertThat(check(text)).isEmpty();
    assertThat(check(text.replace("\"fillCycles\":1296", "\"fillCycles\":1295"))).extracting(Violation::rule, Violation::where)
        .containsExactly(tuple(MappingCheck.FILE_DIFFERS, "/schedule/0/fillCycles"));
    assertThat(check(text.replace("at 648-1295", "at 648-1296"))).hasSize(2);
    assertThat(check(text.replace("\"value\": 16290", "\"value\": 16289"))).isNotEmpty();
    assertThat(check(text.replace("\"stageCycles\":504", "\"stageCycles\":503"))).extracting(Violation::rule)
        .containsExactly("stage");
  }

  @Test
  void thePlanIsValidByItsSchema() throws IOException {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
        b -> b.schemaMappers(m -> m.mapPrefix("https://dovetail.dev/schema/", "classpath:dev/dovetail/schema/")));
    JsonNode tree = new ObjectMapper().readTree(MappingText.of(PlanFile.write(worked, best)));
    assertThat(factory.getSchema(SchemaLocation.of("https://dovetail.dev/schema/pipeline-plan-1.schema.json")).validate(tree))
        .isEmpty();
  }

  @Test
  void chipletsAreWrittenAsRanges() {
    assertThat(PlanWriter.ranges(List.of(0, 1, 2, 5, 7, 8))).isEqualTo("0-2,5,7-8");
    assertThat(PlanWriter.ranges(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"a\",\"b\"     | \"a\",\"x\"        | The layer (x) does not exist in the network (",
      "\"WI\"          | \"WX\"             | The partition (X) is not known.",
      "\"WI\"          | \"W\"              | The partitions (W) must be one letter for each of the 2 layers.",
      "\"0-1\"         | \"0-one\"          | The chiplets (0-one) must be numbers and closed ranges.",
      "\"0-1\"         | \"1-0\"            | The chiplets (1-0) must be numbers and closed ranges.",
      "\"0-1\"         | \"0-999999999\"    | The chiplets (0-999999999) must be numbers and closed ranges.",
      "pipeline-plan/1 | pipeline/1         | The format (pipeline/1) must be pipeline-plan/1.",
      "\"clusters\"    | \"cluster\"        | The key (cluster) is not known",
      "\"stageCycles\":1296 | \"stageCycles\":\"x\" | must be a whole number"})
  void aFileThatIsNoPlanIsRefusedWithItsPlace(String from, String to, String message) {
    String text = MappingText.of(PlanFile.write(worked, best));
    assertThat(text).contains(from);
    assertThatThrownBy(() -> PlanFile.read(worked, DataFile.parse(text.replace(from, to), "plan.json")))
        .isInstanceOf(BadInputException.class).hasMessageStartingWith("plan.json:").hasMessageContaining(message);
  }

  @Test
  void aBrokenPlanIsWrittenWithoutWhatWouldFollow() {
    PipelinePlan broken = new PipelinePlan(List.of(new Segment(
        List.of(new Cluster(List.of(0, 9), List.of(REPLICATED, WEIGHT_SHARED), List.of(99))), 0)));
    JsonNode tree = PlanFile.write(worked, broken);
    assertThat(tree.has("chiplets")).isFalse();
    assertThat(tree.at("/segments/0/clusters/0").toString())
        .isEqualTo("{\"layers\":[\"a\",\"?9\"],\"partitions\":\"RW\",\"chiplets\":\"99\"}");
  }

  @Test
  void asynchronousStagesEnterAsSoonAsTheirInputIsThere() {
    PipelineProblem async = worked.with(new PipelineSwitches(PipelineSwitches.Overlap.MAX, PipelineSwitches.Weights.DISTRIBUTED,
        PipelineSwitches.LoadOverlap.NEXT, PipelineSwitches.Timing.ASYNC, PipelineSwitches.Border.INGRESS,
        PipelineSwitches.Graph.CHAIN, PipelineSwitches.Shape.ANY, false, false, true, false, false));
    JsonNode tree = PlanFile.write(async, best);
    long total = new PipelineEvaluator().evaluate(async, best).cost().get(PipelineEvaluator.LATENCY);
    JsonNode schedule = tree.get("schedule");
    assertThat(schedule.get(1).get("end").longValue()).isEqualTo(total);
    assertThat(tree.at("/stages/1/entryCycle").longValue()).isEqualTo(1296);
  }

  @Test
  void slotsOfTransfersAreFoundAgain() {
    // Two layers of one chiplet each, neighbours on a mesh of 2 x 1 with 4 bytes per cycle.
    PipelineLayer first = new PipelineLayer("p", "conv", 4, 4, 1, 1, 1, 4, 4, 4, 4, 64, 64, 16, 256, 0);
    PipelineLayer second = new PipelineLayer("q", "conv", 4, 4, 1, 1, 1, 4, 4, 4, 4, 64, 64, 16, 256, 0);
    MultiChipModule plain = MultiChipModule.uniform(2, 4, 4, 4, 1024, 64);
    MultiChipModule module = new MultiChipModule(plain.types(), 4, 64, Long.MAX_VALUE, 1_000_000_000, new ChipletMesh(2, 1, 4),
        plain.energy());
    PipelineProblem problem = new PipelineProblem("pair", new PipelineNetwork("pair", List.of(first, second)), module, 3,
        new PipelineSwitches(PipelineSwitches.Overlap.MAX, PipelineSwitches.Weights.DISTRIBUTED,
            PipelineSwitches.LoadOverlap.NONE, PipelineSwitches.Timing.LOCKSTEP, PipelineSwitches.Border.INGRESS,
            PipelineSwitches.Graph.CHAIN, PipelineSwitches.Shape.ANY, false, false, true, false, true),
        PipelineObjective.TOTAL);
    List<Cluster> clusters = List.of(new Cluster(List.of(0), List.of(INPUT_SHARED), List.of(0)),
        new Cluster(List.of(1), List.of(INPUT_SHARED), List.of(1)));
    // 64 bytes at 4 per cycle are 16 slots, and 2 of latency; a stage of 20 cycles holds them.
    List<Integer> route = List.of(2, 0, 5); // from chiplet 0 into the mesh, east, out at chiplet 1
    PipelinePlan plan = new PipelinePlan(List.of(new Segment(clusters, 20,
        new SlotTable(List.of(new Transmission(0, route, 0, List.of()))))));
    assertThat(new PipelineEvaluator().evaluate(problem, plan).violations()).isEmpty();
    PipelinePlan again = reread(problem, plan);
    assertThat(again.segments().get(0).traffic().transmissions()).isEqualTo(plan.segments().get(0).traffic().transmissions());
    assertThat(new PipelineEvaluator().evaluate(problem, again).violations()).isEmpty();
    assertThat(PlanFile.write(problem, again)).isEqualTo(PlanFile.write(problem, plan));
  }
}
