package dev.dovetail.solver.report.linkslots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.models.linkslots.SlotNetwork;
import dev.dovetail.solver.report.linkslots.MapLayout.Spot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MapLayoutTest {
  private static Spot spot(SlotNetwork network, MapLayout layout, int tile) {
    return layout.at().get(network.tiles().get(tile).router());
  }

  @Test
  void tilesOfAMeshStandAtTheirPositions() {
    SlotNetwork mesh = SlotFixtures.mesh(3, 2);
    MapLayout layout = MapLayout.of(mesh).orElseThrow();
    assertThat(spot(mesh, layout, 5)).isEqualTo(new Spot(2, 1));
    assertThat(List.of(layout.columns(), layout.rows())).containsExactly(3.0, 2.0);
  }

  @Test
  void aTileWithoutAPositionStandsBesideItsNeighbour() {
    // The memory controller of METRO's Fig. 5 goes north of tile 8 at (1,0), which moves the others down by one.
    SlotNetwork network = SlotFixtures.figure5().network();
    MapLayout layout = MapLayout.of(network).orElseThrow();
    assertThat(spot(network, layout, 0)).isEqualTo(new Spot(1, 0));
    assertThat(spot(network, layout, 8)).isEqualTo(new Spot(1, 1));
    assertThat(layout.rows()).isEqualTo(4);
  }

  @Test
  void aRingWithoutPositionsIsACircleInTheOrderOfTheRing() {
    SlotNetwork ring = SlotFixtures.ring(8);
    MapLayout layout = MapLayout.of(ring).orElseThrow();
    List<Double> distances = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Spot a = spot(ring, layout, t);
      Spot b = spot(ring, layout, (t + 1) % 8);
      distances.add(Math.round(1e6 * Math.hypot(a.x() - b.x(), a.y() - b.y())) / 1e6);
    }
    assertThat(distances).containsOnly(distances.get(0));
    assertThat(distances.get(0)).isGreaterThan(0.9);
  }

  @Test
  void aLongLineGoesToAndFroInRows() {
    SlotFixtures.Builder builder = new SlotFixtures.Builder();
    for (int t = 0; t < 14; t++) {
      builder.tile("s" + t, -1, -1);
    }
    for (int t = 0; t + 1 < 14; t++) {
      builder.link(t, t + 1);
    }
    SlotNetwork line = builder.network(0, 0);
    MapLayout layout = MapLayout.of(line).orElseThrow();
    // The ends hang on their neighbours: the line of the others has twelve places in its row, the last but two of the nodes.
    assertThat(spot(line, layout, 1)).isEqualTo(new Spot(0, 0));
    assertThat(spot(line, layout, 0)).isEqualTo(new Spot(0, 1));
    assertThat(spot(line, layout, 12)).isEqualTo(new Spot(11, 0));
    assertThat(spot(line, layout, 13)).isEqualTo(new Spot(11, 1));
  }

  @Test
  void aRingOfHundredsIsNotDrawn() {
    assertThat(MapLayout.of(SlotFixtures.ring(200))).isEmpty();
  }
}
