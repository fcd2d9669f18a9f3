package dev.dovetail.solver.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceWriterTest {
  @Test
  void anArrowLeadsFromOneThreadToAnotherUnderANumberOfItsOwn() throws IOException {
    Lane dram = new Lane(0, "dram", "16 B/cycle", List.of(new Bar(0, 4, 0, 0)));
    Lane compute = new Lane(1, "compute", "core", List.of(new Bar(4, 9, 0, 0)));
    StringWriter out = new StringWriter();
    try (TraceWriter trace = new TraceWriter(out, Map.of("problem", "p"), 9)) {
      trace.arrow("weights of a", 1, dram, 3, compute, 4);
      trace.arrow("weights of b", 1, dram, 3, compute, 8);
    }
    JsonNode events = new ObjectMapper().readTree(out.toString()).get("traceEvents");
    assertThat(events.findValuesAsText("ph")).containsExactly("s", "f", "s", "f");
    assertThat(events.findValuesAsText("id")).containsExactly("0", "0", "1", "1");
    assertThat(events.findValuesAsText("tid")).containsExactly("1", "2", "1", "2");
    assertThat(events.findValuesAsText("ts")).containsExactly("3", "4", "3", "8");
  }
}
