package dev.dovetail.solver.report.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dovetail.models.allocation.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerfettoTraceTest {
  private static final ReportInput BUS = Synthetic.input(Synthetic.chain("small", "conv\"<1>", 5), Synthetic.bus(4), 3);
  private static final ReportInput MESH = Synthetic.input(Synthetic.chain("mesh", "conv", 6), Synthetic.mesh(3, 2), 4);

  @TempDir
  Path dir;

  @Test
  void thereIsOneSlicePerTaskWithItsCycles() throws IOException {
    List<JsonNode> slices = slices(BUS, 1);
    assertThat(slices).hasSameSizeAs(BUS.schedule().tasks());
    for (JsonNode slice : slices) {
      Schedule.Task task = BUS.schedule().tasks().get(slice.get("args").get("task").asInt());
      assertThat(slice.get("name").asText()).isEqualTo(task.layer());
      assertThat(slice.get("ts").asLong()).isEqualTo(task.start());
      assertThat(slice.get("dur").asLong()).isEqualTo(task.end() - task.start());
      assertThat(slice.get("tid").asInt()).isEqualTo(BUS.problem().accelerator().coreIndex(task.core()) + 1);
    }
    assertThat(slices.stream().map(s -> s.get("args").get("task").asInt()).distinct()).hasSameSizeAs(slices);
  }

  @Test
  void onABusThereIsOneSlicePerTransfer() throws IOException {
    List<JsonNode> slices = slices(BUS, 2);
    assertThat(slices).hasSameSizeAs(BUS.schedule().transfers());
    for (JsonNode slice : slices) {
      Schedule.Transfer transfer = BUS.schedule().transfers().get(slice.get("args").get("transfer").asInt());
      assertThat(slice.get("ts").asLong()).isEqualTo(transfer.start());
      assertThat(slice.get("dur").asLong()).isEqualTo(transfer.end() - transfer.start());
      assertThat(slice.get("args").get("bytes").asLong()).isEqualTo(transfer.bytes());
    }
  }

  @Test
  void onAMeshEveryLinkOfTheRouteIsHeldLaterByTheLatencyBeforeIt() throws IOException {
    Schedule schedule = MESH.schedule();
    int id = 0;
    while (schedule.transfers().get(id).route().size() < 3) {
      id++;
    }
    // From DRAM over its port (4 cycles) and links (1 cycle each): held at 0, 4, 5, ... and each for as long as 16 B/cycle take.
    Schedule.Transfer transfer = schedule.transfers().get(id);
    assertThat(transfer.kind()).isEqualTo(Schedule.Transfer.Kind.LOAD);
    long duration = (transfer.bytes() + 15) / 16;
    List<Long> starts = new ArrayList<>();
    for (JsonNode slice : slices(MESH, 2)) {
      if (slice.get("args").get("transfer").asInt() == id) {
        starts.add(slice.get("ts").asLong() - transfer.start());
        assertThat(slice.get("dur").asLong()).isEqualTo(duration);
      }
    }
    assertThat(starts).hasSameSizeAs(transfer.route()).contains(0L, 4L, 5L);
    long arrival = 4 + transfer.route().size() - 1;
    assertThat(transfer.end()).isEqualTo(transfer.start() + arrival + duration);
  }

  @Test
  void slicesOfOneThreadDoNotOverlap() throws IOException {
    for (int pid : new int[] {1, 2}) {
      for (int tid = 1; tid <= 15; tid++) {
        long reached = 0;
        for (JsonNode slice : slices(MESH, pid)) {
          if (slice.get("tid").asInt() == tid) {
            assertThat(slice.get("ts").asLong()).isGreaterThanOrEqualTo(reached);
            reached = slice.get("ts").asLong() + slice.get("dur").asLong();
          }
        }
      }
    }
  }

  @Test
  void memoryCountersEndAtZero() throws IOException {
    long last = -1;
    for (JsonNode event : events(BUS)) {
      if (event.get("ph").asText().equals("C") && event.get("name").asText().startsWith("core0 ")) {
        last = event.get("args").get("weights").asLong() + event.get("args").get("other").asLong();
        assertThat(last).isNotNegative();
      }
    }
    assertThat(last).isZero();
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    PerfettoTrace.write(MESH, dir.resolve("a"));
    PerfettoTrace.write(MESH, dir.resolve("b"));
    assertThat(Files.readAllBytes(dir.resolve("a"))).isEqualTo(Files.readAllBytes(dir.resolve("b")));
  }

  private List<JsonNode> slices(ReportInput input, int pid) throws IOException {
    List<JsonNode> slices = new ArrayList<>();
    for (JsonNode event : events(input)) {
      if (event.get("ph").asText().equals("X") && event.get("pid").asInt() == pid) {
        slices.add(event);
      }
    }
    return slices;
  }

  private JsonNode events(ReportInput input) throws IOException {
    Path file = dir.resolve("trace.json");
    PerfettoTrace.write(input, file);
    return new ObjectMapper().readTree(file.toFile()).get("traceEvents");
  }
}
