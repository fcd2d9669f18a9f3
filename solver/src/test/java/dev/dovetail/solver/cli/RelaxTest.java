package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelaxTest {
  private final Terminal terminal = new Terminal();

  @TempDir
  Path dir;

  private int bound(String... more) {
    Object[] args = new Object[4 + more.length];
    System.arraycopy(new Object[] {"bound", "swiglu(16,64,128)", "--on", "quad-core"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return terminal.run(args);
  }

  @Test
  void theBindingBoundIsToldForEachChangeOfTheHardware() {
    assertThat(bound("--relax")).as(terminal.err()).isZero();
    // 26,624 B from and to DRAM and 6,144 B between cores over 16 B per cycle: 2,048 cycles; twice as wide the port binds, 26,624 / 16.
    assertThat(terminal.out()).contains("What relaxing the hardware could buy: the binding bound on the latency of")
        .containsPattern("the machine as it is +2,048 +bus-load")
        .containsPattern("one more DRAM port \\(twice the DRAM bandwidth\\) +2,048 +- +bus-load")
        .containsPattern("buses and links twice as wide +1,664 +18.8 % +dram-compulsory")
        .containsPattern("DRAM ports, buses and links twice as wide +1,024 +50.0 % +bus-load")
        .contains("No mapping of a machine is better than its bound");
  }

  @Test
  void jsonHoldsTheSameAndOnRequestWhatASearchFinds() {
    assertThat(bound("--relax", "--json", "--solve", "50ms")).as(terminal.err()).isZero();
    JsonNode rows = terminal.json().get("relaxations");
    assertThat(rows.get(0).get("change").isNull()).isTrue();
    assertThat(rows.get(0).get("bound").asLong()).isEqualTo(terminal.json().get("bound").asLong());
    for (JsonNode row : rows) {
      assertThat(row.get("bound").asLong()).isLessThanOrEqualTo(2_048);
      assertThat(row.get("objective").isNull() || row.get("objective").asLong() >= row.get("bound").asLong()).isTrue();
    }
    assertThat(bound("--solve", "1s")).isEqualTo(2);
    assertThat(terminal.err()).contains("Maybe add '--relax'");
  }

  @Test
  void mapTellsItToo() {
    assertThat(
        terminal.run("map", "swiglu(16,64,128)", "--on", "quad-core", "--solver", "list", "--relax", "--out", dir.resolve("o")))
            .as(terminal.err()).isZero();
    assertThat(terminal.out()).containsPattern("buses and links twice as wide +1,664");
  }
}
