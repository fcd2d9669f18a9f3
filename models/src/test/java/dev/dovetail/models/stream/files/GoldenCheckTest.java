package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenCheckTest {
  static final Path FOLDER = Path.of("src/test/resources/reference/stream");

  @ParameterizedTest
  @CsvSource({
      "2conv__eyeriss_like_quad_core, 41961", "2conv__eyeriss_like_single_core, 114999", "2conv__fusemax, 186148",
      "2conv__fusemax__array_only, 18598", "2conv__simba_small, 10750", "2conv__tpu_like_quad_core, 14344",
      "swiglu_256_2048_8192__tpu_like_quad_core__seq16, 103546916"})
  void everyNumberOfAReferenceInstanceComesOutAtEachLevel(String name, long total) {
    GoldenFile file = GoldenReader.read(FOLDER.resolve(name + ".json"));
    for (GoldenCheck.Level level : GoldenCheck.Level.values()) {
      GoldenCheck.Result result = GoldenCheck.check(file, level);
      assertThat(result.violations()).as(level.name()).isEmpty();
      assertThat(result.differences()).as(level.name()).isEmpty();
      assertThat(result.totalCycles()).as(level.name()).isEqualTo(total);
    }
  }
}
