package dev.dovetail.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhyTest {
  private final Terminal terminal = new Terminal();

  @TempDir
  Path dir;

  private int map(Object... more) {
    Object[] args = new Object[8 + more.length];
    System.arraycopy(
        new Object[] {"map", "swiglu(16,64,128)", "--on", "quad-core", "--solver", "list", "--out", dir.resolve("out")},
        0, args, 0, 8);
    System.arraycopy(more, 0, args, 8, more.length);
    return terminal.run(args);
  }

  @Test
  void theStepsAndEveryTableOfSharesSumToTheLatency() {
    assertThat(map("--why", "--json")).as(terminal.err()).isZero();
    JsonNode result = terminal.json();
    JsonNode why = result.get("why");
    long latency = result.get("cost").get("latencyCycles").asLong();
    assertThat(why.get("latencyCycles").asLong()).isEqualTo(latency);
    for (String part : new String[] {"steps", "byResource", "byReason", "byLayer"}) {
      long sum = 0;
      for (JsonNode one : why.get(part)) {
        sum += one.get("cycles").asLong();
      }
      assertThat(sum).as(part).isEqualTo(latency);
    }
    assertThat(why.get("steps").get(0).get("reason").asText()).isEqualTo("start");
  }

  @Test
  void mapShowAndCheckTellTheSameChain() {
    assertThat(map("--why")).as(terminal.err()).isZero();
    String chain = terminal.out().substring(terminal.out().indexOf("Why "));
    assertThat(chain).contains("cycles: the critical chain").contains("What the latency is spent on").contains("load over bus")
        .contains("What the next step of the chain waited for").contains("For which layers").contains("gemm_left");
    assertThat(terminal.run("show", dir.resolve("out"), "--why")).as(terminal.err()).isZero();
    assertThat(terminal.out()).endsWith(chain);
    assertThat(terminal.run("check", dir.resolve("out"), "--why")).as(terminal.err()).isZero();
    assertThat(terminal.out()).endsWith(chain);
    assertThat(terminal.run("check", dir.resolve("out"), "--why", "--json")).isZero();
    assertThat(terminal.json().get("why").get("steps")).isNotEmpty();
    assertThat(terminal.run("show", dir.resolve("out"))).isZero();
    assertThat(terminal.out()).doesNotContain("critical chain");
  }
}
