package dev.dovetail.solver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a real process leaves behind when it is ended from outside. */
class KillTest {
  @TempDir
  Path dir;

  private Process startAndAwaitAnnouncement() throws IOException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            EndlessSolve.class.getName(),
            dir.toString())
                .redirectErrorStream(true)
                .start();
    BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("announced 120");
    return process;
  }

  private JsonNode file(String name) throws IOException {
    return new ObjectMapper().readTree(dir.resolve(name).toFile());
  }

  @Test
  void aKillLeavesTheAnnouncedMapping() throws Exception {
    Process process = startAndAwaitAnnouncement();

    process.destroyForcibly().waitFor();

    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("objective").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("provisional").asBoolean()).isTrue();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there, only killed")
  void aRequestToEndLeavesACompleteResultAndExitCode130() throws Exception {
    Process process = startAndAwaitAnnouncement();

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(file("mapping.json").get("number").asLong()).isEqualTo(120);
    assertThat(file("result.json").get("exitCode").asInt()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(file("result.json").get("status").asText()).isEqualTo("feasible");
    assertThat(file("result.json").get("provisional").asBoolean()).isFalse();
  }
}
