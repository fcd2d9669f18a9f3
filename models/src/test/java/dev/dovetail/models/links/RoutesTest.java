package dev.dovetail.models.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.accelerator.Accelerator;
import dev.dovetail.models.accelerator.AcceleratorReader;
import dev.dovetail.models.io.DataFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final String CORES = """
      format: accelerator/1
      name: test
      cores:
        - {name: c, count: %d, type: t, array: [1], operators: [ALL], memories: [{name: m, bytes: 1 KiB, bytesPerCycle: 1}]}
      """;

  private static Accelerator machine(int cores, String rest) {
    return AcceleratorReader.read(DataFile.parse(CORES.formatted(cores) + rest, "test.yaml"));
  }

  /**
   * <pre>
   *   c0 - c1 - c2
   *   |    |    |
   *   c3 - c4 - c5      dram at c0, latency 5; links latency 2
   *   |    |    |
   *   c6 - c7 - c8
   * </pre>
   */
  private static Accelerator mesh() {
    return machine(9, """
        mesh: {columns: 3, rows: 3, bytesPerCycle: 8, latency: 2, picojoulesPerByte: 1}
        dram: [{name: dram, at: c0, bytesPerCycle: 4, latency: 5, picojoulesPerByte: 10}]
        """);
  }

  private static List<String> names(Accelerator a, Route r) {
    return r.edges().stream().map(e -> a.edges().get(e).name()).toList();
  }

  private static int node(Accelerator a, String name) {
    return a.nodeIndex(name);
  }

  @Test
  void theFirstPathOfAMeshGoesAlongItsRowFirst() {
    Accelerator a = mesh();
    Routes routes = new Routes(a.links(), 1);
    for (int from = 0; from < 9; from++) {
      for (int to = 0; to < 9; to++) {
        if (from == to) {
          continue;
        }
        Route r = routes.routes(from, List.of(to)).get(0);
        int at = from;
        for (int e : r.edges()) {
          Edge edge = a.edges().get(e);
          assertThat(edge.from()).isEqualTo(at);
          // As long as the column is wrong, the next hop is inside of the row.
          assertThat(edge.to() / 3 == at / 3).isEqualTo(at % 3 != to % 3);
          at = edge.to();
        }
        assertThat(at).isEqualTo(to);
        assertThat(r.edges()).hasSize(Math.abs(from % 3 - to % 3) + Math.abs(from / 3 - to / 3));
      }
    }
  }

  @Test
  void theSecondPathOfAMeshGoesAlongItsColumnFirst() {
    Accelerator a = mesh();
    List<Route> found = new Routes(a.links(), 2).routes(0, List.of(4));
    assertThat(found).hasSize(2);
    assertThat(names(a, found.get(0))).containsExactly("c0->c1", "c1->c4");
    assertThat(names(a, found.get(1))).containsExactly("c0->c3", "c3->c4");
  }

  @Test
  void aLoadAddsLatenciesUpstreamAndTheSlowestRate() {
    Accelerator a = mesh();
    Route r = new Routes(a.links(), 1).routes(node(a, "dram"), List.of(1)).get(0);
    assertThat(names(a, r)).containsExactly("dram->c0", "c0->c1");
    // The port is entered at 0 and left after 5 cycles; the link is left after 2 more.
    assertThat(r.offsets()).containsExactly(0, 5);
    assertThat(r.arrival()).isEqualTo(7);
    // 4 of 8 and 4 bytes per cycle: 64 bytes take 16 cycles. 10 + 1 pJ per byte.
    assertThat(r.duration(64)).isEqualTo(16);
    assertThat(r.femtojoulesPerByte()).isEqualTo(11_000);
  }

  @Test
  void aMulticastTreeHoldsEachLinkOnce() {
    Accelerator a = mesh();
    // c0 to c2, c4 and c5 along rows first: c0-c1 shared by all, then c1-c2-c5 and c1-c4.
    Route r = new Routes(a.links(), 1).routes(0, List.of(2, 4, 5)).get(0);
    assertThat(names(a, r)).containsExactly("c0->c1", "c1->c2", "c1->c4", "c2->c5");
    assertThat(r.offsets()).containsExactly(0, 2, 2, 4);
    assertThat(r.arrival()).isEqualTo(6);
    assertThat(r.femtojoulesPerByte()).isEqualTo(4_000);
    assertThat(r.destinations()).containsExactly(2, 4, 5);
  }

  @Test
  void aBusCarriesAMulticastOnce() {
    Accelerator a = machine(3, """
        buses: [{name: bus, members: [c0, c1, c2], bytesPerCycle: 16, latency: 3, picojoulesPerByte: 2}]
        dram: [{name: dram, at: bus, bytesPerCycle: 8, latency: 4, picojoulesPerByte: 100}]
        """);
    Routes routes = new Routes(a.links(), 3);
    List<Route> moves = routes.routes(0, List.of(1, 2));
    assertThat(moves).hasSize(1);
    assertThat(names(a, moves.get(0))).containsExactly("bus:c0->c1", "bus:c0->c2");
    assertThat(moves.get(0).channels()).containsExactly(0);
    assertThat(moves.get(0).arrival()).isEqualTo(3);
    assertThat(moves.get(0).femtojoulesPerByte()).isEqualTo(2_000);

    Route load = routes.routes(node(a, "dram"), List.of(0, 1, 2)).get(0);
    assertThat(load.channels()).containsExactly(0, 1);
    // Bus and port of one hop are held together; both latencies pass before the first byte arrives.
    assertThat(load.offsets()).containsExactly(0, 0);
    assertThat(load.arrival()).isEqualTo(7);
    assertThat(load.duration(64)).isEqualTo(8);
    assertThat(load.femtojoulesPerByte()).isEqualTo(102_000);
  }

  @Test
  void dramNeverForwards() {
    // c0 and c1 both have the port of a bus with DRAM in common, but are linked only the long way round over c2.
    Accelerator a = machine(3, """
        links:
          - {from: c0, to: c2, bytesPerCycle: 1, duplex: true}
          - {from: c2, to: c1, bytesPerCycle: 1, duplex: true}
        dram:
          - {name: d0, at: c0, bytesPerCycle: 1}
          - {name: d1, at: c1, bytesPerCycle: 1}
        """);
    Routes routes = new Routes(a.links(), 2);
    assertThat(names(a, routes.routes(0, List.of(1)).get(0))).containsExactly("c0->c2", "c2->c1");
    assertThat(names(a, routes.routes(node(a, "d0"), List.of(1)).get(0))).containsExactly("d0->c0", "c0->c2", "c2->c1");
    assertThat(routes.connected(node(a, "d0"), node(a, "d1"))).isTrue();
    assertThat(names(a, routes.routes(2, List.of(node(a, "d1"))).get(0))).containsExactly("c2->c1", "c1->d1");
  }

  @Test
  void noTreePutsTheSameDataOnABusFromTwoNodes() {
    // c0 reaches c1 and c2 by links; both are on the bus with c3, c4, c5.
    Accelerator a = machine(6, """
        links:
          - {from: c0, to: c1, bytesPerCycle: 1, duplex: true, latency: 1}
          - {from: c0, to: c2, bytesPerCycle: 1, duplex: true, latency: 5}
        buses: [{name: bus, members: [c1, c2, c3, c4, c5], bytesPerCycle: 1}]
        dram: [{name: dram, at: bus, port: false}]
        """);
    List<Route> trees = new Routes(a.links(), 8).routes(0, List.of(3, 4, 5));
    assertThat(trees).isNotEmpty().allSatisfy(r -> {
      int bus = a.channels().size() - 1;
      assertThat(a.channels().get(bus).name()).isEqualTo("bus");
      long senders = r.edges().stream().map(e -> a.edges().get(e)).filter(e -> e.channels().contains(bus)).map(Edge::from)
          .distinct().count();
      assertThat(senders).isEqualTo(1);
      assertThat(Arrays.stream(r.channels()).filter(c -> c == bus).count()).isEqualTo(1);
    });
    assertThat(names(a, trees.get(0))).containsExactly("c0->c1", "bus:c1->c3", "bus:c1->c4", "bus:c1->c5");
  }

  @Test
  void aRingTakesTheShorterWay() {
    Accelerator a = machine(5, """
        ring: {nodes: [c0, c1, c2, c3, c4], bytesPerCycle: 1}
        dram: [{name: dram, at: c0, bytesPerCycle: 1, duplex: full}]
        """);
    Routes routes = new Routes(a.links(), 1);
    assertThat(names(a, routes.routes(0, List.of(3)).get(0))).containsExactly("c0->c4", "c4->c3");
    assertThat(names(a, routes.routes(0, List.of(2)).get(0))).containsExactly("c0->c1", "c1->c2");
    assertThat(a.channels()).extracting(Channel::name).contains("dram:read", "dram:write");
  }

  @Test
  void routesNeedADestination() {
    Routes routes = new Routes(mesh().links(), 1);
    assertThatThrownBy(() -> routes.routes(0, List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> routes.routes(0, List.of(0))).isInstanceOf(IllegalArgumentException.class);
  }
}
