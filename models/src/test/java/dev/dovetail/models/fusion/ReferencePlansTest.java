package dev.dovetail.models.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dovetail.models.dramschedule.ComputeTile;
import dev.dovetail.models.dramschedule.DramScheduleProblem;
import dev.dovetail.models.dramschedule.DramTensor;
import dev.dovetail.models.dramschedule.LocalTensor;
import dev.dovetail.models.io.CsvFile;
import dev.dovetail.models.io.DataNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every plan of the reference program expands to what the program makes of it, number for number. */
class ReferencePlansTest {
  private static final Map<String, FusionProblem> POINTS = ReferencePlans.points();
  private static final Map<String, String> DIGESTS = digests();

  private static Map<String, String> digests() {
    Map<String, String> digests = new HashMap<>();
    for (DataNode row : CsvFile.read(ReferencePlans.FOLDER.resolve("instance-digests.csv")).items()) {
      digests.put(row.required("instance").text(), row.required("sha256").text());
    }
    return digests;
  }

  static List<ReferencePlans.Row> rows() {
    return ReferencePlans.rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_plan_expands_to_the_tiles_and_tensors_of_the_reference(ReferencePlans.Row row) throws NoSuchAlgorithmException {
    FusionProblem point = POINTS.get(row.point());
    FusionProblem problem =
        new FusionProblem(row.instance(), point.network(), point.batch(), point.core(), point.dramBytesPerCycle(),
            point.rules(), point.objective());

    Expansion.Expanded expanded = new PlanExpansion(problem).expand(row.plan()).orThrow();

    assertThat(expanded.schedule().tiles()).hasSize(row.tiles());
    assertThat(expanded.schedule().tensors()).hasSize(row.tensors());
    assertThat(expanded.computeCycles()).isEqualTo(row.computeCycles());
    assertThat(expanded.dramCycles()).isEqualTo(row.dramCycles());
    // Each tile is rounded to a femtojoule, so that sums of millions of picojoules agree to far below 1e-9.
    assertThat(expanded.energyFemtojoules() / 1000.0).isCloseTo(row.energyPicojoules(), within(row.energyPicojoules() * 1e-9));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(expanded.schedule()).getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(DIGESTS.get(row.instance()));
  }

  /** The text whose digests are recorded; see the README beside them. */
  private static String text(DramScheduleProblem p) {
    StringBuilder text = new StringBuilder();
    text.append("%s %d %d%n".formatted(p.name(), p.dramBytesPerCycle(), p.bufferBytes()));
    for (ComputeTile t : p.tiles()) {
      text.append("tile %s %d %d%n".formatted(t.name(), t.cycles(), t.group()));
    }
    for (DramTensor t : p.tensors()) {
      if (t instanceof DramTensor.Load l) {
        text.append(
            "load %s %d %d %d %d %d %s%n".formatted(l.name(), l.bytes(), l.group(), l.neededBy(), l.end(), l.defaultStart(),
                list(l.after())));
      } else if (t instanceof DramTensor.Store s) {
        text.append(
            "store %s %d %d %d %d %d%n".formatted(s.name(), s.bytes(), s.group(), s.producedBy(), s.minEnd(), s.defaultEnd()));
      }
    }
    for (LocalTensor t : p.locals()) {
      text.append("local %d %d %d%n".formatted(t.bytes(), t.start(), t.end()));
    }
    return text.append("order %s%n".formatted(list(p.defaultOrder()))).toString().replace(System.lineSeparator(), "\n");
  }

  private static String list(List<Integer> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
  }
}
