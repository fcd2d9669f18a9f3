package dev.dovetail.solver.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.LinearExpr;
import dev.dovetail.encodings.cp.ModelBuilder;
import dev.dovetail.solver.Limits;
import dev.dovetail.solver.exhaustive.ExhaustiveBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child alone: it dies with its parent, and says what it holds when it is told to end. */
class WorkerMainTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), 0, 1, 1, false, 64);
  private Process child;

  @AfterEach
  void killTheChild() {
    child.destroyForcibly();
  }

  @Test
  void aChildDiesWithItsParent() throws Exception {
    start(Fakes.Hangs.class);
    OutputStream input = send(Messages.solve(wide(1), LIMITS));
    assertThat(reader().readLine()).contains("solution");
    input.close();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a process cannot be asked to end")
  void aChildThatIsToldToEndSaysWhatItHolds() throws Exception {
    start(ExhaustiveBackend.class);
    send(Messages.solve(wide(60), LIMITS));
    BufferedReader out = reader();
    assertThat(type(out.readLine())).isEqualTo("solution");
    child.toHandle().destroy(); // Unlike Process.destroy, leaves the streams open.
    String line = out.readLine();
    while (!type(line).equals("status")) {
      line = out.readLine();
    }
    assertThat(line).contains("INTERRUPTED");
  }

  @Test
  void aChildWithoutARequestSaysSo() throws Exception {
    start(ExhaustiveBackend.class);
    send("hello");
    assertThat(reader().readLine()).contains("error").contains("no request");
    assertThat(child.waitFor()).isEqualTo(1);
  }

  /** Minimise -(x0 + 2 x1 + ...): enumeration in rising order meets a better solution at nearly every step, without end. */
  private static ConstraintModel wide(int count) {
    ModelBuilder m = ConstraintModel.builder("wide");
    LinearExpr.Sum sum = new LinearExpr.Sum();
    for (int i = 0; i < count; i++) {
      sum.add(m.intVar(0, 9, "x" + i), 1 + i % 3);
    }
    return m.minimize(sum.build().times(-1)).build();
  }

  private void start(Class<?> backend) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    child =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), WorkerMain.class.getName(), backend.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
  }

  private OutputStream send(String line) throws IOException {
    OutputStream input = child.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    return input;
  }

  private BufferedReader reader() {
    return new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String type(String line) {
    return Messages.parse(Objects.requireNonNull(line)).map((JsonNode m) -> m.path("type").asText()).orElse("");
  }
}
