package dev.dovetail.models.linkslots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.links.Bandwidth;
import dev.dovetail.models.links.Channel;
import dev.dovetail.models.links.Edge;
import dev.dovetail.models.linkslots.SlotNetworkBuilder.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologiesTest {
  @Test
  void aMeshListsTheLinksOfEachTileEastWestNorthSouthAndThenThePorts() {
    // 0 - 1
    // |   |
    // 2 - 3
    SlotNetwork mesh = Topologies.mesh(2, 2, LocalPorts.BOTH);

    assertThat(mesh.links().edges()).extracting(Edge::name).containsExactly("0->1", "0->2", "1->0", "1->3", "2->3", "2->0",
        "3->2",
        "3->1", "inj(0)", "ej(0)", "inj(1)", "ej(1)", "inj(2)", "ej(2)", "inj(3)", "ej(3)");
    assertThat(mesh.isMesh()).isTrue();
    assertThat(mesh.tiles().get(2)).isEqualTo(new Tile("2", 6, 6, 2, 0, 1));
  }

  @Test
  void aMeshOfKxTimesKyHasTwoEdgesPerNeighbourPair() {
    // 4 rows of 7 horizontal pairs + 3 * 8 vertical pairs = 28 + 24 = 52, both directions 104; two ports for each of the 32 tiles.
    assertThat(Topologies.mesh(8, 4, LocalPorts.NONE).links().edges()).hasSize(104 + 64);
  }

  @ParameterizedTest
  @CsvSource({"BOTH, 1", "ONE, 0", "NONE, 0"})
  void theInjectPortTakesASlotOfItsOwnInOneConventionOnly(LocalPorts ports, long delay) {
    SlotNetwork mesh = Topologies.mesh(2, 1, ports);

    assertThat(channel(mesh, "inj(1)")).isEqualTo(
        new Channel("inj(1)", Channel.Kind.INJECT, Bandwidth.ofBytesPerCycle(1), delay, 0, 1));
    assertThat(channel(mesh, "ej(1)").kind()).isEqualTo(Channel.Kind.EJECT);
    Edge inject = mesh.links().edges().get(mesh.links().edgeIndices().get("inj(1)"));
    assertThat(inject.from()).isEqualTo(mesh.tiles().get(1).source());
    assertThat(inject.to()).isEqualTo(mesh.tiles().get(1).router());
  }

  @Test
  void withoutPortsTilesAreTheRoutersThemselves() {
    SlotNetwork mesh = Topologies.mesh(2, 1, LocalPorts.OPEN);

    assertThat(mesh.links().nodes()).hasSize(2);
    assertThat(mesh.links().edges()).extracting(Edge::name).containsExactly("0->1", "1->0");
    assertThat(mesh.tiles().get(1)).isEqualTo(new Tile("1", 1, 1, 1, 1, 0));
  }

  @Test
  void theDelayOfAHopIsThatOfLinksAndInjectPorts() {
    SlotNetwork mesh = Topologies.mesh(2, 1, LocalPorts.BOTH, new Wire(3, 4, Bandwidth.ofBytesPerCycle(1)));

    assertThat(channel(mesh, "0->1").latencyCycles()).isEqualTo(4);
    assertThat(channel(mesh, "0->1").capacity()).isEqualTo(3);
    assertThat(channel(mesh, "inj(0)").latencyCycles()).isEqualTo(4);
    assertThat(channel(mesh, "inj(0)").capacity()).isEqualTo(1);
  }

  @Test
  void aRingClosesAndALineDoesNot() {
    SlotNetwork ring = Topologies.ring(3, false, new SlotNetworkBuilder(LocalPorts.OPEN), Wire.UNIT);
    SlotNetwork line = Topologies.line(3, false, new SlotNetworkBuilder(LocalPorts.OPEN), Wire.UNIT);

    assertThat(ring.links().edges()).extracting(Edge::name).containsExactly("0->1", "1->0", "1->2", "2->1", "2->0", "0->2");
    assertThat(line.links().edges()).extracting(Edge::name).containsExactly("0->1", "1->0", "1->2", "2->1");
    assertThat(line.isMesh()).isFalse();
  }

  @Test
  void stationsHangOnRoutersThatAreNoTiles() {
    SlotNetwork line = Topologies.line(2, true, new SlotNetworkBuilder(LocalPorts.OPEN), Wire.UNIT);

    assertThat(line.links().edges()).extracting(Edge::name).containsExactly("0->1", "1->0", "0->2", "2->0", "1->3", "3->1");
    assertThat(line.tiles()).extracting(Tile::name).containsExactly("2", "3");
  }

  @Test
  void edgesOverOneBusShareItsChannel() {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.OPEN);
    int a = builder.tile("a");
    int b = builder.tile("b");
    builder.bus(a, b, "bus", Wire.UNIT);
    builder.bus(b, a, "bus", Wire.UNIT);
    SlotNetwork network = builder.build();

    assertThat(network.links().edges()).extracting(Edge::channels).containsExactly(List.of(0), List.of(0));
    assertThat(network.links().channels().get(0).kind()).isEqualTo(Channel.Kind.BUS);
  }

  @Test
  void aSecondLinkBetweenTheSamePlacesIsRefused() {
    SlotNetworkBuilder builder = new SlotNetworkBuilder(LocalPorts.OPEN);
    int a = builder.tile("a");
    int b = builder.tile("b");

    assertThat(builder.link(a, b, Wire.UNIT)).isTrue();
    assertThat(builder.link(a, b, Wire.UNIT)).isFalse();
    assertThatThrownBy(() -> builder.tile("a")).hasMessageContaining("(a)");
    assertThatThrownBy(() -> builder.link(a, a, Wire.UNIT)).hasMessageContaining("a->a");
  }

  @Test
  void aMeshWithoutColumnsIsRefused() {
    assertThatThrownBy(() -> Topologies.mesh(0, 3, LocalPorts.BOTH)).hasMessage("The columns (0) must be at least 1.");
  }

  private static Channel channel(SlotNetwork network, String name) {
    return network.links().channels().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
