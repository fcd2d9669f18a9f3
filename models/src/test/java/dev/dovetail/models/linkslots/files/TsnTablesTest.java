package dev.dovetail.models.linkslots.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TsnTablesTest {
  private static final String TASKS = """
      stream,src,dst,size,period,deadline,jitter
      0,2,[3],100,500000,200000,200000
      1,3,"[2, 0]",250,1000000,1000000,0
      """;
  private static final String LINE = """
      link,q_num,rate,t_proc,t_prop
      "(0, 1)",8,1,2000,0
      "(1, 0)",8,1,2000,0
      "(0, 2)",8,0.5,1000,400
      "(2, 0)",8,0.5,1000,400
      "(1, 3)",8,1,2000,0
      "(3, 1)",8,1,2000,0
      """;

  @TempDir
  Path folder;

  private LinkSlotsProblem read(String tasks, String topology) throws IOException {
    Files.writeString(folder.resolve("7_task.csv"), tasks);
    Files.writeString(folder.resolve("7_topo.csv"), topology);
    return LinkSlotsReader.read(folder.resolve("7_task.csv"));
  }

  @Test
  void aPairOfTablesIsAProblemOfDeadlines() throws IOException {
    LinkSlotsProblem problem = read(TASKS, LINE);

    // Frames of 800 and 2000 bits take 800 and 2000 ns at 1 bit/ns, 1600 and 4000 ns at 0.5; delays 2000, 1000, 400; periods 500000 and
    // 1000000: all are multiples of 200 ns, and 1000 and 400 of no larger common one.
    assertThat(problem.name()).isEqualTo("7");
    assertThat(problem.flows()).containsExactly(
        new Flow("0", FlowKind.UNICAST, List.of(2), List.of(3), 800, 0, 1000, 1, 2500, null, 1, List.of(), List.of()),
        new Flow("1", FlowKind.MULTICAST, List.of(3), List.of(2, 0), 2000, 0, 5000, 1, 5000, null, 1, List.of(), List.of()));
    assertThat(problem.rules()).isEqualTo(
        new SlotRules(Goal.DEADLINE, RoutePolicy.FREE, true, true, Forwarding.STORE_AND_FORWARD, false, 0, true));
    assertThat(problem.network().ports()).isEqualTo(LocalPorts.OPEN);
  }

  @Test
  void ratesAreBitsPerSlotAndDelaysSlots() throws IOException {
    LinkSlotsProblem problem = read(TASKS, LINE);

    var channels = problem.network().links().channels();
    assertThat(channels.get(0).bandwidth()).isEqualTo(new Bandwidth(200, 1)); // 1 bit/ns * 200 ns
    assertThat(channels.get(2).bandwidth()).isEqualTo(new Bandwidth(100, 1)); // 0.5 bit/ns * 200 ns
    assertThat(channels.get(0).latencyCycles()).isEqualTo(10); // 2000 ns
    assertThat(channels.get(2).latencyCycles()).isEqualTo(7); // 1000 + 400 ns
  }

  @Test
  void aDeadlineBetweenTwoSlotsIsTheEarlierOne() throws IOException {
    assertThat(read(TASKS.replace("500000,200000", "500000,200199"), LINE).flows().get(0).deadline()).isEqualTo(1000);
  }

  @Test
  void aNetworkWithSeveralRingsTakesShortestRoutes() throws IOException {
    String rings = """
        link,q_num,rate,t_proc,t_prop
        "(0, 1)",8,1,2000,0
        "(1, 2)",8,1,2000,0
        "(2, 3)",8,1,2000,0
        "(3, 0)",8,1,2000,0
        "(0, 2)",8,1,2000,0
        """;
    assertThat(read("stream,src,dst,size,period,deadline,jitter\n0,0,[3],100,500000,500000,0\n", rings).rules().routes())
        .isEqualTo(RoutePolicy.SHORTEST);
    assertThat(read("stream,src,dst,size,period,deadline,jitter\n0,0,[3],100,500000,500000,0\n",
        rings.replace("\"(0, 2)\",8,1,2000,0\n", ""))
            .rules().routes()).isEqualTo(RoutePolicy.FREE);
  }

  @Test
  void aProblemFileNamesThePairAndItsRules() throws IOException {
    Files.writeString(folder.resolve("streams.csv"), TASKS);
    Files.writeString(folder.resolve("net.csv"), LINE);
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, "format: link-slots/1\nname: pair\ntsnkit: {tasks: streams.csv, topology: net.csv}\n"
        + "goal: deadline\nadmission: most\nroutes: {candidates: 2}\n");

    LinkSlotsProblem problem = LinkSlotsReader.read(file);

    assertThat(problem.name()).isEqualTo("pair");
    assertThat(problem.rules().allServed()).isFalse();
    assertThat(problem.rules().routes()).isEqualTo(RoutePolicy.LISTED);
    assertThat(problem.flows().get(0).routes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "0,2,[3]           | 0,2,[9]        | 7_task.csv:2:5: The tile (9) does not exist.",
      "0,2,[3]           | 0,2,[2]        | 7_task.csv:2:5: The stream (0) goes from the node (2) to itself.",
      "0,2,[3]           | 0,2,[]         | 7_task.csv:2:5: The destinations ([]) name no node.",
      "0,2,[3]           | 1,2,[3]        | 7_task.csv:3:1: The stream (1) stands twice; the first one is in line 2.",
      "100,500000        | 0,500000       | 7_task.csv:2:9: The value (0) of 'size' must be",
      "100,500000        | 100,0          | 7_task.csv:2:13: The value (0) of 'period' must be",
      "100,500000        | 100,400        | 7_task.csv:2:13: The flow (0) holds each link for at least 4 slots, longer than its period (2).",
      "stream,           | streem,        | 7_task.csv:1:1: The column (streem) is not known.",
      "'\"(0, 2)\"'      | '\"(2, 2)\"'   | 7_topo.csv:4:2: The link leads from the node (2) to itself.",
      "'\"(0, 2)\"'      | '\"(0; 2)\"'   | 7_topo.csv:4:2: The link ((0; 2)) is no pair of nodes.",
      "'\"(0, 2)\"'      | '\"(0, 1)\"'   | 7_topo.csv:4:2: The link (0, 1) stands twice.",
      "'8,0.5'           | '8,0'          | 7_topo.csv:4:12: The rate (0 bit/ns) must be positive"})
  void aWrongCellIsNamedWithLineAndColumn(String good, String bad, String message) {
    String tasks = TASKS.contains(good) ? TASKS.replace(good, bad) : TASKS;
    String topology = LINE.contains(good) ? LINE.replace(good, bad) : LINE;
    assertThat(tasks.equals(TASKS) && topology.equals(LINE)).isFalse();

    assertThatThrownBy(() -> read(tasks, topology)).isInstanceOf(BadInputException.class).hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void aStreamWithoutAWayIsNamed() {
    String cut = LINE.replace("\"(1, 3)\",8,1,2000,0\n", "");

    assertThatThrownBy(() -> read(TASKS, cut)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("7_task.csv:2:5: The flow (0) cannot reach its destination (3) from the tile (2)");
  }

  @Test
  void theWrongTableIsNamedWithTheRightOne() throws IOException {
    Files.writeString(folder.resolve("7_task.csv"), TASKS);
    Files.writeString(folder.resolve("other.csv"), TASKS);

    assertThatThrownBy(() -> LinkSlotsReader.read(folder.resolve("7_task.csv")))
        .hasMessageContaining("7_topo.csv").hasMessageContaining("does not exist.");
    assertThatThrownBy(() -> LinkSlotsReader.read(folder.resolve("7_topo.csv"))).hasMessageContaining("Maybe give")
        .hasMessageContaining(
            "7_task.csv");
    assertThatThrownBy(() -> LinkSlotsReader.read(folder.resolve("other.csv"))).hasMessageContaining("does not end in _task.csv");
    assertThatThrownBy(() -> LinkSlotsReader.read(folder.resolve("8_task.csv")))
        .hasMessageContaining("8_task.csv) does not exist.");
  }
}
