package dev.dovetail.models.linkslots.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.FlowKind;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.SlotRules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowsFileTest {
  private static final Path SETS = Path.of("src", "test", "resources", "reference", "metro", "flows");

  /** A 2 x 2 mesh with the given rows of id, kind, src, dsts, flits, deadline, after. */
  private static String file(String... rows) {
    return """
        {"format": "link-slots-flows/1", "name": "tiny", "mesh": {"kx": 2, "ky": 2}, "seed": 1,
         "defaults": {"release": 0},
         "columns": ["id", "kind", "src", "dsts", "flits", "deadline", "after"],
         "flow_count": %d,
         "flows": [
        %s
        ]}
        """.formatted(rows.length, String.join(",\n", rows));
  }

  private static LinkSlotsProblem read(String... rows) {
    return FlowsFile.read(DataFile.parse(file(rows), "tiny.json"));
  }

  @Test
  void everyColumnIsRead() {
    LinkSlotsProblem problem =
        read("[0, \"unicast\", 0, [1], 4, null, null]", "[\"sum\", \"reduce\", [0, 1], 3, 2, 30, [[0, 5]]]");

    Flow sum = problem.flows().get(1);
    assertThat(problem.flows().get(0)).isEqualTo(Flow.unicast("0", 0, 1, 4));
    assertThat(sum.kind()).isEqualTo(FlowKind.REDUCE);
    assertThat(sum.sources()).containsExactly(0, 1);
    assertThat(sum.destinations()).containsExactly(3);
    assertThat(sum.deadline()).isEqualTo(30);
    assertThat(sum.after()).containsExactly(new Flow.After(0, -1, 5));
    assertThat(problem.rules()).isEqualTo(SlotRules.DEFAULT);
    assertThat(problem.network().ports()).isEqualTo(LocalPorts.BOTH);
  }

  @ParameterizedTest
  @CsvSource({
      // messages: 4 x 4 all-to-all 16 * 15; regions: each scatter and gather of the file has one pair, each multicast one tree
      "m4-all-to-all, 4, 240, 240", "m4-bcast, 4, 1, 1", "m4-gather, 4, 15, 15", "m4-neighbor, 4, 12, 12",
      "m4-regions, 4, 38, 38",
      "m4-scatter, 4, 15, 15", "m4-transpose, 4, 12, 12", "m4-uniform, 4, 64, 64", "m8-all-to-all, 8, 4032, 4032",
      "m8-regions, 8, 174, 174", "m8-transpose, 8, 56, 56", "m8-uniform, 8, 256, 256", "s4noc-3, 3, 72, 72",
      "s4noc-4, 4, 240, 240",
      "s4noc-5, 5, 600, 600", "s4noc-6, 6, 1260, 1260"})
  void theReferenceSetsAreReadAsTheyAre(String name, int k, int flows, int messages) {
    LinkSlotsProblem problem = FlowsFile.read(SETS.resolve(name + ".json"));

    assertThat(problem.name()).isEqualTo(name);
    assertThat(problem.network().columns()).isEqualTo(k);
    assertThat(problem.network().rows()).isEqualTo(k);
    assertThat(problem.flows()).hasSize(flows);
    assertThat(problem.messages()).hasSize(messages);
  }

  @Test
  void theRegionsOfEightByEightExpandTo232MessagesWithoutTrees() {
    LinkSlotsProblem problem = FlowsFile.read(SETS.resolve("m8-regions.json"));

    assertThat(problem.with(SlotRules.DEFAULT.withMulticastTrees(false)).messages()).hasSize(232);
    assertThat(problem.messages().get(0).shape()).isEqualTo(Message.Shape.TREE);
    assertThat(problem.flows().get(0).group()).isEqualTo("r0.weights");
  }

  @Test
  void whatTheDefaultsSayCountsWhereThereIsNoColumn() {
    Flow flow = FlowsFile.read(SETS.resolve("s4noc-3.json")).flows().get(71);

    assertThat(flow).isEqualTo(Flow.unicast("71", 8, 7, 1));
    assertThat(List.of(flow.volume(), flow.release())).containsExactly(1L, 0L);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "[0, \"unicast\", 0, [0], 4, null, null];             The flow (0) goes from the tile (0) to itself.",
      "[0, \"unicast\", 0, [4], 4, null, null];             The tile (4) does not exist.",
      "[0, \"unicast\", 0, [1], 0, null, null];             The volume (0 flits) of the flow (0) must be positive.",
      "[0, \"unicast\", 0, [1], -4, null, null];            The volume (-4 flits) of the flow (0) must be positive.",
      "[0, \"unicast\", 0, [1], 99999999999999999999, null, null]; The volume (99999999999999999999 flits) of the flow (0) is too large",
      "[0, \"unicast\", 0, [1, 2], 4, null, null];          The flow (0) has 2 destinations, but a unicast has one.",
      "[0, \"unicast\", [0, 1], [2], 4, null, null];        The flow (0) has 2 sources, but a unicast has one.",
      "[0, \"multicast\", 0, [1, 1], 4, null, null];        The list 'dsts' of the flow (0) names the tile (1) twice.",
      "[0, \"multicast\", 0, [], 4, null, null];            The list 'dsts' of the flow (0) is empty.",
      "[0, \"unicats\", 0, [1], 4, null, null];             The kind of flow (unicats) is not known.",
      "[0, \"transfer\", 0, [3], 4, null, null];            The transfer (0) goes from the tile (0) to the tile (3), which is no neighbour.",
      "[0, \"unicast\", 0, [1], 4, null, [[7, 0]]];         The flow (0) waits for the flow (7), which does not exist.",
      "[0, \"unicast\", 0, [1], 4, null, [[0, 0]]];         Flows wait for each other in a circle: the flow (0) waits for itself.",
      "[0, \"unicast\", 0, [1], 4, null];                   The flow has 6 values, but there are 7 columns.",
      "[0, \"unicast\", 0, [1], 4, -1, null];               The value (-1)"})
  void aWrongRowIsNamedWithItsLine(String row, String message) {
    assertThatThrownBy(() -> read("[1, \"unicast\", 0, [1], 4, null, null]", row)).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("tiny.json:7: " + message).hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void anIdThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> read("[1, \"unicast\", 0, [1], 4, null, null]", "[1, \"unicast\", 1, [0], 4, null, null]"))
        .hasMessageStartingWith("tiny.json:7: The id (1) is given to two flows; the first one is in line 6.");
  }

  @Test
  void flowsThatWaitForEachOtherAreNamed() {
    assertThatThrownBy(() -> read("[1, \"unicast\", 0, [1], 4, null, [[2, 0]]]", "[2, \"unicast\", 1, [0], 4, null, [[1, 0]]]"))
        .hasMessageStartingWith("tiny.json:6: Flows wait for each other in a circle: the flow (1) waits for (2), that for (1).");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "'\"flow_count\": 1';       '\"flow_count\": 2';        4; The 'flow_count' (2) differs from the number of flows (1).",
      "'\"kx\": 2';               '\"kx\": 0';                1; The value (0) of 'mesh.kx' must be",
      "'\"deadline\"';            '\"dealine\"';              3; The column (dealine) is not known.",
      "'\"deadline\"';            '\"flits\"';                3; The column (flits) stands twice.",
      "'\"deadline\"';            '\"period\"';               3; The column (period) is not known.",
      "'\"release\"';             '\"relase\"';               2; The default (relase) is not known.",
      "'\"mesh\"';                '\"mush\"';                 1; The key (mesh) is missing in the file.",
      "'\"seed\": 1';             '\"local_ports\": \"all\"'; 1; The convention of local ports (all) is not known.",
      "'link-slots-flows/1';      'link-slots-flows/2';       1; The format (link-slots-flows/2) must be link-slots-flows/1."})
  void aWrongHeaderIsNamedWithItsLine(String good, String bad, int line, String message) {
    String text = file("[1, \"unicast\", 0, [1], 4, null, null]");
    assertThat(text).contains(good);

    assertThatThrownBy(() -> FlowsFile.read(DataFile.parse(text.replace(good, bad), "tiny.json")))
        .isInstanceOf(BadInputException.class).hasMessageStartingWith("tiny.json:%d: %s".formatted(line, message))
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void aFileThatWasCutOffIsRefused() {
    String text = file("[1, \"unicast\", 0, [1], 4, null, null]");

    assertThatThrownBy(() -> FlowsFile.read(DataFile.parse(text.substring(0, text.length() - 30), "tiny.json")))
        .isInstanceOf(BadInputException.class).hasMessageContaining("tiny.json:");
  }
}
