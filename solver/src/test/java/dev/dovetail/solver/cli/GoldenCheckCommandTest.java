package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenCheckCommandTest {
  private static final Path FOLDER = Path.of("../models/src/test/resources/reference/stream");
  private static final Path TWO_CONVOLUTIONS = FOLDER.resolve("2conv__tpu_like_quad_core.json");

  @TempDir
  Path dir;

  @Test
  void aReferenceInstanceIsRecomputedAtEachLevel() {
    for (String level : new String[] {"1", "2", "3"}) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run("check", TWO_CONVOLUTIONS, "--level", level)).as(terminal.err()).isZero();
      assertThat(terminal.out()).contains("level " + level, "total 14,344 cycles", "Transfer(conv1_out) 2,048",
          "Conv2 4,656", "681,984", "Everything that");
    }
  }

  @Test
  void withoutALevelSlotsAndLevelsAreDerived() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("check", TWO_CONVOLUTIONS, "--json")).isZero();
    assertThat(terminal.out()).contains("\"level\" : 3", "\"total\" : 14344", "\"loadBits\" : 681984", "\"verified\" : true");
  }

  @Test
  void aWrongTotalIsADifferenceWithItsLine() throws IOException {
    Path file = dir.resolve("wrong.json");
    Files.writeString(file, Files.readString(TWO_CONVOLUTIONS).replace("\"total\":14344", "\"total\":14343"));
    Terminal terminal = new Terminal();
    assertThat(terminal.run("check", file, "--level", "2")).isEqualTo(30);
    assertThat(terminal.out()).containsPattern("wrong.json:\\d+: 'groups\\[0\\].total' states 14343, what came out is 14344");
  }

  @Test
  void aLevelThatDoesNotExistIsAMistakeOfUse() {
    assertThat(new Terminal().run("check", TWO_CONVOLUTIONS, "--level", "4")).isEqualTo(2);
    assertThat(new Terminal().run("check", TWO_CONVOLUTIONS, TWO_CONVOLUTIONS, "--level", "1")).isEqualTo(2);
  }
}
