package dev.dovetail.models.stream.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenCorruptionTest {
  private static final String SWIGLU = "swiglu_256_2048_8192__tpu_like_quad_core__seq16.json";

  /** One number of the file changed: each must come out as something else. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "\"sum_of_slots\":1616|\"sum_of_slots\":1617",
      "\"overlap\":36|\"overlap\":35",
      "\"initiation_interval\":1580|\"initiation_interval\":1581",
      "\"total_if_memory_unlimited\":9306148|\"total_if_memory_unlimited\":9306149",
      "\"upstream_golden\":103546916|\"upstream_golden\":103546917",
      "\"iterations\":65536|\"iterations\":65535",
      "\"present\":[4096,65536],\"cycles\":543|\"present\":[4097,65536],\"cycles\":543",
      "\"cycles\":543,\"active\":34|\"cycles\":543,\"active\":33",
      "\"raw_cycles\":8192|\"raw_cycles\":8191",
      "\"reuse_factor\":64,\"active\":1.0|\"reuse_factor\":32,\"active\":1.0",
      "\"load_bits\":262144|\"load_bits\":262145",
      "\"capacity_bits\":1048576|\"capacity_bits\":1048577",
      "{\"slot\":6,\"cycles\":512}|{\"slot\":6,\"cycles\":513}",
      "\"bits_per_core\":65536|\"bits_per_core\":65537",
      "\"shape_per_core\":[128,32]|\"shape_per_core\":[128,33]",
      "[\"z1\",64,\"invariant\"]|[\"z1\",64,\"varying\"]",
      "{\"level\":1,\"reuse\":64,\"tiles\":16}|{\"level\":1,\"reuse\":63,\"tiles\":16}",
      "\"min_level\":0,\"level\":0|\"min_level\":-1,\"level\":0",
      "\"core5\":[5,7]|\"core5\":[5,8]",
      "\"D2\":\"z3\"|\"D2\":\"z0\"",
      "[\"z1\",4],[\"z3\",4]|[\"z1\",4],[\"z3\",2]",
      "\"kind\":\"COMPUTE_TO_MEM\"|\"kind\":\"COMPUTE_TO_COMPUTE\"",
      "\"min_bits_per_cycle\":128,\"raw_cycles\":1024|\"min_bits_per_cycle\":64,\"raw_cycles\":1024",
      "\"node\":\"Gemm_Down\",\"core\":3,\"cycles\":543|\"node\":\"Gemm_Down\",\"core\":3,\"cycles\":900"})
  void aSingleChangedNumberIsNoticedAtEveryLevel(String was, String becomes) throws IOException {
    String text = Files.readString(GoldenCheckTest.FOLDER.resolve(SWIGLU));
    assertThat(text).contains(was);
    String corrupt = text.replaceFirst(java.util.regex.Pattern.quote(was), java.util.regex.Matcher.quoteReplacement(becomes));
    GoldenFile file = GoldenReader.read(DataFile.parse(corrupt, "corrupt.json"));
    for (GoldenCheck.Level level : GoldenCheck.Level.values()) {
      assertThat(GoldenCheck.check(file, level).agrees()).as("%s %s", level, becomes).isFalse();
    }
  }

  @Test
  void aSlotThatIsTakenIsNoticedAtLevelOneAndAWrongOrderAtLevelTwo() throws IOException {
    String text = Files.readString(GoldenCheckTest.FOLDER.resolve(SWIGLU));
    GoldenFile slot =
        GoldenReader.read(DataFile.parse(text.replace("\"slot\":4,\"reads\"", "\"slot\":3,\"reads\""), "slot.json"));
    assertThat(GoldenCheck.check(slot, GoldenCheck.Level.GIVEN).violations()).anyMatch(v -> v.rule().equals("slot-order"));
    GoldenFile order = GoldenReader.read(DataFile.parse(
        text.replace("\"Silu\",\"Transfer(left_swished)\",\"weights_2\"", "\"weights_2\",\"Silu\",\"Transfer(left_swished)\""),
        "order.json"));
    assertThat(GoldenCheck.check(order, GoldenCheck.Level.SLOTS).differences()).anyMatch(d -> d.contains("slot_order"));
  }

  @Test
  void aWrongNameHasAPlaceAndAWayOut() throws IOException {
    String text = Files.readString(GoldenCheckTest.FOLDER.resolve(SWIGLU));
    assertThatThrownBy(
        () -> GoldenReader.read(DataFile.parse(text.replace("[\"Gemm_Left.D0\",16]", "[\"Gemm_Lift.D0\",16]"), "x.json")))
            .isInstanceOf(BadInputException.class).hasMessageContaining("x.json:").hasMessageContaining("Gemm_Lift")
            .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> GoldenReader.read(DataFile.parse(text.replace("\"D2\",4", "\"D7\",4"), "x.json")))
        .isInstanceOf(BadInputException.class).hasMessageContaining("(D7) is not one of the layer's, D0 to D2");
    assertThatThrownBy(() -> GoldenReader.read(DataFile.parse("{\"schema\":\"stream-golden/2\"}", "x.json")))
        .isInstanceOf(BadInputException.class).hasMessageContaining("stream-golden/1");
  }
}
