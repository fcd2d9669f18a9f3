package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.LowerBound;
import dev.dovetail.models.MappingCheck;
import dev.dovetail.models.MappingText;
import dev.dovetail.models.stream.StreamEvaluator;
import dev.dovetail.models.stream.StreamGroup;
import dev.dovetail.models.stream.StreamMapping;
import dev.dovetail.models.stream.StreamProblem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamKindTest {
  private static final StreamKind KIND = new StreamKind(p -> List.of(new LowerBound("none", 0, "none")));

  @TempDir
  Path folder;

  static Path golden(String name) {
    try {
      return Path.of(Objects.requireNonNull(StreamKindTest.class.getResource("/reference/stream/" + name + ".json")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StreamMapping bare(StreamMapping mapping) {
    return new StreamMapping(mapping.groups().stream().map(g -> new StreamGroup(g.nodes(), g.tiles())).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2conv__tpu_like_quad_core", "2conv__simba_small", "2conv__fusemax", "2conv__eyeriss_like_quad_core",
      "2conv__eyeriss_like_single_core"})
  void theAutomaticMappingIsTheOneThatStreamMade(String name) {
    StreamProblem problem = KIND.readProblem(golden(name));
    StreamMapping automatic = new AutomaticMapping(problem.workload(), problem.hardware()).mapping();
    assertThat(automatic).isEqualTo(bare(KIND.readMapping(problem, golden(name))));
  }

  @ParameterizedTest
  @CsvSource({"2conv__tpu_like_quad_core, 14344", "2conv__fusemax__array_only, 18598",
      "swiglu_256_2048_8192__tpu_like_quad_core__seq16, 103546916"})
  void aMappingThatIsWrittenIsReadBackAndJudgedTheSame(String name, long total) throws IOException {
    StreamProblem problem = KIND.readProblem(golden(name));
    StreamMapping mapping = bare(KIND.readMapping(problem, golden(name)));
    Path file = folder.resolve("mapping.json");
    Files.writeString(file, MappingText.of(KIND.writeMapping(problem, mapping)));
    assertThat(KIND.readMapping(problem, file)).isEqualTo(mapping);
    assertThat(MappingCheck.check(KIND, problem, file).violations()).isEmpty();
    assertThat(MappingCheck.check(KIND, problem, file).objective()).isEqualTo(total);
    Files.writeString(file, Files.readString(file).replace("\"totalCycles\":" + total, "\"totalCycles\":1"));
    assertThat(MappingCheck.check(KIND, problem, file).violations()).isNotEmpty()
        .allMatch(v -> v.rule().equals(MappingCheck.FILE_DIFFERS));
  }

  @Test
  void streamsOwnMappingFileIsCheckedWithoutDerivedSections() throws IOException {
    Path file = folder.resolve("mapping.yaml");
    Files.writeString(file, """
        layers:
        - {name: Conv, core_allocation: [[0, 1, 2, 3]], inter_core_tiling: [[{dim: D1, split: 4}]]}
        fused_groups:
        - {name: all, layers: [Conv1, Conv2], intra_core_tiling: [{dim: Conv1.D0, tile: 1}]}
        """);
    StreamProblem problem = KIND.readProblem(golden("2conv__tpu_like_quad_core"));
    assertThat(MappingCheck.check(KIND, problem, file).violations()).isEmpty();
    assertThat(MappingCheck.check(KIND, problem, file).objective()).isEqualTo(14_344);
  }

  @Test
  void anOnnxFileAndHardwareFilesGiveTheSameProblemAsTheReferenceInstance() {
    StreamProblem golden = KIND.readProblem(golden("2conv__tpu_like_quad_core"));
    StreamProblem own =
        new StreamProblem("own", Fixtures.twoConvolutions(folder), golden.hardware(), golden.costs(), golden.given());
    assertThat(own.workload().nodes()).extracting(n -> n.dims())
        .isEqualTo(golden.workload().nodes().stream().map(n -> n.dims()).toList());
    StreamMapping mapping = new AutomaticMapping(own.workload(), own.hardware()).mapping();
    StreamProblem joined = new StreamProblem("own", own.workload(), golden.hardware(), golden.costs(), golden.given());
    assertThat(new StreamEvaluator().evaluate(joined, mapping).objective()).isEqualTo(14_344);
  }
}
