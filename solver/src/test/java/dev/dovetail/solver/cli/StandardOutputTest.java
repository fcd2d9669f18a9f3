package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int print(OutputStream target, int exitCode) {
    StandardOutput stdout = new StandardOutput(target);
    PrintStream out = new PrintStream(stdout, false, StandardCharsets.UTF_8);
    out.println("a table");
    return stdout.judge(exitCode, out, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @Test
  void whatIsPrintedArrives() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    assertThat(print(target, 0)).isZero();
    assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("a table" + System.lineSeparator());
    assertThat(err.size()).isZero();
  }

  @Test
  void aFullDiskIsAFailure() {
    assertThat(print(failing("No space left on device"), 0)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Standard output cannot be written: No space left")
        .contains("Maybe ");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() {
    assertThat(print(failing("Broken pipe"), 0)).isZero();
    assertThat(print(failing("Broken pipe"), 30)).isEqualTo(30);
    assertThat(err.size()).isZero();
  }

  @Test
  void aFailureOfTheCommandItselfCountsMore() {
    assertThat(print(failing("No space left on device"), 30)).isEqualTo(30);
  }
}
