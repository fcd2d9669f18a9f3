package dev.dovetail.solver.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.LowerBound;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResultFileTest {
  private static ResultFile of(String json) throws IOException {
    return new ResultFile(new ObjectMapper().readTree(json));
  }

  @Test
  void anEmptyResultGivesNothing() throws IOException {
    ResultFile file = of("{}");
    assertThat(file.bounds()).isEmpty();
    assertThat(file.curve()).isEmpty();
    assertThat(file.facts()).isEmpty();
  }

  @Test
  void aBoundThatAMethodProvedJoinsTheOwnBoundsOnlyIfItIsLarger() throws IOException {
    String own = "{\"bounds\":[{\"name\":\"dram\",\"value\":7,\"witness\":\"bytes\"}],\"bound\":%d,\"boundSource\":\"cp-sat\"}";
    assertThat(of(own.formatted(7)).bounds()).containsExactly(new LowerBound("dram", 7, "bytes"));
    assertThat(of(own.formatted(9)).bounds())
        .containsExactly(new LowerBound("dram", 7, "bytes"), new LowerBound("cp-sat", 9, "Proved by cp-sat during the search."));
  }

  @Test
  void theCurveKeepsItsGaps() throws IOException {
    assertThat(
        of("{\"curve\":[{\"seconds\":0.5,\"objective\":null,\"bound\":3},{\"seconds\":1,\"objective\":8,\"bound\":3}]}").curve())
            .containsExactly(new AnytimePoint(0.5, null, 3L, ""), new AnytimePoint(1, 8L, 3L, ""));
  }

  @Test
  void factsAreSingleValuesVersionsMethodsAndWarnings() throws IOException {
    assertThat(of("{\"format\":\"x\",\"status\":\"optimal\",\"evidence\":null,\"seed\":12345,\"versions\":{\"choco\":\"5.0.0\"},"
        + "\"methods\":[{\"method\":\"a\",\"objective\":1000,\"bound\":900,\"termination\":\"limit\",\"timeSeconds\":2.5},"
        + "{\"method\":\"b\",\"objective\":null,\"bound\":null,\"termination\":\"failed\",\"timeSeconds\":1}],"
        + "\"warnings\":[\"slow\"]}").facts())
            .containsExactly(
                java.util.Map.entry("status", "optimal"),
                java.util.Map.entry("seed", "12345"),
                java.util.Map.entry("method a", "best 1,000, bound 900, limit after 2.5 s"),
                java.util.Map.entry("method b", "nothing found, failed after 1 s"),
                java.util.Map.entry("version of choco", "5.0.0"),
                java.util.Map.entry("warning 1", "slow"));
  }
}
