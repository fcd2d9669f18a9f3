package dev.dovetail.models.linkslots.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.io.DataFile;
import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.Flow;
import dev.dovetail.models.linkslots.Forwarding;
import dev.dovetail.models.linkslots.Goal;
import dev.dovetail.models.linkslots.LinkSlotsProblem;
import dev.dovetail.models.linkslots.LocalPorts;
import dev.dovetail.models.linkslots.Message;
import dev.dovetail.models.linkslots.RoutePolicy;
import dev.dovetail.models.linkslots.SlotRules;
import dev.dovetail.models.linkslots.Tile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSlotsReaderTest {
  private static final Path SETS = Path.of("src", "test", "resources", "reference", "metro", "flows");
  private static final String HEAD = "format: link-slots/1\nname: tiny\n";
  private static final String MESH = "network: {mesh: {columns: 2, rows: 2}}\n";
  private static final String FLOWS = "flows:\n- {id: a, src: 0, dsts: 1, flits: 4}\n";

  private static LinkSlotsProblem read(String... parts) {
    return LinkSlotsReader.read(DataFile.parse(HEAD + String.join("", parts), "tiny.yaml"), SETS);
  }

  @Test
  void aProblemWithoutRulesAsksForTheLeastMakespan() {
    LinkSlotsProblem problem = read(MESH, FLOWS);

    assertThat(problem.rules()).isEqualTo(SlotRules.DEFAULT);
    assertThat(problem.flows()).containsExactly(Flow.unicast("a", 0, 1, 4));
    assertThat(problem.network().ports()).isEqualTo(LocalPorts.BOTH);
  }

  @Test
  void allRulesAreRead() {
    LinkSlotsProblem problem = read(MESH, FLOWS, """
        localPorts: none
        goal: deadline
        routes: xy-yx
        multicast: unicast
        reduce: gather
        forwarding: store-and-forward
        waiting: true
        mergeSlots: 2
        admission: most
        """);

    assertThat(problem.rules()).isEqualTo(
        new SlotRules(Goal.DEADLINE, RoutePolicy.XY_YX, false, false, Forwarding.STORE_AND_FORWARD, true, 2, false));
    assertThat(problem.network().ports()).isEqualTo(LocalPorts.NONE);
  }

  @Test
  void aFlowSetKeepsItsMeshUnlessTheProblemHasANetwork() {
    LinkSlotsProblem own = read("flows: s4noc-3.json\nroutes: shortest\n");
    LinkSlotsProblem ring = read("flows: s4noc-3.json\nlocalPorts: open\nnetwork: {ring: {size: 9}}\n");

    assertThat(own.name()).isEqualTo("tiny");
    assertThat(own.network().columns()).isEqualTo(3);
    assertThat(own.rules().routes()).isEqualTo(RoutePolicy.SHORTEST);
    assertThat(ring.network().isMesh()).isFalse();
    assertThat(ring.network().links().edges()).hasSize(18);
    assertThat(ring.messages()).hasSize(72);
  }

  @ParameterizedTest
  @CsvSource({
      // 8192 bits over 256 bit wide links: 8192 / 256 = 32; ceil(8192 / 240) = 35; 32 + 32 / 8 = 36; 32 + 32 / 32 = 33
      "linkWidthBits: 256, 32", "'linkWidthBits: 256, perFlitBits: 16', 35", "'linkWidthBits: 256, chunkFlits: 8', 36",
      "'linkWidthBits: 256, chunkFlits: 32', 33",
      // one flit more of payload than fits: 33 + ceil(33 / 32) = 35
      "'linkWidthBits: 255, chunkFlits: 32', 35"})
  void headersAreAddedToBits(String header, long flits) {
    LinkSlotsProblem problem = read(MESH, "header: {", header, "}\nflows:\n- {id: a, src: 0, dsts: 1, bits: 8192}\n");

    assertThat(problem.messages().get(0).volume()).isEqualTo(flits);
  }

  @Test
  void eachChunkOfAFlowHasHeadersOfItsOwn() {
    // 8192 bits in 3 parts: 2731 bits each, 11 flits of 256 bits, and 2 header flits for chunks of 8: 13. One message: 32 + 4 = 36 < 3 * 13.
    LinkSlotsProblem problem = read(MESH, "header: {linkWidthBits: 256, chunkFlits: 8}\n",
        "flows:\n- {id: a, src: 0, dsts: 1, bits: 8192, chunks: 3}\n");

    assertThat(problem.messages()).extracting(Message::volume).containsExactly(13L, 13L, 13L);
    assertThat(problem.messages()).extracting(Message::previousChunk).containsExactly(-1, 0, 1);
  }

  @Test
  void flitsIncludeTheirHeadersAlready() {
    assertThat(read(MESH, "header: {linkWidthBits: 256, chunkFlits: 8}\n", FLOWS).messages().get(0).volume()).isEqualTo(4);
  }

  @Test
  void aGraphHasRoutersBusesAndLinksOfItsOwn() {
    LinkSlotsProblem problem = read("""
        localPorts: {convention: both, injectCapacity: 2, delay: 3}
        network:
          graph:
            nodes: [a, {name: b, x: 0, y: 1}, {name: hub, router: true}]
            delay: 2
            links:
            - {from: a, to: hub, duplex: true}
            - {from: hub, to: b, capacity: 4, delay: 0, rate: {amount: 3, slots: 2}}
            - {from: b, to: hub, bus: up}
            - {from: b, to: a, bus: up}
        flows:
        - {id: 1, src: a, dsts: b, flits: 1}
        """);

    assertThat(problem.network().links().edges()).extracting(Edge::name).containsExactly("a->hub", "hub->a", "hub->b", "b->hub",
        "b->a", "inj(a)", "ej(a)", "inj(b)", "ej(b)");
    List<Channel> channels = problem.network().links().channels();
    assertThat(channels.get(0)).isEqualTo(new Channel("a->hub", Channel.Kind.LINK, new Bandwidth(1, 1), 2, 0, 1));
    assertThat(channels.get(2)).isEqualTo(new Channel("hub->b", Channel.Kind.LINK, new Bandwidth(3, 2), 0, 0, 4));
    assertThat(channels.get(3)).isEqualTo(new Channel("bus(up)", Channel.Kind.BUS, new Bandwidth(1, 1), 2, 0, 1));
    assertThat(channels.get(4)).isEqualTo(new Channel("inj(a)", Channel.Kind.INJECT, new Bandwidth(1, 1), 3, 0, 2));
    assertThat(channels.get(5)).isEqualTo(new Channel("ej(a)", Channel.Kind.EJECT, new Bandwidth(1, 1), 3, 0, 1));
    assertThat(problem.network().tiles()).containsExactly(new Tile("a", 3, 3, 0, -1, -1), new Tile("b", 4, 4, 1, 0, 1));
  }

  @Test
  void atFullRateOneMessageUsesTheWholeCapacityOfLinksAndPorts() {
    LinkSlotsProblem problem = read("fullRate: true\nnetwork: {mesh: {columns: 2, rows: 1, capacity: 4}}\n", FLOWS);

    assertThat(problem.network().links().channels()).allSatisfy(c -> {
      assertThat(c.capacity()).isEqualTo(1);
      assertThat(c.bandwidth()).isEqualTo(new Bandwidth(4, 1));
    });
  }

  @Test
  void listedRoutesGetTheirLocalPorts() {
    LinkSlotsProblem problem = read(MESH, """
        routes: listed
        flows:
        - {id: a, src: 0, dsts: 3, flits: 1, routes: [[0->2, 2->3], [0->1, 1->3]]}
        - {id: b, kind: multicast, src: 0, dsts: [2, 3], flits: 1, routes: [[0->2, 2->3]]}
        - {id: c, kind: reduce, src: [1, 2], dsts: 3, flits: 1, routes: [[1->3, 2->3]]}
        """);

    assertThat(names(problem, 0, 0)).containsExactly("inj(0)", "0->2", "2->3", "ej(3)");
    assertThat(names(problem, 0, 1)).containsExactly("inj(0)", "0->1", "1->3", "ej(3)");
    assertThat(names(problem, 1, 0)).containsExactly("inj(0)", "0->2", "2->3", "ej(2)", "ej(3)");
    assertThat(names(problem, 2, 0)).containsExactly("inj(1)", "inj(2)", "1->3", "2->3", "ej(3)");
  }

  @Test
  void candidatesAreTheFirstShortestRoutes() {
    LinkSlotsProblem problem = read(MESH, """
        routes: {candidates: 2}
        flows:
        - {id: a, src: 0, dsts: 3, flits: 1}
        - {id: c, kind: reduce, src: [0, 1], dsts: 3, flits: 1}
        """);

    assertThat(problem.rules().routes()).isEqualTo(RoutePolicy.LISTED);
    assertThat(problem.flows().get(0).routes()).hasSize(2);
    assertThat(names(problem, 0, 0)).containsExactly("inj(0)", "0->1", "1->3", "ej(3)");
    assertThat(names(problem, 1, 0)).endsWith("ej(3)").contains("inj(0)", "inj(1)");
  }

  private static List<String> names(LinkSlotsProblem problem, int flow, int route) {
    return problem.flows().get(flow).routes().get(route).stream().map(e -> problem.network().links().edges().get(e).name())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "goal: makspan                                   | The goal (makspan) is not known.                       | you meant 'makespan'",
      "rotues: xy                                      | The key (rotues) is not known in the file.              | you meant 'routes'",
      "routes: yx                                      | The policy of routes (yx) is not known.                 | you meant 'xy'",
      "routes: {candidates: 0}                         | The value (0) of 'routes.candidates' must be            | ",
      "routes: listed                                  | The flow (a) lists no routes                            | add 'routes",
      "admission: most                                 | The admission 'most' counts the messages                | add 'goal: deadline'",
      "multicast: trees                                | The value (trees) of 'multicast' must be tree or unicast | you meant 'tree'",
      "mergeSlots: -1                                  | The value (-1) of 'mergeSlots'                          | ",
      "localPorts: closed                              | The convention of local ports (closed) is not known.    | ",
      "localPorts: {injectCapacity: 0}                 | The value (0) of 'localPorts.injectCapacity'            | ",
      "header: {perFlitBits: 3}                        | The key (linkWidthBits) is missing in 'header'.         | ",
      "'header: {linkWidthBits: 16, perFlitBits: 16}'  | The header (16 bits) of each flit leaves nothing        | ",
      "'header: {linkWidthBits: 16, perFlitBits: 1, chunkFlits: 2}' | The header is given per flit (perFlitBits) and per chunk | ",
      "chunks: 2000000                                 | The value (2000000) of 'chunks' must be                 | ",
      "'tsnkit: {tasks: a.csv, topology: b.csv}'       | The key (flows) does not go with 'tsnkit'               | "})
  void aWrongRuleIsNamed(String line, String message, String maybe) {
    assertThatThrownBy(() -> read(MESH, FLOWS, line, "\n")).isInstanceOf(BadInputException.class)
        .hasMessageMatching("(?s)tiny.yaml:\\d+: .*").hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe " + (maybe == null ? "" : maybe));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{mesh: {columns: 0, rows: 2}}                   | The value (0) of 'network.mesh.columns' must be from 1",
      "{mesh: {columns: 300, rows: 300}}               | The mesh of 300 x 300 has 90000 tiles, more than 16384.",
      "{mesh: {columns: 2, rows: 2}, ring: {size: 4}}  | The network has 2 shapes: mesh, ring.",
      "{rates: bits}                                   | The network has no shape.",
      "{ring: {size: 2}}                               | The value (2) of 'network.ring.size' must be from 3",
      "{torus: {size: 2}}                              | The key (torus) is not known in 'network'.",
      "{mesh: {columns: 2, rows: 2}, rates: bytes}     | The unit of rates (bytes) must be flits or bits.",
      "{mesh: {columns: 2, rows: 2}, rates: bits}      | The flow (a) has no 'bits', but the rates of the links are bits.",
      "{graph: {nodes: [0, 0], links: []}}             | The name (0) is given to two nodes.",
      "{graph: {nodes: [0, 1], links: [{from: 0, to: 2}]}} | The node (2) does not exist.",
      "{graph: {nodes: [0, 1], links: [{from: 0, to: 0}]}} | The link leads from the node (0) to itself.",
      "{graph: {nodes: [0, 1], links: [{from: 0, to: 1}, {from: 1, to: 0, duplex: true}]}} | There are two links between the nodes (1) and (0)",
      "{graph: {nodes: [0, 1], links: [{from: 1, to: 0}]}} | The flow (a) cannot reach its destination (1) from the tile (0)",
      "{graph: {nodes: [0, {name: 1, router: true}], links: []}} | The tile (1) does not exist.",
      "{graph: {nodes: [Local], links: []}}            | The name (Local) of a node must be one word",
      "{graph: {nodes: [], links: []}}                 | The graph has 0 nodes"})
  void aWrongNetworkIsNamed(String network, String message) {
    assertThatThrownBy(() -> read("network: ", network, "\n", FLOWS)).isInstanceOf(BadInputException.class)
        .hasMessageMatching("(?s)tiny.yaml:\\d+: .*").hasMessageContaining(message)
        .hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{id: b, src: 0, dsts: 1, flits: 4, period: 8}   | The flow (b) has a period, but the flow (a) has none",
      "{id: b, src: 0, dsts: 1, bits: 4}               | The flow (b) is given in bits, but nothing says how many bits a flit has.",
      "{id: b, src: 0, dsts: 1}                        | The flow has no 'flits'.",
      "{id: b, src: 0, dst: 1, flits: 1}               | The key (dst) is not known in 'flows[1]'.",
      "{id: b, src: 0, dsts: 9, flits: 1}              | The tile (9) does not exist.",
      "{id: b, src: 0, dsts: 1, flits: 1, after: [[a, 0, 2]]} | The flow (b) waits for the flow (a) at the tile (2), which is none of its",
      "{id: b, src: 0, dsts: 1, flits: 1, after: [[c, 0]]}    | The flow (b) waits for the flow (c), which does not exist.",
      "{id: b, src: 0, dsts: 1, flits: 1, after: [a]}         | An entry of 'after' of the flow (b) must be a list [flow id, lag].",
      "{id: b, src: 0, dsts: 1, flits: 1, routes: [[0->1]]}   | The flow (b) lists routes, but the policy of routes is not 'listed'.",
      "{id: b, src: 0, dsts: 1, flits: 1, weight: -1}         | The value (-1) of 'flows[1].weight'",
      "{id: b, src: 0, dsts: 1, flits: 1, chunks: 1048576}    | The flows make more than 1048576 messages.",
      "{id: b, src: 0, dsts: 1, flits: 1, release: -1}        | The value (-1) of 'flows[1].release'"})
  void aWrongFlowIsNamed(String flow, String message) {
    assertThatThrownBy(() -> read(MESH, FLOWS, "- ", flow, "\n")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("tiny.yaml:6: " + message).hasMessageContaining(System.lineSeparator() + "Maybe ");
  }

  @Test
  void aPeriodThatIsShorterThanTheMessageIsRefused() {
    assertThatThrownBy(() -> read(MESH, "flows:\n- {id: a, src: 0, dsts: 1, flits: 9, period: 8}\n"))
        .hasMessageStartingWith("tiny.yaml:5: The flow (a) holds each link for at least 9 slots, longer than its period (8).");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"[[1->3]]", "[[0->1]]", "[[1->3, 0->1]]", "[[0->1, 1->3, 3->2]]", "[[0->1, 1->3, 0->2, 2->3]]"})
  void aListedRouteThatLeadsElsewhereIsRefused(String routes) {
    assertThatThrownBy(() -> read(MESH, "routes: listed\nflows:\n- {id: a, src: 0, dsts: 3, flits: 1, routes: ", routes, "}\n"))
        .hasMessageStartingWith("tiny.yaml:6: The route of the flow (a) does not lead from its source to its destinations");
  }

  @Test
  void xyNeedsAMesh() {
    assertThatThrownBy(() -> read("network: {line: {size: 2}}\nroutes: xy\n", FLOWS))
        .hasMessageStartingWith("tiny.yaml:4: The policy of routes (xy) is one of meshes, and this network is none.");
  }

  @Test
  void sumsThatLeaveTheRangeOfALongAreRefused() {
    assertThatThrownBy(() -> read(MESH, "goal: weighted-finish\nflows:\n",
        "- {id: a, src: 0, dsts: 1, flits: 1099511627776, weight: 1048576, chunks: 1048576}\n"))
            .isInstanceOf(BadInputException.class).hasMessageContaining("too large");
  }

  @Test
  void aMissingFlowSetIsNamedWithTheLineThatNamesIt() {
    assertThatThrownBy(() -> read("flows: nosuch.json\n")).isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("tiny.yaml:3: The file (").hasMessageContaining("nosuch.json) does not exist.");
  }
}
