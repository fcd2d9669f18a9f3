package dev.dovetail.benchmarks.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.benchmarks.BenchMain;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.files.FlowsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlowSetsTest {
  private static final Path REFERENCE = Path.of("instances", "link-slots");

  @TempDir
  Path out;

  @ParameterizedTest
  @CsvSource({"m4-neighbor,NEIGHBOR,4", "m4-scatter,SCATTER,4", "m4-gather,GATHER,4", "m4-bcast,BCAST,4",
      "m4-transpose,TRANSPOSE,4",
      "m4-uniform,UNIFORM,4", "m4-all-to-all,ALL_TO_ALL,4", "m4-regions,REGIONS,4", "m8-transpose,TRANSPOSE,8",
      "m8-uniform,UNIFORM,8",
      "m8-all-to-all,ALL_TO_ALL,8", "m8-regions,REGIONS,8", "s4noc-3,S4NOC,3", "s4noc-4,S4NOC,4", "s4noc-5,S4NOC,5",
      "s4noc-6,S4NOC,6"})
  void makesTheReferenceSetsFlowByFlow(String name, FlowPattern pattern, int size) {
    Path file = REFERENCE.resolve(name + ".json");
    LinkSlotsProblem reference = FlowsFile.read(file);

    FlowSet made = FlowSets.of(pattern, size, 1);

    assertThat(made.name()).isEqualTo(name);
    assertThat(made.flows()).isEqualTo(reference.flows());
    assertThat(made.problem().network()).isEqualTo(reference.network());
    assertThat(made.packetFlits()).isEqualTo(DataFile.read(file).required("baseline_packet_flits").intValue(1, 64));
  }

  @ParameterizedTest
  @EnumSource(FlowPattern.class)
  void whatIsWrittenReadsAsTheSameProblem(FlowPattern pattern) throws Exception {
    FlowSet set = FlowSets.of(pattern, 4, 3);
    Path file = out.resolve("set.json");
    Files.writeString(file, FlowSetWriter.text(set));

    LinkSlotsProblem read = FlowsFile.read(file);

    assertThat(read.name()).isEqualTo(set.name());
    assertThat(read.flows()).isEqualTo(set.flows());
    assertThat(read.network()).isEqualTo(set.problem().network());
    assertThat(read.rules()).isEqualTo(set.problem().rules());
  }

  /** On 16 x 16 the controllers of 8 stand in columns 1, 3, ..., 15; a region of 4 columns from x has its middle at x + 2: x + 1 is the left of two. */
  @Test
  void regionsOfALargerMeshTakeTheNearestController() {
    List<Flow> weights =
        FlowSets.of(FlowPattern.REGIONS, 16, 1).flows().stream().filter(f -> f.group() != null && f.group().endsWith("weights"))
            .toList();

    assertThat(weights).hasSize(16);
    assertThat(weights.subList(0, 5)).extracting(f -> f.sources().get(0)).containsExactly(1, 5, 9, 13, 1);
    assertThat(weights.get(0).destinations()).hasSize(15).doesNotContain(1);
    assertThat(weights.get(4).destinations()).hasSize(16).startsWith(64, 65, 66, 67, 80);
  }

  @Test
  void otherSeedsAndVolumesHaveOtherNames() {
    assertThat(FlowSets.of(FlowPattern.UNIFORM, 8, 5).name()).isEqualTo("m8-uniform-seed5");
    assertThat(FlowSets.of(FlowPattern.UNIFORM, 8, 5).flows()).isNotEqualTo(FlowSets.of(FlowPattern.UNIFORM, 8, 1).flows());
    assertThat(FlowSets.of(FlowPattern.ALL_TO_ALL, 8, 32, 16, 5).name()).isEqualTo("m8-all-to-all-flits32");
    assertThat(FlowSets.of(FlowPattern.ALL_TO_ALL, 8, 32, 16, 5).flows()).allMatch(f -> f.volume() == 32);
  }

  /** 256 nodes, each to 255 others, 4096 / 256 = 16 flits. */
  @Test
  void sixteenBySixteenAllToAllHas65280Messages() {
    FlowSet set = FlowSets.of(FlowPattern.ALL_TO_ALL, 16, 1);

    assertThat(set.flows()).hasSize(65_280).allMatch(f -> f.volume() == 16);
  }

  @Test
  void refusesRegionsThatDoNotTileTheMesh() {
    assertThatThrownBy(() -> FlowSets.of(FlowPattern.REGIONS, 6, 1)).hasMessageContaining("(6)");
    assertThatThrownBy(() -> FlowSets.of(FlowPattern.SCATTER, 1, 1)).hasMessageContaining("(1)");
  }

  @Test
  void theCommandWritesAFilePerPatternAndSize() {
    assertThat(BenchMain.run("flows", "--pattern", "uniform,all-to-all", "--size", "3,4", "--out", out.toString())).isZero();

    assertThat(out.resolve("m4-all-to-all.json")).exists();
    assertThat(FlowsFile.read(out.resolve("m3-uniform.json")).flows()).isEqualTo(FlowSets.of(FlowPattern.UNIFORM, 3, 1).flows());
  }

  @Test
  void theCommandRefusesWhatCannotBeMade() {
    assertThat(BenchMain.run("flows", "--pattern", "regions", "--size", "6", "--out", out.toString())).isEqualTo(2);
    assertThat(BenchMain.run("flows", "--pattern", "uniform", "--size", "4", "--seed", "-1", "--out", out.toString()))
        .isEqualTo(2);
    assertThat(BenchMain.run("flows", "--pattern", "spiral", "--size", "4", "--out", out.toString())).isEqualTo(2);
    assertThat(out).isEmptyDirectory();
  }
}
